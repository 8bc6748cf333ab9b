package open

import (
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
	Part      string // of the authority that its queue runs over, "" = the whole
	Newest    []moveView
	Chart     *chart
	Steps     []step
	Undrawn   bool   // lots decide and are not drawn: nobody has a number
	Criterion string // kind of the criterion that decides, where it is no turn
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
		Chart: chartOf(position), Steps: stepsOf(position), Undrawn: position.Of > 0 && position.Number == 0,
		Newest: movesOf(position, o.Site.Messages.Printer(o.Site.Lang(r))),
	}
	if c, is := position.Reason.Criterion(); is {
		view.Criterion = c.Kind()
	}
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
