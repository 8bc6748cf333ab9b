package preschool_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

var (
	instant = civil.MustParseInstant("2026-03-02T09:30:00Z")
	monday  = civil.MustParseDate("2026-03-02")
	friday  = civil.MustParseDate("2026-03-06")
	march   = monday.Month()
)

func TestTablesAreWhole(t *testing.T) {
	t.Parallel()
	for _, table := range preschool.Tables {
		t.Run(table.Noun, func(t *testing.T) {
			t.Parallel()
			if table.Noun == "" || !slices.Contains(table.States, table.Start) {
				t.Errorf("start %q is none of %v", table.Start, table.States)
			}
			for i, state := range table.States {
				if slices.Index(table.States, state) != i {
					t.Errorf("state %s stands twice", state)
				}
			}
			seen := map[[2]string]bool{}
			for _, step := range table.Steps {
				if !slices.Contains(table.States, step.From) || !slices.Contains(table.States, step.To) {
					t.Errorf("step %v leaves the table", step)
				}
				if seen[[2]string{step.From, step.Event}] {
					t.Errorf("step %v: its state and event have another step", step)
				}
				seen[[2]string{step.From, step.Event}] = true
			}
			if got := reachable(table); len(got) != len(table.States) {
				t.Errorf("from %s only %v are reached", table.Start, got)
			}
			if events := table.Events(); !slices.IsSorted(events) || len(slices.Compact(slices.Clone(events))) != len(events) {
				t.Errorf("events %v are not sorted, each once", events)
			}
		})
	}
}

func reachable(table preschool.Table) []string {
	reached := []string{table.Start}
	for i := 0; i < len(reached); i++ {
		for _, step := range table.Steps {
			if step.From == reached[i] && !slices.Contains(reached, step.To) {
				reached = append(reached, step.To)
			}
		}
	}
	return reached
}

// No step leaves these states. What is final by law is written here a second time on purpose.
func TestEndStatesEnd(t *testing.T) {
	t.Parallel()
	want := map[string][]string{
		"application":     {"placed", "withdrawn"},
		"guardianship":    {"ended", "dropped"},
		"offer":           {"fulfilled", "declined", "expired", "annulled"},
		"voucher":         {"exhausted", "returned", "expired"},
		"placement":       {"ended"},
		"papers":          {"accepted"},
		"transfer":        {"moved", "withdrawn", "closed"},
		"exchange":        {"carried_out", "declined", "cancelled"},
		"staff_admission": {"verified", "refused"},
		"appeal":          {"upheld", "dismissed", "withdrawn"},
		"round_plan":      {"published", "cancelled"},
		"capacity_event":  {"carried_out", "cancelled"},
		"sheet":           {"closed"},
		"line":            {"confirmed"},
		"cycle":           {"closed"},
		"claim":           {"paid"},
		"payment":         {"settled", "rejected"},
		"switch":          {"carried_out", "cancelled"},
		"takeover":        {"confirmed", "dropped"},
	}
	got := map[string][]string{}
	for _, table := range preschool.Tables {
		for _, state := range table.States {
			if !slices.ContainsFunc(table.Steps, func(s preschool.Step) bool { return s.From == state }) {
				got[table.Noun] = append(got[table.Noun], state)
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("end states (-want +got):\n%s", diff)
	}
}

// try takes a noun in a state through an event by its own method and returns the state it is in afterwards.
type try func(state, event string) (string, error)

// tries holds, for each noun, how each event of its table is told to the noun.
var tries = map[string]try{
	"application": tryApplication, "offer": tryOffer, "voucher": tryVoucher, "placement": tryPlacement,
	"sheet": trySheet, "line": tryLine, "cycle": tryCycle, "claim": tryClaim, "payment": tryPayment,
}

// Every state × event of every table: the method leads where the table says, or refuses with a conflict that names the
// state, and then changes nothing.
func TestMethodsAgreeWithTables(t *testing.T) {
	t.Parallel()
	if len(tries) != len(preschool.Tables) {
		t.Fatalf("%d nouns are tried, there are %d tables", len(tries), len(preschool.Tables))
	}
	for _, table := range preschool.Tables {
		for _, state := range table.States {
			for _, event := range table.Events() {
				t.Run(fmt.Sprintf("%s/%s/%s", table.Noun, state, event), func(t *testing.T) {
					t.Parallel()
					got, err := tries[table.Noun](state, event)
					i := slices.IndexFunc(table.Steps, func(s preschool.Step) bool { return s.From == state && s.Event == event })
					if i >= 0 {
						if want := table.Steps[i].To; err != nil || got != want {
							t.Errorf("%s, %v; want %s", got, err, want)
						}
						return
					}
					if got != state || register.KindOf(err) != register.Conflict || !strings.HasPrefix(register.CodeOf(err), table.Noun+".not_") {
						t.Errorf("%s, %v; want a conflict in state %s", got, err, state)
					}
				})
			}
		}
	}
}

func tryApplication(state, event string) (string, error) {
	a := preschool.Application{State: preschool.ApplicationState(state)}
	var err error
	switch event {
	case "submit":
		a, err = a.Submit(instant, 7)
	case "queue":
		a, err = a.Queue()
	case "offer":
		a, err = a.Offer()
	case "place":
		a, err = a.Place()
	case "reopen":
		a, err = a.Reopen()
	case "refuse":
		a, err = a.Refuse(instant, 7, register.RefusedPlaced)
	case "suspend":
		a, err = a.Suspend(friday, "offer_lapsed")
	case "withdraw":
		a, err = a.Withdraw("moved_away")
	case "close":
		a, err = a.Close("school")
	default:
		return "", unknown(event)
	}
	return string(a.State), err
}

func tryOffer(state, event string) (string, error) {
	o := preschool.Offer{State: preschool.OfferState(state), AnswerBy: monday}
	var err error
	switch event {
	case "accept":
		o, err = o.Accept(instant, monday, friday)
	case "decline":
		o, err = o.Decline(instant)
	case "expire":
		o, err = o.Expire(instant, friday)
	case "annul":
		o, err = o.Annul("closure")
	case "fulfil":
		o, err = o.Fulfil()
	default:
		return "", unknown(event)
	}
	return string(o.State), err
}

func tryVoucher(state, event string) (string, error) {
	v := preschool.Voucher{State: preschool.VoucherState(state)}
	var err error
	switch event {
	case "activate":
		v, err = v.Activate(monday)
	case "return":
		v, err = v.Return(monday)
	case "expire":
		v, err = v.Expire(monday)
	case "exhaust":
		v, err = v.Exhaust(monday)
	default:
		return "", unknown(event)
	}
	return string(v.State), err
}

func tryPlacement(state, event string) (string, error) {
	p := preschool.Placement{State: preschool.PlacementState(state), During: civil.DateRange{From: monday}}
	var err error
	switch event {
	case "start":
		p, err = p.Start(monday)
	case "end":
		p, err = p.End(friday, "school")
	default:
		return "", unknown(event)
	}
	return string(p.State), err
}

func trySheet(state, event string) (string, error) {
	s := preschool.Sheet{State: preschool.SheetState(state)}
	var err error
	switch event {
	case "sign":
		s, err = s.Sign(instant, friday)
	case "close":
		s, err = s.Close()
	default:
		return "", unknown(event)
	}
	return string(s.State), err
}

func tryLine(state, event string) (string, error) {
	l := preschool.Line{State: preschool.LineState(state), Month: march, Days: strings.Repeat("P", march.Days())}
	var err error
	switch event {
	case "confirm":
		l, err = l.Confirm(instant, "guardian")
	case "dispute":
		l, err = l.Dispute(instant, "guardian", monday)
	case "lapse":
		l, err = l.Lapse()
	case "correct":
		l, err = l.Correct(monday, register.Ill)
	default:
		return "", unknown(event)
	}
	return string(l.State), err
}

func tryCycle(state, event string) (string, error) {
	c := preschool.Cycle{Month: march, State: preschool.CycleState(state), Checker: "payer"}
	var err error
	switch event {
	case "check":
		c, err = c.Check("payer")
	case "approve":
		c, err = c.Approve("approver")
	default:
		c, err = c.Advance(event)
	}
	return string(c.State), err
}

func tryClaim(state, event string) (string, error) {
	c, err := preschool.Claim{State: preschool.ClaimState(state)}.Advance(event)
	return string(c.State), err
}

func tryPayment(state, event string) (string, error) {
	p := preschool.Payment{State: preschool.PaymentState(state), DraftedBy: "payer"}
	var err error
	switch event {
	case "approve":
		p, err = p.Approve("approver")
	case "send":
		p, err = p.Send("file")
	case "settle":
		p, err = p.Settle(monday)
	case "reject":
		p, err = p.Reject()
	default:
		return "", unknown(event)
	}
	return string(p.State), err
}

func unknown(event string) error { return fmt.Errorf("no method is told for event %s", event) }
