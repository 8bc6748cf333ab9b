package admission

import (
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

// TakeoverReport says what loading a list does, or would do. It names no person: lines by their number in the file, columns
// by our names.
type TakeoverReport struct {
	Kind         preschool.TakeoverKind
	Batch        register.ID[preschool.TakeoverBatch] // none for a dry run
	Again        bool                                 // the same file was loaded before: nothing was done
	Lines        int
	Accepted     int
	Doubled      int
	Contradicted int
	Columns      map[string]string // our column → heading of the file
	Unused       []string          // headings that were not read
	Faults       []Fault           // by line
	OrderSHA256  string            // see OrderHash; none for a dry run
}

// report is what the check found.
func (c *takeoverCheck) report(places map[string]int) TakeoverReport {
	rep := TakeoverReport{Kind: c.list.Kind, Lines: len(c.lines), Columns: map[string]string{}}
	for column, at := range places {
		rep.Columns[column] = c.list.Table.Header[at]
	}
	for at, heading := range c.list.Table.Header {
		if !taken(places, at) && heading != "" {
			rep.Unused = append(rep.Unused, heading)
		}
	}
	for _, l := range c.lines {
		rep.Faults = append(rep.Faults, l.faults...)
		switch l.state {
		case preschool.TakeoverLoaded:
			rep.Accepted++
		case preschool.TakeoverDoubled:
			rep.Doubled++
		default:
			rep.Contradicted++
		}
	}
	return rep
}
