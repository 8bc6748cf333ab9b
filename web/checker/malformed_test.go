package checker_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

const (
	emptyProblem = `{"format":"balajol/problem/1","groups":[],"children":[]}`
	emptyOutcome = `{"format":"balajol/outcome/1"}`
)

// faultyProblems are problems with one fault each; both judges name the same place.
var faultyProblems = []string{
	``, `{`, `[]`, `null`, `{}`, `{"format":1}`, `{"format":"balajol/problem/2"}`, "\ufeff" + emptyProblem, emptyProblem + "x",
	`{"format":"balajol/problem/1","groups":[]}`, `{"format":"balajol/problem/1","children":[]}`, `{"groups":[],"children":[]}`,
	`{"format":"balajol/problem/1","groups":[],"children":[],"groups":[]}`, `{"format":"balajol/problem/1","groups":[],"children":[],"unknown":[]}`,
	`{"format":"balajol/problem/1","groups":{},"children":[]}`, `{"format":"balajol/problem/1","groups":[null],"children":[]}`,
	`{"format":"balajol/problem/1","groups":[],"children":[],}`, `{"format":"balajol/problem/1","groups":[],"children":[}`, `{"format" "balajol/problem/1"}`,
	group(`"id":"a"`), group(`"seats":1`), group(`"id":"","seats":1`), group(`"id":null,"seats":1`), group(`"id":"a","seats":-1`), group(`"id":"a","seats":2147483648`),
	group(`"id":"a","seats":1.0`), group(`"id":"a","seats":01`), group(`"id":"a","seats":1e3`), group(`"id":"a","seats":+1`), group(`"id":"a","seats":"1"`), group(`"id":"a","seats":null`),
	group(`"id":"a","seats":1,"start":4503599627370497`), group(`"id":"a","seats":1,"start":-1`), group(`"id":"a","seats":1,"kindergarten":""`), group(`"id":"a","seats":1,"id":"a"`),
	group(`"id":"a","seats":1,"pattern":["x"]`), group(`"id":"a","seats":1,"pattern":[""]`), group(`"id":"a","seats":1,"order":["x"]`), group(`"id":"a","seats":1,"order":[1]`),
	group(`"id":"a","seats":1},{"id":"a","seats":1`), group(`"id":"a","seats":99999999999999999999`), group(`"id":"\ud800","seats":1`), group(`"id":"\udc00\ud800","seats":1`),
	group(`"id":"\ud800x","seats":1`), group(`"id":"\ud800\n","seats":1`), group(`"id":"\ud800\u0041","seats":1`), group(`"id":"\x","seats":1`), group(`"id":"\u12g4","seats":1`), group("\"id\":\"\n\",\"seats\":1"),
	group(`"id":"a\`), group(`"id":"a\u00`),
	kinds(`"":[]`), kinds(`"s":[["P"],["P"]]`), kinds(`"s":[["P","P"]]`), kinds(`"s":[],"s":[]`), kinds(`"s":1`), kinds(`"s":[1]`), kinds(`"s":[[null]]`),
	child(`"id":"a","class":"X"`, `{"s":[["P"]]}`), child(`"id":"a","class":1`, `{}`), child(`"id":""`, `{}`), child(``, `{}`), child(`"id":"a"},{"id":"a"`, `{}`),
	child(`"id":"a","number":0`, `{}`), child(`"id":"a","number":-1`, `{}`), child(`"id":"a","number":9223372036854775808`, `{}`), child(`"id":"a","number":1},{"id":"b"`, `{}`),
	child(`"id":"a","number":9007199254740993},{"id":"b","number":9007199254740993`, `{}`), child(`"id":"a","prefers":["x"]`, `{}`), child(`"id":"a","prefers":["g","g"]`, `{}`),
	child(`"id":"a","holds":"x"`, `{}`), child(`"id":"a","holds":"g"},{"id":"b","holds":"g"`, `{}`), child(`"id":"a","family":"x"`, `{}`), child(`"id":"a","holds":""`, `{}`),
	family(`"children":["a"],"rule":"together_or_none"`), family(`"id":"f","children":["a"]`), family(`"id":"f","children":["x"],"rule":"together_or_none"`), family(`"id":"f","children":["a"],"rule":"x"`),
	family(`"id":"f","children":["a","a"],"rule":"together_or_none"`), family(`"id":"f","children":["a"],"rule":"joint","joint":null`), family(`"id":"f","children":["a"],"rule":""`),
	family(`"id":"f","children":["a"],"joint":[[]]`), family(`"id":"f","children":["a"],"joint":[["x"]]`), family(`"id":"f","children":["b"],"joint":[["g"]]`), family(`"id":"f","children":["a"],"joint":[[""]]`),
	family(`"id":"f","children":["a"],"rule":"together_or_none"},{"id":"f","children":["b"],"rule":"together_or_none"`), family(`"id":"f","children":["a"],"rule":"together_or_none"},{"id":"h","children":["a"],"rule":"together_or_none"`),
	lottery(`{"seed":""}`, ``), lottery(`{"seed":"abc"}`, ``), lottery(`{"seed":"xx"}`, ``), lottery(`{"sead":"ab"}`, ``), lottery(`{}`, ``), lottery(`{"seed":"ab"}`, `,"number":1`), lottery(`[]`, ``),
}

// unusualProblems are none the less right.
var unusualProblems = []string{
	emptyProblem, ` {"children" : null, "groups":null,"families":null,"lottery":null , "format":"balajol\/problem\/1"}` + "\r\n", `{"format":"balajol/problem/1","groups":[],"children":[]}`,
	group(`"id":"a","seats":0,"pattern":null,"order":null,"kindergarten":null`), group(`"id":"a","seats":-0,"start":4503599627370496,"order":[]`), group(`"id":"\u0061\ud800\udf48\/","seats":2147483647`),
	child(`"id":"a","class":null,"number":9223372036854775807,"holds":null,"prefers":null},{"id":"b","number":9223372036854775806`, `{}`), child(`"id":"a","class":""`, `{"s":[]}`),
	child(`"id":"a","class":"ә"`, `{}`), kinds(`"s":null`), kinds(`"s":[null,[]]`), family(`"id":"f","children":null,"rule":"together_or_none","joint":[null,[]]`), family(`"id":"f","children":["a"],"joint":[[null],["g"]]`),
	lottery(`{"seed":"AB"}`, ``), lottery(`{"seed":"ab"}`, `,"number":null`),
}

func group(fields string) string {
	return `{"format":"balajol/problem/1","groups":[{` + fields + `}],"children":[]}`
}

func kinds(fields string) string {
	return `{"format":"balajol/problem/1","slot_kinds":{` + fields + `},"groups":[],"children":[]}`
}

func child(fields, kinds string) string {
	return `{"format":"balajol/problem/1","slot_kinds":` + kinds + `,"groups":[{"id":"g","seats":1}],"children":[{` + fields + `}]}`
}

func family(fields string) string {
	return `{"format":"balajol/problem/1","groups":[{"id":"g","seats":1}],"children":[{"id":"a","prefers":["g"]},{"id":"b"}],"families":[{` + fields + `}]}`
}

func lottery(seed, number string) string {
	return `{"format":"balajol/problem/1","groups":[],"children":[{"id":"a"` + number + `}],"lottery":` + seed + `}`
}

// outcomes of the empty problem: what is a file of the format, however odd, is judged.
var faultyOutcomes = []string{
	``, `null`, `{}`, `{"format":"balajol/problem/1"}`, `{"format":null}`, emptyOutcome + "]", outcome(`"path":1`), outcome(`"assignments":{}`), outcome(`"assignments":[null]`), outcome(`"assignments":[{"child":1}]`),
	outcome(`"cutoffs":[{"tier":"1"}]`), outcome(`"cutoffs":[{"number":1.5}]`), outcome(`"starts":[{"next":9223372036854775808}]`), outcome(`"blocking_families":[{"alone":1}]`), outcome(`"blocking_families":[{"tuple":[1]}]`),
	outcome(`"x":` + strings.Repeat("[", 200) + strings.Repeat("]", 200)), outcome(`"x":tru`), outcome(`"x":1.2.3`), outcome(`"x":-`), outcome(`"x":01`), outcome(`"x":1e`), outcome(`"x":"\ud800"`), outcome(`"x":`), outcome(`"x":{"a" 1}`), outcome(`"x":[1 2]`), outcome(`"x":"`), outcome("\"x\":\"\t\""),
}

var unusualOutcomes = []string{
	emptyOutcome, outcome(`"format":"balajol/outcome/1"`), outcome(`"x":[1,-2.5e+7,"\u0041",{"a":[true,false,null]},[]]`), outcome(`"assignments":null,"cutoffs":null,"starts":null,"blocking_families":null,"path":null`),
	outcome(`"assignments":[{}]`), outcome(`"assignments":[{"child":"","group":"","slot":"","reason":""},{"child":null}]`), outcome(`"assignments":[{"child":"a","child":"b","group":"c","group":null}]`),
	outcome(`"cutoffs":[{}]`), outcome(`"cutoffs":[{"tier":9223372036854775807,"number":-9223372036854775807,"place":-1,"x":1}]`), outcome(`"starts":[{},{}]`), outcome(`"blocking_families":[{},{"alone":null,"tuple":null},{"alone":true,"tuple":[null,""]}]`),
	outcome(`"assignments":[{"child":"a"}],"assignments":[]`),
}

func outcome(fields string) string { return `{"format":"balajol/outcome/1",` + fields + `}` }

func files(texts []string) [][]byte {
	var all [][]byte
	for _, text := range texts {
		all = append(all, []byte(text))
	}
	return all
}

func TestFaultyFiles(t *testing.T) {
	t.Parallel()
	outcomes := files(slices.Concat(faultyOutcomes, unusualOutcomes))
	var trials []trial
	for _, text := range slices.Concat(faultyProblems, unusualProblems) {
		trials = append(trials, trial{"a file", []byte(text), outcomes})
	}
	c := compare(t, trials, true)
	if c.faultyProblems != len(faultyProblems) || c.faultyOutcomes != len(faultyOutcomes)*len(unusualProblems) {
		t.Errorf("of %d faulty problems and %d faulty outcomes: %v", len(faultyProblems), len(faultyOutcomes), c)
	}
}

// Files with a few bytes changed: refused by both or by none, and judged alike.
func TestBrokenFiles(t *testing.T) {
	t.Parallel()
	problems := 600
	if testing.Short() {
		problems = 60
	}
	var trials []trial
	for seed := range uint64(problems) {
		r := rand.New(rand.NewPCG(seed, 13))
		p := randomProblem(seed)
		right := solve(t, p)
		text := plainText(t, r, p)
		one := trial{name: "an unbroken problem", Problem: text}
		for range 6 {
			one.Outcomes = append(one.Outcomes, damage(r, outcomeText(t, r, right)))
			trials = append(trials, trial{"a broken problem", damage(r, text), [][]byte{canonical(t, right)}})
		}
		trials = append(trials, one)
	}
	c := compare(t, trials, false)
	t.Log(c)
	if c.faultyProblems < problems || c.faultyOutcomes < problems || c.outcomes-c.right < problems {
		t.Errorf("compared %v", c)
	}
}

// damage changes a few bytes: drops, doubles, swaps and overwrites them, mostly with what means something in JSON.
func damage(r *rand.Rand, text []byte) []byte {
	const letters = "{}[]:,\"\\ \n\t-+.eE0123456789ntfu\x00\xff\xf0"
	text = slices.Clone(text)
	for range 1 + r.IntN(3) {
		if len(text) < 2 {
			break
		}
		at := r.IntN(len(text) - 1)
		switch r.IntN(5) {
		case 0:
			text = slices.Delete(text, at, at+1)
		case 1:
			text = slices.Insert(text, at, letters[r.IntN(len(letters))])
		case 2:
			text[at], text[at+1] = text[at+1], text[at]
		case 3:
			text[at] = letters[r.IntN(len(letters))]
		default:
			to := min(len(text), at+1+r.IntN(12))
			text = slices.Insert(text, at, slices.Clone(text[at:to])...)
		}
	}
	return text
}
