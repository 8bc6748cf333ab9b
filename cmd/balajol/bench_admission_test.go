package main

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"
)

// A very small country: every city lives its year, the audit finds nothing, and nothing is left on the disk but the figures.
func TestBenchAdmission(t *testing.T) {
	if testing.Short() {
		t.Skip("years of cities are left out under -short")
	}
	t.Parallel()
	dir, file := t.TempDir(), filepath.Join(t.TempDir(), "figures.json")
	c := benchAdmissionCmd{country: country{Children: 60, Seed: 2}, Dir: dir, JSON: file}
	if err := c.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var r admissionReport
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	k := r.Country
	if k.Cities != 1 || k.Children != 60 || k.Applications != 60 || k.Rounds < 240 || k.Offers == 0 || k.Contracts == 0 || k.Contracts > k.Offers {
		t.Errorf("the country: %+v", k)
	}
	if len(r.Alone) != 4 || r.Alone[3].Children != 120 || r.Exponents["year"] < -1 || r.Exponents["year"] > 3 || r.PerCommit <= 0 {
		t.Errorf("alone: %+v, exponents %v", r.Alone, r.Exponents)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 0 {
		t.Errorf("%d files are left, %v", len(left), err)
	}
}

func TestBenchAdmissionStops(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	dir := t.TempDir()
	c := benchAdmissionCmd{country: country{Children: 60, Seed: 2}, Dir: dir}
	if err := c.Run(ctx); err == nil {
		t.Error("it went on when it was interrupted")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("%d files are left, %v", len(left), err)
	}
	if err := (&benchAdmissionCmd{country: country{Children: 0}}).Run(t.Context()); err == nil {
		t.Error("a country of nobody was measured")
	}
}

func TestBenchExponent(t *testing.T) {
	t.Parallel()
	for _, want := range []float64{0, 1, 2} {
		var r admissionReport
		for _, n := range []int{100, 200, 400, 800} {
			r.Alone = append(r.Alone, admissionSize{Children: n, Seconds: 3 * math.Pow(float64(n), want)})
		}
		if got := r.exponent(func(s admissionSize) float64 { return s.Seconds }); math.Abs(got-want) > 1e-9 {
			t.Errorf("times that grow by the power %v: %v", want, got)
		}
	}
}
