package admission

import (
	"context"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/store"
)

// PublicNotice tells a family in public of an offer that nobody could bring to it. It shows the beginning of the
// application's code: its family knows it again, and to anybody else it opens nothing.
type PublicNotice struct {
	Code      string // the first eight characters
	Of        preschool.OfferOf
	OfferedOn civil.Date
	AnswerBy  civil.Date
}

// codeShown is how much of a code is published: 40 bits of 128.
const codeShown = 8

// PublicNotices lists the open offers of families that could not be reached, in the order in which they were made.
func (s *Service) PublicNotices(ctx context.Context, actor access.Actor) ([]PublicNotice, error) {
	var list []PublicNotice
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadOpen, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(r, s.DB.Now())
		if err != nil {
			return err
		}
		offers, err := r.OffersPublic()
		for _, o := range offers {
			code := string(o.Application)
			list = append(list, PublicNotice{code[:min(codeShown, len(code))], o.Of, o.OfferedAt.Date(day.Rules.Zone), o.AnswerBy})
		}
		return err
	})
	return list, err
}
