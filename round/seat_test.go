package round_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
)

type kindergarten = register.ID[register.Kindergarten]

// vacancies of two kindergartens, born 2023 unless the id says otherwise.
var vacancies = []round.Vacancy{
	{Group: "b-2", Kindergarten: "b", Number: 2, BirthYear: 2023, Language: register.Kazakh, Seats: 1},
	{Group: "a-full", Kindergarten: "a", Number: 1, BirthYear: 2023, Language: register.Kazakh, Seats: 0},
	{Group: "b-1", Kindergarten: "b", Number: 1, BirthYear: 2023, Language: register.Kazakh, Seats: 3},
	{Group: "b-ru", Kindergarten: "b", Number: 3, BirthYear: 2023, Language: register.Russian, Seats: 2},
	{Group: "a-2022", Kindergarten: "a", Number: 2, BirthYear: 2022, Language: register.Kazakh, Seats: 2},
	{Group: "a-3", Kindergarten: "a", Number: 3, BirthYear: 2023, Language: register.Kazakh, Seats: 2},
}

func wants(id application, choices ...kindergarten) round.Applicant {
	return round.Applicant{Application: id, BirthYear: 2023, Language: register.Kazakh, Choices: choices}
}

func TestSeatProblem(t *testing.T) {
	t.Parallel()
	older, russian := wants("older", "b", "a"), wants("russian", "a", "b")
	older.BirthYear, russian.Language = 2022, register.Russian
	got := round.SeatProblem(vacancies, []round.Applicant{
		wants("first", "b", "a", "b"), wants("nowhere", "c"), older, wants("undecided"), russian, wants("last", "a"),
	}, nil)
	want := allocation.Problem{
		Groups: []allocation.Group{
			{ID: "a-2022", Kindergarten: "a", Seats: 2}, {ID: "a-3", Kindergarten: "a", Seats: 2},
			{ID: "b-1", Kindergarten: "b", Seats: 3}, {ID: "b-2", Kindergarten: "b", Seats: 1}, {ID: "b-ru", Kindergarten: "b", Seats: 2},
		},
		Children: []allocation.Child{
			{ID: "first", Number: 1, Prefers: []string{"b-1", "b-2", "a-3"}}, {ID: "older", Number: 2, Prefers: []string{"a-2022"}},
			{ID: "russian", Number: 3, Prefers: []string{"b-ru"}}, {ID: "last", Number: 4, Prefers: []string{"a-3"}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	backwards := slices.Clone(vacancies)
	slices.Reverse(backwards)
	if diff := cmp.Diff(round.SeatProblem(vacancies, nil, nil), round.SeatProblem(backwards, nil, nil)); diff != "" {
		t.Errorf("the order of the vacancies counts:\n%s", diff)
	}
}

func TestSiblingsInASeatProblem(t *testing.T) {
	t.Parallel()
	older := wants("older", "a")
	older.BirthYear = 2022
	got := round.SeatProblem(vacancies, []round.Applicant{
		wants("twin1", "a"), wants("stranger", "a"), older, wants("twin2", "b"), wants("half1", "a"), wants("half2", "c"),
	}, []round.Family{
		{ID: "twins", Applications: []application{"twin1", "twin2", "older"}, Rule: allocation.SameKindergartenIfPossible},
		{ID: "halves", Applications: []application{"half1", "half2"}},
	})
	var order []string
	for _, child := range got.Children {
		order = append(order, child.ID)
	}
	if diff := cmp.Diff([]string{"twin1", "twin2", "stranger", "older"}, order); diff != "" {
		t.Errorf("children (-want +got):\n%s", diff)
	}
	want := []allocation.Family{{ID: "twins", Children: []string{"twin1", "twin2", "older"}, Rule: allocation.SameKindergartenIfPossible}}
	if diff := cmp.Diff(want, got.Families); diff != "" {
		t.Errorf("families (-want +got):\n%s", diff)
	}
}

// No race: holders go by the date of application, not by the moment of their choice.
func TestChoiceProblemGoesByTheQueue(t *testing.T) {
	t.Parallel()
	holder := func(id application, day int, class register.PriorityClass) round.Holder {
		return round.Holder{
			Entry:     round.Entry{Application: id, RegisteredAt: start.Add(time.Duration(day) * 24 * time.Hour), Class: class, Proof: "verified"},
			BirthYear: 2023, Language: register.Kazakh, Choices: []kindergarten{"a"},
		}
	}
	holders := []round.Holder{holder("late", 9, register.Extraordinary), holder("early", 1, register.General), holder("middle", 5, register.FirstPriority)}
	got := round.ChoiceProblem(vacancies, holders, nil)
	want := round.SeatProblem(vacancies, []round.Applicant{wants("early", "a"), wants("middle", "a"), wants("late", "a")}, nil)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if holders[0].Entry.Application != "late" {
		t.Error("ChoiceProblem changed its argument")
	}
}
