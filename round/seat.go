package round

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

// Vacancy is a group with free seats. A round over general groups passes no others: the kind of a group is not a wish.
type Vacancy struct {
	Group        register.ID[register.Group]
	Kindergarten register.ID[register.Kindergarten]
	Number       int // 1, 2, … inside the kindergarten
	BirthYear    int
	Language     register.Language
	Seats        int // free
}

// Applicant is a child that asks for a seat in kindergartens of its choice.
type Applicant struct {
	Application register.ID[preschool.Application]
	BirthYear   int
	Language    register.Language
	Choices     []register.ID[register.Kindergarten] // best first
}

// SeatProblem makes the problem of a round over seats: one group for each vacancy, and the applicants in the order in
// which they are given, which is that of the queue. A chosen kindergarten stands for its groups of the child's birth year
// and language, by number. A child without any such group is left out and keeps its place.
//
// Family members of one birth year and language have consecutive numbers and stand where the first of them stands.
func SeatProblem(vacancies []Vacancy, applicants []Applicant, families []Family) allocation.Problem {
	type place struct {
		kindergarten register.ID[register.Kindergarten]
		birthYear    int
		language     register.Language
	}
	var problem allocation.Problem
	groups := map[place][]string{}
	for _, v := range slices.SortedFunc(slices.Values(vacancies), compareVacancies) {
		if v.Seats < 1 {
			continue
		}
		problem.Groups = append(problem.Groups, allocation.Group{ID: v.Group.String(), Kindergarten: v.Kindergarten.String(), Seats: v.Seats})
		at := place{v.Kindergarten, v.BirthYear, v.Language}
		groups[at] = append(groups[at], v.Group.String())
	}
	candidates := make([]candidate, len(applicants))
	for i, a := range applicants {
		candidates[i] = candidate{application: a.Application, market: fmt.Sprintf("%d/%s", a.BirthYear, a.Language)}
		for c, kindergarten := range a.Choices {
			if slices.Index(a.Choices, kindergarten) == c {
				candidates[i].prefers = append(candidates[i].prefers, groups[place{kindergarten, a.BirthYear, a.Language}]...)
			}
		}
	}
	return enrol(problem, candidates, families)
}

func compareVacancies(a, b Vacancy) int {
	return cmp.Or(cmp.Compare(a.Kindergarten, b.Kindergarten), cmp.Compare(a.Number, b.Number), cmp.Compare(a.Group, b.Group))
}

// Holder is a child with a voucher that asks for a seat. Entry.Application is the application of both.
type Holder struct {
	Entry     Entry
	BirthYear int
	Language  register.Language
	Choices   []register.ID[register.Kindergarten] // best first
}

// ChoiceProblem makes the problem of an evening's choices: SeatProblem over the holders in the order of their
// applications, whenever during the day they consented. The class was spent on the voucher and does not count again.
func ChoiceProblem(vacancies []Vacancy, holders []Holder, families []Family) allocation.Problem {
	ordered := slices.SortedFunc(slices.Values(holders), func(a, b Holder) int { return Compare(a.Entry, b.Entry) })
	applicants := make([]Applicant, len(ordered))
	for i, h := range ordered {
		applicants[i] = Applicant{h.Entry.Application, h.BirthYear, h.Language, h.Choices}
	}
	return SeatProblem(vacancies, applicants, families)
}
