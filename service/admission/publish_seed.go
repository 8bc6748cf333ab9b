package admission

import (
	"context"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// The form of a seed: 32 bytes in hexadecimal, and the words that say where anybody can look it up.
const (
	seedDigits    = 64
	longestSource = 200
)

// PublishSeed publishes the seed of the next draw: 64 hexadecimal digits from a public source that nobody of the authority
// can choose, and the words that name this source (a beacon and the number of its round), at most 200 characters.
//
// The next round draws the lots of everybody who registered before this instant and still waits, and only theirs; whoever
// registers later waits without a number for the seed after it. Each draw is a new one: the newest seed orders all who
// registered before it, whatever an earlier draw gave them. So a bad lot lasts until the next draw, for whoever stays as for
// whoever withdraws and registers anew; the latter only misses the draw that is open.
//
// One seed is open at a time, and one is published a day: whoever publishes cannot try several.
func (s *Service) PublishSeed(ctx context.Context, actor access.Actor, seed, source string) (store.LotterySeed, error) {
	var published store.LotterySeed
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.PublishSeed, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		if err := mayPublishSeed(tx.Reader, day); err != nil {
			return err
		}
		published = store.LotterySeed{On: day.Today, PublishedBy: actor.ID, PublishedAt: tx.Now}
		if published.Seed, published.Source, err = readSeed(seed, source); err != nil {
			return err
		}
		return tx.SaveNewLotterySeed(actor, published)
	})
	if err != nil {
		return store.LotterySeed{}, fmt.Errorf("publish seed: %w", err)
	}
	return published, nil
}

// mayPublishSeed refuses a seed that no draw waits for.
func mayPublishSeed(r *store.Reader, day service.Day) error {
	if !day.Rules.Queue.Drawn() {
		return register.Refuse(register.Conflict, "seed.no_lottery")
	}
	if _, open, err := r.OpenLotterySeed(); err != nil || open {
		return orElse(err, register.Refuse(register.Conflict, "seed.open"))
	}
	last, err := r.LastLotterySeed()
	if err != nil || last.On == day.Today {
		return orElse(err, register.Refuse(register.Conflict, "seed.one_a_day"))
	}
	return nil
}

// orElse is err, or the refusal where there is none.
func orElse(err error, refusal *register.Error) error {
	if err != nil {
		return err
	}
	return refusal
}

// readSeed reads a seed and its source as they were typed.
func readSeed(seed, source string) (digits, words string, err error) {
	digits, words = strings.ToLower(strings.TrimSpace(seed)), strings.TrimSpace(source)
	if _, err := hex.DecodeString(digits); err != nil || len(digits) != seedDigits {
		return "", "", &register.Error{Kind: register.Invalid, Code: "seed.form", Field: "seed"}
	}
	if words == "" || !utf8.ValidString(words) || utf8.RuneCountInString(words) > longestSource || strings.ContainsFunc(words, unicode.IsControl) {
		return "", "", &register.Error{Kind: register.Invalid, Code: "seed.source", Field: "source"}
	}
	return digits, words, nil
}

// seedMissing tells whether the lots of the next round cannot be drawn yet, by the rules of a day.
func seedMissing(r *store.Reader, day service.Day) (bool, error) {
	if !day.Rules.Queue.Drawn() {
		return false, nil
	}
	_, open, err := r.OpenLotterySeed()
	return !open, err
}

// PublicSeed is the seed of a draw as everybody may see it, to draw the lots again.
type PublicSeed struct {
	On     civil.Date
	Source string
	Seed   string
}

func publicSeed(s store.LotterySeed) PublicSeed { return PublicSeed{s.On, s.Source, s.Seed} }

func (p *Protocol) addSeeds(r *store.Reader, _ *policy.Rules) error {
	seeds, err := r.LotterySeeds()
	for _, s := range seeds {
		if p.Month.Contains(s.On) {
			p.Seeds = append(p.Seeds, publicSeed(s))
		}
	}
	return err
}
