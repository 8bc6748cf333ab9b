package i18n

import (
	"maps"
	"math/bits"
	"strconv"
	"strings"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
)

// Printer writes for the reader of one language. It is safe for many goroutines.
type Printer struct {
	lang      Lang
	messages  map[string]message
	localizer *goi18n.Localizer
	words     calendarWords
	group     string // between thousands
	point     string // before decimals
}

// noBreak keeps the parts of a number, and its unit, on one line.
const noBreak = "\u00a0"

// strict refuses a message whose variable was not given, instead of printing "<no value>".
var strict = &template.TextParser{Option: "missingkey=error"}

func newPrinter(lang Lang, messages map[string]message, localizer *goi18n.Localizer) *Printer {
	p := &Printer{lang: lang, messages: messages, localizer: localizer, words: calendarOf[lang], group: noBreak, point: ","}
	if lang == English {
		p.group, p.point = ",", "."
	}
	return p
}

// Lang is the printer's language.
func (p *Printer) Lang() Lang { return p.lang }

// T is the text of the key with its variables filled in. A key that does not exist or is a counted text, or a variable that
// is not given, shows the key in brackets: a mistake is to be seen, not guessed.
func (p *Printer) T(key string, args map[string]any) string {
	m, ok := p.messages[key]
	if !ok || m.forms != nil {
		return "[" + key + "]"
	}
	if !strings.Contains(m.text, "{{") {
		return m.text // most texts: no template to run
	}
	return p.localize(key, &goi18n.LocalizeConfig{MessageID: key, TemplateData: args, TemplateParser: strict})
}

// N is the counted text of the key in the plural form for count. The variable Count holds the number as Number writes it.
// Mistakes show as in T.
func (p *Printer) N(key string, count int, args map[string]any) string {
	if p.messages[key].forms == nil {
		return "[" + key + "]"
	}
	filled := map[string]any{}
	maps.Copy(filled, args)
	filled["Count"] = p.Number(count)
	return p.localize(key, &goi18n.LocalizeConfig{MessageID: key, TemplateData: filled, PluralCount: count, TemplateParser: strict})
}

func (p *Printer) localize(key string, config *goi18n.LocalizeConfig) string {
	text, err := p.localizer.Localize(config)
	if err != nil {
		return "[" + key + "]"
	}
	return text
}

// Number is a whole number with its thousands set apart: "12 345", in English "12,345".
func (p *Printer) Number(n int) string { return p.decimal(int64(n), 0) }

// Percent is part of whole in per cent to one decimal, half up: "87,4 %", in English "87.4%". Where whole is not positive there
// is nothing to be a part of, and it is a dash.
func (p *Printer) Percent(part, whole int) string {
	if whole <= 0 {
		return "–"
	}
	w, n := uint64(whole), magnitude(int64(part))
	high, low := bits.Mul64(n%w, 1000) // in 128 bits, and below 1000 × w, so the division below fits
	tenths, rest := bits.Div64(high, low, w)
	tenths += n / w * 1000
	if rest >= w-rest {
		tenths++
	}
	sign := noBreak + "%"
	if p.lang == English {
		sign = "%"
	}
	if part < 0 {
		return p.decimal(-int64(tenths), 1) + sign
	}
	return p.decimal(int64(tenths), 1) + sign
}

// Money is a sum in hundredths of a tenge: "38 028,00 ₸", in English "38,028.00 ₸".
func (p *Printer) Money(tiyn int64) string { return p.decimal(tiyn, 2) + noBreak + "₸" }

// Date is the long date: "2026 жылғы 1 наурыз", "1 марта 2026 года", "1 March 2026".
func (p *Printer) Date(y int, m time.Month, d int) string {
	day, year := strconv.Itoa(d), strconv.Itoa(y)
	switch p.lang {
	case Russian:
		return day + " " + p.words.ofMonth(m) + " " + year + " года"
	case English:
		return day + " " + p.words.ofMonth(m) + " " + year
	}
	return year + " жылғы " + day + " " + p.words.ofMonth(m)
}

// DateShort is the date for tables: "01.03.2026", in English "1 Mar 2026", which no reader takes for 3 January.
func (p *Printer) DateShort(y int, m time.Month, d int) string {
	if p.lang == English {
		return strconv.Itoa(d) + " " + p.words.ofMonth(m)[:3] + " " + strconv.Itoa(y)
	}
	return twoDigits(d) + "." + twoDigits(int(m)) + "." + strconv.Itoa(y)
}

// Month is the month of a year: "2026 жылғы наурыз", "март 2026 года", "March 2026".
func (p *Printer) Month(y int, m time.Month) string {
	year := strconv.Itoa(y)
	switch p.lang {
	case Russian:
		return p.words.month(m) + " " + year + " года"
	case English:
		return p.words.month(m) + " " + year
	}
	return year + " жылғы " + p.words.month(m)
}

// Weekday is the day's name as it stands within a sentence: "дүйсенбі", "понедельник", "Monday".
func (p *Printer) Weekday(day time.Weekday) string { return p.words.weekdays[day%7] }
