package demo_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/demo"
)

const asked = 20_000

// shareOf counts the cases per mille.
func shareOf(is func(key string) bool) int {
	count := 0
	for i := range asked {
		if is(fmt.Sprintf("key-%d", i)) {
			count++
		}
	}
	return count * 1000 / asked
}

func TestSharesOfAnswers(t *testing.T) {
	t.Parallel()
	const s = demo.Seed(1)
	offer := func(a demo.Answer) func(string) bool {
		return func(key string) bool { return s.OfferAnswer(key).Answer == a }
	}
	line := func(a demo.Answer) func(string) bool {
		return func(key string) bool { return s.LineAnswer(key).Answer == a }
	}
	for _, c := range []struct {
		what      string
		low, high int
		is        func(string) bool
	}{
		{"offers accepted", 850, 870, offer(demo.Accept)},
		{"offers declined", 43, 57, offer(demo.Decline)},
		{"offers ignored", 82, 98, offer(demo.Ignore)},
		{"lines confirmed", 922, 938, line(demo.Confirm)},
		{"lines disputed", 15, 25, line(demo.Dispute)},
		{"lines silent", 43, 57, line(demo.Silent)},
		{"lines confirmed late", 20, 30, func(key string) bool { return s.LineAnswer(key).Late }},
		{"disputes agreed with", 585, 615, s.Corrected},
		{"restored", 685, 715, func(key string) bool { asks, _ := s.RestoreRequest(key); return asks }},
		{"contracts signed", 952, 968, func(key string) bool { signs, _ := s.ContractSigned(key); return signs }},
		{"moved away", 25, 35, func(key string) bool { _, leaves := s.LeavesOn(key, year); return leaves }},
	} {
		if got := shareOf(c.is); got < c.low || got > c.high {
			t.Errorf("%s: %d per mille, want %d to %d", c.what, got, c.low, c.high)
		}
	}
}

func TestAnswersKeepTheirShape(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s, key := demo.Seed(rapid.Int64().Draw(t, "seed")), rapid.String().Draw(t, "key")
		for _, r := range []demo.Reply{s.OfferAnswer(key), s.LineAnswer(key)} {
			unanswered := r.Answer == demo.Ignore || r.Answer == demo.Silent
			if unanswered && (r.AfterDays != 0 || r.At != 0) || r.Late && r.Answer != demo.Silent {
				t.Fatalf("no answer with a time: %+v", r)
			}
			if !unanswered && (r.AfterDays < 0 || r.AfterDays > 2 || r.At < 8*time.Hour || r.At >= 22*time.Hour) {
				t.Fatalf("answer at an odd time: %+v", r)
			}
		}
		if _, after := s.RestoreRequest(key); after < 1 || after > 28 {
			t.Fatalf("asks to restore after %d days", after)
		}
		if _, after := s.ContractSigned(key); after < 0 || after > 4 {
			t.Fatalf("signs after %d days", after)
		}
		if day, leaves := s.LeavesOn(key, year); leaves != (day.Year() == year) {
			t.Fatalf("leaves %v on %s", leaves, day)
		}
	})
}

func TestDisputeDay(t *testing.T) {
	t.Parallel()
	february := civil.MustParseMonth("2026-02")
	for _, c := range []struct{ name, days, from string }{
		{"a day that was marked present", "..SSSSS..VVPVV..UUPUU..AAPAA", "P"},
		{"any marked day if none was present", "..SSSSS..--------------------", "S"},
	} {
		for seed := range demo.Seed(50) {
			day := seed.DisputeDay("line", february, c.days)
			if !february.Contains(day) || c.days[day.Day()-1] != c.from[0] {
				t.Fatalf("%s: got %s", c.name, day)
			}
		}
	}
	if day := demo.Seed(1).DisputeDay("line", february, ".---."); !day.IsZero() {
		t.Errorf("nothing to dispute, but got %s", day)
	}
}
