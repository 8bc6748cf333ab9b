package admission

import (
	"context"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// TakeoverReview is what the second person sees of a list: whose file it is by its hash, how many of its lines stand where, the
// proof of the order, and every line with something to say. It names no family.
type TakeoverReview struct {
	preschool.TakeoverBatch
	Counts map[preschool.TakeoverState]int
	Tasks  []TakeoverTask // lines with faults or remarks, by number
}

// ReviewTakeover shows a list to whoever is to approve it.
func (s *Service) ReviewTakeover(ctx context.Context, actor access.Actor, id register.ID[preschool.TakeoverBatch]) (TakeoverReview, error) {
	var review TakeoverReview
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadTakeover, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(r, s.DB.Now())
		if err != nil {
			return err
		}
		b, err := r.Takeover(id)
		if err != nil {
			return err
		}
		review = TakeoverReview{TakeoverBatch: b, Counts: map[preschool.TakeoverState]int{}}
		lines, err := r.TakeoverLines(id)
		for i := 0; i < len(lines) && err == nil; i++ {
			review.Counts[lines[i].State]++
			if lines[i].Faults == "" && lines[i].State != preschool.TakeoverCorrected {
				continue
			}
			var t TakeoverTask
			t, err = takeoverTask(r, day, lines[i])
			review.Tasks = append(review.Tasks, t)
		}
		return err
	})
	return review, err
}

// ApproveTakeover is the word of another person than the one who loaded the list, for the file of that hash. From now on its
// lines may be confirmed, and each family gets its code; one that could not be sent is on the worklist. It tells how many codes
// there were, and how many did not go out.
func (s *Service) ApproveTakeover(ctx context.Context, actor access.Actor, id register.ID[preschool.TakeoverBatch], fileSHA256 string) (codes, unsent int, err error) {
	var drawn []sentCode
	err = s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.ApproveTakeover, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		b, err := tx.Takeover(id)
		if err != nil {
			return err
		}
		if b, err = b.Approve(actor.ID, fileSHA256, day.Today); err != nil {
			return err
		}
		var lines []preschool.TakeoverLine
		if lines, drawn, err = drawCodes(tx, day, id); err != nil {
			return err
		}
		return tx.SaveTakeoverApproved(actor, b, lines, store.Cause{Event: "takeover.approved", Ground: "takeover"})
	})
	if err != nil {
		return 0, 0, err
	}
	unsent, err = s.sendCodes(ctx, actor, id, drawn)
	return len(drawn), unsent, err
}

// drawCodes gives the accepted lines of a list their codes; one that is to be dropped gets none.
func drawCodes(tx *store.Tx, day service.Day, id register.ID[preschool.TakeoverBatch]) (lines []preschool.TakeoverLine, drawn []sentCode, err error) {
	by, err := day.Rules.Takeover.ConfirmTerm.Due(day.Today, day.Rules.Calendar)
	if err != nil {
		return nil, nil, err
	}
	all, err := tx.TakeoverLines(id)
	if err != nil {
		return nil, nil, err
	}
	for _, l := range all {
		if _, _, asked := askedDrop(l); asked || l.State != preschool.TakeoverLoaded {
			continue
		}
		c, err := giveCode(tx, &l, by)
		if err != nil {
			return nil, nil, err
		}
		lines, drawn = append(lines, l), append(drawn, c)
	}
	return lines, drawn, nil
}
