package round_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
)

// anyQueue draws a queue with equal instants, equal counters and every class and proof.
func anyQueue(t *rapid.T) []round.Entry {
	all := make([]round.Entry, rapid.IntRange(0, 25).Draw(t, "length"))
	for i := range all {
		all[i] = round.Entry{
			Application:  application(fmt.Sprintf("a%02d", i)),
			RegisteredAt: start.Add(time.Duration(rapid.IntRange(0, 5).Draw(t, "second")) * time.Second),
			Sequence:     int64(rapid.IntRange(0, 3).Draw(t, "sequence")),
			Class:        rapid.SampledFrom(register.PriorityClasses).Draw(t, "class"),
			Proof:        rapid.SampledFrom([]preschool.ProofState{"", "claimed", "verified", "verified", "refused", "expired"}).Draw(t, "proof"),
		}
	}
	return all
}

// anyPattern draws a pattern, also such as Check refuses: Order is total.
func anyPattern(t *rapid.T) round.Pattern {
	class := rapid.SampledFrom(append(slices.Clone(register.PriorityClasses), "other"))
	turn := rapid.Custom(func(t *rapid.T) round.Turn {
		return round.Turn{Classes: rapid.SliceOfN(class, 0, 3).Draw(t, "classes"), Take: rapid.IntRange(-1, 3).Draw(t, "take")}
	})
	wild := rapid.Custom(func(t *rapid.T) round.Pattern {
		return round.Pattern{Head: rapid.SliceOfN(class, 0, 3).Draw(t, "head"), Turns: rapid.SliceOfN(turn, 0, 4).Draw(t, "turns")}
	})
	return rapid.OneOf(rapid.SampledFrom([]round.Pattern{oneToThree, byDate, threeQueues}), wild).Draw(t, "pattern")
}

// Order is a permutation with positions 1, 2, …, the same for every order of its argument, which it leaves alone; children
// of one class keep the order of Compare.
func TestOrderIsAPermutation(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		queue, pattern, carry := anyQueue(t), anyPattern(t), rapid.IntRange(-3, 9).Draw(t, "carry")
		got := round.Order(pattern, queue, carry)
		shuffled := rapid.Permutation(queue).Draw(t, "shuffled")
		before := slices.Clone(shuffled)
		if diff := cmp.Diff(got, round.Order(pattern, shuffled, carry)); diff != "" {
			t.Fatalf("the order of the argument counts:\n%s", diff)
		}
		if !slices.Equal(before, shuffled) {
			t.Fatal("Order changed its argument")
		}
		at := map[application]round.Entry{}
		for _, e := range queue {
			at[e.Application] = e
		}
		last := map[class]round.Entry{}
		for i, s := range got {
			e, waits := at[s.Application]
			if !waits || s.Position != i+1 {
				t.Fatalf("standing %d is %+v", i, s)
			}
			delete(at, s.Application)
			if before, ok := last[e.Counts()]; ok && round.Compare(before, e) > 0 {
				t.Fatalf("%s stands before %s of its class", before.Application, e.Application)
			}
			last[e.Counts()] = e
		}
		if len(at) > 0 {
			t.Fatalf("%d are left out", len(at))
		}
	})
}

// The law, written a second time and slowly: on each turn the first of the queue that is on.
func TestOneToThreeSlowly(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		queue, carry := anyQueue(t), rapid.IntRange(0, 9).Draw(t, "carry")
		slices.SortFunc(queue, round.Compare)
		take := func(class class) (e round.Entry, ok bool) {
			i := slices.IndexFunc(queue, func(e round.Entry) bool { return e.Counts() == class })
			if i < 0 {
				return e, false
			}
			e = queue[i]
			queue = slices.Delete(queue, i, i+1)
			return e, true
		}
		got := round.Order(oneToThree, slices.Clone(queue), carry)
		for _, s := range got {
			e, head := take(register.Extraordinary)
			reason, turn := round.ReasonExtraordinary, -1
			if !head {
				turn = carry
				on, off := register.General, register.FirstPriority
				reasons := [2]round.Reason{round.ReasonGeneralTurn, round.ReasonPriorityInGeneralTurn}
				if carry%4 == 0 {
					on, off = off, on
					reasons = [2]round.Reason{round.ReasonPriorityTurn, round.ReasonGeneralInPriorityTurn}
				}
				var ok bool
				reason = reasons[0]
				if e, ok = take(on); !ok {
					e, _ = take(off)
					reason = reasons[1]
				}
				if e.Class != e.Counts() {
					reason = round.ReasonGeneralUnverified
				}
				carry++
			}
			if s.Application != e.Application || s.Reason != reason || s.Turn != turn {
				t.Fatalf("got %+v, want %s %s %d", s, e.Application, reason, turn)
			}
		}
	})
}

// After a round that served the first of the queue, the others stand in the same order with the new carry.
func TestCarryContinuesTheOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		queue, pattern, carry := anyQueue(t), anyPattern(t), rapid.IntRange(0, 9).Draw(t, "carry")
		before := round.Order(pattern, queue, carry)
		n := rapid.IntRange(0, len(before)).Draw(t, "offers")
		taken := map[application]bool{}
		for _, s := range before[:n] {
			taken[s.Application] = true
		}
		left := slices.DeleteFunc(queue, func(e round.Entry) bool { return taken[e.Application] })
		after := round.Order(pattern, left, round.Served(carry, before, taken))
		for i, s := range before[n:] {
			s.Position -= n
			if after[i] != s {
				t.Fatalf("%+v became %+v", s, after[i])
			}
		}
	})
}
