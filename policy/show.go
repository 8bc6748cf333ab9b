package policy

import (
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/balajol/balajol/civil"
)

// Show is the figures of a profile on a day as a table for a terminal: key, value with unit, period, mark and source. A star
// stands at figures that are shown only. A table of points follows row by row.
func (p *Profile) Show(day civil.Date) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s: %s\non %s, sha256 %s\n", p.Name, p.Title.EN, day, p.SHA256)
	for _, c := range p.calendars {
		fmt.Fprintf(&out, "calendar %s: %s\n", c.Name, c.Source)
	}
	out.WriteString("\n")
	table := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "KEY\tVALUE\tFROM\tTO\tMARK\tSOURCE")
	for _, f := range p.Figures(day) {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", f.Key+star(f.ShownOnly), f.textWithUnit(), f.From, f.To, f.Mark, f.Source)
	}
	table.Flush()
	for _, f := range p.Figures(day) {
		if rows := f.pointRows(); len(rows) > 0 {
			fmt.Fprintf(&out, "\n%s:\n", f.Key)
			for _, r := range rows {
				fmt.Fprintf(&out, "  %s\n", r)
			}
		}
	}
	out.WriteString("\n* shown only: it changes no outcome of this program yet\n")
	return out.String()
}

func star(shownOnly bool) string {
	if shownOnly {
		return "*"
	}
	return ""
}

// pointRows are the rows of a table of points.
func (f Figure) pointRows() []PointRow {
	var rows []PointRow
	if f.Unit != PointsUnit || json.Unmarshal(f.Value, &rows) != nil {
		return nil
	}
	return rows
}

// textWithUnit adds the unit where the value is a number; words and dates speak for themselves.
func (f Figure) textWithUnit() string {
	text := f.Text()
	if rows := f.pointRows(); len(rows) > 0 {
		return fmt.Sprintf("%d rows, below", len(rows))
	}
	if strings.Trim(text, "0123456789") != "" || text == "" {
		return text
	}
	return text + " " + string(f.Unit)
}
