package policy

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/balajol/balajol/register"
)

// payable is how many days of a code are paid in a month: "all", "never" or a number.
func payable(code register.DayCode) spec {
	return spec{key: "attendance.payable." + string(rune(code)), units: []Unit{DaysPerMonth}, words: []string{"all", "never"},
		read: func(f Figure, into *Rules) error {
			limit, err := readCap(f)
			if into.Attendance.Payable == nil {
				into.Attendance.Payable = map[register.DayCode]Cap{}
			}
			into.Attendance.Payable[code] = limit
			return err
		},
		other: func(r *Rules) any {
			if r.Attendance.Payable[code] == (Cap{}) {
				return "all"
			}
			return "never"
		},
	}
}

func readCap(f Figure) (Cap, error) {
	if n, err := strconv.Atoi(string(f.Value)); err == nil && n >= 1 && n <= 31 {
		return Cap{Days: n}, nil
	}
	switch string(f.Value) {
	case `"all"`:
		return Cap{All: true}, nil
	case `"never"`:
		return Cap{}, nil
	}
	return Cap{}, fmt.Errorf(`want "all", "never" or 1 to 31`)
}

// ground is the class that a legal ground gives.
func ground(group register.PriorityGroup) spec {
	return spec{key: "priority.ground." + string(group), units: []Unit{ClassUnit}, words: wordsOf(register.PriorityClasses),
		read: func(f Figure, into *Rules) error {
			text, err := decode[string](f)
			if err != nil {
				return err
			}
			class, err := register.ParseWord(register.PriorityClasses, text)
			if into.Grounds == nil {
				into.Grounds = map[register.PriorityGroup]Ground{}
			}
			into.Grounds[group] = Ground{class, f.Mark, f.Source}
			return err
		},
		other: func(r *Rules) any {
			if r.Grounds[group].Class == register.General {
				return register.FirstPriority
			}
			return register.General
		},
	}
}

// turns is a pattern.
func turns(key string, place func(*Rules) *[]Turn) spec {
	return spec{key: key, units: []Unit{Turns},
		read: func(f Figure, into *Rules) error {
			raw, err := decode[[]json.RawMessage](f)
			if err != nil {
				return err
			}
			pattern := make([]Turn, len(raw))
			for i := range raw {
				if pattern[i], err = readTurn(raw[i]); err != nil {
					return err
				}
			}
			*place(into) = pattern
			return nil
		},
		other: func(r *Rules) any { // the first turn takes one more
			pattern := slices.Clone(*place(r))
			if len(pattern) == 0 {
				return []Turn{{register.General, 1}}
			}
			pattern[0].Take++
			return pattern
		},
	}
}

func readTurn(raw json.RawMessage) (Turn, error) {
	var t Turn
	if err := strictly(raw, &t, []string{"class", "take"}); err != nil {
		return t, err
	}
	if t.Take < 1 || t.Take > 1000 {
		return t, fmt.Errorf("take %d of a class: want 1 to 1000", t.Take)
	}
	_, err := register.ParseWord(register.PriorityClasses, string(t.Class))
	return t, err
}

// minAge is the lowest age for an offer, in years by the rule of age or in months since birth.
func minAge(key string) spec {
	years := whole(key, Years, 0, 7, func(r *Rules) *int { return &r.Issue.MinAge })
	months := whole(key, Months, 1, 84, func(r *Rules) *int { return &r.Issue.MinMonths })
	return spec{key: key, units: []Unit{Years, Months},
		read: func(f Figure, into *Rules) error {
			if f.Unit == Months {
				return months.read(f, into)
			}
			return years.read(f, into)
		},
		other: func(r *Rules) any {
			if r.Issue.MinMonths > 0 {
				return months.other(r)
			}
			if r.Issue.MinAge == 3 {
				return 2
			}
			return 3
		},
	}
}
