package allocation_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/balajol/balajol/allocation"
)

const sampleCanonical = `{"format":"balajol/problem/1",` +
	`"slot_kinds":{"general":[["G","P"]],"priority":[["P"],["G"]]},` +
	`"groups":[{"id":"D1","kindergarten":"D1","seats":8,"pattern":["priority","general","general","general"],"start":0},` +
	`{"id":"D2","kindergarten":"K2","seats":4,"start":0,"order":["k03","k01"]}],` +
	`"children":[{"id":"k01","number":1,"class":"G","prefers":["D1","D2"]},` +
	`{"id":"k03","number":2,"class":"P","prefers":["D1"],"holds":"D2"},` +
	`{"id":"k04","number":3,"class":"G","prefers":["D1","D2"],"family":"f1"},` +
	`{"id":"k05","number":4,"class":"G","prefers":["D1"],"family":"f1"}],` +
	`"families":[{"id":"f1","children":["k04","k05"],"rule":"together_or_none"}]}`

// The texts that people sign may never change.
func TestCanonicalTexts(t *testing.T) {
	t.Parallel()
	p := decode(t, sample)
	if got := canonical(t, p); got != sampleCanonical {
		t.Errorf("got  %s\nwant %s", got, sampleCanonical)
	}
	want := sha256.Sum256([]byte(sampleCanonical))
	hash, err := p.Hash()
	if err != nil || hash != hex.EncodeToString(want[:]) {
		t.Errorf("hash is %s, %v", hash, err)
	}
	o := solve(t, p)
	text, err := o.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	wantOutcome := `{"format":"balajol/outcome/1","problem_sha256":"` + hash + `","mechanism":"deferred_acceptance","path":"families_heuristic",` +
		`"assignments":[{"child":"k01","group":"D1","slot":"general"},{"child":"k03","group":"D1","slot":"priority"},` +
		`{"child":"k04","group":"D1","slot":"general"},{"child":"k05","group":"D1","slot":"general"}],` +
		`"cutoffs":[],"starts":[{"group":"D1","next":4}],"blocking_families":[]}`
	if string(text) != wantOutcome {
		t.Errorf("got  %s\nwant %s", text, wantOutcome)
	}
	outcomeHash, err := o.Hash()
	if sum := sha256.Sum256(text); err != nil || outcomeHash != hex.EncodeToString(sum[:]) {
		t.Errorf("outcome hash is %s, %v", outcomeHash, err)
	}
}

func TestCanonicalWritesWhatIsRare(t *testing.T) {
	t.Parallel()
	p := allocation.Problem{
		Lottery:  &allocation.Lottery{Seed: "AB01"},
		Groups:   []allocation.Group{{ID: "ж\"\\\x01\n/<", Order: []string{}}},
		Children: []allocation.Child{{ID: "b", Prefers: []string{"ж\"\\\x01\n/<"}}, {ID: "a"}},
		Families: []allocation.Family{{ID: "f", Children: []string{"b", "a"}, Joint: [][]string{{"", ""}}}},
	}
	want := `{"format":"balajol/problem/1","slot_kinds":{},"groups":[{"id":"ж\"\\\u0001\n/<","kindergarten":"ж\"\\\u0001\n/<","seats":0,"start":0,"order":[]}],` +
		`"children":[{"id":"a","class":"","prefers":[],"family":"f"},{"id":"b","class":"","prefers":["ж\"\\\u0001\n/<"],"family":"f"}],` +
		`"families":[{"id":"f","children":["b","a"],"rule":"joint","joint":[[null,null]]}],"lottery":{"seed":"ab01"}}`
	if got := canonical(t, p); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := canonical(t, decode(t, want)); got != want {
		t.Errorf("read back: %s", got)
	}
	broken := allocation.Outcome{Assignments: []allocation.Assignment{{Child: "\xff"}}}
	if _, err := broken.Canonical(); err == nil {
		t.Error("an outcome that is no UTF-8 has a canonical text")
	}
	if _, err := broken.Hash(); err == nil {
		t.Error("an outcome that is no UTF-8 has a hash")
	}
}

func TestExceptionsInTheFile(t *testing.T) {
	t.Parallel()
	o := allocation.Outcome{
		Path: allocation.PathHeuristic,
		Assignments: []allocation.Assignment{
			{Child: "b", Reason: allocation.NoWishes}, {Child: "a", Group: "g"},
		},
		Cutoffs: []allocation.Cutoff{{Group: "h", Place: 2}, {Group: "g", Slot: "y", Tier: 1, Number: 7}, {Group: "g", Slot: "x", Number: 8}},
		BlockingFamilies: []allocation.BlockingFamily{
			{Family: "f2", Alone: true}, {Family: "f1", Tuple: []string{"g", ""}}, {Family: "f3", Tuple: []string{"h"}, Alone: true},
		},
	}
	want := `{"format":"balajol/outcome/1","problem_sha256":"","mechanism":"","path":"families_heuristic",` +
		`"assignments":[{"child":"a","group":"g"},{"child":"b","group":null,"reason":"no_wishes"}],` +
		`"cutoffs":[{"group":"g","slot":"x","tier":0,"number":8},{"group":"g","slot":"y","tier":1,"number":7},{"group":"h","tier":0,"place":2}],"starts":[],` +
		`"blocking_families":[{"family":"f1","tuple":["g",null]},{"family":"f2","alone":true},{"family":"f3","tuple":["h"],"alone":true}]}`
	text, err := o.Canonical()
	if err != nil || string(text) != want {
		t.Errorf("got  %s, %v\nwant %s", text, err, want)
	}
	again, err := allocation.DecodeOutcome(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if second, err := again.Canonical(); err != nil || string(second) != want {
		t.Errorf("read back: %s, %v", second, err)
	}
	if o.Assignments[0].Child != "b" {
		t.Error("writing sorted the outcome itself")
	}
}

// An unnumbered problem is the same as the one with the places written out.
func TestPlacesAreNumbers(t *testing.T) {
	t.Parallel()
	p := allocation.Problem{Children: []allocation.Child{{ID: "b"}, {ID: "a"}}}
	q := allocation.Problem{Children: []allocation.Child{{ID: "a", Number: 2}, {ID: "b", Number: 1}}}
	if canonical(t, p) != canonical(t, q) {
		t.Errorf("%s and %s", canonical(t, p), canonical(t, q))
	}
}

// The order of everything that has an id means nothing, down to the byte.
func TestInputOrderMeansNothing(t *testing.T) {
	t.Parallel()
	for i, mix := range mixes {
		mix.families = i%2 == 0
		mix.lottery = i%3 == 0
		for seed := range uint64(150) {
			p := randomProblem(seed*10+uint64(i), mix)
			if p.Lottery == nil {
				for c := range p.Children {
					p.Children[c].Number = int64(c + 1)
				}
			}
			first, err := solve(t, p).Canonical()
			if err != nil {
				t.Fatal(err)
			}
			second, err := solve(t, shuffled(p, seed)).Canonical()
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(first, second) {
				t.Fatalf("mix %d seed %d: %s\n%s", i, seed, first, second)
			}
		}
	}
}

func shuffled(p allocation.Problem, seed uint64) allocation.Problem {
	r := rand.New(rand.NewPCG(seed, 2))
	return allocation.Problem{
		SlotKinds: shuffle(r, p.SlotKinds), Groups: shuffle(r, p.Groups), Children: shuffle(r, p.Children),
		Families: shuffle(r, p.Families), Lottery: p.Lottery,
	}
}

func shuffle[T any](r *rand.Rand, all []T) []T {
	all = slices.Clone(all)
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}
