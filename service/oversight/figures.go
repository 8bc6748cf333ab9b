package oversight

import (
	"context"
	"errors"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/indicator"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// Figures are the figures of the start page. Each is computed from the rows of the database; none is stored or declared.
type Figures struct {
	Day       service.Day
	Coverage  []Coverage // 3 to 6, then 1 to 6
	Free      int        // seats: open − placed − offered
	Licensed  int
	Placed    int
	Closed    int // seats closed with a public reason
	Queued    int // applications in the queue
	Suspended int
	Network   Network
	Vouchers  Count // in use
	Confirmed Share // child-months that the families confirmed, of those that wait for no answer any more
	Rounds    []RoundFigure
	LogSize   int64
	SignedAt  civil.Instant // of the last checkpoint, none for an empty log
}

// RoundFigure is a round as everybody may see it: how many children took part and got an offer, unless that is small.
type RoundFigure struct {
	Number           int64
	Kind             preschool.RoundKind
	On               civil.Date
	Seats            int
	Children, Offers Count
}

// roundsShown is how many of the latest rounds the start page lists.
const roundsShown = 5

// Figures computes the figures of the authority as they stand now.
func (s *Service) Figures(ctx context.Context, actor access.Actor) (Figures, error) {
	var f Figures
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadOpen, access.Place(actor.Authority)); err != nil {
			return err
		}
		var err error
		if f.Day, err = s.Day(r, s.DB.Now()); err != nil {
			return err
		}
		return errors.Join(f.addRounds(r), f.addCoverage(r), f.addSeats(r), f.addQueue(r), f.addMoney(r), f.addRecord(r))
	})
	if err != nil {
		return Figures{}, fmt.Errorf("compute figures: %w", err)
	}
	return f, nil
}

func (f *Figures) addRounds(r *store.Reader) error {
	rounds, err := r.Rounds(roundsShown)
	for _, x := range rounds {
		limit := f.Day.Rules.SmallCell
		f.Rounds = append(f.Rounds, RoundFigure{x.Number, x.Kind, x.On, x.Seats, indicator.CountOf(x.Children, limit), indicator.CountOf(x.Offers, limit)})
	}
	return err
}

func (f *Figures) addSeats(r *store.Reader) error {
	groups, err := r.Groups()
	if err != nil {
		return err
	}
	for _, g := range groups {
		f.Licensed += g.Seats
		f.Closed += g.Closed
		f.Placed += g.Placed
		f.Free += g.Vacant()
	}
	kindergartens, err := r.Kindergartens()
	f.Network = networkOf(kindergartens)
	return err
}

func (f *Figures) addQueue(r *store.Reader) error {
	states, err := r.ApplicationCounts()
	f.Queued, f.Suspended = states[preschool.ApplicationQueued], states[preschool.ApplicationSuspended]
	return err
}

func (f *Figures) addMoney(r *store.Reader) error {
	vouchers, err := r.VoucherCounts()
	if err != nil {
		return err
	}
	lines, err := r.LineCounts()
	if err != nil {
		return err
	}
	answered := 0
	for state, n := range lines {
		if state != preschool.LineOpen {
			answered += n
		}
	}
	limit := f.Day.Rules.SmallCell
	f.Vouchers = indicator.CountOf(vouchers[preschool.VoucherActivated], limit)
	f.Confirmed = indicator.ShareOf(lines[preschool.LineConfirmed], answered, limit)
	return nil
}

func (f *Figures) addRecord(r *store.Reader) error {
	checkpoint, err := r.LastCheckpoint()
	f.LogSize, f.SignedAt = checkpoint.Head.Size, checkpoint.At
	return err
}
