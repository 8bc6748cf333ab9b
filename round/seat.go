package round

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

// Vacancy is a group with free seats.
type Vacancy struct {
	Group        register.ID[register.Group]
	Kindergarten register.ID[register.Kindergarten]
	Number       int // 1, 2, … inside the kindergarten
	BirthYear    int
	Language     register.Language
	Kind         register.GroupKind // "" = general
	Scope        string             // of the iteration; the same for all where it is the whole territory
	Seats        int                // free
}

// Applicant is a child that asks for a seat in kindergartens of its choice.
type Applicant struct {
	Application register.ID[preschool.Application]
	BirthYear   int
	Language    register.Language
	Also        register.Language                    // another language that the family takes; "" = none
	Kind        register.GroupKind                   // of the group that the child needs; "" = general
	Scope       string                               // of the queue in which it stands
	Choices     []register.ID[register.Kindergarten] // best first
}

// place is where children of one kind may sit: all groups of it stand in each other's stead.
type place struct {
	kindergarten register.ID[register.Kindergarten]
	birthYear    int
	language     register.Language
	kind         register.GroupKind
	scope        string
}

// SeatProblem makes the problem of a round over seats: one group for each vacancy, and the applicants in the order in
// which they are given, which is that of the queue. A chosen kindergarten stands for its groups of the child's birth year,
// language, kind and scope, by number. A child without any such group is left out and keeps its place.
//
// A child whose family takes another language too has the groups of that language behind all of its own, and there it stands
// behind everybody of that language: nobody loses a seat of its own queue to a guest.
//
// Family members of one market have consecutive numbers and stand where the first of them stands.
func SeatProblem(vacancies []Vacancy, applicants []Applicant, families []Family) allocation.Problem {
	var problem allocation.Problem
	groups := map[place][]string{}
	for _, v := range slices.SortedFunc(slices.Values(vacancies), compareVacancies) {
		if v.Seats < 1 {
			continue
		}
		problem.Groups = append(problem.Groups, allocation.Group{ID: v.Group.String(), Kindergarten: v.Kindergarten.String(), Seats: v.Seats})
		at := place{v.Kindergarten, v.BirthYear, v.Language, kind(v.Kind), v.Scope}
		groups[at] = append(groups[at], v.Group.String())
	}
	candidates := make([]candidate, len(applicants))
	guests := map[string]map[string]bool{} // group → children who stand behind its own language
	for i, a := range applicants {
		candidates[i] = candidate{application: a.Application, market: fmt.Sprintf("%s/%d/%s/%s", a.Scope, a.BirthYear, a.Language, kind(a.Kind))}
		candidates[i].prefers = a.groups(groups, a.Language)
		if a.Also != "" && a.Also != a.Language {
			for _, g := range a.groups(groups, a.Also) {
				candidates[i].prefers = append(candidates[i].prefers, g)
				if guests[g] == nil {
					guests[g] = map[string]bool{}
				}
				guests[g][a.Application.String()] = true
			}
		}
	}
	problem = enrol(problem, candidates, families)
	seatGuests(&problem, guests)
	return problem
}

// groups are those that the applicant may get in one language, best first.
func (a Applicant) groups(at map[place][]string, language register.Language) (list []string) {
	for i, kindergarten := range a.Choices {
		if slices.Index(a.Choices, kindergarten) == i {
			list = append(list, at[place{kindergarten, a.BirthYear, language, kind(a.Kind), a.Scope}]...)
		}
	}
	return list
}

func kind(k register.GroupKind) register.GroupKind { return cmp.Or(k, register.GeneralGroup) }

// seatGuests gives the groups that guests ask for an order of their own: first the children of its language, then the guests,
// both as they stand in their queues.
func seatGuests(problem *allocation.Problem, guests map[string]map[string]bool) {
	if len(guests) == 0 {
		return
	}
	own, behind := map[string][]string{}, map[string][]string{}
	for _, c := range problem.Children { // in the order of their numbers
		for _, g := range c.Prefers {
			switch {
			case guests[g][c.ID]:
				behind[g] = append(behind[g], c.ID)
			case len(guests[g]) > 0:
				own[g] = append(own[g], c.ID)
			}
		}
	}
	for i := range problem.Groups {
		if id := problem.Groups[i].ID; len(guests[id]) > 0 {
			problem.Groups[i].Order = append(own[id], behind[id]...)
			if problem.Groups[i].Order == nil {
				problem.Groups[i].Order = []string{} // all who asked were left out
			}
		}
	}
}

func compareVacancies(a, b Vacancy) int {
	return cmp.Or(cmp.Compare(a.Kindergarten, b.Kindergarten), cmp.Compare(a.Number, b.Number), cmp.Compare(a.Group, b.Group))
}

// Holder is a child with a voucher that asks for a seat. Entry.Application is the application of both.
type Holder struct {
	Entry     Entry
	BirthYear int
	Language  register.Language
	Kind      register.GroupKind // "" = general
	Scope     string
	Choices   []register.ID[register.Kindergarten] // best first
}

// ChoiceProblem makes the problem of an evening's choices: SeatProblem over the holders in the order of their
// applications, whenever during the day they consented. The class was spent on the voucher and does not count again.
func ChoiceProblem(vacancies []Vacancy, holders []Holder, families []Family) allocation.Problem {
	ordered := slices.SortedFunc(slices.Values(holders), func(a, b Holder) int { return Compare(a.Entry, b.Entry) })
	applicants := make([]Applicant, len(ordered))
	for i, h := range ordered {
		applicants[i] = Applicant{Application: h.Entry.Application, BirthYear: h.BirthYear, Language: h.Language, Kind: h.Kind, Scope: h.Scope, Choices: h.Choices}
	}
	return SeatProblem(vacancies, applicants, families)
}
