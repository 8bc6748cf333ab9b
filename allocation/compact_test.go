package allocation_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/balajol/balajol/allocation"
)

func compact(t testing.TB, p allocation.Problem) *allocation.Compact {
	t.Helper()
	c, err := allocation.NewCompact(p)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A problem in numbers is the problem, and every text of it is the same.
func TestCompactIsTheProblem(t *testing.T) {
	t.Parallel()
	for i, mix := range mixes {
		mix.families, mix.lottery = i%2 == 0, i%3 == 0
		for seed := range uint64(60) {
			p := randomProblem(seed*10+uint64(i), mix)
			c := compact(t, p)
			same := cmp.Diff(withFamilies(p), c.Expand(), cmpopts.EquateEmpty())
			if same != "" {
				t.Fatalf("mix %d seed %d: %s", i, seed, same)
			}
			text, want := c.Canonical(), canonical(t, p)
			var written bytes.Buffer
			if err := c.WriteCanonical(&written); err != nil {
				t.Fatal(err)
			}
			if string(text) != want || written.String() != want {
				t.Fatalf("%s\n%s\n%s", want, text, written.String())
			}
			if sum := sha256.Sum256(text); c.Hash() != hex.EncodeToString(sum[:]) {
				t.Fatalf("hash is %s", c.Hash())
			}
		}
	}
	if err := compact(t, allocation.Problem{}).WriteCanonical(full{}); err == nil {
		t.Error("a full disk takes a problem")
	}
	if err := (allocation.Outcome{}).WriteCanonical(full{}); err == nil {
		t.Error("a full disk takes an outcome")
	}
}

// withFamilies writes out what Expand writes out; nil and empty orders stay what they are.
func withFamilies(p allocation.Problem) allocation.Problem {
	p.Children = slices.Clone(p.Children)
	for _, f := range p.Families {
		for i := range p.Children {
			if slices.Contains(f.Children, p.Children[i].ID) {
				p.Children[i].Family = f.ID
			}
		}
	}
	return p
}

// Ids of every length, beginnings of each other, with zeros in them and bytes that JSON escapes: none is taken for another.
func TestIDsOfEveryLength(t *testing.T) {
	t.Parallel()
	p := allocation.Problem{}
	long := strings.Repeat("абвгд0123456789", 4)
	var ids []string
	for n := range long {
		if n > 0 {
			ids = append(ids, long[:n], long[:n]+"\x00", long[:n]+"\x00\x00", "\""+long[:n], long[len(long)-n%7:]+long[:n]+"~")
		}
	}
	for i, id := range ids {
		p.Groups = append(p.Groups, allocation.Group{ID: id, Seats: i})
		p.Children = append(p.Children, allocation.Child{ID: id, Prefers: []string{ids[(i*7)%len(ids)], ids[(i*7+3)%len(ids)]}})
	}
	for i := range p.Groups {
		p.Groups[i].Order = []string{ids[(i*11)%len(ids)], ids[(i*11+5)%len(ids)]}
	}
	if diff := cmp.Diff(p, compact(t, p).Expand()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(p.Groups, decode(t, canonical(t, p)).Groups, cmpopts.SortSlices(func(a, b allocation.Group) bool { return a.ID < b.ID })); diff != "" {
		t.Error(diff)
	}
}

// Ids that count up are found by their counter; those between them that look alike are not taken for one another.
func TestIDsThatCountUp(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	formats := []string{"k%07d", "%08d", "kind-%03d", "application-%04d", "aй%06d", "%04d", "abcdefgh%08d", "abcdefghi%08d", "%d", "k%07dx"}
	for _, format := range formats {
		for _, most := range []int{3000, 100_000, 99_999_999} {
			known := map[string]bool{}
			var p allocation.Problem
			for len(p.Children) < 2500 {
				id := fmt.Sprintf(format, r.IntN(most))
				switch r.IntN(20) {
				case 0:
					id = id[:len(id)-1] + ":"
				case 1:
					id = "K" + id[1:]
				case 2:
					id = strings.Replace(id, "0", "/", 1)
				case 3:
					id = fmt.Sprintf(formats[r.IntN(len(formats))], r.IntN(most))
				}
				if !known[id] {
					known[id] = true
					p.Children = append(p.Children, allocation.Child{ID: id})
				}
			}
			p.Groups = []allocation.Group{{ID: "g"}}
			for _, i := range r.Perm(len(p.Children)) {
				p.Groups[0].Order = append(p.Groups[0].Order, p.Children[i].ID)
			}
			if diff := cmp.Diff(p, compact(t, p).Expand()); diff != "" {
				t.Fatalf("%s of %d: %s", format, most, diff)
			}
			if diff := cmp.Diff(p.Groups, decode(t, canonical(t, p)).Groups, cmpopts.IgnoreFields(allocation.Group{}, "Kindergarten")); diff != "" {
				t.Fatalf("%s of %d: %s", format, most, diff)
			}
		}
	}
}

func TestByteOrderOfIDs(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for _, format := range []string{"%d", "k%07d", "%x\x00", "common-beginning-%d", "%[2]s%[1]d"} {
		for _, n := range []int{0, 1, 2, 50, 5000} {
			p := allocation.Problem{}
			for _, i := range r.Perm(n) {
				id := fmt.Sprintf(format, i, strings.Repeat("z", i%30))
				if i%5 == 0 {
					id += "\x00\x00"
				}
				p.Groups = append(p.Groups, allocation.Group{ID: strings.Split(id, "%!")[0]})
			}
			c := compact(t, p)
			var got []string
			for _, g := range c.GroupsByID {
				got = append(got, p.Groups[g].ID)
			}
			if len(got) != n || !slices.IsSorted(got) {
				t.Errorf("%s: %d of %d ids are not in order", format, len(got), n)
			}
		}
	}
}

func TestEqualNumbers(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		numbers []int64
		at      string // where the error is
	}{
		{[]int64{1, 2, 3}, ""},
		{[]int64{3, 1, 2}, ""},
		{[]int64{3, 1, 3, 1}, "children[2].number"},
		{[]int64{1 << 60, 7, 1 << 61}, ""},
		{[]int64{1 << 60, 7, 9, 1 << 60, 9}, "children[3].number"},
		{[]int64{1<<63 - 1, 1, 1<<63 - 1}, "children[2].number"},
		{[]int64{1, 0, 2}, "children[1].number"},
		{[]int64{1, -1, 2}, "children[1].number"},
	} {
		p := allocation.Problem{}
		for i, n := range row.numbers {
			p.Children = append(p.Children, allocation.Child{ID: fmt.Sprint(i), Number: n})
		}
		_, err := allocation.NewCompact(p)
		if input, is := allocation.AsInputError(err); is != (row.at != "") || is && input.Path != row.at {
			t.Errorf("%v: got %v, want an error at %q", row.numbers, err, row.at)
		}
	}
}

// Ids are looked up in batches; an error still names its own place.
func TestErrorsInsideBatches(t *testing.T) {
	t.Parallel()
	var p allocation.Problem
	for i := range 200 {
		p.Groups = append(p.Groups, allocation.Group{ID: fmt.Sprint("g", i)})
		p.Children = append(p.Children, allocation.Child{ID: fmt.Sprint("k", i)})
	}
	for i := range 200 {
		p.Groups[3].Order = append(p.Groups[3].Order, p.Children[i].ID)
		p.Children[5].Prefers = append(p.Children[5].Prefers, p.Groups[i].ID)
	}
	compact(t, p)
	for path, change := range map[string]func(){
		"groups[3].order[150]":     func() { p.Groups[3].Order[150] = "k7" },
		"children[5].prefers[130]": func() { p.Children[5].Prefers[130] = "g129" },
		"children[5].prefers[131]": func() { p.Children[5].Prefers[131] = "g" },
		"children[5].prefers[132]": func() { p.Children[5].Prefers[132] = "\xff" },
		"children[170].id":         func() { p.Children[170].ID = "k90" },
		"children[171].id":         func() { p.Children[171].ID = "\xff" },
		"groups[180].id":           func() { p.Groups[180].ID = "g2" },
	} {
		kept := [3][]string{slices.Clone(p.Groups[3].Order), slices.Clone(p.Children[5].Prefers)}
		groups, children := slices.Clone(p.Groups), slices.Clone(p.Children)
		change()
		_, err := allocation.NewCompact(p)
		if input, is := allocation.AsInputError(err); !is || input.Path != path {
			t.Errorf("got %v, want an error at %s", err, path)
		}
		p.Groups, p.Children = groups, children
		p.Groups[3].Order, p.Children[5].Prefers = kept[0], kept[1]
	}
}
