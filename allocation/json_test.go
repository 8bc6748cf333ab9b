package allocation_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/balajol/balajol/allocation"
)

// ways are readers that hand a text over in odd pieces.
var ways = map[string]func(io.Reader) io.Reader{
	"whole": func(r io.Reader) io.Reader { return r }, "bytes": iotest.OneByteReader,
	"halves": iotest.HalfReader, "error with data": iotest.DataErrReader,
}

func TestDecodeInPieces(t *testing.T) {
	t.Parallel()
	for i, mix := range mixes {
		mix.families, mix.lottery = true, i%2 == 0
		p := randomProblem(uint64(i), mix)
		want := canonical(t, p)
		outcome, err := solve(t, p).Canonical()
		if err != nil {
			t.Fatal(err)
		}
		for name, way := range ways {
			got, err := allocation.Decode(way(strings.NewReader(want)))
			if err != nil || canonical(t, got) != want {
				t.Errorf("%s: %v", name, err)
			}
			o, err := allocation.DecodeOutcome(way(bytes.NewReader(outcome)))
			if again, e := o.Canonical(); err != nil || e != nil || !bytes.Equal(again, outcome) {
				t.Errorf("%s: %v, %v", name, err, e)
			}
		}
	}
}

// Strings and lists that do not fit into a window.
func TestDecodeWhatIsLong(t *testing.T) {
	t.Parallel()
	id := strings.Repeat("ж\\\"", 200_000)
	var order, children strings.Builder
	for i := range 60_000 {
		fmt.Fprintf(&order, ",\n%q", fmt.Sprint("k", i))
		fmt.Fprintf(&children, ",\n{\"id\":%q,\"number\":%d,\"prefers\":[\"g\"]}", fmt.Sprint("k", i), i+1)
	}
	text := `{"format":"balajol/problem/1","groups":[{"id":"` + id + `","seats":1},{"id":"g","seats":1,"order":[` + order.String()[1:] + `]}],"children":[` + children.String()[1:] + `]`
	for name, way := range ways {
		if name == "bytes" {
			continue // a long string would be looked at anew with each of its bytes
		}
		c, err := allocation.DecodeCompact(way(strings.NewReader(text + "}")))
		if err != nil || len(c.Order) != 60_000 || c.GroupIDs.At(0) != strings.ReplaceAll(id, `\"`, `"`) || c.ChildIDs.At(59_999) != "k59999" {
			t.Errorf("%s: %v", name, err)
		}
		_, err = allocation.DecodeCompact(way(strings.NewReader(text + ",]")))
		want := fmt.Sprintf("line %d:", 1+strings.Count(text, "\n"))
		if input, is := allocation.AsInputError(err); !is || !strings.Contains(input.Reason, want) {
			t.Errorf("%s: got %v, want %s", name, err, want)
		}
	}
}

func TestDecodeNamesTheElement(t *testing.T) {
	t.Parallel()
	text := strings.Builder{}
	for i := range 300 {
		fmt.Fprintf(&text, `,"k%d"`, i)
	}
	for path, odd := range map[string]string{
		"groups[0].order[300]": `"k5"`, "groups[0].order[301]": `"new","k6"`, "groups[0].order[302]": `"new","newer",7`, "groups[0].order[303]": `"a","b","c","` + "\xff" + `"`,
		"groups[0].order[304]": `"a","b","c","d",null`, "groups[0]": `"a"],"pattern":null]`,
	} {
		problem := `{"format":"balajol/problem/1","groups":[{"id":"g","seats":1,"order":[` + text.String()[1:] + "," + odd + `]}],"children":[]}`
		for name, way := range ways {
			_, err := allocation.Decode(way(strings.NewReader(problem)))
			if input, is := allocation.AsInputError(err); !is || input.Path != path {
				t.Errorf("%s: got %v, want path %s", name, err, path)
			}
		}
	}
}

func TestDecodeTellsABrokenReaderFromABrokenText(t *testing.T) {
	t.Parallel()
	disk := errors.New("disk")
	for n := range len(sample) {
		cut := io.MultiReader(strings.NewReader(sample[:n]), iotest.ErrReader(disk))
		if _, err := allocation.Decode(cut); !errors.Is(err, disk) {
			t.Fatalf("cut at %d: got %v, want the reader's own error", n, err)
		}
		_, err := allocation.Decode(strings.NewReader(sample[:n]))
		if input, is := allocation.AsInputError(err); !is || !strings.Contains(input.Reason, "ends") && !strings.Contains(input.Reason, "number") {
			t.Fatalf("cut at %d: got %v", n, err)
		}
		if _, err := allocation.DecodeOutcome(strings.NewReader(sample[:n])); err == nil {
			t.Fatalf("cut at %d: a problem is an outcome", n)
		}
	}
	if _, err := allocation.Decode(iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader(sample)))); !errors.Is(err, iotest.ErrTimeout) {
		t.Errorf("got %v, want a timeout", err)
	}
	if _, err := allocation.Decode(idle{}); !errors.Is(err, io.ErrNoProgress) {
		t.Errorf("got %v, want no progress", err)
	}
}

type idle struct{}

func (idle) Read([]byte) (int, error) { return 0, nil }

func TestDecodeRest(t *testing.T) {
	t.Parallel()
	rest, err := allocation.DecodeRest(strings.NewReader(`{"format":"balajol/problem/1","slot_kinds":{"a":[["P"]]},"families":[{"id":"f","children":["k"],"rule":"together_or_none"}],"lottery":{"seed":"00"}}`))
	if err != nil || len(rest.SlotKinds) != 1 || len(rest.Families) != 1 || rest.Lottery == nil {
		t.Errorf("%+v, %v", rest, err)
	}
	for path, text := range map[string]string{
		"groups": `{"format":"balajol/problem/1","groups":[]}`, "children": `{"format":"balajol/problem/1","children":[]}`, "format": `{}`, "other": `{"other":1}`,
	} {
		_, err := allocation.DecodeRest(strings.NewReader(text))
		if input, is := allocation.AsInputError(err); !is || input.Path != path {
			t.Errorf("got %v, want path %s", err, path)
		}
	}
}

// FuzzDecodeOutcome: no text makes the decoder panic, what it refuses is an InputError, and what it takes stays the same.
func FuzzDecodeOutcome(f *testing.F) {
	f.Add([]byte(`{"format":"balajol/outcome/1","note":[{"a":1e5}],"assignments":[{"child":"k01","group":null,"reason":"no_seat"}],"cutoffs":[{"place":2}],"blocking_families":[{"family":"f","tuple":["a",null],"alone":true}]}`))
	for i, mix := range mixes {
		mix.families = i%2 == 0
		text, err := solve(f, randomProblem(uint64(i), mix)).Canonical()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		o, err := allocation.DecodeOutcome(bytes.NewReader(text))
		slow, slowErr := allocation.DecodeOutcome(iotest.OneByteReader(bytes.NewReader(text)))
		if (err == nil) != (slowErr == nil) || err != nil && err.Error() != slowErr.Error() {
			t.Fatalf("%v, and byte by byte %v", err, slowErr)
		}
		if err != nil {
			if _, is := allocation.AsInputError(err); !is {
				t.Fatalf("%v is no InputError", err)
			}
			return
		}
		first, err := o.Canonical()
		if err != nil {
			t.Fatal(err)
		}
		again, err := allocation.DecodeOutcome(bytes.NewReader(first))
		if err != nil {
			t.Fatal(err)
		}
		second, err := again.Canonical()
		third, slowErr := slow.Canonical()
		if err != nil || slowErr != nil || !bytes.Equal(first, second) || !bytes.Equal(first, third) {
			t.Errorf("%s\n%s\n%s", first, second, third)
		}
	})
}
