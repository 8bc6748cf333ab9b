package round_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/round"
)

// Each story tells what happened to a queue and, for some who waited in it, how their number moved and why.
func TestHistoryStories(t *testing.T) {
	t.Parallel()
	zone, err := civil.Zone("Asia/Almaty")
	if err != nil {
		t.Fatal(err)
	}
	stories(t, "history", func(s story) []section {
		ledger := round.Ledger{Ordering: round.Ordering{Pattern: oneToThree}, Zone: zone}
		if text := s.rows("ordering", 3); len(text) > 0 {
			ledger.Ordering = ordering(s, text[0])
		}
		for _, row := range s.rows("orderings", 4) {
			c := round.OrderingChange{At: s.instant(row[0]), Ordering: ordering(s, row[1:])}
			if c.Ordering.Seed != "" {
				c.Ordering.SeedAt = c.At
			}
			ledger.Orderings = append(ledger.Orderings, c)
		}
		for _, row := range s.rows("stays", 10) {
			for _, i := range []int{4, 8} {
				if row[i] == "-" {
					row[i] = ""
				}
			}
			e := s.entry(row[:5])
			ledger.Entries = append(ledger.Entries, round.QueueEntry{
				Application: e.Application, Class: e.Class, Proof: e.Proof, RegisteredAt: e.RegisteredAt, Sequence: e.Sequence,
				EnteredAt: s.instant(row[5]), EnterReason: round.Ground(row[6]), LeftAt: s.instant(row[7]), LeaveReason: round.Ground(row[8]),
				Facts: strings.FieldsFunc(row[9], func(r rune) bool { return r == ',' }),
			})
		}
		for _, row := range s.rows("carries", 4) {
			ledger.Carries = append(ledger.Carries, round.CarryChange{At: s.instant(row[0]), Carry: s.carry(strings.TrimSpace(strings.Join(row[1:], " ")))})
		}
		until := s.instant(strings.TrimSpace(s.text("until")))
		var told []section
		var bad strings.Builder
		for _, who := range strings.Fields(s.text("who")) {
			moves := ledger.History(application(who), until)
			var text strings.Builder
			for _, m := range moves {
				text.WriteString(moveText(m))
			}
			told = append(told, section{"history of " + who, text.String()}, section{"chart of " + who, chartText(moves, until.Date(zone))})
			for _, m := range round.Backward(moves, round.PermittedGrounds) {
				fmt.Fprintf(&bad, "%s: %s", who, moveText(m))
			}
		}
		return append(told, section{"without a ground", bad.String()}, section{"queue at the end", orderText(ledger.At(until), ledger.OrderingAt(until).Pattern.Period())})
	})
}

func moveText(m round.Move) string {
	text := fmt.Sprintf("%s  %d → %d", m.On, m.From, m.To)
	if m.Own != "" {
		text += fmt.Sprintf("  own: %s", m.Own)
	}
	for _, c := range m.Causes {
		if c.Left > 0 {
			text += fmt.Sprintf("  fewer ahead: %d %s", c.Left, c.Ground)
		}
		if c.Came > 0 {
			text += fmt.Sprintf("  more ahead: %d %s", c.Came, c.Ground)
		}
	}
	for _, who := range m.Ahead {
		text += fmt.Sprintf("\n            came ahead: %s, applied on %s, %s", who.Tier, who.Registered, who.Ground)
	}
	if len(m.Grounds) > 0 {
		text += fmt.Sprintf("\n            back because of: %s", m.Grounds)
	}
	if m.Pushed > 0 {
		text += fmt.Sprintf("  pushed back: %d", m.Pushed)
	}
	return text + "\n"
}

// ordering reads a pattern, criteria with commas between them, and a seed.
func ordering(s story, row []string) round.Ordering {
	s.t.Helper()
	o := round.Ordering{Pattern: oneToThree}
	switch row[0] {
	case "one_to_three":
	case "by_date":
		o.Pattern = byDate
	default:
		s.t.Fatalf("unknown pattern %q", row[0])
	}
	for _, c := range strings.FieldsFunc(row[1], func(r rune) bool { return r == ',' || r == '-' }) {
		o.Criteria = append(o.Criteria, round.Criterion(c))
	}
	if row[2] != "-" {
		o.Seed = row[2]
	}
	if err := o.Check(); err != nil {
		s.t.Fatal(err)
	}
	return o
}

func chartText(moves []round.Move, until civil.Date) string {
	text := ""
	for _, p := range round.Course(moves, until) {
		text += fmt.Sprintf("%s  %d\n", p.On, p.Position)
	}
	return text
}
