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
