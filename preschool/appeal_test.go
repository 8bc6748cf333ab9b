package preschool_test

import (
	"testing"

	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

// A decision of a rule is undone by two people, one of a person by another one; a dismissal gives nothing away.
func TestWhoMayUpholdAnAppeal(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		first, forwarded string
		uphold           bool
		want             string
	}{
		{"", "", true, "appeal.two_people"},
		{"", "judge", true, "appeal.two_people"},
		{"", "clerk", true, ""},
		{"", "judge", false, ""},
		{"clerk", "", true, ""},
		{"clerk", "clerk", true, ""},
		{"judge", "clerk", true, "appeal.same_person"},
	} {
		a := preschool.Appeal{State: preschool.AppealSubmitted, DecidedByFirst: row.first}
		var err error
		if row.forwarded != "" {
			a, err = a.Forward(row.forwarded, monday)
		}
		if err == nil {
			_, err = a.Decide(row.uphold, "judge", monday, "reasons", "event")
		}
		if register.CodeOf(err) != row.want {
			t.Errorf("%+v: %v", row, err)
		}
	}
}
