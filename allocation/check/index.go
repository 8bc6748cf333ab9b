package check

import (
	"bytes"
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/balajol/balajol/allocation"
)

// kind is a slot kind: class → tier, none = cannot take, and the classes of each tier.
type kind struct {
	name    string
	tier    []int
	classes [][]int
}

// index numbers the problem and returns what makes it none, "" if nothing does.
func (j *judge) index() string {
	steps := []func() string{j.indexGroups, j.indexKinds, j.indexChildren, j.indexQueue, j.indexLists, j.indexOrders, j.indexClans}
	for _, step := range steps {
		if reason := step(); reason != "" {
			return reason
		}
	}
	return ""
}

// numbered maps ids to places and reports whether they differ and none is empty.
func numbered[T any](all []T, id func(*T) string) (at map[string]int, ok bool) {
	at = make(map[string]int, len(all))
	for i := range all {
		at[id(&all[i])] = i
	}
	_, empty := at[""]
	return at, len(at) == len(all) && !empty
}

func (j *judge) indexGroups() string {
	var ok bool
	j.groupAt, ok = numbered(j.problem.Groups, func(g *allocation.Group) string { return g.ID })
	if !ok {
		return "group ids are not unique"
	}
	for i := range j.problem.Groups {
		g := &j.problem.Groups[i]
		if g.Seats < 0 || g.Start < 0 || g.Seats > 1<<31-1 || g.Start > 1<<52 {
			return "group " + g.ID + " has impossible seats or start"
		}
		j.sites = append(j.sites, cmp.Or(g.Kindergarten, g.ID))
	}
	return ""
}

func (j *judge) indexKinds() string {
	var ok bool
	j.kindAt, ok = numbered(j.problem.SlotKinds, func(k *allocation.SlotKind) string { return k.Name })
	if !ok {
		return "slot kinds are not unique"
	}
	classAt := map[string]int{"": 0}
	classOf := func(name string) int {
		if _, known := classAt[name]; !known {
			classAt[name] = len(classAt)
		}
		return classAt[name]
	}
	for i := range j.problem.Children {
		j.class = append(j.class, classOf(j.problem.Children[i].Class))
	}
	known := map[string]bool{"": true}
	for _, k := range j.problem.SlotKinds {
		for _, class := range slices.Concat(k.Tiers...) {
			known[class] = true
			classOf(class)
		}
	}
	if len(known) < len(classAt) && len(j.problem.SlotKinds) > 0 {
		return "a child has a class that no slot kind knows"
	}
	everybody := kind{tier: make([]int, len(classAt)), classes: [][]int{nil}}
	for class := range len(classAt) {
		everybody.classes[0] = append(everybody.classes[0], class)
	}
	j.kinds = []kind{everybody}
	for _, given := range j.problem.SlotKinds {
		k := kind{name: given.Name, tier: slices.Repeat([]int{none}, len(classAt)), classes: make([][]int, len(given.Tiers))}
		for t, tier := range given.Tiers {
			for _, name := range tier {
				if k.tier[classAt[name]] != none {
					return "slot kind " + given.Name + " names a class twice"
				}
				k.tier[classAt[name]] = t
				k.classes[t] = append(k.classes[t], classAt[name])
			}
		}
		j.kinds = append(j.kinds, k)
	}
	return j.indexPatterns()
}

func (j *judge) indexPatterns() string {
	for _, g := range j.problem.Groups {
		pattern := []int{}
		for _, name := range g.Pattern {
			at, known := j.kindAt[name]
			if !known {
				return "group " + g.ID + " has an unknown slot kind"
			}
			pattern = append(pattern, at+1)
		}
		if len(pattern) == 0 {
			pattern = append(pattern, 0)
		}
		j.pattern = append(j.pattern, pattern)
		distinct := slices.Clone(pattern)
		slices.Sort(distinct)
		j.takes = append(j.takes, slices.Compact(distinct))
	}
	return ""
}

func (j *judge) indexChildren() string {
	var ok bool
	if j.childAt, ok = numbered(j.problem.Children, func(c *allocation.Child) string { return c.ID }); !ok {
		return "child ids are not unique"
	}
	return ""
}

// indexQueue finds the law's order: numbers, places in the file, or a draw.
func (j *judge) indexQueue() string {
	children := j.problem.Children
	given := 0
	for c := range children {
		j.queue = append(j.queue, c)
		j.number = append(j.number, children[c].Number)
		if children[c].Number > 0 {
			given++
		}
	}
	switch {
	case j.problem.Lottery != nil:
		seed, err := hex.DecodeString(j.problem.Lottery.Seed)
		if err != nil || len(seed) == 0 || given > 0 {
			return "the lottery has no seed, or a child has a number besides"
		}
		tickets := make([][]byte, len(children))
		for c := range children {
			mac := hmac.New(sha256.New, seed)
			mac.Write([]byte(children[c].ID))
			tickets[c] = append(mac.Sum(nil), children[c].ID...)
		}
		slices.SortFunc(j.queue, func(a, b int) int { return bytes.Compare(tickets[a], tickets[b]) })
		fallthrough
	case given == 0:
		for place, c := range j.queue {
			if children[c].Number < 0 {
				return "a number is negative"
			}
			j.number[c] = int64(place + 1)
		}
		return ""
	case given < len(children):
		return "some children have a number and some have none"
	}
	slices.SortFunc(j.queue, func(a, b int) int { return cmp.Compare(j.number[a], j.number[b]) })
	for i := 1; i < len(j.queue); i++ {
		if j.number[j.queue[i-1]] == j.number[j.queue[i]] {
			return "two children have the same number"
		}
	}
	return ""
}

// indexLists reads the wishes that count: those down to the seat that the child holds.
func (j *judge) indexLists() string {
	last := slices.Repeat([]int{none}, len(j.problem.Groups))
	j.holders = make([][]int, len(j.problem.Groups))
	for c := range j.problem.Children {
		child := &j.problem.Children[c]
		j.off = append(j.off, len(j.wish))
		held, holds := j.groupAt[child.Holds]
		if child.Holds != "" && !holds {
			return "a child holds a seat in an unknown group"
		}
		done := false
		for _, id := range child.Prefers {
			g, known := j.groupAt[id]
			if !known || last[g] == c {
				return "a child lists an unknown group, or one twice"
			}
			last[g] = c
			if !done {
				j.wish = append(j.wish, g)
			}
			done = done || holds && g == held
		}
		if holds && !done {
			j.wish = append(j.wish, held)
		}
		j.holds = append(j.holds, none)
		if holds {
			j.holds[c] = len(j.wish) - 1
		}
	}
	j.off = append(j.off, len(j.wish))
	for _, c := range j.queue {
		if w := j.holds[c]; w != none {
			j.holders[j.wish[w]] = append(j.holders[j.wish[w]], c)
		}
	}
	for g, holders := range j.holders {
		if len(holders) > j.problem.Groups[g].Seats {
			return "more children hold a seat in group " + j.problem.Groups[g].ID + " than it has"
		}
	}
	return ""
}

func (j *judge) indexOrders() string {
	j.place = make([]int, len(j.wish))
	for w, g := range j.wish {
		if j.problem.Groups[g].Order != nil {
			j.place[w] = none
		}
	}
	last := slices.Repeat([]int{none}, len(j.problem.Children))
	for g := range j.problem.Groups {
		for i, id := range j.problem.Groups[g].Order {
			c, known := j.childAt[id]
			if !known || last[c] == g {
				return "group " + j.problem.Groups[g].ID + " orders an unknown child, or one twice"
			}
			last[c] = g
			if w := j.find(c, g); w != none {
				j.place[w] = i + 1
			}
		}
	}
	return ""
}

// find returns the child's wish for a group, none if it has none.
func (j *judge) find(c, g int) int {
	for w := j.off[c]; w < j.off[c+1]; w++ {
		if j.wish[w] == g {
			return w
		}
	}
	return none
}
