package allocation

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

// The columns of the tables of an outcome.
var (
	assignmentColumns = []string{"child", "group", "slot", "reason"}
	cutoffColumns     = []string{"group", "slot", "tier", "number", "place"}
)

// WriteCSV writes groups and children as the two tables that ReadCSV reads, in the order of the problem. An id with | in it
// cannot stand in a list and is an InputError.
func WriteCSV(groups, children io.Writer, p Problem) error {
	c, err := compactOf(&p)
	if err != nil {
		return fmt.Errorf("write problem: %w", err)
	}
	return c.WriteCSV(groups, children)
}

// WriteCSV is the function WriteCSV for a problem in numbers.
func (c *Compact) WriteCSV(groups, children io.Writer) error {
	w := newSheet(groups, groupColumns)
	for g, id := range all(c.GroupIDs) {
		if err := c.writeGroup(w, g, id); err != nil {
			return fmt.Errorf("write problem: %w", err)
		}
	}
	if err := w.flush(); err != nil {
		return fmt.Errorf("write groups: %w", err)
	}
	w = newSheet(children, childColumns)
	for child, id := range all(c.ChildIDs) {
		if err := c.writeChild(w, child, id); err != nil {
			return fmt.Errorf("write problem: %w", err)
		}
	}
	if err := w.flush(); err != nil {
		return fmt.Errorf("write children: %w", err)
	}
	return nil
}

func (c *Compact) writeGroup(w *sheet, g int32, id string) error {
	w.cell(id)
	if site := c.Sites.At(c.Site[g]); site != id {
		w.cell(site)
	} else {
		w.cell("")
	}
	w.whole(int64(c.Seats[g]))
	pattern := c.pattern(g)
	if !w.list(len(pattern), func(i int) string { return c.SlotKinds[pattern[i]].Name }) {
		return wrong(noBar, "groups[%d].pattern", g)
	}
	w.whole(c.Start[g])
	order := c.Order[c.OrderOff[g]:c.OrderOff[g+1]]
	if !w.list(len(order), func(i int) string { return c.ChildIDs.At(order[i]) }) {
		return wrong(noBar, "groups[%d].order", g)
	}
	if c.HasOrder[g] && len(order) == 0 {
		w.text = append(w.text, '|')
	}
	w.end()
	return nil
}

func (c *Compact) writeChild(w *sheet, child int32, id string) error {
	w.cell(id)
	if c.Number != nil {
		w.whole(c.Number[child])
	} else {
		w.cell("")
	}
	w.cell(c.Classes[c.Class[child]])
	held, family := "", ""
	if c.Holds[child] != none {
		held = c.GroupIDs.At(c.Holds[child])
	}
	if c.Family != nil && c.Family[child] != none {
		family = c.Families[c.Family[child]].ID
	}
	w.cell(held)
	w.cell(family)
	wishes := c.wishes(child)
	if !w.list(len(wishes), func(i int) string { return c.GroupIDs.At(wishes[i]) }) {
		return wrong(noBar, "children[%d].prefers", child)
	}
	w.end()
	return nil
}

const noBar = "an id with | cannot stand in a list"

// WriteAssignmentsCSV writes what each child got as a table with the columns child,group,slot,reason, in the order of the
// outcome. A child without a seat has no group and a reason.
func WriteAssignmentsCSV(to io.Writer, o Outcome) error {
	w := newSheet(to, assignmentColumns)
	for i := range o.Assignments {
		a := &o.Assignments[i]
		w.cell(a.Child)
		w.cell(a.Group)
		w.cell(a.Slot)
		w.cell(string(a.Reason))
		w.end()
	}
	if err := w.flush(); err != nil {
		return fmt.Errorf("write assignments: %w", err)
	}
	return nil
}

// WriteCutoffsCSV writes the cutoffs as a table with the columns group,slot,tier,number,place, in the order of the outcome.
// Tier 0 is the first; number is empty where the group has an order of its own, place where it has none.
func WriteCutoffsCSV(to io.Writer, o Outcome) error {
	w := newSheet(to, cutoffColumns)
	for i := range o.Cutoffs {
		c := &o.Cutoffs[i]
		w.cell(c.Group)
		w.cell(c.Slot)
		w.whole(int64(c.Tier))
		if c.Place > 0 {
			w.cell("")
			w.whole(int64(c.Place))
		} else {
			w.whole(c.Number)
			w.cell("")
		}
		w.end()
	}
	if err := w.flush(); err != nil {
		return fmt.Errorf("write cutoffs: %w", err)
	}
	return nil
}

// sheet writes a table in CSV (RFC 4180, but lines end with a line feed alone).
type sheet struct {
	writer
	inside bool // the row has a cell already
}

func newSheet(to io.Writer, columns []string) *sheet {
	w := &sheet{writer: writer{to: to}}
	for _, column := range columns {
		w.cell(column)
	}
	w.end()
	return w
}

func (w *sheet) begin() {
	if w.inside {
		w.text = append(w.text, ',')
	}
	w.inside = true
}

func (w *sheet) cell(text string) {
	w.begin()
	w.quote(text)
}

// quote puts a text in quotes where it needs them: separators, quotes, line ends, and a space or a byte order mark in front.
func (w *sheet) quote(text string) {
	if !strings.ContainsAny(text, ",\"\r\n") && !strings.HasPrefix(text, " ") && !strings.HasPrefix(text, "\ufeff") {
		w.raw(text)
		return
	}
	w.raw(`"`)
	w.raw(strings.ReplaceAll(text, `"`, `""`))
	w.raw(`"`)
}

func (w *sheet) whole(n int64) {
	w.begin()
	w.text = strconv.AppendInt(w.text, n, 10)
}

// list writes n elements as one cell, false if one holds the separator.
func (w *sheet) list(n int, element func(int) string) bool {
	w.begin()
	odd := false // some element needs quotes, so the cell has them
	for i := range n {
		text := element(i)
		if strings.Contains(text, "|") {
			return false
		}
		odd = odd || strings.ContainsAny(text, ",\"\r\n") || strings.HasPrefix(text, " ")
	}
	if odd {
		w.raw(`"`)
	}
	for i := range n {
		if i > 0 {
			w.text = append(w.text, '|')
		}
		if odd {
			w.raw(strings.ReplaceAll(element(i), `"`, `""`))
		} else {
			w.raw(element(i))
		}
		w.spill()
	}
	if odd {
		w.raw(`"`)
	}
	return true
}

func (w *sheet) end() {
	w.raw("\n")
	w.inside = false
	w.spill()
}
