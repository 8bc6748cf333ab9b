package allocation

import (
	"encoding/binary"
	"math/bits"
)

// idKey is an id of up to fifteen bytes itself, the first byte lowest and the length at the top, or a hash of a longer one.
type idKey struct{ low, high uint64 }

const (
	shortID = 15
	longID  = 0xff << 56
)

func keyOf(id []byte) (key idKey) {
	switch n := len(id); {
	case n > shortID:
		return longKey(id)
	case n >= 8:
		key.low = binary.LittleEndian.Uint64(id)
		key.high = binary.LittleEndian.Uint64(id[n-8:]) >> (8 * (16 - n)) // 16 − n = 8: Go shifts everything out
	case n >= 4:
		key.low = uint64(binary.LittleEndian.Uint32(id)) | uint64(binary.LittleEndian.Uint32(id[n-4:]))<<(8*(n-4))
	default:
		for i, b := range id {
			key.low |= uint64(b) << (8 * i)
		}
	}
	key.high |= uint64(len(id)) << 56
	return key
}

func longKey(id []byte) (key idKey) {
	tail := id[len(id)-8:]
	for ; len(id) > 8; id = id[8:] {
		key = idKey{fold(key.low^binary.LittleEndian.Uint64(id), spreadA), fold(key.high^binary.LittleEndian.Uint64(id), spreadB)}
	}
	last := binary.LittleEndian.Uint64(tail) + uint64(len(id))
	return idKey{fold(key.low^last, spreadA), fold(key.high^last, spreadB) | longID}
}

// Odd numbers with about as many ones as zeros.
const spreadA, spreadB = 0x9e3779b97f4a7c15, 0xd6e8feb86659fd93

// hash spreads keys over a table. Its value never reaches a result.
func (k idKey) hash() uint64 { return fold(k.low^spreadB, k.high^spreadA) }

func fold(x, y uint64) uint64 {
	high, low := bits.Mul64(x, y)
	return high ^ low
}

// idShape is the form of ids that count up: four to sixteen bytes, of which the last ones are digits and the others always the
// same. The zero value fits none.
type idShape struct {
	length         int
	head, headMask uint64 // of the first eight bytes, those before the digits
	tail, tailMask uint64 // of the last eight bytes, those before the digits
	before         uint64 // zeros where tailMask is
}

// noCounter is the counter of an id of another shape.
const noCounter = 1<<32 - 1

// shapeOf returns the shape of an id by its last digits, at most eight. Go makes shifts by 64 zero.
func shapeOf(id []byte) (s idShape) {
	n := len(id)
	if n < 4 || n > 16 {
		return s
	}
	digits := 0
	for digits < min(n, 8) && id[n-1-digits]-'0' <= 9 {
		digits++
	}
	if digits == 0 {
		return s
	}
	s.length = n
	s.tailMask = 1<<(8*(8-digits)) - 1
	s.tail = tailOf(id) & s.tailMask
	s.before = zeros & s.tailMask
	if n > 8 {
		s.headMask = 1<<(8*min(n-digits, 8)) - 1
		s.head = binary.LittleEndian.Uint64(id) & s.headMask
	}
	return s
}

// tailOf returns the last eight bytes, the first lowest; of fewer, zeros come first.
func tailOf(id []byte) uint64 {
	n := len(id)
	if n >= 8 {
		return binary.LittleEndian.Uint64(id[n-8:])
	}
	return uint64(binary.LittleEndian.Uint32(id))<<(8*(8-n)) | uint64(binary.LittleEndian.Uint32(id[n-4:]))<<32
}

// Eight digits 0, what carries every digit above 9 into the upper half of its byte, and the upper halves.
const zeros, beyond, upper = 0x3030303030303030, 0x0606060606060606, 0xf0f0f0f0f0f0f0f0

// counter returns the number that an id of the shape ends with.
func (s *idShape) counter(id []byte) uint32 {
	if len(id) != s.length || len(id) < 4 {
		return noCounter
	}
	tail := tailOf(id)
	text := tail&^s.tailMask | s.before
	if tail&s.tailMask != s.tail || text&upper != zeros || (text+beyond)&upper != zeros {
		return noCounter
	}
	if len(id) > 8 && binary.LittleEndian.Uint64(id)&s.headMask != s.head {
		return noCounter
	}
	// The first digit stands lowest; all eight are read at once, first in pairs.
	text -= zeros
	text = text*10 + text>>8
	pairs, others := text&0x000000ff000000ff, text>>16&0x000000ff000000ff
	return uint32((pairs*(100+1000000<<32) + others*(1+10000<<32)) >> 32)
}
