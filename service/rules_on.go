package service

import (
	"fmt"
	"slices"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// Past is the rules of an authority's days, whatever profile it followed on each of them.
type Past struct {
	deps    *Deps
	adopted []register.AuthorityProfile
	known   map[civil.Date]policy.Rules
}

// Past reads which profiles the authority has followed.
func (d *Deps) Past(r *store.Reader) (*Past, error) {
	adopted, err := r.Profiles()
	if err != nil {
		return nil, fmt.Errorf("read profiles of authority %s: %w", r.Authority, err)
	}
	return &Past{d, adopted, map[civil.Date]policy.Rules{}}, nil
}

// Switched tells whether the authority ever followed another profile than its first.
func (p *Past) Switched() bool { return len(p.adopted) > 1 }

// Adopted are the profiles by day.
func (p *Past) Adopted() []register.AuthorityProfile { return p.adopted }

// On gives the rules that were in force on a day. Before the authority's first day they are those of its first profile: an
// old queue holds dates from before.
func (p *Past) On(day civil.Date) (policy.Rules, error) {
	if rules, known := p.known[day]; known {
		return rules, nil
	}
	if len(p.adopted) == 0 {
		return policy.Rules{}, register.Refuse(register.NotFound, "profile.none")
	}
	at := p.adopted[0]
	for _, a := range p.adopted {
		if !a.From.After(day) {
			at = a
		}
	}
	profile, err := p.deps.Profile(at.Profile)
	if err != nil {
		return policy.Rules{}, err
	}
	if day.Before(at.From) {
		day = at.From
	}
	rules, err := profile.On(day)
	if err != nil {
		return rules, fmt.Errorf("rules of %s on %s: %w", at.Profile, day, err)
	}
	p.known[day] = rules
	return rules, nil
}

// Spans cuts a range of days where the authority passed from one profile to another.
func (p *Past) Spans(during civil.DateRange) []civil.DateRange {
	var spans []civil.DateRange
	from := during.From
	for _, a := range p.adopted {
		if a.From.After(from) && !a.From.After(during.To) {
			spans = append(spans, civil.DateRange{From: from, To: a.From.AddDays(-1)})
			from = a.From
		}
	}
	return slices.Concat(spans, []civil.DateRange{{From: from, To: during.To}})
}
