package exact_test

import (
	"context"
	"fmt"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/allocation/exact"
)

// Where Dana and Erlan get what they like best, the twins have a claim that moon and star would grant them. The other way round
// star is taken by Erlan, who goes before them there, and sun by Dana, who goes before Erlan.
func Example() {
	p := allocation.Problem{
		Groups: []allocation.Group{
			{ID: "moon", Seats: 1, Order: []string{"dana", "bolat", "erlan", "bota"}},
			{ID: "sun", Seats: 1, Order: []string{"dana", "erlan", "bolat", "bota"}},
			{ID: "star", Seats: 1, Order: []string{"erlan", "bota", "bolat", "dana"}},
		},
		Children: []allocation.Child{
			{ID: "bolat", Prefers: []string{"moon"}},
			{ID: "bota", Prefers: []string{"star"}},
			{ID: "dana", Prefers: []string{"star", "sun"}},
			{ID: "erlan", Prefers: []string{"sun", "star"}},
		},
		Families: []allocation.Family{{ID: "twins", Children: []string{"bolat", "bota"}, Rule: allocation.TogetherOrNone}},
	}
	for _, options := range []allocation.Options{{}, {Exact: exact.Search{}}} {
		o, err := allocation.Solve(context.Background(), p, options)
		if err != nil {
			panic(err)
		}
		fmt.Println(o.Path)
		for _, a := range o.Assignments {
			if a.Group != "" {
				fmt.Println("  ", a.Child, a.Group)
			}
		}
		for _, b := range o.BlockingFamilies {
			fmt.Println("  ", b.Family, "has a claim on", b.Tuple)
		}
	}
	// Output:
	// families_heuristic
	//    dana star
	//    erlan sun
	//    twins has a claim on [moon star]
	// families_exact
	//    dana sun
	//    erlan star
}

// One of three is to be chosen. The second would cost least, but is ruled out.
func ExampleSearch_Minimize() {
	p := allocation.PseudoBoolean{
		Variables: 3,
		Constraints: []allocation.Constraint{
			{Terms: []allocation.Term{{Literal: 1, Weight: 1}, {Literal: 2, Weight: 1}, {Literal: 3, Weight: 1}}, AtLeast: 1},
			{Terms: []allocation.Term{{Literal: -1, Weight: 1}, {Literal: -2, Weight: 1}, {Literal: -3, Weight: 1}}, AtLeast: 2},
			{Terms: []allocation.Term{{Literal: -2, Weight: 1}}, AtLeast: 1},
		},
		Cost: []allocation.Term{{Literal: 1, Weight: 5}, {Literal: 2, Weight: 1}, {Literal: 3, Weight: 4}},
	}
	model, err := exact.Search{}.Minimize(context.Background(), p, 1000)
	fmt.Println(model, err)
	// Output: [false false true] <nil>
}
