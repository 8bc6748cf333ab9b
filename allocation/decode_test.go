package allocation_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/allocation/check"
)

const sample = `{"format":"balajol/problem/1",
 "slot_kinds":{"priority":[["P"],["G"]], "general":[["P","G"]]},
 "groups":[{"id":"D1","seats":8,"pattern":["priority","general","general","general"],"start":0},
           {"id":"D2","kindergarten":"K2","seats":4,"order":["k03","k01"]}],
 "children":[{"id":"k01","number":1,"class":"G","prefers":["D1","D2"]},
             {"id":"k03","number":2,"class":"P","prefers":["D1"],"holds":"D2"},
             {"id":"k04","number":3,"class":"G","prefers":["D1","D2"],"family":"f1"},
             {"id":"k05","number":4,"class":"G","prefers":["D1"],"family":"f1"}],
 "families":[{"id":"f1","children":["k04","k05"],"rule":"together_or_none"}]}`

func decode(t testing.TB, text string) allocation.Problem {
	t.Helper()
	p, err := allocation.Decode(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestDecodeReadsEveryField(t *testing.T) {
	t.Parallel()
	want := allocation.Problem{
		SlotKinds: []allocation.SlotKind{{Name: "priority", Tiers: [][]string{{"P"}, {"G"}}}, {Name: "general", Tiers: [][]string{{"P", "G"}}}},
		Groups: []allocation.Group{
			{ID: "D1", Seats: 8, Pattern: []string{"priority", "general", "general", "general"}},
			{ID: "D2", Kindergarten: "K2", Seats: 4, Order: []string{"k03", "k01"}},
		},
		Children: []allocation.Child{
			{ID: "k01", Number: 1, Class: "G", Prefers: []string{"D1", "D2"}},
			{ID: "k03", Number: 2, Class: "P", Prefers: []string{"D1"}, Holds: "D2"},
			{ID: "k04", Number: 3, Class: "G", Prefers: []string{"D1", "D2"}, Family: "f1"},
			{ID: "k05", Number: 4, Class: "G", Prefers: []string{"D1"}, Family: "f1"},
		},
		Families: []allocation.Family{{ID: "f1", Children: []string{"k04", "k05"}, Rule: allocation.TogetherOrNone}},
	}
	if diff := cmp.Diff(want, decode(t, sample)); diff != "" {
		t.Error(diff)
	}
}

func TestDecodeReadsOddButLegalFiles(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"nothing":         `{"format":"balajol/problem/1","groups":[],"children":[]}`,
		"null is absent":  `{"format":"balajol/problem/1","slot_kinds":{},"groups":[{"id":"g","seats":0,"order":null,"pattern":null,"kindergarten":null}],"children":[{"id":"k","number":null,"class":null,"prefers":null,"holds":null,"family":null}],"families":null,"lottery":null}`,
		"escapes":         `{"format":"balajol\/problem\/1","groups":[{"id":"\u0434\ud83d\ude00\"\\\n","seats":1}],"children":[{"id":"ә","prefers":["д😀\"\\\n"]}]}`,
		"kinds unused":    `{"format":"balajol/problem/1","slot_kinds":{"a":[],"b":[[]]},"groups":[{"id":"g","seats":1}],"children":[{"id":"k","prefers":["g"]}]}`,
		"empty order":     `{"format":"balajol/problem/1","groups":[{"id":"g","seats":1,"order":[]}],"children":[{"id":"k","prefers":["g"]}]}`,
		"joint only":      `{"format":"balajol/problem/1","groups":[{"id":"g","seats":1}],"children":[{"id":"k","prefers":["g"]},{"id":"l"}],"families":[{"id":"f","children":["k","l"],"joint":[["g",null]]}]}`,
		"family of none":  `{"format":"balajol/problem/1","groups":[],"children":[],"families":[{"id":"f","children":[],"rule":"together_if_possible"}]}`,
		"lottery":         `{"format":"balajol/problem/1","groups":[],"children":[{"id":"k"}],"lottery":{"seed":"00Ff"}}`,
		"white space":     " \t\r\n{ \"format\" : \"balajol/problem/1\" , \"groups\" : [ ] , \"children\" : [ ] } \n",
		"many seats":      `{"format":"balajol/problem/1","slot_kinds":{"a":[[""]],"b":[]},"groups":[{"id":"g","seats":2147483647,"pattern":["b","a"],"start":4503599627370496}],"children":[{"id":"k","prefers":["g"]}]}`,
		"class, no kinds": `{"format":"balajol/problem/1","groups":[],"children":[{"id":"k","class":"P"}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := decode(t, text)
			solve(t, p)
			again := decode(t, canonical(t, p))
			if first, second := canonical(t, p), canonical(t, again); first != second {
				t.Errorf("the canonical text is not its own: %s and %s", first, second)
			}
		})
	}
}

func canonical(t testing.TB, p allocation.Problem) string {
	t.Helper()
	text, err := p.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Each row changes the sample in one place; the error names the place.
func TestDecodeErrorsNameThePath(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, from, to, path, reason string }{
		{"other format", "problem/1", "problem/2", "format", "must be balajol/problem/1"},
		{"unknown field", `"start":0`, `"begin":0`, "groups[0].begin", "unknown field"},
		{"repeated field", `"start":0`, `"start":0,"seats":8`, "groups[0].seats", "repeated"},
		{"unknown top field", `"families":`, `"clans":`, "clans", "unknown field"},
		{"repeated group", `"id":"D2"`, `"id":"D1"`, "groups[1].id", "repeated"},
		{"repeated child", `"id":"k03"`, `"id":"k01"`, "children[1].id", "repeated"},
		{"repeated family", `"rule":"together_or_none"}`, `"rule":"together_or_none"},{"id":"f1","children":[],"rule":"together_or_none"}`, "families[1].id", "repeated"},
		{"unknown wish", `["D1","D2"]}`, `["D1","D9"]}`, "children[0].prefers[1]", `unknown group "D9"`},
		{"repeated wish", `["D1","D2"]}`, `["D1","D1"]}`, "children[0].prefers[1]", "repeated"},
		{"unknown held group", `"holds":"D2"`, `"holds":"D9"`, "children[1].holds", `unknown group "D9"`},
		{"unknown child in order", `["k03","k01"]`, `["k03","k09"]`, "groups[1].order[1]", "unknown child"},
		{"repeated child in order", `["k03","k01"]`, `["k03","k03"]`, "groups[1].order[1]", "repeated"},
		{"negative seats", `"seats":8`, `"seats":-1`, "groups[0].seats", "from 0"},
		{"seats missing", `"seats":8,`, ``, "groups[0]", "seats are missing"},
		{"fraction", `"seats":8`, `"seats":8.5`, "groups[0].seats", "whole number"},
		{"exponent", `"seats":8`, `"seats":8e0`, "groups[0].seats", "whole number"},
		{"leading zero", `"seats":8`, `"seats":08`, "groups[0].seats", "whole number"},
		{"text for a number", `"seats":8`, `"seats":"8"`, "groups[0].seats", "whole number"},
		{"negative start", `"start":0`, `"start":-3`, "groups[0].start", "from 0"},
		{"equal numbers", `"number":2`, `"number":1`, "children[1].number", "repeated"},
		{"partial numbers", `"number":2,`, ``, "children[1].number", "missing"},
		{"number 0", `"number":2`, `"number":0`, "children[1].number", "from 1"},
		{"unknown kind", `["priority","general",`, `["prio","general",`, "groups[0].pattern[0]", `unknown slot kind "prio"`},
		{"unknown class", `"class":"P"`, `"class":"X"`, "children[1].class", `unknown class "X"`},
		{"class in two tiers", `[["P"],["G"]]`, `[["P"],["P"]]`, "slot_kinds.priority[1][0]", "repeated"},
		{"repeated kind", `"general":[["P","G"]]`, `"priority":[["P","G"]]`, "slot_kinds.priority", "repeated"},
		{"more holders than seats", `"seats":4`, `"seats":0`, "groups[1].seats", "1 children hold a seat"},
		{"unknown rule", "together_or_none", "apart", "families[0].rule", `unknown rule "apart"`},
		{"joint without tuples", "together_or_none", "joint", "families[0].rule", "joint"},
		{"unknown member", `["k04","k05"]`, `["k04","k09"]`, "families[0].children[1]", "unknown child"},
		{"member twice", `["k04","k05"]`, `["k04","k04"]`, "families[0].children[1]", "repeated"},
		{"family unknown", `["D1"],"family":"f1"`, `["D1"],"family":"f9"`, "children[3].family", `unknown family "f9"`},
		{"family disagrees", `["k04","k05"]`, `["k04"]`, "children[3].family", "does not list"},
		{"short tuple", `"rule":"together_or_none"`, `"joint":[["D1"]]`, "families[0].joint[0]", "tuple"},
		{"tuple not listed", `"rule":"together_or_none"`, `"joint":[["D1","D2"]]`, "families[0].joint[0][1]", "does not list"},
		{"tuple unknown", `"rule":"together_or_none"`, `"joint":[["D1","D9"]]`, "families[0].joint[0][1]", `unknown group "D9"`},
		{"lottery besides numbers", `"families":`, `"lottery":{"seed":"00"},"families":`, "children[0].number", "lottery"},
		{"empty id", `"id":"k01"`, `"id":""`, "children[0].id", "empty"},
		{"empty held group", `"holds":"D2"`, `"holds":""`, "children[1].holds", "empty"},
		{"object for a list", `["k03","k01"]`, `{}`, "groups[1].order", "a list"},
		{"number for a string", `"id":"k01"`, `"id":7`, "children[0].id", "a string"},
		{"trailing comma", `["k03","k01"]`, `["k03","k01",]`, "groups[1].order[2]", "line 4"},
		{"text behind", `"together_or_none"}]}`, `"together_or_none"}]}{}`, "", "the end"},
		{"cut off", `"together_or_none"}]}`, `"together_or_none"`, "families[0]", "ends"},
		{"raw control character", `"id":"k01"`, "\"id\":\"k\n01\"", "children[0].id", "control"},
		{"half a surrogate", `"id":"k01"`, `"id":"\ud800"`, "children[0].id", "escape"},
		{"unknown escape", `"id":"k01"`, `"id":"\q"`, "children[0].id", "escape"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			text := strings.Replace(sample, row.from, row.to, 1)
			if text == sample {
				t.Fatal("the row changes nothing")
			}
			_, err := allocation.Decode(strings.NewReader(text))
			input, ok := allocation.AsInputError(err)
			if !ok || input.Path != row.path || !strings.Contains(input.Reason, row.reason) {
				t.Errorf("got %v, want path %q and %q", err, row.path, row.reason)
			}
		})
	}
}

func TestDecodeRefusesOtherDocuments(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "null", "[]", "{}", "7", "{\"format\":\"balajol/problem/1\"}", "\xff\xfe", "{\"format\":\"balajol/problem/1\",\"groups\":[],\"children\":[],\"lottery\":{\"seed\":\"zz\"}}",
		`{"format":"balajol/problem/1","groups":[],"children":[],"lottery":{"seed":""}}`} {
		if _, err := allocation.Decode(strings.NewReader(text)); err == nil {
			t.Errorf("%q is decoded", text)
		} else if _, ok := allocation.AsInputError(err); !ok {
			t.Errorf("%q: %v is no InputError", text, err)
		}
	}
	broken := errors.New("disk")
	if _, err := allocation.Decode(iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("got %v, want the reader's own error", err)
	}
}

func TestDecodeOutcomeIsLenient(t *testing.T) {
	t.Parallel()
	p := decode(t, sample)
	right, err := solve(t, p).Canonical()
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"bare":           `{"format":"balajol/outcome/1"}`,
		"unknown fields": strings.Replace(string(right), `"path"`, `"note":{"a":[1,2.5e3,-0,0.5E-2,10e+1,true,false,null,"x",{}]},"path"`, 1) + "\n",
		"nulls":          `{"format":"balajol/outcome/1","problem_sha256":null,"assignments":[{"child":null,"group":null}],"cutoffs":[{"tier":null,"number":null}],"starts":[{"group":"D1"}],"blocking_families":[{"family":"f","alone":false},{"alone":null}]}`,
		"large numbers":  `{"format":"balajol/outcome/1","cutoffs":[{"tier":99999999999,"number":-5}]}`,
		"repeated":       `{"format":"balajol/outcome/1","path":"a","path":"b","assignments":[{"child":"k01"},{"child":"k01"},{"child":"no"},{"child":"k03","group":"no"}]}`,
	} {
		o, err := allocation.DecodeOutcome(strings.NewReader(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if accepted := len(check.Check(p, o)) == 0; accepted != (name == "unknown fields") {
			t.Errorf("%s: accepted is %v", name, accepted)
		}
	}
	for _, text := range []string{"", "{}", "[]", `{"format":"balajol/problem/1"}`, string(right) + "x", `{"format":"balajol/outcome/1","assignments":7}`,
		`{"format":"balajol/outcome/1","note":` + strings.Repeat("[", 500), `{"format":"balajol/outcome/1","note":?}`,
		"{\"format\":\"balajol/outcome/1\",\"note\":\"\xff\"}", "{\"format\":\"balajol/outcome/1\",\"\xff\":1}", "{\"format\":\"balajol/outcome/1\",\"note\":{\"\xff\":1}}",
		`{"format":"balajol/outcome/1","note":1.2.3}`, `{"format":"balajol/outcome/1","note":-}`, `{"format":"balajol/outcome/1","note":01}`,
		`{"format":"balajol/outcome/1","note":1e}`, `{"format":"balajol/outcome/1","note":1.}`, `{"format":"balajol/outcome/1","note":1e+}`, `{"format":"balajol/outcome/1","note":"\ud800"}`,
		`{"format":"balajol/outcome/1","blocking_families":[{"alone":7}]}`} {
		if _, err := allocation.DecodeOutcome(strings.NewReader(text)); err == nil {
			t.Errorf("%.60q is decoded", text)
		}
	}
}

func TestOutcomeSurvivesTheFile(t *testing.T) {
	t.Parallel()
	for i, mix := range mixes {
		mix.families = true
		for seed := range uint64(100) {
			o := solve(t, randomProblem(seed*10+uint64(i), mix))
			text, err := o.Canonical()
			if err != nil {
				t.Fatal(err)
			}
			again, err := allocation.DecodeOutcome(bytes.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(o, again); diff != "" {
				t.Fatal(diff)
			}
		}
	}
}

// FuzzDecode: no text makes the decoder, the engine or the judge panic, and what decodes has a canonical text of its own.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(sample), []byte(`{"format":"balajol/outcome/1","assignments":[{"child":"k01","group":"D1"}]}`))
	for i, mix := range mixes {
		mix.families, mix.lottery = true, i%2 == 0
		text, err := randomProblem(uint64(i), mix).Canonical()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text, []byte(`{"format":"balajol/outcome/1"}`))
	}
	f.Fuzz(func(t *testing.T, problem, outcome []byte) {
		p, err := allocation.Decode(bytes.NewReader(problem))
		o, outcomeErr := allocation.DecodeOutcome(bytes.NewReader(outcome))
		if outcomeErr == nil {
			check.Check(p, o)
		}
		if err != nil {
			return
		}
		solve(t, p)
		if again := decode(t, canonical(t, p)); canonical(t, again) != canonical(t, p) {
			t.Error("the canonical text is not its own")
		}
	})
}
