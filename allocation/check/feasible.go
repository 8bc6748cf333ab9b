package check

import (
	"slices"
	"strconv"
)

// readAssignments finds every child's line and what it got.
func (j *judge) readAssignments() {
	j.line = slices.Repeat([]int{none}, len(j.problem.Children))
	j.got = slices.Repeat([]int{none}, len(j.problem.Children))
	for i, a := range j.outcome.Assignments {
		c, known := j.childAt[a.Child]
		switch {
		case !known:
			j.found = append(j.found, Violation{Code: UnknownChild, Child: a.Child, Group: a.Group, Detail: "assignment " + strconv.Itoa(i)})
			continue
		case j.line[c] != none:
			j.violate(RepeatedChild, c, none, "assignment "+strconv.Itoa(i))
			continue
		}
		j.line[c] = i
		if a.Group == "" {
			continue
		}
		g, known := j.groupAt[a.Group]
		if !known {
			j.found = append(j.found, Violation{Code: UnknownGroup, Child: a.Child, Group: a.Group})
			continue
		}
		if j.got[c] = j.find(c, g); j.got[c] == none {
			j.violate(NotRational, c, g, "the child does not list this group, or lists it behind the seat that it holds")
		}
	}
	for c, line := range j.line {
		if line == none {
			j.violate(MissingChild, c, none, "")
		}
	}
}

// feasible judges capacity, acceptability and the seats that holders may not lose.
func (j *judge) feasible() {
	seated := make([]int, len(j.problem.Groups))
	for c, w := range j.got {
		if w == none {
			if held := j.holds[c]; held != none {
				j.violate(SeatLost, c, j.wish[held], "the child held a seat here and has none now")
			}
			continue
		}
		seated[j.wish[w]]++
		if !j.acceptable(c, w) {
			j.violate(Infeasible, c, j.wish[w], "the group may not take this child")
		}
	}
	for g, count := range seated {
		if seats := j.problem.Groups[g].Seats; count > seats {
			j.violate(OverCapacity, none, g, strconv.Itoa(count)+" children in "+strconv.Itoa(seats)+" seats")
		}
	}
}

// acceptable reports whether the group may take the child of this wish at all.
func (j *judge) acceptable(c, w int) bool {
	if j.holds[c] == w {
		return true
	}
	return j.place[w] != none && slices.ContainsFunc(j.takes[j.wish[w]], func(k int) bool { return j.kinds[k].tier[j.class[c]] != none })
}
