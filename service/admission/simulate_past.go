package admission

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
	"github.com/balajol/balajol/translog"
)

// countSeats finds the groups as they were, the seats placed and offered in them, and the vouchers that were out.
func (f *snapshot) countSeats(past bool) error {
	groups, err := f.Groups()
	if err != nil {
		return err
	}
	at := map[register.ID[register.Group]]int{}
	for _, g := range groups {
		there := true
		if past {
			if there, err = f.groupThen(&g); err != nil {
				return fmt.Errorf("restore group %s: %w", g.ID, err)
			}
		}
		if there {
			g.Placed, g.Offered = 0, 0
			at[g.ID] = len(f.groups)
			f.groups = append(f.groups, g)
		}
	}
	signed, err := f.countPlaced(at)
	if err != nil {
		return err
	}
	seated, err := f.countOffered(at, signed)
	if err != nil {
		return err
	}
	return f.countVouchers(seated)
}

// groupThen gives a group the age, language and open seats that it had; false if it was not there yet.
func (f *snapshot) groupThen(g *register.Group) (bool, error) {
	events, err := f.EventsOf(string(g.ID))
	if err != nil {
		return false, err
	}
	last := -1
	for i, e := range events {
		if e.At.Before(f.until) {
			last = i
		}
	}
	if last < 0 || last == len(events)-1 {
		return last >= 0, nil // as it is today
	}
	opening, covered, err := f.OpeningOf(events[last].EventRef)
	if err != nil {
		return false, err
	}
	if !covered {
		return false, register.Refuse(register.Conflict, "simulation.record_behind")
	}
	entry, err := translog.ParseEntry([]byte(opening.Canonical))
	if err != nil {
		return false, err
	}
	return true, setGroup(g, entry.Fields)
}

// setGroup reads the facts of a group's event.
func setGroup(g *register.Group, facts []translog.Field) error {
	for _, fact := range facts {
		var number *int
		switch fact.Name {
		case "age":
			number = &g.Age
		case "birth_year":
			number = &g.BirthYear
		case "seats":
			number = &g.Seats
		case "closed":
			number = &g.Closed
		case "language":
			g.Language = register.Language(fact.Value)
		}
		if number == nil {
			continue
		}
		var err error
		if *number, err = strconv.Atoi(fact.Value); err != nil {
			return fmt.Errorf("read %s: %w", fact.Name, err)
		}
	}
	return nil
}

// countPlaced counts the children in each group and tells when the contract of each offer was signed.
func (f *snapshot) countPlaced(at map[register.ID[register.Group]]int) (map[register.ID[preschool.Offer]]civil.Instant, error) {
	placements, err := f.Placements()
	if err != nil {
		return nil, err
	}
	signed := map[register.ID[preschool.Offer]]civil.Instant{}
	for _, p := range placements {
		if p.Offer != "" {
			signed[p.Offer] = p.SignedAt
		}
		i, there := at[p.Group]
		if !there || !p.SignedAt.Before(f.until) || p.State == preschool.PlacementEnded && p.During.To.Before(f.day.Today) {
			continue
		}
		if p.State == preschool.PlacementEnded && p.During.To == f.day.Today {
			ended, err := f.happened(string(p.ID), "placement.ended")
			if err != nil {
				return nil, err
			}
			if ended {
				continue
			}
		}
		f.groups[i].Placed++
	}
	return signed, nil
}

// countOffered counts the seats that offers held, and the vouchers that were offered. It tells who had a seat offered.
func (f *snapshot) countOffered(at map[register.ID[register.Group]]int, signed map[register.ID[preschool.Offer]]civil.Instant) (map[register.ID[preschool.Application]]bool, error) {
	offers, err := f.Offers()
	if err != nil {
		return nil, err
	}
	seated := map[register.ID[preschool.Application]]bool{}
	for _, o := range offers {
		live, err := f.live(o, signed[o.ID])
		if err != nil {
			return nil, err
		}
		if !live {
			continue
		}
		if o.Of == preschool.OfVoucher {
			if err := f.promise(o.Application); err != nil {
				return nil, err
			}
			continue
		}
		seated[o.Application] = true
		if i, there := at[o.Group]; there {
			f.groups[i].Offered++
		}
	}
	return seated, nil
}

// live tells whether an offer was made before the snapshot and neither answered for good nor ended.
func (f *snapshot) live(o preschool.Offer, signed civil.Instant) (bool, error) {
	if !o.OfferedAt.Before(f.until) {
		return false, nil
	}
	over := o.AnsweredAt
	switch o.State {
	case preschool.OfferOpen, preschool.OfferAccepted:
		return true, nil
	case preschool.OfferAnnulled:
		annulled, err := f.happened(string(o.ID), "offer.annulled")
		return !annulled, err
	case preschool.OfferFulfilled:
		if o.Of == preschool.OfSeat {
			over = signed
		}
	}
	return !over.Before(f.until), nil
}

// countVouchers finds the vouchers that were issued and served by no offer of a seat.
func (f *snapshot) countVouchers(seated map[register.ID[preschool.Application]]bool) error {
	for _, state := range preschool.VoucherTable.States {
		vouchers, err := f.VouchersIn(preschool.VoucherState(state))
		if err != nil {
			return err
		}
		for _, v := range vouchers {
			if v.Source == preschool.VoucherFromOpening || !v.IssuedAt.Before(f.until) || seated[v.Application] {
				continue
			}
			used, err := f.happened(string(v.ID), "voucher.activated", "voucher.returned", "voucher.expired", "voucher.exhausted")
			if err != nil {
				return err
			}
			if used {
				continue
			}
			if err := f.promise(v.Application); err != nil {
				return err
			}
		}
	}
	return nil
}

// promise keeps a voucher that is out.
func (f *snapshot) promise(id register.ID[preschool.Application]) error {
	a, err := f.Application(id)
	if err != nil {
		return err
	}
	district, err := f.District(a.Child)
	f.promised = append(f.promised, promise{f.homeOf(a, district), a.BirthDate.Year(), a.Language, a.Kind()})
	return err
}

// homeOf is where the child of an application lives.
func (f *snapshot) homeOf(a preschool.Application, district string) home {
	at := home{district, a.Settlement}
	if at.settlement == string(f.Authority) {
		at.settlement = ""
	}
	return at
}

// happened tells whether one of the events came to a subject before the snapshot.
func (f *snapshot) happened(subject string, types ...string) (bool, error) {
	events, err := f.EventsOf(subject)
	return slices.ContainsFunc(events, func(e store.EventLine) bool { return e.At.Before(f.until) && slices.Contains(types, e.Type) }), err
}
