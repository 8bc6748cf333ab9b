package allocation

import (
	"encoding/binary"
	"slices"
)

// quoted are names to write as JSON strings again and again. Where all are short and need no escape, each is also kept as
// the very bytes to write, so that a name costs one look into memory and two stores.
type quoted struct {
	names Names
	short []shortName // nil if some name is long or needs an escape
}

// shortName is a name in quotes, a comma behind it, and the length of all that in the highest byte.
type shortName struct{ low, high uint64 }

const mostShort = 15 - len(`"",`)

func quoteAll(names Names) *quoted {
	q := &quoted{names: names}
	for i := range len(names.Text) {
		if escaped[names.Text[i]] {
			return q
		}
	}
	short := make([]shortName, names.count())
	for i := range short {
		name := names.At(int32(i))
		if len(name) > mostShort {
			return q
		}
		var text [16]byte
		text[0] = '"'
		end := 1 + copy(text[1:], name)
		text[end], text[end+1], text[15] = '"', ',', byte(end+2)
		short[i] = shortName{binary.LittleEndian.Uint64(text[:]), binary.LittleEndian.Uint64(text[8:])}
	}
	q.short = short
	return q
}

// name writes one name.
func (w *writer) name(q *quoted, i int32) { w.string(q.names.At(i)) }

// list writes the names with these numbers as a list.
func (w *writer) list(q *quoted, numbers []int32) {
	w.text = append(w.text, '[')
	if q.short == nil {
		for _, n := range numbers {
			w.spill() // before, so that the last comma stays at hand
			w.name(q, n)
			w.text = append(w.text, ',')
		}
	} else {
		for part := range slices.Chunk(numbers, 1<<10) {
			w.spill()
			w.shortNames(q.short, part)
		}
	}
	w.endList()
}

// endList puts the bracket in the place of the last comma.
func (w *writer) endList() {
	if at := len(w.text) - 1; at >= 0 && w.text[at] == ',' {
		w.text[at] = ']'
		return
	}
	w.text = append(w.text, ']')
}

// shortNames writes names with a comma behind each. Every name is written as sixteen bytes, of which the next one overwrites
// those that are too many.
func (w *writer) shortNames(short []shortName, numbers []int32) {
	at := len(w.text)
	text := slices.Grow(w.text, 16*len(numbers)+16)
	text = text[:cap(text)]
	for _, n := range numbers {
		name := short[n]
		to := text[at : at+16 : at+16]
		binary.LittleEndian.PutUint64(to, name.low)
		binary.LittleEndian.PutUint64(to[8:], name.high)
		at += int(name.high >> 56)
	}
	w.text = text[:at]
}
