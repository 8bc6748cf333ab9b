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
		ledger := round.Ledger{Pattern: oneToThree, Zone: zone}
		for _, row := range s.rows("stays", 9) {
			if row[4] == "-" {
				row[4] = ""
			}
			e := s.entry(row[:5])
			ledger.Entries = append(ledger.Entries, round.QueueEntry{
				Application: e.Application, Class: e.Class, Proof: e.Proof, RegisteredAt: e.RegisteredAt, Sequence: e.Sequence,
				EnteredAt: s.instant(row[5]), EnterReason: round.Ground(row[6]), LeftAt: s.instant(row[7]), LeaveReason: round.Ground(row[8]),
			})
		}
		for _, row := range s.rows("carries", 2) {
			ledger.Carries = append(ledger.Carries, round.CarryChange{At: s.instant(row[0]), Carry: s.number(row[1])})
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
			told = append(told, section{"history of " + who, text.String()})
			for _, m := range round.Backward(moves, round.PermittedGrounds) {
				fmt.Fprintf(&bad, "%s: %s", who, moveText(m))
			}
		}
		return append(told, section{"without a ground", bad.String()}, section{"queue at the end", orderText(ledger.At(until))})
	})
}

func moveText(m round.Move) string {
	text := fmt.Sprintf("%s  %d → %d", m.On, m.From, m.To)
	if m.Own != "" {
		text += fmt.Sprintf("  own: %s", m.Own)
	}
	for _, c := range m.Causes {
		if c.Left > 0 {
			text += fmt.Sprintf("  ahead no longer: %d %s", c.Left, c.Ground)
		}
		if c.Came > 0 {
			text += fmt.Sprintf("  came ahead: %d %s", c.Came, c.Ground)
		}
	}
	if len(m.Grounds) > 0 {
		text += fmt.Sprintf("  back because of: %s", m.Grounds)
	}
	if m.Pushed > 0 {
		text += fmt.Sprintf("  pushed back: %d", m.Pushed)
	}
	return text + "\n"
}
