package admission

import (
	"strings"

	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/store"
)

// Ordering is the rules' order of the waiting in the words of the round. seed is that of the lottery, hexadecimal; "" while it
// is not published, and where the rules know no lottery.
func Ordering(rules *policy.Rules, seed string) round.Ordering {
	o := round.Ordering{Pattern: Pattern(rules), Residence: rules.Queue.ResidenceTiers, Zone: rules.Zone, Seed: seed,
		Guarantee: round.Guarantee{Term: span(rules.Guarantee.Term), Urgent: span(rules.Guarantee.UrgentTerm)}}
	for _, c := range rules.Queue.Order {
		o.Criteria = append(o.Criteria, round.Criterion(c))
	}
	for _, r := range rules.Points {
		o.Points = append(o.Points, round.PointRow{
			Stage: r.Stage, Fact: r.Fact, Guardian: r.Of == policy.OfGuardian, Equals: r.Equals, AtLeast: r.AtLeast, Points: r.Points,
		})
	}
	return o
}

// drawnBy is the rules' order under a seed that was published; none, with its zero value.
func drawnBy(rules *policy.Rules, seed store.LotterySeed) round.Ordering {
	o := Ordering(rules, seed.Seed)
	o.SeedAt = seed.PublishedAt
	return o
}

// span is a term as it orders promises: from the day of registration, whatever days off it may end on. Five working days
// count as seven.
func span(t policy.Term) round.Span {
	switch t.Unit {
	case policy.Months:
		return round.Span{Months: t.N}
	case policy.WorkingDays:
		return round.Span{Days: t.N * 7 / 5}
	}
	return round.Span{Days: t.N}
}

// Pattern is the turns of the rules in the words of the round.
func Pattern(rules *policy.Rules) round.Pattern {
	p := round.Pattern{Head: rules.Queue.Head}
	for _, t := range rules.Queue.Pattern {
		p.Turns = append(p.Turns, round.Turn{Classes: []register.PriorityClass{t.Class}, Take: t.Take})
	}
	return p
}

// factList takes apart the facts of an application, which are kept as lines.
func factList(lines string) []string {
	return strings.FieldsFunc(lines, func(r rune) bool { return r == '\n' })
}
