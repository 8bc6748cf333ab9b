package oversight

import (
	"context"
	"encoding/hex"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/store"
)

// YearReport is the year in figures. Counts are rows created in the year; what was taken over on the first day stands
// apart as opening.
type YearReport struct {
	Organisations     int    `json:"organisations"` // rows of the network
	Places            int    `json:"places"`        // licensed
	OpenSeats         int    `json:"open_seats"`    // that children may take
	Children          int    `json:"children"`      // persons
	OpeningPlacements int    `json:"opening_placements"`
	OpeningVouchers   int    `json:"opening_vouchers"`
	Applications      int    `json:"applications"`
	Offers            int    `json:"offers"` // accepted + expired + declined + open
	OffersAccepted    int    `json:"offers_accepted"`
	OffersDeclined    int    `json:"offers_declined"`
	OffersExpired     int    `json:"offers_expired"`
	OffersOpen        int    `json:"offers_open"`
	Placements        int    `json:"placements"`
	Waiting           int    `json:"waiting"` // queued or suspended at the end
	Vouchers          int    `json:"vouchers"`
	Sheets            int    `json:"sheets"`
	LinesConfirmed    int    `json:"lines_confirmed"` // child-months by answer
	LinesDisputed     int    `json:"lines_disputed"`
	LinesSilent       int    `json:"lines_silent"`
	Claims            int    `json:"claims"`
	PaymentOrders     int    `json:"payment_orders"`
	PaidTiyn          int64  `json:"paid_tiyn"` // settled orders
	LogSize           int64  `json:"log_size"`
	LogRoot           string `json:"log_root"` // hex
	PolicySHA256      string `json:"policy_sha256"`
}

// YearReport counts the year.
func (s *Service) YearReport(ctx context.Context, actor access.Actor) (YearReport, error) {
	var rep YearReport
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadOpen, access.Place(actor.Authority)); err != nil {
			return err
		}
		c, err := r.Counts()
		if err != nil {
			return err
		}
		rep = reportOf(c)
		if err := capacity(r, &rep); err != nil {
			return err
		}
		head, err := r.LastCheckpoint()
		if err != nil {
			return err
		}
		rep.LogSize, rep.LogRoot = head.Head.Size, hex.EncodeToString(head.Head.Root[:])
		adopted, err := r.Profiles()
		if err == nil && len(adopted) > 0 {
			rep.PolicySHA256 = adopted[len(adopted)-1].SHA256
		}
		return err
	})
	return rep, err
}

func reportOf(c store.Counts) YearReport {
	rep := YearReport{
		Children: c.Children, OpeningPlacements: c.Placements[preschool.PlacedByOpening], OpeningVouchers: c.Vouchers[preschool.VoucherFromOpening],
		Vouchers: c.Vouchers[preschool.VoucherFromRound], Sheets: c.Sheets, Claims: c.Claims, PaidTiyn: int64(c.Paid),
		OffersAccepted: c.Offers[preschool.OfferAccepted] + c.Offers[preschool.OfferFulfilled] + c.Annulled, OffersDeclined: c.Offers[preschool.OfferDeclined],
		OffersExpired: c.Offers[preschool.OfferExpired], OffersOpen: c.Offers[preschool.OfferOpen],
		Waiting:        c.Applications[preschool.ApplicationQueued] + c.Applications[preschool.ApplicationSuspended],
		LinesConfirmed: c.Lines[preschool.LineConfirmed], LinesDisputed: c.Lines[preschool.LineDisputed] + c.Lines[preschool.LineCorrected],
		LinesSilent: c.Lines[preschool.LineSilent] + c.Lines[preschool.LineOpen],
	}
	rep.Offers = rep.OffersAccepted + rep.OffersDeclined + rep.OffersExpired + rep.OffersOpen
	for _, n := range c.Applications {
		rep.Applications += n
	}
	for source, n := range c.Placements {
		if source != preschool.PlacedByOpening {
			rep.Placements += n
		}
	}
	for _, n := range c.Payments {
		rep.PaymentOrders += n
	}
	return rep
}

func capacity(r *store.Reader, rep *YearReport) error {
	all, err := r.Kindergartens()
	if err != nil {
		return err
	}
	for _, k := range all {
		rep.Organisations++
		rep.Places += k.Places
	}
	groups, err := r.Groups()
	for _, g := range groups {
		rep.OpenSeats += g.Open()
	}
	return err
}
