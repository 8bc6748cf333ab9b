package admission_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/allocation/check"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	queueing "github.com/balajol/balajol/round"
)

// give deals the vouchers to those who have none, each band of hours a market of its own in which nobody competes: a voucher is a right. Hours
// that need a proof are given to those who have it; others have the longest band that needs none.
func (s *cityStory) give(order []queueing.Standing) string {
	band := map[register.ID[preschool.Application]]string{}
	queues := map[string][]queueing.Standing{}
	for _, st := range order {
		if s.vouchers[st.Application] {
			continue
		}
		s.vouchers[st.Application] = true
		facts := s.of(st.Application).entry.Facts
		for _, row := range s.rows("bands") {
			asked := queueing.FactOf(facts, "hours") == row[0]
			if row[1] == "free" || asked && queueing.FactOf(facts, "need") == "proven" {
				band[st.Application] = row[0]
			}
			if asked {
				break
			}
		}
		queues[band[st.Application]] = append(queues[band[st.Application]], st)
	}
	var markets []queueing.Market
	var lines []queueing.Queue
	for _, key := range slices.Sorted(maps.Keys(queues)) {
		markets = append(markets, queueing.Market{Key: key, Seats: len(queues[key])})
		lines = append(lines, queueing.Queue{Market: key, Standings: queues[key]})
	}
	problem := queueing.VoucherProblem(markets, lines, nil)
	outcome, err := allocation.Solve(s.t.Context(), problem, allocation.Options{})
	if err != nil {
		s.t.Fatal(err)
	}
	if found := check.Check(problem, outcome); len(found) > 0 {
		s.t.Fatalf("the check refuses: %v", found)
	}
	text := ""
	for _, o := range queueing.Offers(problem, outcome) {
		text += fmt.Sprintf("%-8s %s hours, due by %s\n", o.Application, o.Target, s.ordering.GuaranteedBy(s.of(o.Application).entry))
	}
	return text
}

func (s *cityStory) of(id register.ID[preschool.Application]) cityChild {
	return s.waiting[slices.IndexFunc(s.waiting, func(c cityChild) bool { return c.entry.Application == id })]
}

// asking are those who name a kindergarten.
func (s *cityStory) asking(kindergarten string) []queueing.Entry {
	var entries []queueing.Entry
	for _, c := range s.waiting {
		if slices.Contains(c.choices, register.ID[register.Kindergarten](kindergarten)) {
			entries = append(entries, c.entry)
		}
	}
	return entries
}

func orderLines(order []queueing.Standing) string {
	text := ""
	for _, st := range order {
		text += fmt.Sprintf("%2d  %-10s %s\n", st.Position, st.Application, st.Reason)
	}
	return text
}

// outcome tells what each child got, and for every kindergarten that it likes better who took the last seat there, and by
// which criterion that child stands before it. Who has a seat leaves every list.
func (s *cityStory) outcome(order []queueing.Standing, o allocation.Outcome, territories map[register.ID[register.Kindergarten]]string) string {
	seat := map[string]string{}
	for _, a := range o.Assignments {
		seat[a.Child] = a.Group
	}
	text := ""
	for _, st := range order {
		child := s.of(st.Application)
		got := cmp.Or(seat[st.Application.String()], "-")
		var reasons []string
		for i, k := range child.choices {
			if string(k) == got {
				reasons = slices.Insert(reasons, 0, fmt.Sprintf("choice %d", i+1))
				break
			}
			reasons = append(reasons, s.whyNot(child.entry, k, seat, territories[k]))
		}
		text += fmt.Sprintf("%-8s %-13s%s\n", st.Application, got, strings.Join(reasons, "; "))
	}
	s.waiting = slices.DeleteFunc(s.waiting, func(c cityChild) bool { return seat[c.entry.Application.String()] != "" })
	return text
}

func (s *cityStory) whyNot(e queueing.Entry, k register.ID[register.Kindergarten], seat map[string]string, territory string) string {
	ordering := s.ordering
	if s.rules.Round.Mechanism == policy.ByKindergarten {
		ordering = ordering.For(string(k), territory)
	}
	var admitted []queueing.Entry
	for _, other := range s.asking(string(k)) {
		if seat[other.Application.String()] == string(k) {
			admitted = append(admitted, other)
		}
	}
	if len(admitted) == 0 {
		return fmt.Sprintf("%s: no seat", k)
	}
	standings := ordering.Order(admitted, queueing.Carry{})
	last := standings[len(standings)-1].Application
	return fmt.Sprintf("%s: the last seat went to %s, before by %s", k, last, ordering.Deciding(s.of(last).entry, e))
}
