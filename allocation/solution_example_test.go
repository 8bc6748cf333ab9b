package allocation_test

import (
	"context"
	"fmt"

	"github.com/balajol/balajol/allocation"
)

// village is two groups and four children, of whom one holds a seat already.
func village() allocation.Problem {
	return allocation.Problem{
		Groups: []allocation.Group{{ID: "moon", Seats: 1}, {ID: "sun", Seats: 2}},
		Children: []allocation.Child{
			{ID: "aida", Number: 10, Prefers: []string{"sun", "moon"}},
			{ID: "bolat", Number: 20, Prefers: []string{"sun", "moon"}},
			{ID: "dana", Number: 30, Prefers: []string{"sun", "moon"}},
			{ID: "erlan", Number: 40, Prefers: []string{"sun"}, Holds: "moon"},
		},
	}
}

// A problem that is asked about more than once is laid out once.
func ExampleNewMarket() {
	m, err := allocation.NewMarket(village())
	if err != nil {
		fmt.Println(err)
		return
	}
	s, err := m.Solve(context.Background(), allocation.Options{Threads: 2})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(m.Children(), "children,", m.Wishes(), "wishes,", m.Components(), "closed market,", s.Considered(), "wishes considered")
	for _, a := range s.Outcome().Assignments {
		fmt.Printf("%s: %q %q\n", a.Child, a.Group, a.Reason)
	}
	// Output:
	// 4 children, 8 wishes, 1 closed market, 6 wishes considered
	// aida: "sun" ""
	// bolat: "sun" ""
	// dana: "" "no_seat"
	// erlan: "moon" ""
}

func ExampleSolution_WhatIf() {
	s, err := solveVillage()
	if err != nil {
		fmt.Println(err)
		return
	}
	x, err := s.WhatIf("dana", allocation.Change{Number: 5})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("with number 5 dana would have got %q, and %d other child something else\n", x.After.Group, x.Others)
	// Output:
	// with number 5 dana would have got "sun", and 1 other child something else
}

func ExampleSolution_Apply() {
	s, err := solveVillage()
	if err != nil {
		fmt.Println(err)
		return
	}
	s, err = s.Apply([]allocation.Change{
		{Withdraw: "aida"},
		{Add: &allocation.Child{ID: "gani", Number: 15, Prefers: []string{"sun"}}},
		{Group: "sun", Seats: 3},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, a := range s.Outcome().Assignments {
		fmt.Printf("%s: %q\n", a.Child, a.Group)
	}
	// Output:
	// bolat: "sun"
	// dana: "sun"
	// erlan: "moon"
	// gani: "sun"
}

func ExampleSolution_Explain() {
	s, err := solveVillage()
	if err != nil {
		fmt.Println(err)
		return
	}
	x, err := s.Explain("dana")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, choice := range x.Choices {
		fmt.Printf("%s: %s", choice.Group, choice.Verdict)
		if cutoff := choice.Standings[0].Cutoff; cutoff != nil {
			fmt.Printf(", the last one admitted has number %d", cutoff.Number)
		}
		fmt.Println()
	}
	// Output:
	// sun: outranked, the last one admitted has number 20
	// moon: no_seats
}

func solveVillage() (*allocation.Solution, error) {
	m, err := allocation.NewMarket(village())
	if err != nil {
		return nil, err
	}
	return m.Solve(context.Background(), allocation.Options{})
}
