package policy

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/register"
)

// spec says how the figure of a key is written, where it goes, and another value that it might have.
type spec struct {
	key      string
	units    []Unit
	optional bool                              // null is a value: the jurisdiction has no such rule
	words    []string                          // that the value may be or that its list may hold; nil if the list is open
	read     func(f Figure, into *Rules) error // puts the value into its place, or says what is wrong with it
	other    func(r *Rules) any                // a valid value that differs from the one in r
}

// orNone permits null.
func orNone(s spec) spec {
	read := s.read
	s.optional = true
	s.read = func(f Figure, into *Rules) error {
		if string(f.Value) == "null" {
			return nil
		}
		return read(f, into)
	}
	return s
}

// instead names the other value, where the one made by the type would change nothing that can be seen.
func instead(other any, s spec) spec {
	s.other = func(*Rules) any { return other }
	return s
}

// decode reads a value of a JSON type; null is refused unless the key is optional.
func decode[T any](f Figure) (T, error) {
	var value T
	if string(f.Value) == "null" {
		return value, fmt.Errorf("there must be such a rule")
	}
	if err := json.Unmarshal(f.Value, &value); err != nil {
		return value, fmt.Errorf("want %s", wanted(value))
	}
	return value, nil
}

func wanted(value any) string {
	switch value.(type) {
	case int, int64:
		return "a whole number"
	case bool:
		return "true or false"
	case string:
		return "a text in quotes"
	case []string:
		return "a list of texts"
	}
	return "a list of turns with class and take"
}

// whole is a number between two ends in one unit.
func whole(key string, unit Unit, low, high int, place func(*Rules) *int) spec {
	return spec{key: key, units: []Unit{unit},
		read: func(f Figure, into *Rules) error {
			n, err := decode[int](f)
			if err == nil && (n < low || n > high) {
				err = fmt.Errorf("want %d to %d", low, high)
			}
			*place(into) = n
			return err
		},
		other: func(r *Rules) any {
			if now := *place(r); now != low {
				return low
			}
			return high
		},
	}
}

// term is a number with one of the three units of terms.
func term(key string, place func(*Rules) *Term) spec {
	return spec{key: key, units: termUnits,
		read: func(f Figure, into *Rules) error {
			n, err := decode[int](f)
			if err == nil && (n < 0 || n > maxTerm) {
				err = fmt.Errorf("want 0 to %d", maxTerm)
			}
			*place(into) = Term{n, f.Unit}
			return err
		},
		other: func(r *Rules) any {
			if n := place(r).N; n > 1 {
				return n / 2
			}
			return 10
		},
	}
}

// maxTerm is the longest term that a figure may hold, in its unit; longer is a slip of the pen.
const maxTerm = 3660

// word is one of a closed list.
func word[W ~string](key string, unit Unit, list []W, place func(*Rules) *W) spec {
	return spec{key: key, units: []Unit{unit}, words: wordsOf(list),
		read: func(f Figure, into *Rules) error {
			text, err := decode[string](f)
			if err == nil {
				*place(into), err = register.ParseWord(list, text)
			}
			return err
		},
		other: func(r *Rules) any { return following(list, *place(r)) },
	}
}

func wordsOf[W ~string](list []W) []string {
	words := make([]string, len(list))
	for i, w := range list {
		words[i] = string(w)
	}
	return words
}

// following is the next word of a list, after the last one the first.
func following[W ~string](list []W, now W) W {
	return list[(slices.Index(list, now)+1)%len(list)]
}

// wordList is a list of words, each once.
func wordList[W ~string](key string, unit Unit, list []W, place func(*Rules) *[]W) spec {
	return spec{key: key, units: []Unit{unit}, words: wordsOf(list),
		read: func(f Figure, into *Rules) error {
			texts, err := decode[[]string](f)
			if err != nil {
				return err
			}
			words := make([]W, len(texts))
			for i, text := range texts {
				if words[i], err = register.ParseWord(list, text); err != nil {
					return err
				}
				if slices.Contains(words[:i], words[i]) {
					return fmt.Errorf("%q is named twice", text)
				}
			}
			*place(into) = words
			return nil
		},
		other: func(r *Rules) any { // one word more, or none
			for _, w := range list {
				if now := *place(r); !slices.Contains(now, w) {
					return append(slices.Clone(now), w)
				}
			}
			return []W{}
		},
	}
}

// monthDay is a day of every year.
func monthDay(key string, place func(*Rules) *MonthDay) spec {
	return spec{key: key, units: []Unit{DayOfYear},
		read: func(f Figure, into *Rules) error {
			text, err := decode[string](f)
			if err == nil {
				*place(into), err = ParseMonthDay(text)
			}
			return err
		},
		other: func(r *Rules) any {
			if now := *place(r); now != (MonthDay{}) {
				return later(now)
			}
			return "08-08"
		},
	}
}

// yesNo is a claim.
func yesNo(key string, place func(*Rules) *bool) spec {
	return spec{key: key, units: []Unit{YesNo},
		read: func(f Figure, into *Rules) error {
			claim, err := decode[bool](f)
			*place(into) = claim
			return err
		},
		other: func(r *Rules) any { return !*place(r) },
	}
}

// zone is a name of the IANA database.
func zone(key string) spec {
	return spec{key: key, units: []Unit{ZoneUnit},
		read: func(f Figure, into *Rules) error {
			name, err := decode[string](f)
			if err == nil {
				into.Zone, err = civil.Zone(name)
			}
			return err
		},
		other: func(r *Rules) any {
			if r.Zone.String() == "America/Anchorage" {
				return "Asia/Almaty"
			}
			return "America/Anchorage" // on most instants another day than in Asia
		},
	}
}

// date is a day.
func date(key string, place func(*Rules) *civil.Date) spec {
	return spec{key: key, units: []Unit{DateUnit},
		read: func(f Figure, into *Rules) error {
			text, err := decode[string](f)
			if err == nil {
				*place(into), err = civil.ParseDate(text)
			}
			return err
		},
		other: func(r *Rules) any {
			if now := *place(r); !now.IsZero() {
				return now.AddMonths(-3).String()
			}
			return "2026-04-01"
		},
	}
}

// letters is a text of capital letters, digits and hyphens, as bank files allow.
func letters(key string, shortest, longest int, other string, place func(*Rules) *string) spec {
	return spec{key: key, units: []Unit{Text},
		read: func(f Figure, into *Rules) error {
			text, err := decode[string](f)
			if err != nil {
				return err
			}
			for _, c := range []byte(text) {
				if c != '-' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') {
					return fmt.Errorf("want capital letters, digits and hyphens")
				}
			}
			if len(text) < shortest || len(text) > longest {
				return fmt.Errorf("want %d to %d characters", shortest, longest)
			}
			*place(into) = text
			return nil
		},
		other: func(r *Rules) any { return other },
	}
}

// sum is an amount of money in tiyn, not below zero.
func sum(key string, place func(*Rules) *money.Tiyn) spec {
	return spec{key: key, units: []Unit{TiynUnit},
		read: func(f Figure, into *Rules) error {
			n, err := decode[int64](f)
			if err == nil && n < 0 {
				err = fmt.Errorf("want no sum below zero")
			}
			*place(into) = money.Tiyn(n)
			return err
		},
		other: func(r *Rules) any { return int64(*place(r)) + 100 },
	}
}

// rounding is the name of a rounding of money.
func rounding(key string, place func(*Rules) *money.Rounding) spec {
	return spec{key: key, units: []Unit{Word}, words: []string{money.HalfUp.String(), money.HalfEven.String(), money.Down.String()},
		read: func(f Figure, into *Rules) error {
			name, err := decode[string](f)
			if err == nil {
				*place(into), err = money.ParseRounding(name)
			}
			return err
		},
		other: func(r *Rules) any {
			if *place(r) == money.Down {
				return money.HalfUp.String()
			}
			return money.Down.String()
		},
	}
}
