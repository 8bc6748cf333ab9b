package check

import (
	"iter"
	"slices"

	"github.com/balajol/balajol/allocation"
)

// readFamilies judges the families' rules and finds which stand as a block: those that sit by one of their tuples, unless the outcome says that
// their members stand alone, and those whose rule is all or none.
func (j *judge) readFamilies() {
	alone := map[string]bool{}
	for _, b := range j.outcome.BlockingFamilies {
		alone[b.Family] = alone[b.Family] || b.Alone
	}
	for f := range j.clans {
		x := &j.clans[f]
		sits := j.sitsByTuple(x)
		x.whole = x.binds || sits && !alone[x.given.ID]
		if x.binds && !sits {
			j.judgeApart(x)
		}
	}
}

func (j *judge) sitsByTuple(x *clan) bool {
	for tuple := range j.tuples(x) {
		if j.has(x, tuple) {
			return true
		}
	}
	return false
}

// has reports whether the tuple is what the family got.
func (j *judge) has(x *clan, tuple []int) bool {
	for i, c := range x.members {
		if j.got[c] != tuple[i] {
			return false
		}
	}
	return true
}

// families judges the exceptions.
func (j *judge) families() {
	listed := map[string]allocation.BlockingFamily{}
	for _, b := range j.outcome.BlockingFamilies {
		if _, again := listed[b.Family]; again {
			j.found = append(j.found, Violation{Code: WrongException, Detail: "family " + b.Family + " repeated"})
		}
		listed[b.Family] = b
	}
	for f := range j.clans {
		x := &j.clans[f]
		want, blocks := j.examine(x)
		got, is := listed[x.given.ID]
		delete(listed, x.given.ID)
		if blocks != is || blocks && (got.Alone != want.Alone || !slices.Equal(got.Tuple, want.Tuple)) {
			j.found = append(j.found, Violation{Code: WrongException, Detail: "family " + x.given.ID})
		} else if blocks && j.outcome.Path == allocation.PathCommonOrder {
			j.found = append(j.found, Violation{Code: WrongException, Detail: "family " + x.given.ID + " blocks though the order is common"})
		}
	}
	for id := range listed {
		j.found = append(j.found, Violation{Code: WrongException, Detail: "unknown family " + id})
	}
	slices.SortStableFunc(j.found, func(a, b Violation) int { return slices.Compare(key(a), key(b)) })
}

// judgeApart refuses a family of the kind all or none that sits by none of its tuples: none may have a new seat.
func (j *judge) judgeApart(x *clan) {
	for _, c := range x.members {
		if j.got[c] != j.holds[c] {
			j.violate(FamilyApart, c, j.wish[j.got[c]], "family "+x.given.ID+" sits by none of its tuples")
		}
	}
}

// examine goes down the family's tuples to the one that it has; the first that all groups would rather take is its claim.
func (j *judge) examine(x *clan) (b allocation.BlockingFamily, blocks bool) {
	b.Family = x.given.ID
	whole := x.whole
	x.whole = true // a tuple is judged by the block's place in the queue
	defer func() { x.whole = whole }()
	for tuple := range j.tuples(x) {
		if j.has(x, tuple) {
			b.Alone = !whole
			break
		}
		if b.Tuple == nil && j.allWouldTake(x, tuple) {
			b.Tuple = make([]string, len(tuple))
			for k, i := range x.seat {
				if tuple[i] != none {
					b.Tuple[k] = j.problem.Groups[j.wish[tuple[i]]].ID
				}
			}
		}
	}
	return b, b.Alone || b.Tuple != nil
}

// allWouldTake asks every group that the tuple changes.
func (j *judge) allWouldTake(x *clan, tuple []int) bool {
	asked := map[int]bool{}
	for _, w := range tuple {
		if w == none || asked[j.wish[w]] {
			continue
		}
		g := j.wish[w]
		asked[g] = true
		var now, then []int
		for i, c := range x.members {
			if j.got[c] != none && j.wish[j.got[c]] == g {
				now = append(now, c)
			}
			if tuple[i] != none && j.wish[tuple[i]] == g {
				then = append(then, c)
			}
		}
		if !slices.Equal(now, then) && !j.wouldTake(x, g, len(now) == 0, then) {
			return false
		}
	}
	return true
}

// wouldTake asks a group whether it would choose these members among all who claim it, the family's other members being away.
// Where none of the family is there now, each member must at least get in alone, which is quick to see.
func (j *judge) wouldTake(x *clan, g int, newcomers bool, members []int) bool {
	var claims []claim
	for _, c := range members {
		w := j.find(c, g)
		if newcomers && j.holds[c] != w && !j.wouldEnter(c, w) {
			return false
		}
		claims = append(claims, j.claimOf(c, w))
	}
	for _, other := range j.choice[g] {
		if !slices.Contains(x.members, other.child) {
			other.slot, other.kind = none, none
			claims = append(claims, other)
		}
	}
	j.choose(g, claims)
	return !slices.ContainsFunc(claims, func(y claim) bool { return y.slot == none && slices.Contains(members, y.child) })
}

// tuples yields the joint wishes of a family, best first: one wish per member in queue order, none = no new seat.
func (j *judge) tuples(x *clan) iter.Seq[[]int] {
	if x.joint {
		return j.ownTuples(x)
	}
	return j.derivedTuples(x)
}

func (j *judge) ownTuples(x *clan) iter.Seq[[]int] {
	return func(yield func([]int) bool) {
		for _, names := range x.given.Joint {
			tuple := make([]int, len(names))
			possible := true
			for k, id := range names {
				c := x.members[x.seat[k]]
				w := j.holds[c]
				if id != "" {
					w = j.find(c, j.groupIndex(id))
					possible = possible && j.acceptable(c, w)
				}
				tuple[x.seat[k]] = w
			}
			if possible && !yield(tuple) {
				return
			}
		}
	}
}

// derivedTuples follows the members' lists in queue order, keeping the members as near to the first as all lists allow.
func (j *judge) derivedTuples(x *clan) iter.Seq[[]int] {
	lists := make([][]int, len(x.members))
	for i, c := range x.members {
		for w := j.off[c]; w < j.off[c+1]; w++ {
			if j.acceptable(c, w) {
				lists[i] = append(lists[i], w)
			}
		}
	}
	near := []func(a, b int) bool{
		func(a, b int) bool { return j.wish[a] == j.wish[b] },
		func(a, b int) bool { return j.sites[j.wish[a]] == j.sites[j.wish[b]] },
		func(int, int) bool { return true },
	}
	if x.given.Rule == allocation.SameKindergartenIfPossible {
		near = near[1:]
	}
	if x.given.Rule != allocation.TogetherOrNone {
		near = near[:len(near)-1]
	}
	return func(yield func([]int) bool) {
		for _, isNear := range near {
			if count := product(lists, isNear, yield); count > 0 {
				return
			}
		}
	}
}

// product yields what the lists allow near each wish of the first, in lexicographic order, and returns how many there were.
func product(lists [][]int, isNear func(a, b int) bool, yield func([]int) bool) (count int) {
	if len(lists) == 0 {
		return 0
	}
	for _, leader := range lists[0] {
		options := [][]int{{leader}}
		for _, list := range lists[1:] {
			var fitting []int
			for _, w := range list {
				if isNear(leader, w) {
					fitting = append(fitting, w)
				}
			}
			options = append(options, fitting)
		}
		if slices.ContainsFunc(options, func(o []int) bool { return len(o) == 0 }) {
			continue
		}
		at := make([]int, len(options))
		for more := true; more; more = advance(at, options) {
			tuple := make([]int, len(options))
			for i := range options {
				tuple[i] = options[i][at[i]]
			}
			if count++; !yield(tuple) || count == allocation.MaxTuples {
				return count
			}
		}
	}
	return count
}

// advance turns the last wheel that still turns.
func advance(at []int, options [][]int) bool {
	for i := len(at) - 1; i >= 0; i-- {
		if at[i]++; at[i] < len(options[i]) {
			return true
		}
		at[i] = 0
	}
	return false
}
