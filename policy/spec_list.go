package policy

import (
	"fmt"
	"slices"
)

// texts is a list of names of the jurisdiction's own, each once.
func texts(key string, place func(*Rules) *[]string) spec {
	return spec{key: key, units: []Unit{Texts},
		read: func(f Figure, into *Rules) error {
			names, err := decode[[]string](f)
			if err != nil {
				return err
			}
			for i, name := range names {
				if !isTerm(name) {
					return fmt.Errorf("%q: want small letters, digits and low lines", name)
				}
				if slices.Contains(names[:i], name) {
					return fmt.Errorf("%q is named twice", name)
				}
			}
			*place(into) = names
			return nil
		},
		other: func(r *Rules) any { return append(slices.Clone(*place(r)), "another") },
	}
}

// monthDays is a list of days of every year, in the order of the calendar.
func monthDays(key string, place func(*Rules) *[]MonthDay) spec {
	return spec{key: key, units: []Unit{DaysOfYear},
		read: func(f Figure, into *Rules) error {
			texts, err := decode[[]string](f)
			if err != nil {
				return err
			}
			days := make([]MonthDay, len(texts))
			for i, text := range texts {
				if days[i], err = ParseMonthDay(text); err != nil {
					return err
				}
				if i > 0 && days[i].Compare(days[i-1]) <= 0 {
					return fmt.Errorf("%q does not come after %q", text, texts[i-1])
				}
			}
			*place(into) = days
			return nil
		},
		other: func(r *Rules) any { // the last of them half a month later, so that the list stays sorted
			days := slices.Clone(*place(r))
			if len(days) == 0 {
				return []string{"06-30"}
			}
			return []string{later(days[len(days)-1])}
		},
	}
}

// later is the day half a month after a day of the year: a longer way would jump over the other days of the season.
func later(m MonthDay) string {
	d := m.In(2001).AddDays(14)
	return MonthDay{d.MonthOfYear(), d.Day()}.String()
}
