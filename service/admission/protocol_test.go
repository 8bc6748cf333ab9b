package admission_test

import (
	"fmt"
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
)

// Everybody may know the sum of a row; what is shown of it must not tell a count from 1 to below the limit. Tried on every
// row of three counts up to 7 with the limit 3: for each hidden small count there is another row that looks the same.
func TestTheProtocolTellsNoSmallCount(t *testing.T) {
	t.Parallel()
	const most, limit = 7, 3
	looks := map[string][][]int{}
	each := func(do func(row []int, look string)) {
		for a := range most + 1 {
			for b := range most + 1 {
				for c := range most + 1 {
					row := []int{a, b, c}
					do(row, fmt.Sprint(admission.Veiled(row, limit), a+b+c))
				}
			}
		}
	}
	each(func(row []int, look string) { looks[look] = append(looks[look], row) })
	hidden := 0
	each(func(row []int, look string) {
		for i, n := range row {
			if n == 0 || n >= limit {
				continue
			}
			hidden++
			told := true
			for _, other := range looks[look] {
				told = told && other[i] == n
			}
			if told {
				t.Errorf("%v: the %d follows from what is shown", row, n)
			}
		}
	})
	if hidden == 0 {
		t.Error("nothing was hidden")
	}
}

// A month's protocol: its rounds with their hashes, what was directed by tier, and nothing of the month before.
func TestTheProtocolOfAMonth(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	c.Open(town.Sun, 2023, 5)
	c.At("2026-03-02 08:00")
	c.Queue(12, "2023-05-06", "", town.Sun)
	c.Morning()
	for month, rounds := range map[string]int{"2026-02": 0, "2026-03": 1, "2026-04": 0} {
		p, err := c.Admission.Protocol(c.Ctx(), town.Actor(access.Public), civil.MustParseMonth(month))
		if err != nil || len(p.Rounds) != rounds || len(p.Directions) != len(register.PriorityClasses) {
			t.Fatalf("%s: %d rounds, %d tiers, %v", month, len(p.Rounds), len(p.Directions), err)
		}
		if rounds == 0 {
			continue
		}
		if r := p.Rounds[0]; r.Number != 1 || r.ProblemSHA256 == "" || r.OutcomeSHA256 == "" || r.Seats != 5 || !r.Offers.Hidden {
			t.Errorf("%+v", r)
		}
	}
}

// What a day's round gave is not told where the month's sum would tell a small count of another day.
func TestTheProtocolTellsNoSmallRound(t *testing.T) {
	t.Parallel()
	c := town.Under(t, profile(t, "kz-classic-2025", "position.small_cell", 3))
	c.Open(town.Sun, 2023, 5)
	c.At("2026-03-02 08:00")
	c.Queue(3, "2023-05-06", "", town.Sun)
	c.Morning()
	public, march := town.Actor(access.Public), civil.MustParseMonth("2026-03")
	p, err := c.Admission.Protocol(c.Ctx(), public, march)
	if err != nil || len(p.Rounds) != 1 || p.Rounds[0].Offers.N != 3 {
		t.Fatalf("%+v, %v", p.Rounds, err)
	}
	c.At("2026-03-03 08:00")
	c.Queue(2, "2023-05-06", "", town.Sun)
	c.Morning()
	p, err = c.Admission.Protocol(c.Ctx(), public, march)
	if err != nil || len(p.Rounds) != 2 || !p.Rounds[0].Offers.Hidden || !p.Rounds[1].Offers.Hidden {
		t.Errorf("%+v, %v", p.Rounds, err)
	}
}
