package registry

import (
	"context"
	"fmt"
	"strings"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// Search says which kindergartens to list. The zero Search lists all.
type Search struct {
	Words     string // of the name or a former name
	Ownership register.Ownership
	Language  register.Language // only groups of this language count
	BirthYear int               // only groups of children born in this year count; 0 = all
	Free      bool              // only where one of those groups has a free seat
}

// Seats adds up groups. Licensed = placed + offered + closed + free, so that no seat can hide.
type Seats struct {
	Groups, Licensed, Closed, Placed, Offered, Free int
}

func (s *Seats) add(g register.Group) {
	s.Groups++
	s.Licensed += g.Seats
	s.Closed += g.Closed
	s.Placed += g.Placed
	s.Offered += g.Offered
	s.Free += g.Vacant()
}

// Found is a kindergarten with the seats of the groups that were searched for.
type Found struct {
	register.Kindergarten
	Seats   Seats
	Waiting int // live applications that name it, whatever their age and language
}

// Listing is what a search found, in the Kazakh order of names.
type Listing struct {
	Day    service.Day
	Found  []Found
	Free   int // seats of all that was found
	Total  int // kindergartens of the authority
	Newest int // latest birth year that has a group, 0 without groups
	Oldest int // earliest one
}

// SearchKindergartens lists kindergartens with their free seats and how many wait for them. Free seats are computed from
// groups, never declared.
func (s *Service) SearchKindergartens(ctx context.Context, actor access.Actor, search Search) (Listing, error) {
	var l Listing
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadOpen, access.Place(actor.Authority)); err != nil {
			return err
		}
		var err error
		if l.Day, err = s.Day(r, s.DB.Now()); err != nil {
			return err
		}
		l.Found, err = findKindergartens(r, search, &l)
		return err
	})
	if err != nil {
		return Listing{}, fmt.Errorf("search kindergartens: %w", err)
	}
	for _, f := range l.Found {
		l.Free += f.Seats.Free
	}
	return l, nil
}

func findKindergartens(r *store.Reader, search Search, l *Listing) ([]Found, error) {
	kindergartens, err := r.SearchKindergartens(search.Words)
	if err != nil {
		return nil, err
	}
	seats, err := searchSeats(r, search, l)
	if err != nil {
		return nil, err
	}
	waiting, err := r.WaitingByKindergarten()
	if err != nil {
		return nil, err
	}
	var found []Found
	for _, k := range kindergartens {
		sum, teaches := seats[k.ID]
		if !teaches || search.Free && sum.Free == 0 || search.Ownership != "" && k.Ownership != search.Ownership {
			continue
		}
		found = append(found, Found{Kindergarten: k, Seats: sum, Waiting: waiting[k.ID]})
	}
	return found, nil
}

// searchSeats adds up the groups that a search means, and notes what the authority has in all.
func searchSeats(r *store.Reader, search Search, l *Listing) (map[register.ID[register.Kindergarten]]Seats, error) {
	groups, err := r.Groups()
	if err != nil {
		return nil, err
	}
	all := map[register.ID[register.Kindergarten]]bool{}
	seats := map[register.ID[register.Kindergarten]]Seats{}
	for _, g := range groups {
		all[g.Kindergarten] = true
		l.Newest = max(l.Newest, g.BirthYear)
		if l.Oldest == 0 || g.BirthYear < l.Oldest {
			l.Oldest = g.BirthYear
		}
		if search.Language != "" && g.Language != search.Language || search.BirthYear != 0 && g.BirthYear != search.BirthYear {
			continue
		}
		sum := seats[g.Kindergarten]
		sum.add(g)
		seats[g.Kindergarten] = sum
	}
	l.Total = len(all)
	return seats, nil
}

// Detail is one kindergarten with its groups.
type Detail struct {
	Found
	Day      service.Day
	BIN      string // of the provider; "" when it is a person's number, which is not shown
	Groups   []register.Group
	Waitlist int // voucher holders on its waiting list
}

// Kindergarten shows one kindergarten by the register's code.
func (s *Service) Kindergarten(ctx context.Context, actor access.Actor, code string) (Detail, error) {
	var d Detail
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadOpen, access.Place(actor.Authority)); err != nil {
			return err
		}
		var err error
		if d.Day, err = s.Day(r, s.DB.Now()); err != nil {
			return err
		}
		if d.Kindergarten, err = r.KindergartenByCode(code); err != nil {
			return err
		}
		return detail(r, &d)
	})
	if err != nil {
		return Detail{}, fmt.Errorf("show kindergarten: %w", err)
	}
	return d, nil
}

func detail(r *store.Reader, d *Detail) error {
	var err error
	if d.Groups, err = r.GroupsOf(d.ID); err != nil {
		return err
	}
	for _, g := range d.Groups {
		d.Seats.add(g)
	}
	waiting, err := r.WaitingByKindergarten()
	if err != nil {
		return err
	}
	lists, err := r.WaitlistCounts()
	if err != nil {
		return err
	}
	d.Waiting, d.Waitlist = waiting[d.ID], lists[d.ID]
	providers, err := r.Providers()
	for _, p := range providers {
		if p.ID == d.Provider && isEntity(p.BIN) {
			d.BIN = p.BIN
		}
	}
	return err
}

// isEntity tells a business number from a person's: the fifth digit of a BIN is the kind of entity, 4 to 6, where a
// person's number has the first digit of a day. A sole trader's number is personal data.
func isEntity(number string) bool {
	return len(number) == 12 && strings.ContainsAny(number[4:5], "456")
}
