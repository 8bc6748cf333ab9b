package allocation_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/allocation"
)

func TestTablesInPieces(t *testing.T) {
	t.Parallel()
	groups := "\ufeff" + groupTable + "\r\n\n\"D,1\",,2,,3,\r\n\"D\"\"2\",\"K\n1\",0,,,|\r\n\"D\r\n3\",K\r1,1,,0,\"a|b,|\"\"c\"\r\n"
	children := childTable + "a,1,,,,\"D,1|D\"\"2\"\n\"b,\",\"2\",\"\",\"D,1\",,\"\"\n\n\"\"\"c\",3,,,,\"D\r\n3\"\r"
	want := []allocation.Group{
		{ID: "D,1", Seats: 2, Start: 3},
		{ID: "D\"2", Kindergarten: "K\n1", Order: []string{}},
		{ID: "D\r\n3", Kindergarten: "K\r1", Seats: 1, Order: []string{"a", "b,", "\"c"}},
	}
	wantChildren := []allocation.Child{
		{ID: "a", Number: 1, Prefers: []string{"D,1", "D\"2"}}, {ID: "b,", Number: 2, Holds: "D,1"}, {ID: "\"c", Number: 3, Prefers: []string{"D\r\n3"}},
	}
	for name, way := range ways {
		p, err := allocation.ReadCSV(way(strings.NewReader(groups)), way(strings.NewReader(children)), allocation.Problem{})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(want, p.Groups) + cmp.Diff(wantChildren, p.Children); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		var again, againChildren bytes.Buffer
		if err := allocation.WriteCSV(&again, &againChildren, p); err != nil {
			t.Fatal(err)
		}
		q, err := allocation.ReadCSV(&again, &againChildren, allocation.Problem{})
		if diff := cmp.Diff(p, q); err != nil || diff != "" {
			t.Errorf("%s: %v %s", name, err, diff)
		}
	}
}

// Cells and lists that do not fit into a window, in quotes and without.
func TestTablesWithLongCells(t *testing.T) {
	t.Parallel()
	id := strings.Repeat("ж", 200_000)
	var order, children strings.Builder
	for i := range 50_000 {
		fmt.Fprintf(&order, "|kid%d", i)
		fmt.Fprintf(&children, "kid%d,%d,,,,%s\n", i, i+1, id)
		if i == 9 {
			id = "g"
		}
	}
	for _, quote := range []string{"", `"`} {
		groups := groupTable + quote + strings.Repeat("ж", 200_000) + quote + ",,1,,,\ng,,1,,," + quote + order.String()[1:] + quote
		for name, way := range ways {
			if name == "bytes" {
				continue // a long string would be looked at anew with each of its bytes
			}
			c, err := allocation.ReadCSVCompact(way(strings.NewReader(groups)), way(strings.NewReader(childTable+children.String())), allocation.Problem{})
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if len(c.Order) != 50_000 || c.Order[49_999] != 49_999 || c.Wish[9] != 0 || c.Wish[10] != 1 {
				t.Errorf("%s: the order has %d children", name, len(c.Order))
			}
		}
	}
}

func TestTableErrorsNameTheElement(t *testing.T) {
	t.Parallel()
	const one = "D1,,2,,,\n"
	var many strings.Builder
	for i := range 150 {
		fmt.Fprintf(&many, "kid%d,%d,,,,\n", i, i+1)
	}
	for _, row := range []struct{ groups, children, path, reason string }{
		{one, "a,1,,,,D1|D1\n", "children.csv[1].prefers[2]", "wish repeated"},
		{one, "a,1,,,,|D1\n", "children.csv[1].prefers[1]", "empty"},
		{one, "a,1,,,,D1|\n", "children.csv[1].prefers[2]", `unknown group ""`},
		{one, "a,1,,,,D1|\xff\n", "children.csv[1].prefers[2]", "UTF-8"},
		{one, "a,1,,,,\"D1|D\"1\n", "children.csv[1]", "extraneous"},
		{one, "a,1,,,,D\"1\n", "children.csv[1]", "bare"},
		{one, "a,1,,,,\"D1\n", "children.csv[1]", "missing"},
		{one, "a,1,,,,D1,\n", "children.csv[1]", "number of fields"},
		{one, "a,1\n", "children.csv[1]", "number of fields"},
		{one, "a,1,,,\nb,2,,,,\n", "children.csv[1]", "number of fields"},
		{one, "a,1,,D9,,D1\n", "children.csv[1].holds", `unknown group "D9"`},
		{one, "a,1,,,f,D1\n", "children.csv[1].family", `unknown family "f"`},
		{one, "a,+1,,,,\n" + "b,1,,,,\n", "children.csv[2].number", "repeated"},
		{one, "a,99999999999999999999,,,,\n", "children.csv[1].number", "whole number"},
		{one, "a,1x,,,,\n", "children.csv[1].number", "whole number"},
		{one, "a,1,,,,\n,2,,,,\n", "children.csv[2].child", "empty"},
		{one, many.String() + "kid9,151,,,,\n", "children.csv[151].child", "repeated"},
		{one + one, "", "groups.csv[2].group", "repeated"},
		{"D1,,,,,\n", "", "groups.csv[1].seats", "missing"},
		{"D1,\xff,1,,,\n", "", "groups.csv[1].kindergarten", "UTF-8"},
		{"D1,,1,a,,\n", "", "groups.csv[1].pattern[1]", `unknown slot kind "a"`},
		{"D1,,1,,,a|b\n", "a,1,,,,\n", "groups.csv[1].order[2]", "unknown child"},
		{"D1,,1,,,a|a\n", "a,1,,,,\n", "groups.csv[1].order[2]", "child repeated"},
		{"D1,,1,,,\"a|a\"\n", "a,1,,,,\n", "groups.csv[1].order[2]", "child repeated"},
		{"D1,,0,,,\n", "a,1,,D1,,\n", "groups.csv[1].seats", "hold a seat"},
	} {
		for name, way := range ways {
			_, err := allocation.ReadCSV(way(strings.NewReader(groupTable+row.groups)), way(strings.NewReader(childTable+row.children)), allocation.Problem{})
			if input, is := allocation.AsInputError(err); !is || input.Path != row.path || !strings.Contains(input.Reason, row.reason) {
				t.Errorf("%s: got %v, want path %s and %q", name, err, row.path, row.reason)
			}
		}
	}
}

func TestOutcomeAsTables(t *testing.T) {
	t.Parallel()
	o := allocation.Outcome{
		Assignments: []allocation.Assignment{{Child: "a,b", Group: "g", Slot: "s\"t"}, {Child: "c", Reason: allocation.NoSeat}},
		Cutoffs:     []allocation.Cutoff{{Group: "g", Slot: "s\"t", Tier: 1, Number: 7}, {Group: " h", Place: 2}},
	}
	var assignments, cutoffs strings.Builder
	if err := allocation.WriteAssignmentsCSV(&assignments, o); err != nil {
		t.Fatal(err)
	}
	if err := allocation.WriteCutoffsCSV(&cutoffs, o); err != nil {
		t.Fatal(err)
	}
	if got, want := assignments.String(), "child,group,slot,reason\n\"a,b\",g,\"s\"\"t\",\nc,,,no_seat\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := cutoffs.String(), "group,slot,tier,number,place\ng,\"s\"\"t\",1,7,\n\" h\",,0,,2\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if allocation.WriteAssignmentsCSV(full{}, o) == nil || allocation.WriteCutoffsCSV(full{}, o) == nil {
		t.Error("a full disk takes tables")
	}
}

// FuzzReadCSV: no tables make the reader panic, what it refuses is an InputError, and what it takes survives being written.
func FuzzReadCSV(f *testing.F) {
	f.Add([]byte("D1,,2,,3,\r\nD2,K,0,,,|\r\nD3,K,1,,0,\"a|b\"\r\n"), []byte("a,1,,,,D1|D3\n\"b\",2,,D1,,\n"))
	for i, mix := range mixes {
		p := randomProblem(uint64(i), mix)
		p.SlotKinds = nil
		for g := range p.Groups {
			p.Groups[g].Pattern = nil
		}
		var groups, children bytes.Buffer
		if err := allocation.WriteCSV(&groups, &children, p); err != nil {
			f.Fatal(err)
		}
		f.Add(groups.Bytes()[len(groupTable):], children.Bytes()[len(childTable):])
	}
	f.Fuzz(func(t *testing.T, groups, children []byte) {
		groups, children = append([]byte(groupTable), groups...), append([]byte(childTable), children...)
		p, err := allocation.ReadCSV(bytes.NewReader(groups), bytes.NewReader(children), allocation.Problem{})
		slow, slowErr := allocation.ReadCSV(iotest.OneByteReader(bytes.NewReader(groups)), iotest.OneByteReader(bytes.NewReader(children)), allocation.Problem{})
		if (err == nil) != (slowErr == nil) || err != nil && err.Error() != slowErr.Error() {
			t.Fatalf("%v, and byte by byte %v", err, slowErr)
		}
		if err != nil {
			if _, is := allocation.AsInputError(err); !is {
				t.Fatalf("%v is no InputError", err)
			}
			return
		}
		var writtenGroups, writtenChildren bytes.Buffer
		if err := allocation.WriteCSV(&writtenGroups, &writtenChildren, p); err != nil {
			return // an id with |
		}
		again, err := allocation.ReadCSV(&writtenGroups, &writtenChildren, allocation.Problem{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(p, again) + cmp.Diff(p, slow); diff != "" {
			t.Error(diff)
		}
	})
}
