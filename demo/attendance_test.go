package demo_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/demo"
	"github.com/balajol/balajol/register"
)

// weekdays are the days of the year from Monday to Friday, which is enough of a working calendar here.
func weekdays() []civil.Date {
	var days []civil.Date
	for day := civil.NewDate(year, time.January, 1); day.Year() == year; day = day.AddDays(1) {
		if w := day.Weekday(); w != time.Saturday && w != time.Sunday {
			days = append(days, day)
		}
	}
	return days
}

type pupil struct {
	child, group string
	born         int
}

func pupils(n int) []pupil {
	all := make([]pupil, n)
	for i := range all {
		all[i] = pupil{fmt.Sprintf("c%05d", i), fmt.Sprintf("krg-%03d/%d", i/25/6, i/25%6), 2020 + i/25%5}
	}
	return all
}

// perMyriad counts the marks of ten thousand days.
func perMyriad(seed demo.Seed, days []civil.Date, who []pupil) map[register.DayCode]int {
	counts := map[register.DayCode]int{}
	for _, p := range who {
		for _, day := range days {
			counts[seed.Mark(p.child, p.born, p.group, day)]++
		}
	}
	for code := range counts {
		counts[code] = counts[code] * 10_000 / (len(days) * len(who))
	}
	return counts
}

func TestMarksOfAYear(t *testing.T) {
	t.Parallel()
	for seed := range demo.Seed(3) {
		got := perMyriad(seed, weekdays(), pupils(2000))
		for code, band := range map[register.DayCode][2]int{
			register.Present: {8500, 9000}, register.Ill: {350, 700}, register.Sanatorium: {2, 10}, register.Quarantine: {50, 300},
			register.Weather: {15, 150}, register.Leave: {250, 600}, register.ByRequest: {50, 200}, register.Unjustified: {50, 150},
		} {
			if got[code] < band[0] || got[code] > band[1] {
				t.Errorf("seed %d: %c %d per myriad, want %d to %d", seed, code, got[code], band[0], band[1])
			}
		}
		if got[register.DayOff]+got[register.NotEnrolled] != 0 {
			t.Errorf("seed %d: a working day is marked as none: %v", seed, got)
		}
	}
}

func TestSeasons(t *testing.T) {
	t.Parallel()
	in := func(from, to time.Month) []civil.Date {
		return slices.DeleteFunc(weekdays(), func(d civil.Date) bool { return d.MonthOfYear() < from || d.MonthOfYear() > to })
	}
	who := pupils(1000)
	winter, summer := perMyriad(1, in(time.January, time.February), who), perMyriad(1, in(time.June, time.August), who)
	if winter[register.Ill] < 2*summer[register.Ill] {
		t.Errorf("ill in winter %d, in summer %d per myriad", winter[register.Ill], summer[register.Ill])
	}
	if winter[register.Leave] != 0 || summer[register.Leave] < 800 {
		t.Errorf("leave in winter %d, in summer %d per myriad", winter[register.Leave], summer[register.Leave])
	}
	if winter[register.Weather] == 0 || summer[register.Weather] != 0 {
		t.Errorf("frost in winter %d, in summer %d per myriad", winter[register.Weather], summer[register.Weather])
	}
}

func TestYoungAreIllMoreOften(t *testing.T) {
	t.Parallel()
	of := func(born int) int {
		who := slices.DeleteFunc(pupils(5000), func(p pupil) bool { return p.born != born })
		return perMyriad(1, weekdays(), who)[register.Ill]
	}
	if young, old := of(2024), of(2020); young*10 < old*13 {
		t.Errorf("ill at two %d, at six %d per myriad", young, old)
	}
}

// Every calendar day is asked for, so that weekends do not cut spells.
func TestSpellsHangTogether(t *testing.T) {
	t.Parallel()
	shortest := map[register.DayCode]int{register.Ill: 3, register.Sanatorium: 14}
	days := func(p pupil) []register.DayCode {
		var marks []register.DayCode
		for day := civil.NewDate(year, time.September, 1); day.Year() == year; day = day.AddDays(1) {
			marks = append(marks, demo.Seed(1).Mark(p.child, p.born, p.group, day))
		}
		return marks
	}
	spells := 0
	for _, p := range pupils(500) {
		marks := days(p)
		for from := 1; from < len(marks); {
			to := from
			for to < len(marks) && marks[to] == marks[from] {
				to++
			}
			// A spell cut by the ends or by another absence may be shorter.
			least, whole := shortest[marks[from]], to < len(marks) && marks[from-1] == register.Present
			if whole && least > 0 && marks[to] == register.Present {
				spells++
				if to-from < least {
					t.Fatalf("%s: %d days of %c", p.child, to-from, marks[from])
				}
			}
			from = to
		}
	}
	if spells < 100 {
		t.Errorf("only %d spells seen", spells)
	}
}

func TestQuarantineTakesTheGroup(t *testing.T) {
	t.Parallel()
	closed := 0
	for _, day := range weekdays() {
		for _, group := range []string{"a/1", "b/1", "c/1", "d/1"} {
			home, came := 0, 0
			for i := range 20 {
				switch demo.Seed(1).Mark(fmt.Sprintf("%s-%d", group, i), 2022, group, day) {
				case register.Quarantine:
					home++
				case register.Present:
					came++
				}
			}
			if home > 0 {
				closed++
			}
			if home > 0 && came > 0 {
				t.Fatalf("%s: %d of a group in quarantine came", day, came)
			}
		}
	}
	if closed == 0 {
		t.Error("no group was ever in quarantine")
	}
}

func TestFrostDaysAreFew(t *testing.T) {
	t.Parallel()
	for seed := range demo.Seed(50) {
		days := 0
		for day := civil.NewDate(year, time.January, 1); day.Year() == year; day = day.AddDays(1) {
			if seed.Frost(day, year) {
				days++
				if day.MonthOfYear() > time.February {
					t.Fatalf("seed %d: frost on %s", seed, day)
				}
			}
		}
		if days < 1 || days > 5 {
			t.Errorf("seed %d: %d frost days", seed, days)
		}
	}
}

func TestMarksDoNotDependOnOrder(t *testing.T) {
	t.Parallel()
	type mark struct{ child, day int }
	who, days := pupils(40), weekdays()
	forward := map[mark]register.DayCode{}
	for c, p := range who {
		for d, day := range days {
			forward[mark{c, d}] = demo.Seed(9).Mark(p.child, p.born, p.group, day)
		}
	}
	for d := range slices.Backward(days) {
		for c := range slices.Backward(who) {
			if got := demo.Seed(9).Mark(who[c].child, who[c].born, who[c].group, days[d]); got != forward[mark{c, d}] {
				t.Fatalf("%s on %s: %c, before %c", who[c].child, days[d], got, forward[mark{c, d}])
			}
		}
	}
}

func TestMarkDoesNotAllocate(t *testing.T) {
	days, i := weekdays(), 0
	codes := 0
	allocations := testing.AllocsPerRun(200, func() {
		i++
		codes += int(demo.Seed(1).Mark("c00345", 2023, "krg-001/2", days[i%len(days)]))
	})
	if allocations != 0 {
		t.Errorf("%v allocations", allocations)
	}
}

func BenchmarkMark(b *testing.B) {
	b.ReportAllocs()
	who, days := pupils(100), weekdays()
	codes := 0
	for i := 0; b.Loop(); i++ {
		p := who[i%len(who)]
		codes += int(demo.Seed(1).Mark(p.child, p.born, p.group, days[i%len(days)]))
	}
}
