package page

import (
	"errors"
	"fmt"
	"html/template"
	"time"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/money"
)

// words are the functions of templates in one language.
//
//	t "open.start.title" "City" .City   the text of a key
//	n "word.count.child" .Children      a counted text
//	word "ownership" .Ownership         a word of a closed list
func (s *Site) words(lang i18n.Lang) template.FuncMap {
	p := s.Messages.Printer(lang)
	return template.FuncMap{
		"t": func(key string, pairs ...any) (string, error) {
			args, err := arguments(pairs)
			return p.T(key, args), err
		},
		"n": func(key string, count int, pairs ...any) (string, error) {
			args, err := arguments(pairs)
			return p.N(key, count, args), err
		},
		"word":   func(list string, word any) string { return p.T("word."+list+"."+fmt.Sprint(word), nil) },
		"num":    func(n any) (string, error) { return number(p, n) },
		"pct":    p.Percent,
		"money":  func(t money.Tiyn) string { return p.Money(int64(t)) },
		"date":   func(d civil.Date) string { return DateText(p, d) },
		"day":    func(d civil.Date) string { return dayText(p, d) },
		"month":  func(m civil.Month) string { return p.Month(m.Year(), m.MonthOfYear()) },
		"when":   func(i civil.Instant, zone *time.Location) string { return whenText(p, i, zone) },
		"static": s.static.url,
		"lang":   func() string { return string(lang) },
	}
}

// arguments makes a map of pairs of name and value.
func arguments(pairs []any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, errors.New("words of a message: a name without value")
	}
	args := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("words of a message: %v is no name", pairs[i])
		}
		args[name] = pairs[i+1]
	}
	return args, nil
}

func number(p *i18n.Printer, n any) (string, error) {
	switch n := n.(type) {
	case int:
		return p.Number(n), nil
	case int64:
		return p.Number(int(n)), nil
	}
	return "", fmt.Errorf("print number: %T is none", n)
}

// DateText is the long date, or a dash for none.
func DateText(p *i18n.Printer, d civil.Date) string {
	if d.IsZero() {
		return "–"
	}
	return p.Date(d.Year(), d.MonthOfYear(), d.Day())
}

func dayText(p *i18n.Printer, d civil.Date) string {
	if d.IsZero() {
		return "–"
	}
	return p.DateShort(d.Year(), d.MonthOfYear(), d.Day())
}

// whenText is day and minute at a place.
func whenText(p *i18n.Printer, i civil.Instant, zone *time.Location) string {
	if i.IsZero() {
		return "–"
	}
	return dayText(p, i.Date(zone)) + " " + i.Time().In(zone).Format("15:04")
}
