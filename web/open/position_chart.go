package open

import (
	"fmt"
	"slices"
	"strings"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/service/admission"
)

// chart is the line of a position over time: up is better. It is a line of steps, broken where there was no number.
type chart struct {
	Lines       []string // paths of an SVG in a box of 320 × 150
	X, Y        int      // of the last point that has a number
	Best, Worst int      // numbers at the two lines of the frame
	From, To    int      // first and last number
	First, Last civil.Date
	Rows        []chartRow // the same as a table, the latest first
}

// chartRow is one line of the table.
type chartRow struct {
	On     civil.Date
	Number int // 0 = none
}

// The frame of the chart inside its box.
const chartLeft, chartRight, chartTop, chartBottom = 44, 310, 14, 122

// chartOf draws the course of a position; without two days with a number there is nothing to draw.
func chartOf(p admission.Position) *chart {
	c := &chart{}
	for _, point := range p.Course {
		c.Rows = append(c.Rows, chartRow{point.On, point.Position})
	}
	c.Rows = slices.CompactFunc(c.Rows, func(a, b chartRow) bool { return a.On == b.On })
	numbers := slices.DeleteFunc(slices.Clone(c.Rows), func(r chartRow) bool { return r.Number == 0 })
	if len(numbers) < 2 {
		return nil
	}
	c.First, c.Last = c.Rows[0].On, c.Rows[len(c.Rows)-1].On
	c.From, c.To, c.Best, c.Worst = numbers[0].Number, numbers[len(numbers)-1].Number, numbers[0].Number, numbers[0].Number
	for _, n := range numbers {
		c.Best, c.Worst = min(c.Best, n.Number), max(c.Worst, n.Number)
	}
	c.draw()
	slices.Reverse(c.Rows)
	return c
}

// draw makes the steps: a number holds until the next day on which it changes.
func (c *chart) draw() {
	var line strings.Builder
	end := func() {
		if line.Len() > 0 {
			c.Lines = append(c.Lines, line.String())
			line.Reset()
		}
	}
	for i, row := range c.Rows {
		if row.Number == 0 {
			end()
			continue
		}
		x, y := c.x(row.On), c.y(row.Number)
		if line.Len() == 0 {
			fmt.Fprintf(&line, "M%d %d", x, y)
		} else if y != c.Y {
			fmt.Fprintf(&line, "V%d", y)
		}
		c.X, c.Y = x, y
		if i+1 < len(c.Rows) {
			c.X = c.x(c.Rows[i+1].On)
			fmt.Fprintf(&line, "H%d", c.X)
		}
	}
	end()
}

func (c *chart) x(on civil.Date) int {
	return chartLeft + on.DaysSince(c.First)*(chartRight-chartLeft)/max(1, c.Last.DaysSince(c.First))
}

func (c *chart) y(number int) int {
	return chartTop + (number-c.Best)*(chartBottom-chartTop)/max(1, c.Worst-c.Best)
}
