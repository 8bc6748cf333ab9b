package round_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/round"
)

// Whoever knows the seed gains nothing by it: an application that is withdrawn and handed in anew, under any code, after the
// seed was published has no number, and those who stay keep their order.
func TestRegisteringAnewAfterTheSeedGainsNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		queue, o := anyQueue(t), anyOrdering(t)
		if len(queue) == 0 {
			return
		}
		o.Criteria = []round.Criterion{round.ByLottery}
		o.Seed = rapid.StringMatching(`[0-9a-f]{64}`).Draw(t, "seed")
		o.SeedAt = newest(queue).Add(time.Microsecond)
		before := o.Order(queue, round.Carry{})
		if last := before[len(before)-1].Position; last != len(queue) {
			t.Fatalf("%d of %d who registered before the seed have a number", last, len(queue))
		}
		who := rapid.IntRange(0, len(queue)-1).Draw(t, "who")
		anew := slices.Clone(queue)
		anew[who].Application = application(rapid.StringMatching(`z[0-9a-z]{4}`).Draw(t, "new code"))
		anew[who].RegisteredAt = o.SeedAt.Add(time.Duration(rapid.Int64Range(0, int64(time.Hour)).Draw(t, "later")))
		after := o.Order(anew, round.Carry{})
		if s := after[len(after)-1]; s.Application != anew[who].Application || s.Position != 0 || s.Reason != round.ReasonUndrawn || s.Turn != -1 {
			t.Fatalf("registered anew: %+v", s)
		}
		left := slices.DeleteFunc(slices.Clone(queue), func(e round.Entry) bool { return e.Application == queue[who].Application })
		for i, s := range o.Order(left, round.Carry{}) {
			if s != after[i] {
				t.Fatalf("who stays is %+v, and %+v if the other only left", after[i], s)
			}
		}
	})
}

// newest is the instant of the newest application.
func newest(queue []round.Entry) civil.Instant {
	var at civil.Instant
	for _, e := range queue {
		if e.RegisteredAt.After(at) {
			at = e.RegisteredAt
		}
	}
	return at
}
