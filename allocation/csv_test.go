package allocation_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/balajol/balajol/allocation"
)

const (
	groupTable = "group,kindergarten,seats,pattern,start,order\n"
	childTable = "child,number,class,holds,family,prefers\n"
)

func TestTablesHoldTheProblem(t *testing.T) {
	t.Parallel()
	for i, mix := range mixes {
		mix.families = true
		for seed := range uint64(60) {
			p := randomProblem(seed*10+uint64(i), mix)
			var groups, children bytes.Buffer
			if err := allocation.WriteCSV(&groups, &children, p); err != nil {
				t.Fatal(err)
			}
			q, err := allocation.ReadCSV(&groups, &children, allocation.Problem{SlotKinds: p.SlotKinds, Families: p.Families})
			if err != nil {
				t.Fatal(err)
			}
			if canonical(t, p) != canonical(t, q) {
				t.Fatalf("%s\n%s", canonical(t, p), canonical(t, q))
			}
		}
	}
}

func TestTablesInWords(t *testing.T) {
	t.Parallel()
	groups := "\ufeff" + groupTable + "D1,,2,general|general,3,\r\nD2,K,0,,,|\r\nD3,K,1,,0,a|b\r\n"
	children := childTable + "a,1,G,,,D1|D3\nb,2,G,D1,,\n"
	rest := allocation.Problem{SlotKinds: []allocation.SlotKind{{Name: "general", Tiers: [][]string{{"G"}}}}}
	p, err := allocation.ReadCSV(strings.NewReader(groups), strings.NewReader(children), rest)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"format":"balajol/problem/1","slot_kinds":{"general":[["G"]]},"groups":[` +
		`{"id":"D1","kindergarten":"D1","seats":2,"pattern":["general","general"],"start":3},` +
		`{"id":"D2","kindergarten":"K","seats":0,"start":0,"order":[]},` +
		`{"id":"D3","kindergarten":"K","seats":1,"start":0,"order":["a","b"]}],` +
		`"children":[{"id":"a","number":1,"class":"G","prefers":["D1","D3"]},{"id":"b","number":2,"class":"G","prefers":[],"holds":"D1"}],"families":[]}`
	if got := canonical(t, p); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestTableErrorsNameTheCell(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ groups, children, path string }{
		{"", childTable, "groups.csv"},
		{"group,seats\n", childTable, "groups.csv[0]"},
		{strings.Replace(groupTable, "start", "begin", 1), childTable, "groups.csv"},
		{groupTable + "D1,,-2,,,\n", childTable, "groups.csv[1].seats"},
		{groupTable + "D1,,2,,,\nD2,,2,,x,\n", childTable, "groups.csv[2].start"},
		{groupTable + "D1,,2,,,\n", childTable + "a,0,,,,\n", "children.csv[1].number"},
		{groupTable + "D1,,2,,,\n", childTable + "a,1,,,\n", "children.csv[1]"},
		{groupTable + "D1,,2,,,\n", childTable + "a,1,,,,D1|D2\n", "children.csv[1].prefers[2]"},
		{groupTable + "D1,,2,,,\n", childTable + "a,1,\"x,,,\n", "children.csv[1]"},
	} {
		_, err := allocation.ReadCSV(strings.NewReader(row.groups), strings.NewReader(row.children), allocation.Problem{})
		if input, ok := allocation.AsInputError(err); !ok || input.Path != row.path {
			t.Errorf("got %v, want path %s", err, row.path)
		}
	}
	disk := errors.New("disk")
	if _, err := allocation.ReadCSV(iotest.ErrReader(disk), strings.NewReader(childTable), allocation.Problem{}); !errors.Is(err, disk) {
		t.Errorf("got %v, want the reader's own error", err)
	}
}

func TestTablesRefuseWhatTheyCannotHold(t *testing.T) {
	t.Parallel()
	ok := allocation.Problem{Groups: []allocation.Group{{ID: "g", Seats: 1}}}
	odd := allocation.Problem{Groups: []allocation.Group{{ID: "a|b"}}, Children: []allocation.Child{{ID: "k", Prefers: []string{"a|b"}}}}
	ordered := allocation.Problem{Groups: []allocation.Group{{ID: "g", Order: []string{"a|b"}}}, Children: []allocation.Child{{ID: "a|b"}}}
	kind := allocation.Problem{SlotKinds: []allocation.SlotKind{{Name: "a|b"}}, Groups: []allocation.Group{{ID: "g", Pattern: []string{"a|b"}}}}
	malformed := allocation.Problem{Groups: []allocation.Group{{ID: "g", Seats: -1}}}
	for _, p := range []allocation.Problem{odd, ordered, kind, malformed} {
		var groups, children bytes.Buffer
		if _, is := allocation.AsInputError(allocation.WriteCSV(&groups, &children, p)); !is {
			t.Errorf("%+v is written", p)
		}
	}
	if err := allocation.WriteCSV(full{}, &bytes.Buffer{}, ok); !errors.Is(err, errFull) {
		t.Errorf("got %v, want the writer's own error", err)
	}
	if err := allocation.WriteCSV(&bytes.Buffer{}, full{}, ok); !errors.Is(err, errFull) {
		t.Errorf("got %v, want the writer's own error", err)
	}
}

var errFull = errors.New("disk full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }
