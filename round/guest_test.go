package round_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/allocation/check"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
)

func TestGuestsOfAnotherLanguage(t *testing.T) {
	t.Parallel()
	guest, russian := wants("guest", "b", "a"), wants("russian", "b")
	guest.Also, russian.Language = register.Russian, register.Russian
	got := round.SeatProblem(vacancies, []round.Applicant{guest, russian}, nil)
	want := []allocation.Child{
		{ID: "guest", Number: 1, Prefers: []string{"b-1", "b-2", "a-3", "b-ru"}}, {ID: "russian", Number: 2, Prefers: []string{"b-ru"}},
	}
	if diff := cmp.Diff(want, got.Children); diff != "" {
		t.Errorf("children (-want +got):\n%s", diff)
	}
	for _, g := range got.Groups {
		var order []string
		if g.ID == "b-ru" {
			order = []string{"russian", "guest"}
		}
		if diff := cmp.Diff(order, g.Order); diff != "" {
			t.Errorf("order of %s (-want +got):\n%s", g.ID, diff)
		}
	}
}

func TestKindsAndScopesDoNotMix(t *testing.T) {
	t.Parallel()
	groups := []round.Vacancy{
		{Group: "g", Kindergarten: "a", BirthYear: 2023, Language: register.Kazakh, Seats: 1},
		{Group: "s", Kindergarten: "a", Number: 2, BirthYear: 2023, Language: register.Kazakh, Kind: register.SpecialGroup, Seats: 1},
		{Group: "v", Kindergarten: "a", Number: 3, BirthYear: 2023, Language: register.Kazakh, Scope: "village", Seats: 1},
	}
	plain, special, village := wants("plain", "a"), wants("special", "a"), wants("village", "a")
	special.Kind, village.Scope = register.SpecialGroup, "village"
	got := map[string][]string{}
	for _, c := range round.SeatProblem(groups, []round.Applicant{plain, special, village}, nil).Children {
		got[c.ID] = c.Prefers
	}
	if diff := cmp.Diff(map[string][]string{"plain": {"g"}, "special": {"s"}, "village": {"v"}}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Whoever asks for what: a guest has a seat of another language only where everybody of that language who wants it has
// something that it wants more, and the judge finds nothing.
func TestNobodyLosesASeatToAGuest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		sites := []kindergarten{"a", "b", "c"}
		var free []round.Vacancy
		language := map[string]register.Language{}
		for i, k := range sites {
			for j, l := range register.Languages {
				id := fmt.Sprint(k, l)
				language[id] = l
				free = append(free, round.Vacancy{
					Group: register.ID[register.Group](id), Kindergarten: k, Number: 2*i + j, BirthYear: 2023, Language: l, Seats: rapid.IntRange(0, 3).Draw(t, id),
				})
			}
		}
		var applicants []round.Applicant
		for i := range rapid.IntRange(0, 12).Draw(t, "children") {
			a := wants(application(fmt.Sprintf("c%02d", i)), rapid.Permutation(sites).Draw(t, "choices")[:rapid.IntRange(1, 3).Draw(t, "n")]...)
			a.Language = rapid.SampledFrom(register.Languages).Draw(t, "language")
			a.Also = rapid.SampledFrom([]register.Language{"", register.Kazakh, register.Russian}).Draw(t, "also")
			applicants = append(applicants, a)
		}
		problem := round.SeatProblem(free, applicants, nil)
		outcome, err := allocation.Solve(t.Context(), problem, allocation.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if found := check.Check(problem, outcome); len(found) > 0 {
			t.Fatalf("the judge finds %v", found)
		}
		speaks := map[string]register.Language{}
		for _, a := range applicants {
			speaks[a.Application.String()] = a.Language
		}
		has := map[string]string{}
		for _, a := range outcome.Assignments {
			has[a.Child] = a.Group
		}
		for guest, group := range has {
			if group == "" || speaks[guest] == language[group] {
				continue
			}
			for _, c := range problem.Children {
				at, own := slices.Index(c.Prefers, group), slices.Index(c.Prefers, has[c.ID])
				if speaks[c.ID] == language[group] && at >= 0 && (own < 0 || own > at) {
					t.Fatalf("%s of the queue would have %s, where the guest %s sits", c.ID, group, guest)
				}
			}
		}
	})
}
