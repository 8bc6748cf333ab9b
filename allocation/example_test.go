package allocation_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/allocation/check"
)

// Three children, two seats: the first reserved for class P as long as somebody of that class wants it.
func Example() {
	p := allocation.Problem{
		SlotKinds: []allocation.SlotKind{
			{Name: "reserve", Tiers: [][]string{{"P"}, {"G"}}},
			{Name: "general", Tiers: [][]string{{"P", "G"}}},
		},
		Groups: []allocation.Group{{ID: "sun", Seats: 2, Pattern: []string{"reserve", "general"}}},
		Children: []allocation.Child{
			{ID: "aida", Number: 1, Class: "G", Prefers: []string{"sun"}},
			{ID: "bolat", Number: 2, Class: "G", Prefers: []string{"sun"}},
			{ID: "dana", Number: 3, Class: "P", Prefers: []string{"sun"}},
		},
	}
	o, err := allocation.Solve(context.Background(), p, allocation.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, a := range o.Assignments {
		fmt.Printf("%s: %q %q %q\n", a.Child, a.Group, a.Slot, a.Reason)
	}
	fmt.Println(len(check.Check(p, o)), "violations")
	// Output:
	// aida: "sun" "general" ""
	// bolat: "" "" "no_seat"
	// dana: "sun" "reserve" ""
	// 0 violations
}

func ExampleExplain() {
	p := allocation.Problem{
		Groups: []allocation.Group{{ID: "moon", Seats: 1}, {ID: "sun", Seats: 1}},
		Children: []allocation.Child{
			{ID: "aida", Number: 17, Prefers: []string{"sun", "moon"}},
			{ID: "bolat", Number: 40, Prefers: []string{"sun", "moon"}},
		},
	}
	o, err := allocation.Solve(context.Background(), p, allocation.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	x, err := allocation.Explain(p, o, "bolat")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, choice := range x.Choices {
		fmt.Printf("%d. %s: %s; number %d, last admitted %d\n", choice.Rank, choice.Group, choice.Verdict, x.Number, choice.Standings[0].Cutoff.Number)
	}
	// Output:
	// 1. sun: outranked; number 40, last admitted 17
	// 2. moon: seated; number 40, last admitted 40
}

func ExampleDecode() {
	_, err := allocation.Decode(strings.NewReader(`{
		"format": "balajol/problem/1",
		"groups": [{"id": "sun", "seats": 2}],
		"children": [{"id": "aida", "prefers": ["sun", "mon"]}]
	}`))
	fmt.Println(err)
	// Output:
	// decode problem: children[0].prefers[1]: unknown group "mon"
}

func ExampleProblem_Canonical() {
	p := allocation.Problem{
		Groups:   []allocation.Group{{ID: "sun", Seats: 2}},
		Children: []allocation.Child{{ID: "bolat", Number: 2}, {ID: "aida", Number: 1, Prefers: []string{"sun"}}},
	}
	text, err := p.Canonical()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(strings.ReplaceAll(string(text), `,"`, ",\n\""))
	// Output:
	// {"format":"balajol/problem/1",
	// "slot_kinds":{},
	// "groups":[{"id":"sun",
	// "kindergarten":"sun",
	// "seats":2,
	// "start":0}],
	// "children":[{"id":"aida",
	// "number":1,
	// "class":"",
	// "prefers":["sun"]},{"id":"bolat",
	// "number":2,
	// "class":"",
	// "prefers":[]}],
	// "families":[]}
}

func ExampleWriteCSV() {
	p := allocation.Problem{
		Groups:   []allocation.Group{{ID: "sun", Seats: 2}, {ID: "moon", Kindergarten: "sky", Seats: 1, Order: []string{"bolat", "aida"}}},
		Children: []allocation.Child{{ID: "aida", Number: 1, Prefers: []string{"moon", "sun"}}, {ID: "bolat", Number: 2, Holds: "sun"}},
	}
	var groups, children bytes.Buffer
	if err := allocation.WriteCSV(&groups, &children, p); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(groups.String(), children.String())
	// Output:
	// group,kindergarten,seats,pattern,start,order
	// sun,,2,,0,
	// moon,sky,1,,0,bolat|aida
	// child,number,class,holds,family,prefers
	// aida,1,,,,moon|sun
	// bolat,2,,sun,,
}
