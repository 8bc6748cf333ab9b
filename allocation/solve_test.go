package allocation_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/allocation/check"
)

// everything but families, in the proportions that find the most
var mixes = []ingredients{
	{children: 10, groups: 4},
	{children: 10, groups: 5, orders: true},
	{children: 10, groups: 4, slots: true},
	{children: 9, groups: 4, holds: true},
	{children: 9, groups: 4, slots: true, orders: true, holds: true},
	{children: 12, groups: 5, slots: true, holds: true},
}

func TestSolveEqualsTheReference(t *testing.T) {
	t.Parallel()
	for i, mix := range mixes {
		t.Run(fmt.Sprintf("%+v", mix), func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(1500) {
				p := randomProblem(seed*10+uint64(i), mix)
				o := solve(t, p)
				want := reference(p)
				for _, a := range o.Assignments {
					if a.Group != want[a.Child] {
						t.Errorf("seed %d, child %s: got %q, want %q", seed, a.Child, a.Group, want[a.Child])
					}
				}
				if t.Failed() {
					t.Fatalf("seed %d: %+v\n%+v", seed, p, o)
				}
			}
		})
	}
}

func TestFamiliesSatisfyTheJudge(t *testing.T) {
	t.Parallel()
	paths := map[allocation.Path]int{}
	listed, alone := 0, 0
	for i, mix := range mixes {
		mix.families = true
		for seed := range uint64(1500) {
			p := randomProblem(seed*10+uint64(i), mix)
			o := solve(t, p)
			if t.Failed() {
				t.Fatalf("mix %d seed %d: %+v\n%+v", i, seed, p, o)
			}
			paths[o.Path]++
			for _, b := range o.BlockingFamilies {
				listed++
				if b.Alone {
					alone++
				}
			}
		}
	}
	if paths[allocation.PathHeuristic] < 1000 || listed == 0 || alone == 0 {
		t.Errorf("paths %v, %d listed, %d of them alone: the test proves little", paths, listed, alone)
	}
}

// On the common-order path a family takes its turn as a block; a reference written turn by turn says what that gives.
func TestTurnsOfFamilies(t *testing.T) {
	t.Parallel()
	blocks := 0
	for seed := range uint64(3000) {
		p := randomProblem(seed, ingredients{children: 9, groups: 4, families: true})
		o := solve(t, p)
		if o.Path != allocation.PathCommonOrder {
			t.Fatalf("seed %d: path %s", seed, o.Path)
		}
		want := referenceTurns(p)
		for _, a := range o.Assignments {
			if a.Group != want[a.Child] {
				t.Fatalf("seed %d, child %s: got %q, want %q\n%+v", seed, a.Child, a.Group, want[a.Child], p)
			}
			if a.Reason == allocation.FamilyReason {
				blocks++
			}
		}
	}
	if blocks == 0 {
		t.Error("no family was refused")
	}
}

// Crowds of families in a few groups that rank differently: the judge accepts what the heuristic finds and what it owns up to.
func TestCrowdedFamilies(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		mix := mixes[seed%uint64(len(mixes))]
		mix.children, mix.groups = 60, 8
		p := randomProblem(seed, mix)
		for f := 0; f+1 < len(p.Children); f += 2 + int(seed%3) {
			p.Families = append(p.Families, allocation.Family{
				ID: fmt.Sprint("f", f), Rule: []allocation.Rule{allocation.TogetherOrNone, allocation.TogetherIfPossible, allocation.SameKindergartenIfPossible}[f%3],
				Children: []string{p.Children[f].ID, p.Children[f+1].ID},
			})
		}
		solve(t, p)
	}
}

func TestLotteryIsThePublishedDraw(t *testing.T) {
	t.Parallel()
	seed := []byte("balajol")
	p := allocation.Problem{Lottery: &allocation.Lottery{Seed: hex.EncodeToString(seed)}, Groups: []allocation.Group{{ID: "g", Seats: 3}}}
	tickets := map[string]string{}
	for i := range 20 {
		id := fmt.Sprintf("k%d", i)
		mac := hmac.New(sha256.New, seed)
		mac.Write([]byte(id))
		tickets[id] = hex.EncodeToString(mac.Sum(nil))
		p.Children = append(p.Children, allocation.Child{ID: id, Prefers: []string{"g"}})
	}
	order := slices.SortedFunc(maps.Keys(tickets), func(a, b string) int { return strings.Compare(tickets[a], tickets[b]) })
	for _, a := range solve(t, p).Assignments {
		if wins := slices.Contains(order[:3], a.Child); wins != (a.Group == "g") {
			t.Errorf("child %s: got %q", a.Child, a.Group)
		}
	}
}

// Problems built in code meet the same checks as decoded ones.
func TestSolveRefusesMalformedProblems(t *testing.T) {
	t.Parallel()
	for path, change := range map[string]func(*allocation.Problem){
		"groups[0].id":              func(p *allocation.Problem) { p.Groups[0].ID = "" },
		"groups[1].id":              func(p *allocation.Problem) { p.Groups[1].ID = "\xff" },
		"groups[0].seats":           func(p *allocation.Problem) { p.Groups[0].Seats = -1 },
		"groups[1].seats":           func(p *allocation.Problem) { p.Groups[1].Seats = 1 << 40 },
		"groups[0].start":           func(p *allocation.Problem) { p.Groups[0].Start = -1 },
		"groups[0].kindergarten":    func(p *allocation.Problem) { p.Groups[0].Kindergarten = "\xff" },
		"groups[0].pattern[3]":      func(p *allocation.Problem) { p.Groups[0].Pattern[3] = "none" },
		"groups[1].order[0]":        func(p *allocation.Problem) { p.Groups[1].Order[0] = "none" },
		"children[2].number":        func(p *allocation.Problem) { p.Children[2].Number = 0 },
		"children[1].number":        func(p *allocation.Problem) { p.Children[1].Number = -4 },
		"children[3].id":            func(p *allocation.Problem) { p.Children[3].ID = "k01" },
		"children[0].class":         func(p *allocation.Problem) { p.Children[0].Class = "\xff" },
		"children[0].holds":         func(p *allocation.Problem) { p.Children[0].Holds = "D9" },
		"slot_kinds":                func(p *allocation.Problem) { p.SlotKinds[1].Name = "" },
		"slot_kinds.general":        func(p *allocation.Problem) { p.SlotKinds[0].Name = "general" },
		"slot_kinds.general[0][1]":  func(p *allocation.Problem) { p.SlotKinds[1].Tiers[0][1] = "\xff" },
		"families[0].id":            func(p *allocation.Problem) { p.Families[0].ID = "" },
		"families[0].rule":          func(p *allocation.Problem) { p.Families[0].Rule = "" },
		"families[0].joint[0][0]":   func(p *allocation.Problem) { p.Families[0].Joint = [][]string{{"D9", ""}} },
		"lottery.seed":              func(p *allocation.Problem) { p.Lottery = &allocation.Lottery{}; unnumber(p) },
		"children[0].family":        func(p *allocation.Problem) { p.Children[0].Family = "f1" },
		"families[0].children[1]":   func(p *allocation.Problem) { p.Families[0].Children[1] = "k04" },
		"children[1].prefers[0]":    func(p *allocation.Problem) { p.Children[1].Prefers = []string{""} },
		"slot_kinds.priority[1][0]": func(p *allocation.Problem) { p.SlotKinds[0].Tiers = [][]string{{"G"}, {"G"}} },
		"families[0].joint[0]":      func(p *allocation.Problem) { p.Families[0].Joint = [][]string{{}} },
		"children[1].prefers[1]":    func(p *allocation.Problem) { p.Children[1].Prefers = []string{"D1", "D1"} },
		"groups[1].order[1]":        func(p *allocation.Problem) { p.Groups[1].Order[1] = p.Groups[1].Order[0] },
		"families[1].children[0]":   func(p *allocation.Problem) { p.Families = append(p.Families, p.Families[0]); p.Families[1].ID = "f2" },
	} {
		p := decode(t, sample)
		change(&p)
		_, err := allocation.Solve(context.Background(), p, allocation.Options{})
		if input, ok := allocation.AsInputError(err); !ok || input.Path != path {
			t.Errorf("%s: got %v", path, err)
		}
		if _, hashErr := p.Hash(); hashErr == nil {
			t.Errorf("%s: a malformed problem has a hash", path)
		}
		if _, textErr := p.Canonical(); textErr == nil {
			t.Errorf("%s: a malformed problem has a canonical text", path)
		}
		if violations := check.Check(p, allocation.Outcome{}); len(violations) == 0 {
			t.Errorf("%s: the judge accepts an empty outcome", path)
		}
	}
}

func unnumber(p *allocation.Problem) {
	for i := range p.Children {
		p.Children[i].Number = 0
	}
}

func TestSolveLeavesTheProblemAlone(t *testing.T) {
	t.Parallel()
	for seed := range uint64(50) {
		mix := mixes[4]
		mix.families = true
		p, untouched := randomProblem(seed, mix), randomProblem(seed, mix)
		solve(t, p)
		if diff := cmp.Diff(untouched, p); diff != "" {
			t.Fatal(diff)
		}
	}
}

func TestSolveStopsAndReports(t *testing.T) {
	t.Parallel()
	for _, variant := range variants {
		p := city(10_000, 50)
		variant.change(&p)
		reports := 0
		options := allocation.Options{Progress: func(done, total int) {
			if reports++; done < 1 || done > total || total != 10_000 {
				t.Errorf("%s: %d of %d", variant.name, done, total)
			}
		}}
		ctx, cancel := context.WithCancel(context.Background())
		if _, err := allocation.Solve(ctx, p, options); err != nil || reports < 2 {
			t.Errorf("%s: %d reports, %v", variant.name, reports, err)
		}
		cancel()
		if _, err := allocation.Solve(ctx, p, options); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v after the end", variant.name, err)
		}
	}
}

// A city of each kind is solved and judged.
func TestCities(t *testing.T) {
	t.Parallel()
	for _, variant := range variants {
		t.Run(variant.name, func(t *testing.T) {
			t.Parallel()
			p := city(5_000, 200)
			variant.change(&p)
			solve(t, p)
		})
	}
}
