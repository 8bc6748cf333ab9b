package demo

import (
	"cmp"
	"math/bits"
	"slices"
)

// Seed is the number from which everything generated follows: the same seed draws the same city and the same year, on every
// machine and in every order of asking.
type Seed int64

// Draw is one chance outcome, 64 even bits that depend on nothing but the seed and the keys. A draw answers one question; for
// a second question about the same thing derive another draw with Of or At.
type Draw uint64

// Draw is the outcome for a named question about the thing that the keys name, such as Draw("offer.answer", offer).
// It does not allocate.
func (s Seed) Draw(what string, keys ...string) Draw {
	d := Draw(avalanche(uint64(s))).Of(what)
	for _, key := range keys {
		d = d.Of(key)
	}
	return d
}

// Of derives the draw for a key. Of("ab").Of("c") and Of("a").Of("bc") are different draws.
func (d Draw) Of(key string) Draw {
	h, n := uint64(d)+golden, len(key)
	for ; len(key) >= 8; key = key[8:] {
		h = avalanche(h^word(key[:8])) + golden
	}
	return Draw(avalanche(h ^ (word(key) | uint64(n)<<56)))
}

// At derives the draw for a number: of a week, of a try.
func (d Draw) At(n int) Draw { return Draw(avalanche(bits.RotateLeft64(uint64(d), 32) ^ uint64(n))) }

// Below is an even choice of 0 … n-1, and 0 for n below 1. Its bias is under n ÷ 2⁶⁴.
func (d Draw) Below(n int) int {
	hi, _ := bits.Mul64(uint64(d), uint64(max(n, 1)))
	return int(hi)
}

// PerMille is true p times of a thousand.
func (d Draw) PerMille(p int) bool { return d.Below(1000) < p }

// Pick chooses the index of a weight, in proportion to the weights; 0 if they sum to nothing.
func (d Draw) Pick(weights ...int) int {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	rest := d.Below(sum)
	for i, w := range weights {
		if rest < w {
			return i
		}
		rest -= w
	}
	return 0
}

const golden = 0x9e3779b97f4a7c15 // 2⁶⁴ ÷ the golden ratio

// avalanche is the finalizer of SplitMix64 (Steele, Lea, Flood 2014) behind its increment: a bijection in which every bit of
// the argument moves every bit of the result.
func avalanche(x uint64) uint64 {
	x += golden
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// word packs up to eight bytes, the first lowest.
func word(key string) uint64 {
	var w uint64
	for i := range min(len(key), 8) {
		w |= uint64(key[i]) << (8 * i)
	}
	return w
}

// shuffled is the numbers 0 … n-1 in an order drawn for the question.
func (s Seed) shuffled(what string, n int) []int {
	d := s.Draw(what)
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(d.At(a), d.At(b)), cmp.Compare(a, b))
	})
	return order
}

// deal gives each of n things a kind so that the kinds keep the proportion of the weights as nearly as whole things allow;
// which thing gets which kind is drawn. So a city of a hundred has the same shares as a city of twenty thousand.
func (s Seed) deal(what string, n int, weights ...int) []int {
	kinds := make([]int, n)
	sum, run, dealt := 0, 0, 0
	for _, w := range weights {
		sum += w
	}
	order := s.shuffled(what, n)
	for kind, w := range weights {
		run += w
		for upTo := (2*run*n + sum) / max(2*sum, 1); dealt < upTo; dealt++ {
			kinds[order[dealt]] = kind
		}
	}
	return kinds
}
