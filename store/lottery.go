package store

import (
	"database/sql"
	"errors"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/store/sqlcgen"
)

// LotterySeed is the number from which the lots of one draw follow. There is at most one a day.
type LotterySeed struct {
	On          civil.Date
	Seed        string // 64 hexadecimal digits in small letters
	Source      string // the public source that anybody can look it up in
	PublishedBy string // key of the person
	PublishedAt civil.Instant
}

// SaveNewLotterySeed publishes a seed at the instant of the transaction.
func (tx *Tx) SaveNewLotterySeed(actor access.Actor, s LotterySeed) error {
	err := tx.q.InsertLotterySeed(tx.ctx, sqlcgen.InsertLotterySeedParams{
		AuthorityID: tx.auth(), OnDay: s.On, Seed: s.Seed, Source: s.Source, PublishedBy: s.PublishedBy, CreatedAt: tx.Now,
	})
	if err != nil {
		return fmt.Errorf("save lottery seed of %s: %w", s.On, err)
	}
	return tx.record(actor, "seed.published", tx.auth(), s.Source,
		Fact{Name: "on", Value: s.On.String()}, Fact{Name: "seed", Value: s.Seed}, Fact{Name: "source", Value: s.Source}, Fact{Name: "published_by", Value: s.PublishedBy})
}

func lotterySeedOf(s sqlcgen.LotterySeed) LotterySeed {
	return LotterySeed{On: s.OnDay, Seed: s.Seed, Source: s.Source, PublishedBy: s.PublishedBy, PublishedAt: s.CreatedAt}
}

// LotterySeeds lists the seeds, the oldest first.
func (r *Reader) LotterySeeds() ([]LotterySeed, error) {
	rows, err := r.q.ListLotterySeeds(r.ctx, r.auth())
	return each(rows, err, lotterySeedOf)
}

// LastLotterySeed is the newest seed; the zero value where none was published.
func (r *Reader) LastLotterySeed() (LotterySeed, error) {
	row, err := r.q.FindLastLotterySeed(r.ctx, r.auth())
	if errors.Is(err, sql.ErrNoRows) {
		return LotterySeed{}, nil
	}
	return lotterySeedOf(row), err
}

// OpenLotterySeed is the newest seed if no round that gives out seats or vouchers has run since it was published; found is
// false when there is none, or its draw is done. A round at the very instant of the seed counts as its draw.
func (r *Reader) OpenLotterySeed() (seed LotterySeed, found bool, err error) {
	seed, err = r.LastLotterySeed()
	if err != nil || seed.Seed == "" {
		return LotterySeed{}, false, err
	}
	for _, kind := range []preschool.RoundKind{preschool.VoucherRound, preschool.SeatRound} {
		row, err := r.q.FindLastRound(r.ctx, sqlcgen.FindLastRoundParams{AuthorityID: r.auth(), Kind: string(kind)})
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil || !row.CreatedAt.Before(seed.PublishedAt) {
			return LotterySeed{}, false, err
		}
	}
	return seed, true, nil
}
