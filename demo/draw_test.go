package demo_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/balajol/balajol/demo"
)

// A draw is written into databases by what follows from it: these values must never change.
func TestDrawIsStable(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		got  demo.Draw
		want uint64
	}{
		{demo.Seed(1).Draw("a"), 0xe905925765cf557},
		{demo.Seed(1).Draw("mark", "c00345"), 0xbc526f74ac85fe6d},
		{demo.Seed(-7).Draw("offer.answer", "a-key-of-more-than-eight-bytes", ""), 0x5081c0c525aaf13d},
		{demo.Seed(1).Draw("mark", "c00345").At(-3), 0x4e5cde56aff2581c},
	} {
		if uint64(c.got) != c.want {
			t.Errorf("draw %#x, want %#x", uint64(c.got), c.want)
		}
	}
}

func TestDrawsOfDifferentKeysDiffer(t *testing.T) {
	t.Parallel()
	word := rapid.StringN(0, 20, 40)
	rapid.Check(t, func(t *rapid.T) {
		seed := demo.Seed(rapid.Int64().Draw(t, "seed"))
		a, b, c, d := word.Draw(t, "a"), word.Draw(t, "b"), word.Draw(t, "c"), word.Draw(t, "d")
		same := a == c && b == d
		if got := seed.Draw("x", a, b) == seed.Draw("x", c, d); got != same {
			t.Fatalf("draws of (%q, %q) and (%q, %q) equal: %v", a, b, c, d, got)
		}
		if seed.Draw("x", a) == (seed+1).Draw("x", a) {
			t.Fatalf("seeds %d and %d draw alike", seed, seed+1)
		}
		if seed.Draw("x", a, b) != seed.Draw("x").Of(a).Of(b) {
			t.Fatal("a chain of keys draws otherwise than the keys together")
		}
	})
}

func TestBelowIsEven(t *testing.T) {
	t.Parallel()
	const sides, rolls = 7, 70_000
	var counts [sides]int
	d := demo.Seed(3).Draw("dice")
	for i := range rolls {
		counts[d.At(i).Below(sides)]++
	}
	chi := 0.0
	for _, n := range counts {
		chi += float64(n-rolls/sides) * float64(n-rolls/sides) / (rolls / sides)
	}
	if chi > 22.46 { // 99.9 % of six degrees of freedom
		t.Errorf("chi squared %.2f of %v", chi, counts)
	}
	for _, n := range []int{-1, 0, 1} {
		if got := d.Below(n); got != 0 {
			t.Errorf("below %d: %d", n, got)
		}
	}
}

func TestPickFollowsWeights(t *testing.T) {
	t.Parallel()
	d := demo.Seed(4).Draw("pick")
	var counts [3]int
	for i := range 10_000 {
		counts[d.At(i).Pick(700, 0, 300)]++
	}
	if counts[1] != 0 || counts[0] < 6_850 || counts[0] > 7_150 {
		t.Errorf("counts %v", counts)
	}
	if got := d.Pick(); got != 0 {
		t.Errorf("no weights: %d", got)
	}
}

func TestDrawsDoNotAllocate(t *testing.T) {
	keys := []string{"c00001", "c00002", "c00003"}
	i, sum := 0, 0
	allocations := testing.AllocsPerRun(100, func() {
		i++
		sum += demo.Seed(1).Draw("offer.answer", keys[i%3], "2026").At(i).Pick(1, 2, 3)
	})
	if allocations != 0 {
		t.Errorf("%v allocations", allocations)
	}
}

func BenchmarkDraw(b *testing.B) {
	b.ReportAllocs()
	keys := make([]string, 64)
	for i := range keys {
		keys[i] = fmt.Sprintf("c%05d", i)
	}
	n := 0
	for i := 0; b.Loop(); i++ {
		n += demo.Seed(1).Draw("mark", keys[i%64]).At(i).Below(10)
	}
}
