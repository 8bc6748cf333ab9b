package check

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/balajol/balajol/allocation"
)

// hashText is the SHA-256 of the problem's canonical text, in hexadecimal. The text is never held as a whole.
func (f *facts) hashText() string {
	t := &text{facts: f, sum: sha256.New(), buffer: make([]byte, 0, 1<<16), groupWord: quoted(f.groupIDs), plainIDs: f.childIDs.every(isPlain)}
	t.problem()
	t.sum.Write(t.buffer)
	return hex.EncodeToString(t.sum.Sum(nil))
}

// text writes JSON piece by piece into a hash.
type text struct {
	*facts
	sum       hash.Hash
	buffer    []byte
	groupWord names // the groups' ids as JSON strings
	plainIDs  bool  // no child id needs an escape
}

// flush hands over what is written; it is called now and then, and a hash takes every byte.
func (t *text) flush() {
	if len(t.buffer) > 1<<15 {
		t.sum.Write(t.buffer)
		t.buffer = t.buffer[:0]
	}
}

func (t *text) put(pieces ...string) {
	for _, piece := range pieces {
		t.buffer = append(t.buffer, piece...)
	}
}

func (t *text) integer(n int64) { t.buffer = strconv.AppendInt(t.buffer, n, 10) }

func (t *text) word(s string) { t.buffer = appendWord(t.buffer, s) }

// appendWord quotes with the escapes of RFC 8785, 3.2.2.2: the characters that a JSON string may not hold as they are.
func appendWord(to []byte, s string) []byte {
	to = append(to, '"')
	from := 0
	for i := range len(s) {
		if isPlainByte(s[i]) {
			continue
		}
		to = append(to, s[from:i]...)
		from = i + 1
		if short := strings.IndexByte("\"\\\b\t\n\f\r", s[i]); short >= 0 {
			to = append(to, '\\', `"\btnfr`[short])
		} else {
			const digits = "0123456789abcdef"
			to = append(to, '\\', 'u', '0', '0', digits[s[i]>>4], digits[s[i]&15])
		}
	}
	return append(append(to, s[from:]...), '"')
}

func isPlainByte(b byte) bool { return b >= 0x20 && b != '"' && b != '\\' }

func isPlain(s string) bool {
	for i := range len(s) {
		if !isPlainByte(s[i]) {
			return false
		}
	}
	return true
}

// quoted writes names as JSON strings, close together; of more than 32 bits of text each is kept for itself.
func quoted(all names) names {
	words := names{end: make([]uint32, 1, all.count()+1)}
	var text []byte
	for i := range int32(all.count()) {
		text = appendWord(text, all.at(i))
		words.end = append(words.end, uint32(len(text)))
	}
	if len(text) > math.MaxUint32 {
		return listed(all.count(), func(i int) string { return string(appendWord(nil, all.at(int32(i)))) })
	}
	words.text = string(text)
	return words
}

// each writes a list of n elements.
func (t *text) each(n int, write func(i int)) {
	t.put("[")
	for i := range n {
		if i > 0 {
			t.put(",")
		}
		write(i)
		t.flush()
	}
	t.put("]")
}

// byName calls write for 0 … n−1 in the byte order of their names.
func byName(n int, name func(i int) string) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(name(a), name(b)) })
	return order
}

func (t *text) problem() {
	t.put(`{"format":"balajol/problem/1","slot_kinds":{`)
	for i, k := range byName(len(t.slotKinds), func(i int) string { return t.slotKinds[i].Name }) {
		if i > 0 {
			t.put(",")
		}
		t.word(t.slotKinds[k].Name)
		t.put(":")
		t.each(len(t.slotKinds[k].Tiers), func(n int) {
			tier := slices.Sorted(slices.Values(t.slotKinds[k].Tiers[n]))
			t.each(len(tier), func(i int) { t.word(tier[i]) })
		})
	}
	t.put(`},"groups":`)
	t.each(len(t.groupsByID), func(i int) { t.group(t.groupsByID[i]) })
	t.put(`,"children":`)
	t.children()
	t.put(`,"families":`)
	byID := byName(len(t.given), func(i int) string { return t.given[i].ID })
	t.each(len(byID), func(i int) { t.family(&t.given[byID[i]]) })
	if t.lottery != nil {
		t.put(`,"lottery":{"seed":`)
		t.word(strings.ToLower(t.lottery.Seed))
		t.put("}")
	}
	t.put("}")
}

func (t *text) group(g int32) {
	t.put(`{"id":`, t.groupWord.at(g), `,"kindergarten":`)
	t.word(t.siteIDs.at(t.site[g]))
	t.put(`,"seats":`)
	t.integer(int64(t.seats[g]))
	if pattern := t.pattern[t.patternOff[g]:t.patternOff[g+1]]; len(pattern) > 0 {
		t.put(`,"pattern":`)
		t.each(len(pattern), func(i int) { t.word(t.slotKinds[pattern[i]].Name) })
	}
	t.put(`,"start":`)
	t.integer(t.start[g])
	if t.hasOrder[g] {
		t.put(`,"order":`)
		t.order(g)
	}
	t.put("}")
}

func (t *text) childWord(id string) {
	if t.plainIDs {
		t.buffer = append(append(append(t.buffer, '"'), id...), '"')
	} else {
		t.word(id)
	}
}

func (t *text) order(g int32) {
	var ids [32]string // asked for at once, since waiting for memory is what takes the time
	t.put("[")
	list := t.facts.order[t.orderOff[g]:t.orderOff[g+1]]
	for done := 0; done < len(list); done += len(ids) {
		batch := list[done:min(done+len(ids), len(list))]
		for i, c := range batch {
			ids[i] = t.childIDs.at(c)
		}
		for i := range batch {
			if done+i > 0 {
				t.buffer = append(t.buffer, ',')
			}
			t.childWord(ids[i])
		}
		t.flush()
	}
	t.put("]")
}

func (t *text) children() {
	classWord := make([]string, len(t.classNames))
	for class, name := range t.classNames {
		classWord[class] = string(appendWord(nil, name))
	}
	familyOf := t.familyOf()
	t.put("[")
	for i, c := range t.childrenByID {
		if i > 0 {
			t.put(",")
		}
		t.put(`{"id":`)
		t.childWord(t.childIDs.at(c))
		if t.lottery == nil {
			t.put(`,"number":`)
			if t.number != nil {
				t.integer(t.number[c])
			} else {
				t.integer(int64(c) + 1)
			}
		}
		t.put(`,"class":`, classWord[t.class[c]], `,"prefers":[`)
		for k, g := range t.wish[t.wishOff[c]:t.wishOff[c+1]] {
			if k > 0 {
				t.buffer = append(t.buffer, ',')
			}
			t.buffer = append(t.buffer, t.groupWord.at(g)...)
		}
		t.put("]")
		if t.holds != nil && t.holds[c] != none {
			t.put(`,"holds":`, t.groupWord.at(t.holds[c]))
		}
		if familyOf != nil && familyOf[c] != none {
			t.put(`,"family":`)
			t.word(t.given[familyOf[c]].ID)
		}
		t.put("}")
		t.flush()
	}
	t.put("]")
}

// familyOf finds each child's family, none = it has none; nil = nobody has.
func (f *facts) familyOf() []int32 {
	if len(f.member) == 0 {
		return nil
	}
	of := slices.Repeat([]int32{none}, len(f.class))
	for i := range f.given {
		for _, c := range f.member[f.memberOff[i]:f.memberOff[i+1]] {
			of[c] = int32(i)
		}
	}
	return of
}

func (t *text) family(f *allocation.Family) {
	words := func(ids []string) {
		t.each(len(ids), func(i int) {
			if ids[i] == "" {
				t.put("null")
			} else {
				t.word(ids[i])
			}
		})
	}
	t.put(`{"id":`)
	t.word(f.ID)
	t.put(`,"children":`)
	words(f.Children)
	t.put(`,"rule":`)
	t.word(string(cmp.Or(f.Rule, allocation.Joint)))
	if f.Joint != nil {
		t.put(`,"joint":`)
		t.each(len(f.Joint), func(i int) { words(f.Joint[i]) })
	}
	t.put("}")
}
