package demo

import (
	"cmp"
	"context"
	"slices"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
)

const (
	choosePerMille = 980 // of the families with a voucher name kindergartens in time; assumed
	patience       = 14  // days on waiting lists before a family names other kindergartens; assumed
)

// choiceAction is a family with a voucher: it names its kindergartens in the first days, and others when it has waited long.
func (y *year) choiceAction(day civil.Date, rules *policy.Rules, h admission.HolderOf, add func(string, func(context.Context) error)) {
	draw := y.Seed.Draw("choice", string(h.Voucher.ID))
	issued := h.IssuedAt.Date(rules.Zone)
	switch {
	case h.ChosenOn.IsZero():
		if draw.PerMille(choosePerMille) && issued.AddDays(1+draw.At(1).Below(3)) == day {
			add("choose "+string(h.Voucher.ID), func(ctx context.Context) error {
				return y.Admission.ChooseKindergartens(ctx, family(h.Application.Guardian), h.Application.ID, h.Application.Choices)
			})
		}
	case day.DaysSince(h.ChosenOn) >= patience:
		add("choose again "+string(h.Voucher.ID), func(ctx context.Context) error {
			if err := y.loadSites(ctx); err != nil {
				return err
			}
			others := y.othersNear(h)
			if len(others) == 0 {
				return nil
			}
			return y.Admission.ChooseKindergartens(ctx, family(h.Application.Guardian), h.Application.ID, others)
		})
	}
}

// othersNear are the nearest kindergartens with a seat for the child, as the open pages show them at the moment.
func (y *year) othersNear(h admission.HolderOf) []register.ID[register.Kindergarten] {
	w := y.people.byApp[h.Application.ID]
	if w == nil {
		return nil
	}
	type near struct {
		id   register.ID[register.Kindergarten]
		dist int64
	}
	var list []near
	for _, s := range y.sites {
		for _, g := range s.Groups {
			if g.Vacant() > 0 && g.BirthYear == h.Application.BirthDate.Year() && g.Language == h.Application.Language {
				dLat, dLon := s.Lat-w.child.Lat, (s.Lon-w.child.Lon)*64/100
				list = append(list, near{s.ID, dLat*dLat + dLon*dLon})
				break
			}
		}
	}
	slices.SortFunc(list, func(a, b near) int { return cmp.Or(cmp.Compare(a.dist, b.dist), cmp.Compare(a.id, b.id)) })
	var ids []register.ID[register.Kindergarten]
	for _, n := range list[:min(len(list), 4)] {
		ids = append(ids, n.id)
	}
	return ids
}
