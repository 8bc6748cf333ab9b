package round

import (
	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

// Family is a set of applications that are decided together: twins, who are registered as one batch and get a direction
// only if there are seats for all of them (Astana, 16 October 2019).
type Family struct {
	ID           register.ID[preschool.Family]
	Applications []register.ID[preschool.Application]
	Rule         allocation.Rule // "" = together_or_none; joint has no place here
}

// candidate is an application that asks to take part: its market, and the groups it may get, best first.
type candidate struct {
	application register.ID[preschool.Application]
	market      string
	prefers     []string
}

// enrol adds the candidates to the problem in their order, family by family, and leaves out those who can get nothing.
func enrol(problem allocation.Problem, candidates []candidate, families []Family) allocation.Problem {
	place := make(map[register.ID[preschool.Application]]int, len(candidates))
	for i, c := range candidates {
		place[c.application] = i
	}
	out := make([]bool, len(candidates))
	for i, c := range candidates {
		out[i] = len(c.prefers) == 0
	}
	kin := make([][]int, len(candidates)) // places of the whole family, for its members
	for _, f := range families {
		if f.Rule == "" {
			f.Rule = allocation.TogetherOrNone
		}
		members := waiting(f, place, out)
		if len(members) < 2 {
			continue
		}
		together := allocation.Family{ID: f.ID.String(), Rule: f.Rule}
		for _, i := range members {
			kin[i] = members
			together.Children = append(together.Children, candidates[i].application.String())
		}
		problem.Families = append(problem.Families, together)
	}
	entered := make([]bool, len(candidates))
	enter := func(i int) {
		if !entered[i] && !out[i] {
			entered[i] = true
			c := candidates[i]
			problem.Children = append(problem.Children,
				allocation.Child{ID: c.application.String(), Number: int64(len(problem.Children) + 1), Prefers: c.prefers})
		}
	}
	for i := range candidates {
		enter(i)
		for _, k := range kin[i] {
			if candidates[k].market == candidates[i].market {
				enter(k)
			}
		}
	}
	return problem
}

// waiting lists the places of a family's members who take part. If one of them can get nothing and the rule is all or
// none, the others are taken out as well: they keep their place until there is a seat for each.
func waiting(f Family, place map[register.ID[preschool.Application]]int, out []bool) []int {
	var asking, members []int
	for _, application := range f.Applications {
		if i, ok := place[application]; ok {
			asking = append(asking, i)
			if !out[i] {
				members = append(members, i)
			}
		}
	}
	if len(members) < len(asking) && f.Rule == allocation.TogetherOrNone {
		for _, i := range asking {
			out[i] = true
		}
		return nil
	}
	return members
}
