package open

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/web/page"
)

// positionAskPage is the form. A code never stands in an address, so the form posts it.
type positionAskPage struct {
	page.Base
	Typed string
	Fault string // message at the field
}

func (o *Room) askPosition(w http.ResponseWriter, r *http.Request) error {
	return o.Site.Render(w, r, http.StatusOK, "open/position_ask", &positionAskPage{Base: page.Base{Section: "position"}})
}

type positionPage struct {
	page.Base
	admission.Position
	Part   string // of the authority that its queue runs over, "" = the whole
	Newest []admission.PositionMove
	Chart  *chart
	Steps  []step
}

// longestForm bounds the body of the form.
const longestForm = 4096

func (o *Room) showPosition(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, longestForm)
	typed := r.PostFormValue("code")
	code, err := admission.ParseCode(typed)
	if err != nil {
		return o.askAgain(w, r, http.StatusUnprocessableEntity, typed, err)
	}
	position, err := o.Admission.Position(r.Context(), o.actor(), code)
	if register.KindOf(err) == register.NotFound {
		return o.askAgain(w, r, http.StatusNotFound, typed, err)
	}
	if err != nil {
		return err
	}
	view := &positionPage{
		Base: page.Base{Section: "position", Repost: string(code)}, Position: position, Part: territoryName(position.Queue.Territory),
		Newest: slices.Clone(position.Moves), Chart: chartOf(position.Moves), Steps: stepsOf(position),
	}
	slices.Reverse(view.Newest)
	return o.Site.Render(w, r, http.StatusOK, "open/position_show", view)
}

// askAgain gives back what was typed with what is wrong with it.
func (o *Room) askAgain(w http.ResponseWriter, r *http.Request, status int, typed string, why error) error {
	view := &positionAskPage{Base: page.Base{Section: "position"}, Typed: typed}
	view.Fault = page.RefusalText(o.Site.Messages.Printer(o.Site.Lang(r)), why)
	return o.Site.Render(w, r, status, "open/position_ask", view)
}

// Code is the application's code in groups that a person can compare.
func (p *positionPage) Code() string {
	var groups []string
	for part := range slices.Chunk([]byte(p.Application), 4) {
		groups = append(groups, string(part))
	}
	return strings.Join(groups, "-")
}

// Shown is how many of the newest moves the page lists; a year in a busy queue has some two hundred.
func (p *positionPage) Shown() []admission.PositionMove {
	return p.Newest[:min(len(p.Newest), movesShown)]
}

const movesShown = 60

// step is a step of the child's path: done, now, or to come.
type step struct{ Name, State string }

var pathSteps = []string{"registered", "queued", "offered", "placed"}

// stepsOf places the application on the path. What was withdrawn or closed has no path ahead.
func stepsOf(p admission.Position) []step {
	at := 1
	switch p.State {
	case preschool.ApplicationOffered:
		at = 2
	case preschool.ApplicationPlaced:
		at = len(pathSteps)
	case preschool.ApplicationWithdrawn, preschool.ApplicationClosed:
		return nil
	}
	steps := make([]step, len(pathSteps))
	for i, name := range pathSteps {
		steps[i] = step{name, "later"}
		if i < at {
			steps[i].State = "done"
		}
		if i == at {
			steps[i].State = "now"
		}
	}
	return steps
}

// chart is the line of a position over time: up is better.
type chart struct {
	Points   string // of an SVG polyline in a box of 260 × 72
	X, Y     int    // of the last point
	From, To int    // first and last number
}

const chartWidth, chartHeight, chartMargin = 260, 72, 8

// chartOf draws the moves in which the application stood in a queue; fewer than two points are no line.
func chartOf(moves []admission.PositionMove) *chart {
	moves = slices.DeleteFunc(slices.Clone(moves), func(m admission.PositionMove) bool { return m.To == 0 })
	if len(moves) < 2 {
		return nil
	}
	first, last := moves[0], moves[len(moves)-1]
	worst := 1
	for _, m := range moves {
		worst = max(worst, m.To)
	}
	c := &chart{From: first.To, To: last.To}
	days := max(1, last.On.DaysSince(first.On))
	var points []string
	for _, m := range moves {
		c.X = chartMargin + m.On.DaysSince(first.On)*(chartWidth-2*chartMargin)/days
		c.Y = chartMargin + (m.To-1)*(chartHeight-2*chartMargin)/max(1, worst-1)
		points = append(points, fmt.Sprintf("%d,%d", c.X, c.Y))
	}
	c.Points = strings.Join(points, " ")
	return c
}
