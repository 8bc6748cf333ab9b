package round

import (
	"fmt"
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

// Carry is how far the turns of a queue have gone. Turns are numbered from 0, and a turn's place in the pattern is its number
// modulo the period. The zero Carry is that of a queue that no round has served yet.
type Carry struct {
	Next int  // the turn after the last one that ended in an offer
	Owed Owed // turns below Next that did not: those who stood on them were passed over and still wait
}

// Owed are turns in ascending order, as ranges that do not touch each other.
type Owed []TurnRange

// TurnRange is the turns from First to Last, both of them included.
type TurnRange struct{ First, Last int }

// Served returns the carry after a round. standings are everybody who waits, as Order gives them with the carry before the
// round. A turn is used up when the one who stood on it was taken; the turns of those who were passed over stay owed. So
// the rest keep their turns, whoever was taken, and nobody goes back. A round that took nobody outside of the head block
// leaves the carry as it was; a turn on which nobody stands any more is owed no longer after the next one that did.
func Served(carry Carry, standings []Standing, taken map[register.ID[preschool.Application]]bool) Carry {
	next, used := carry.Next, false
	for _, s := range standings {
		if s.Turn >= 0 && taken[s.Application] {
			next, used = max(next, s.Turn+1), true
		}
	}
	if !used {
		return carry
	}
	after := Carry{Next: next}
	for _, s := range standings {
		if s.Turn >= 0 && s.Turn < next && !taken[s.Application] {
			after.Owed = after.Owed.and(s.Turn)
		}
	}
	return after
}

// and adds a turn behind the last.
func (o Owed) and(turn int) Owed {
	if last := len(o) - 1; last >= 0 && o[last].Last == turn-1 {
		o[last].Last = turn
		return o
	}
	return append(o, TurnRange{turn, turn})
}

// turns are those to come: the owed ones, then the next, and so on without end.
func (c Carry) turns() iter.Seq[int] {
	return func(yield func(int) bool) {
		for _, r := range append(c.Owed[:len(c.Owed):len(c.Owed)], TurnRange{c.Next, math.MaxInt}) {
			for turn := r.First; turn <= r.Last; turn++ {
				if !yield(turn) {
					return
				}
			}
		}
	}
}

// Equal tells whether the same turns are to come.
func (c Carry) Equal(d Carry) bool { return c.Next == d.Next && slices.Equal(c.Owed, d.Owed) }

// String writes the carry as "9", or as "9 owed 0-2,5" where turns are owed.
func (c Carry) String() string {
	if len(c.Owed) == 0 {
		return strconv.Itoa(c.Next)
	}
	return strconv.Itoa(c.Next) + " owed " + c.Owed.String()
}

// String writes the turns as "0-2,5"; none are "".
func (o Owed) String() string {
	var b strings.Builder
	for i, r := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.Itoa(r.First))
		if r.Last > r.First {
			b.WriteString("-" + strconv.Itoa(r.Last))
		}
	}
	return b.String()
}

// ParseCarry reads what String writes, and nothing else: digits without a sign, ranges in ascending order with gaps between
// them, and every owed turn below the next.
func ParseCarry(text string) (Carry, error) {
	number, owed, _ := strings.Cut(text, " owed ")
	next, err := strconv.Atoi(number)
	c := Carry{Next: next}
	if owed != "" {
		for part := range strings.SplitSeq(owed, ",") {
			r, wrong := parseTurns(part)
			if last := len(c.Owed) - 1; wrong != nil || r.Last >= next || last >= 0 && r.First < c.Owed[last].Last+2 {
				return Carry{}, fmt.Errorf("parse carry: %q are no turns below %s, apart from those before them", part, number)
			}
			c.Owed = append(c.Owed, r)
		}
	}
	if err != nil || next < 0 || c.String() != text {
		return Carry{}, fmt.Errorf("parse carry %q: want a number of turns as in 9, or 9 owed 0-2,5", text)
	}
	return c, nil
}

// parseTurns reads "5" or "0-2".
func parseTurns(text string) (TurnRange, error) {
	first, last, ranged := strings.Cut(text, "-")
	if !ranged {
		last = first
	}
	var r TurnRange
	var err error
	if r.First, err = strconv.Atoi(first); err == nil {
		r.Last, err = strconv.Atoi(last)
	}
	if err == nil && (r.First < 0 || r.Last < r.First) {
		err = strconv.ErrRange
	}
	return r, err
}
