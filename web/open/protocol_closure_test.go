package open

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/service/oversight"
	"github.com/balajol/balajol/service/registry"
)

func TestClosuresOfOneOrderAreOneRow(t *testing.T) {
	t.Parallel()
	names := sites{"sun": {"Күн", "sun-1"}}
	closure := func(site, day, act string, seats int) registry.PublicClosure {
		return registry.PublicClosure{
			SeatClosure:  preschool.SeatClosure{Seats: seats, Reason: register.ClosedStaff, From: civil.MustParseDate(day), Act: act, ClosedBy: "officer-1"},
			Kindergarten: register.ID[register.Kindergarten](site),
		}
	}
	got := ordersOf(names, []registry.PublicClosure{
		closure("sun", "2026-03-01", "A", 2), closure("sun", "2026-03-01", "A", 3), closure("gone", "2026-03-01", "A", 4), closure("sun", "2026-03-09", "B", 1),
		closure("sun", "2026-03-01", "C", 20),
	})
	var lines []string
	for _, o := range got {
		line := o.Act + " " + o.From.String()
		for _, s := range o.Sites {
			line += " " + s.Name + s.Code + string(rune('0'+s.Seats%10))
		}
		lines = append(lines, line)
	}
	want := []string{"B 2026-03-09 Күнsun-11", "C 2026-03-01 Күнsun-10", "A 2026-03-01 Күнsun-15 gone4"}
	if diff := cmp.Diff(want, lines); diff != "" || got[2].Seats != 9 {
		t.Errorf("(-want +got) %s\n%d seats", diff, got[2].Seats)
	}
}

func TestMonthsOfAnAuthority(t *testing.T) {
	t.Parallel()
	for joined, want := range map[string]int{"2026-03-01": 1, "2026-01-31": 3, "2025-03-15": 13, "2027-01-01": 1, "1999-01-01": 75} {
		got := monthsOf(oversight.Setting{Authority: register.Authority{Joined: civil.MustParseDate(joined)}, Today: civil.MustParseDate("2026-03-12")})
		if len(got) != want || got[0] != civil.MustParseMonth("2026-03") {
			t.Errorf("joined on %s: %d months from %s, want %d", joined, len(got), got[0], want)
		}
	}
}

func TestAppealsThatMayNotBeToldApartAreOneRow(t *testing.T) {
	t.Parallel()
	count := func(kind register.AppealKind, state preschool.AppealState, n int) admission.AppealStatistic {
		a := admission.AppealStatistic{Kind: kind, State: state}
		a.Appeals.N, a.Appeals.Hidden = max(n, 0), n < 0
		return a
	}
	all := []admission.AppealStatistic{
		count("proof", "submitted", -1), count("proof", "upheld", -1), count("offer", "submitted", 0), count("offer", "upheld", 12), count("offer", "dismissed", -1),
	}
	for kind, want := range map[register.AppealKind][]admission.AppealStatistic{
		"proof": {count("proof", "", -1)}, "offer": {all[3], all[4]}, "papers": nil,
	} {
		if diff := cmp.Diff(want, told(all, kind)); diff != "" {
			t.Errorf("%s (-want +got) %s", kind, diff)
		}
	}
}
