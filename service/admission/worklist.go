package admission

import (
	"context"
	"slices"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// OfferOf is an offer with the application that it answers.
type OfferOf struct {
	preschool.Offer
	Application preschool.Application
}

// HolderOf is an issued voucher with its application and the choices in it.
type HolderOf struct {
	preschool.Voucher
	Application preschool.Application
}

// Worklist is what waits for somebody in admission today.
type Worklist struct {
	Open      []OfferOf               // offers to answer
	Accepted  []OfferOf               // seats whose contract is to be signed
	Holders   []HolderOf              // vouchers without a seat
	Suspended []preschool.Application // may be restored
}

// Worklist lists what waits for somebody in admission, for the program: it names applications by their codes.
func (s *Service) Worklist(ctx context.Context, actor access.Actor) (Worklist, error) {
	var w Worklist
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadWaiting, access.Place(actor.Authority)); err != nil {
			return err
		}
		offered, err := r.ApplicationsIn(preschool.ApplicationOffered)
		if err != nil {
			return err
		}
		apps := make(map[register.ID[preschool.Application]]preschool.Application, len(offered))
		for _, a := range offered {
			apps[a.ID] = a
		}
		if w.Open, err = offersIn(r, preschool.OfferOpen, apps); err != nil {
			return err
		}
		if w.Accepted, err = offersIn(r, preschool.OfferAccepted, apps); err != nil {
			return err
		}
		if w.Holders, err = holders(r, apps); err != nil {
			return err
		}
		w.Suspended, err = r.ApplicationsIn(preschool.ApplicationSuspended)
		return err
	})
	return w, err
}

func offersIn(r *store.Reader, state preschool.OfferState, apps map[register.ID[preschool.Application]]preschool.Application) ([]OfferOf, error) {
	offers, err := r.OffersIn(state)
	list := make([]OfferOf, 0, len(offers))
	for _, o := range offers {
		list = append(list, OfferOf{o, apps[o.Application]})
	}
	return list, err
}

func holders(r *store.Reader, apps map[register.ID[preschool.Application]]preschool.Application) ([]HolderOf, error) {
	vouchers, err := r.VouchersIn(preschool.VoucherIssued)
	var list []HolderOf
	for _, v := range vouchers {
		if a, ok := apps[v.Application]; ok {
			list = append(list, HolderOf{v, a})
		}
	}
	return list, err
}

// LivePlacements lists the placements that have not ended.
func (s *Service) LivePlacements(ctx context.Context, actor access.Actor) ([]store.LivePlacement, error) {
	var live []store.LivePlacement
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadWorklist, access.Place(actor.Authority)); err != nil {
			return err
		}
		var err error
		live, err = r.LivePlacements()
		return err
	})
	return live, err
}

// ApplicationsOfChild lists a child's applications for its own guardian.
func (s *Service) ApplicationsOfChild(ctx context.Context, actor access.Actor, id register.ID[register.Child]) ([]preschool.Application, error) {
	var list []preschool.Application
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		child, err := r.Child(id)
		if err != nil {
			return err
		}
		if err := actor.Require(access.ReadOwn, access.Theirs{Authority: actor.Authority, Guardian: child.Guardian}); err != nil {
			return err
		}
		list, err = r.ApplicationsOf(id)
		list = slices.DeleteFunc(list, func(a preschool.Application) bool { return a.Guardian != actor.Guardian }) // not what another guardian tried to hand in
		return err
	})
	return list, err
}
