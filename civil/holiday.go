package civil

import (
	"slices"
	"time"
)

// Holiday is a dated day off of the law.
type Holiday struct {
	Date  Date
	Moves bool // a holiday that falls on a day off gives the next working day instead
}

// DaysOff is the list of days off that a year's holidays make, in order and without repeats: the holidays themselves, and for
// each one that moves and falls on a weekend or on a holiday that does not move, the next day that is still a working day. The
// weekend is Saturday and Sunday if none is named. The rule is that of the labour code of Kazakhstan, under which 7 January
// and Kurban Ait are days off that do not move; which days there are is data.
func DaysOff(holidays []Holiday, weekend ...time.Weekday) []Date {
	weekend = weekendOr(weekend)
	sorted := slices.SortedFunc(slices.Values(holidays), func(a, b Holiday) int { return a.Date.Compare(b.Date) })
	days := make([]Date, 0, len(sorted))
	fixed := map[Date]bool{}
	for _, h := range sorted {
		days = append(days, h.Date)
		fixed[h.Date] = fixed[h.Date] || !h.Moves
	}
	isWeekend := func(d Date) bool { return slices.Contains(weekend, d.Weekday()) }
	for _, h := range sorted {
		if !h.Moves || !isWeekend(h.Date) && !fixed[h.Date] {
			continue
		}
		free := h.Date.AddDays(1)
		for isWeekend(free) || slices.Contains(days, free) {
			free = free.AddDays(1)
		}
		days = append(days, free)
	}
	slices.SortFunc(days, Date.Compare)
	return slices.Compact(days)
}
