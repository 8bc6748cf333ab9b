package checker_test

import (
	"encoding/json"
	"math/rand/v2"
	"testing"

	"github.com/balajol/balajol/allocation"
)

// plainText writes a problem as another program might: shuffled, indented, defaults left out, escapes of its own.
func plainText(t *testing.T, r *rand.Rand, p allocation.Problem) []byte {
	t.Helper()
	type object = map[string]any
	file := object{"format": allocation.ProblemFormat}
	kinds := object{}
	for _, kind := range p.SlotKinds {
		kinds[kind.Name] = kind.Tiers
	}
	groups, children, families := []object{}, []object{}, []object{}
	put := func(o object, name string, value any, given bool) {
		if given {
			o[name] = value
		}
	}
	for _, g := range p.Groups {
		o := object{"id": g.ID, "seats": g.Seats, "order": g.Order}
		put(o, "kindergarten", g.Kindergarten, g.Kindergarten != "")
		put(o, "pattern", g.Pattern, len(g.Pattern) > 0)
		put(o, "start", g.Start, g.Start > 0)
		groups = append(groups, o)
	}
	for _, c := range p.Children {
		o := object{"id": c.ID, "prefers": c.Prefers}
		put(o, "number", c.Number, c.Number > 0)
		put(o, "class", c.Class, c.Class != "")
		put(o, "holds", c.Holds, c.Holds != "")
		children = append(children, o)
	}
	for _, f := range p.Families {
		o := object{"id": f.ID, "children": f.Children, "rule": f.Rule}
		joint := [][]any{}
		for _, ids := range f.Joint {
			tuple := []any{}
			for _, id := range ids {
				if id == "" {
					tuple = append(tuple, nil)
				} else {
					tuple = append(tuple, id)
				}
			}
			joint = append(joint, tuple)
		}
		put(o, "joint", joint, f.Joint != nil)
		families = append(families, o)
	}
	r.Shuffle(len(groups), func(i, j int) { groups[i], groups[j] = groups[j], groups[i] })
	r.Shuffle(len(families), func(i, j int) { families[i], families[j] = families[j], families[i] })
	if len(children) > 0 && (p.Lottery != nil || p.Children[0].Number > 0) {
		r.Shuffle(len(children), func(i, j int) { children[i], children[j] = children[j], children[i] })
	}
	file["groups"], file["children"], file["families"] = groups, children, families
	put(file, "slot_kinds", kinds, len(kinds) > 0)
	if p.Lottery != nil {
		file["lottery"] = object{"seed": p.Lottery.Seed}
	}
	text, err := json.MarshalIndent(file, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// outcomeText writes an outcome in its canonical form, or as another program might.
func outcomeText(t *testing.T, r *rand.Rand, o allocation.Outcome) []byte {
	t.Helper()
	if r.IntN(3) > 0 {
		return canonical(t, o)
	}
	return plainOutcome(t, o)
}

// plainOutcome writes whatever an outcome holds; the canonical form has room only for what belongs together.
func plainOutcome(t *testing.T, o allocation.Outcome) []byte {
	t.Helper()
	type object = map[string]any
	assignments, cutoffs := []object{}, []object{}
	for _, a := range o.Assignments {
		assignments = append(assignments, object{"child": a.Child, "group": a.Group, "slot": a.Slot, "reason": a.Reason, "comment": []any{1.5e-7, nil, object{"a": true}}})
	}
	for _, c := range o.Cutoffs {
		cutoffs = append(cutoffs, object{"group": c.Group, "slot": c.Slot, "tier": c.Tier, "number": c.Number, "place": c.Place})
	}
	text, err := json.Marshal(object{
		"format": allocation.OutcomeFormat, "problem_sha256": o.ProblemSHA256, "mechanism": o.Mechanism, "path": o.Path,
		"assignments": assignments, "cutoffs": cutoffs, "starts": lower(t, o.Starts, "Group", "Next"), "blocking_families": lower(t, o.BlockingFamilies, "Family", "Tuple", "Alone"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// lower writes a list of structs with the names of their fields in lower case.
func lower(t *testing.T, all any, names ...string) []map[string]any {
	t.Helper()
	text, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	var given []map[string]json.RawMessage
	if err := json.Unmarshal(text, &given); err != nil {
		t.Fatal(err)
	}
	result := []map[string]any{}
	for _, one := range given {
		o := map[string]any{}
		for _, name := range names {
			o[string(name[0]+'a'-'A')+name[1:]] = one[name]
		}
		result = append(result, o)
	}
	return result
}
