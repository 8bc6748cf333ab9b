package town

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// Verbs of the month after admission, in as far as the rules of admission tell them:
//
//	approver tariff                    65 000 tenge a child and month from January
//	SITE attend DAY CODES              calls the roll from that day to the end of the month; the codes over and over
//	SITE sign-month MONTH              signs the sheets of the month
//	NAME confirm MONTH | NAME dispute DAY   the guardian's answer to the sheet
//	payer pay MONTH                    calculates, approves by a second person and sends; tells each line and the sum
func init() {
	maps.Copy(Verbs, map[string]Verb{
		"tariff": tariff, "attend": attend, "sign-month": signMonth, "confirm": confirm, "dispute": dispute, "pay": pay,
	})
}

func tariff(s *Story, _ string, _ []string) (string, error) {
	s.Norm()
	return "", nil
}

func attend(s *Story, who string, args []string) (string, error) {
	s.Attend(register.ID[register.Kindergarten](who), civil.MustParseDate(args[0]), args[1])
	return "", nil
}

func signMonth(s *Story, who string, args []string) (string, error) {
	s.Sign(register.ID[register.Kindergarten](who), args[0])
	return s.lines(args[0], func(l store.FamilyLine) string { return l.Days }), nil
}

func confirm(s *Story, who string, args []string) (string, error) {
	return s.answer(who, args[0], civil.Date{})
}

func dispute(s *Story, who string, args []string) (string, error) {
	day := civil.MustParseDate(args[0])
	return s.answer(who, day.Month().String(), day)
}

// answer confirms every line of a child in a month, or disputes the one of the day.
func (s *Story) answer(who, month string, day civil.Date) (string, error) {
	answered := false
	for _, k := range []register.ID[register.Kindergarten]{Sun, Moon} {
		for _, l := range s.Lines(k, month) {
			there := day.IsZero() || register.DayCode(l.Days[day.Day()-1]) != register.NotEnrolled
			if l.Child != s.People[who].Child || !there {
				continue
			}
			if err := s.Answer(l, day); err != nil {
				return "", err
			}
			answered = true
		}
	}
	if !answered {
		return "", register.Refuse(register.NotFound, "line.unknown")
	}
	return "", nil
}

func pay(s *Story, _ string, args []string) (string, error) {
	s.Pay(args[0])
	seen := s.lines(args[0], func(l store.FamilyLine) string {
		return fmt.Sprintf("%s, %d of %d days, %d tenge", l.State, l.PayableDays, l.WorkingDays, l.Tiyn/100)
	})
	var payments []preschool.Payment
	s.Read(func(r *store.Reader) (err error) {
		payments, err = r.Payments()
		return err
	})
	var paid []string
	for _, p := range payments {
		if p.Month.String() == args[0] {
			paid = append(paid, fmt.Sprintf("\npaid to %s: %d tenge", p.Kindergarten, p.Tiyn/100))
		}
	}
	slices.Sort(paid)
	seen += strings.Join(paid, "")
	return seen, nil
}

// lines shows the lines of a month of the people of the story, by name.
func (s *Story) lines(month string, show func(store.FamilyLine) string) string {
	var seen []string
	for _, k := range []register.ID[register.Kindergarten]{Sun, Moon} {
		for _, l := range s.Lines(k, month) {
			for name, p := range s.People {
				if p.Child == l.Child {
					seen = append(seen, fmt.Sprintf("%s in %s: %s", name, k, show(l)))
				}
			}
		}
	}
	slices.Sort(seen)
	return strings.Join(seen, "\n")
}
