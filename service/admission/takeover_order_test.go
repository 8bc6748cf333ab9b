package admission_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
)

// A longest run of lines that agree stays, whatever else the file holds, and it never goes back in time.
func TestContradictionsOfOrderAreFew(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.SliceOfN(rapid.IntRange(0, 30), 1, 40).Draw(t, "days")
		var times []time.Time
		for _, d := range days {
			times = append(times, time.Unix(int64(d)*86400, 0))
		}
		kept := admission.LongestRun(times)
		last, n := time.Time{}, 0
		for i, at := range times {
			if kept[i] && at.Before(last) {
				t.Fatalf("%v: %v goes back", days, kept)
			}
			if kept[i] {
				last = at
				n++
			}
		}
		if best := longest(days); n != best {
			t.Fatalf("%v: %d stay, %d could", days, n, best)
		}
	})
}

// longest is the length of a longest run that never falls, by trying every end.
func longest(days []int) int {
	best := make([]int, len(days))
	for i, d := range days {
		best[i] = 1
		for j := range i {
			if days[j] <= d {
				best[i] = max(best[i], best[j]+1)
			}
		}
	}
	return slices.Max(best)
}

// Twenty thousand lines are a city's whole queue.
func TestAWholeCitysQueueLoads(t *testing.T) {
	t.Parallel()
	n := 20_000
	if testing.Short() {
		n = 500
	}
	c := town.New(t, "kz-classic-2025")
	rows := [][]string{{"№", "Дата регистрации", "ИИН ребёнка", "ИИН родителя", "Телефон", "Язык", "Сад 1"}}
	day := civil.MustParseDate("2024-01-01")
	for i := range n {
		rows = append(rows, []string{fmt.Sprint(i + 1), day.AddDays(i / 40).String(), number(i, "230506", 5), number(i, "900303", 4), "87001234567", "рус", "sun"})
	}
	if rep := load(c, listOf(c, preschool.TakeoverQueue, rows)); rep.Accepted != n {
		t.Fatalf("%d accepted, %d double, %d contradict: %v", rep.Accepted, rep.Doubled, rep.Contradicted, rep.Faults[:3])
	}
}

// number is the i-th valid number of people born around a day, each once.
func number(i int, _ string, century int) string {
	day := civil.MustParseDate(map[int]string{5: "2022-01-01", 4: "1985-01-01"}[century]).AddDays(i % 700)
	for serial := i / 700 * 40; ; serial++ {
		body := strings.ReplaceAll(day.String(), "-", "")[2:] + fmt.Sprintf("%d%04d", century, serial)
		if digit, ok := register.ControlDigit(body); ok {
			return body + string(rune(digit))
		}
	}
}
