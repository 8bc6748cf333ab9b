package policy

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/balajol/balajol/civil"
)

// FindingKind says what an officer or a lawyer should look at.
type FindingKind string

// The kinds of finding.
const (
	FoundAssumed  FindingKind = "assumed"  // a figure, or a day of a calendar, that was found in no source
	FoundEnded    FindingKind = "ended"    // a figure without a value on the day: the profile gives no rules
	FoundEnding   FindingKind = "ending"   // a figure whose last row has an end
	FoundExpiry   FindingKind = "expires"  // the legal end of a pilot
	FoundCalendar FindingKind = "calendar" // a year that no calendar covers
)

// Finding is something about a profile that a person should know before it is put to use.
type Finding struct {
	Kind FindingKind
	Key  string     // key of a figure, or name of a calendar
	Day  civil.Date // the day that the finding is about; none for an assumed figure
	Text string     // one sentence, without the key
}

// Lint says what is doubtful about a profile on a day: assumed figures and days off, figures that have ended or will, the
// legal end of a pilot, and a year without a working calendar. Figures come first, in reading order.
func (p *Profile) Lint(day civil.Date) []Finding {
	var found []Finding
	for _, f := range p.Figures(day) {
		if f.Mark == Assumed {
			found = append(found, Finding{Kind: FoundAssumed, Key: f.Key, Text: f.Text() + " is assumed: " + f.why()})
		}
	}
	found = append(found, p.lintEnds(day)...)
	if end := expiry(p.Figures(day)); !end.IsZero() {
		text := fmt.Sprintf("the pilot ends on %s, in %d days: from then on every figure is assumed", end, end.DaysSince(day))
		if !day.Before(end) {
			text = fmt.Sprintf("the pilot ended on %s: every figure is assumed", end)
		}
		found = append(found, Finding{FoundExpiry, expiryKey, end, text})
	}
	return append(found, p.lintCalendars(day)...)
}

// why is what a reader should know about an assumed figure: the note if there is one, else the source.
func (f Figure) why() string {
	if f.Note != "" {
		return f.Note
	}
	return f.Source
}

func (p *Profile) lintEnds(day civil.Date) []Finding {
	var found []Finding
	for i, f := range p.figures {
		lastRow := i+1 == len(p.figures) || p.figures[i+1].Key != f.Key
		switch {
		case !lastRow || f.To.IsZero():
		case f.To.Before(day):
			found = append(found, Finding{FoundEnded, f.Key, f.To, fmt.Sprintf("the last value ended on %s: there are no rules after it", f.To)})
		default:
			found = append(found, Finding{FoundEnding, f.Key, f.To, fmt.Sprintf("the last value ends on %s and nothing follows", f.To)})
		}
	}
	return found
}

// lintCalendars looks at the year of the day and the next one, into which terms of the last weeks run.
func (p *Profile) lintCalendars(day civil.Date) []Finding {
	var found []Finding
	for year := day.Year(); year <= day.Year()+1; year++ {
		first := civil.NewDate(year, time.January, 1)
		if !p.workdays.Covers(first) {
			found = append(found, Finding{FoundCalendar, p.Name, first, fmt.Sprintf("no working calendar for %d: terms that reach it cannot be counted", year)})
		}
		for _, c := range p.calendars {
			if c.Year == year {
				found = append(found, c.lint()...)
			}
		}
	}
	return found
}

// lint names each assumed day, or says in one line that a whole year is assumed.
func (c *Calendar) lint() []Finding {
	if !slices.ContainsFunc(c.Days, func(d CalendarDay) bool { return d.Mark != Assumed }) {
		return []Finding{{FoundAssumed, c.Name, civil.NewDate(c.Year, time.January, 1), "every day is assumed: " + c.Source}}
	}
	var found []Finding
	for _, d := range c.Days {
		if d.Mark != Assumed {
			continue
		}
		text := fmt.Sprintf("%s, %s, is assumed", d.Date, d.Name)
		if d.Note != "" {
			text += ": " + d.Note
		}
		found = append(found, Finding{FoundAssumed, c.Name, d.Date, text})
	}
	return found
}

// LintText is the findings of a day as text for a terminal: one line each, and a count.
func (p *Profile) LintText(day civil.Date) string {
	found := p.Lint(day)
	var out strings.Builder
	for _, f := range found {
		fmt.Fprintf(&out, "%-9s %-34s %s\n", f.Kind, f.Key, f.Text)
	}
	fmt.Fprintf(&out, "%s on %s: %d findings\n", p.Name, day, len(found))
	return out.String()
}
