package open

import (
	"net/http"
	"time"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/service/oversight"
	"github.com/balajol/balajol/service/registry"
	"github.com/balajol/balajol/web/page"
)

type protocolPage struct {
	page.Base
	admission.Protocol
	Months    []civil.Month // newest first
	Prev      civil.Month   // none at the ends
	Next      civil.Month
	Limit     int // counts of people below it are not published
	Staff     []siteLink
	Exchanges []exchangeView
	Orders    []closingOrder
	Capacity  []capacityView
	Moves     []admission.MoveCount       // that were
	Appeals   []admission.AppealStatistic // that were; without a state where nothing of their kind may be told apart
	Profiles  []oversight.FollowedProfile
}

// siteLink leads to a kindergarten. Code is "" for one that is no longer listed: its page is gone.
type siteLink struct{ Name, Code string }

type exchangeView struct{ A, B siteLink }

// capacityView is a capacity event with the names of its kindergartens.
type capacityView struct {
	preschool.CapacityEvent
	Site, Other siteLink
}

func (o *Room) showProtocol(w http.ResponseWriter, r *http.Request) error {
	setting, err := o.Setting(r.Context())
	if err != nil {
		return err
	}
	view := &protocolPage{Base: page.Base{Section: "protocol"}, Months: monthsOf(setting)}
	month, err := page.QueryMonth(r, "month", view.Months)
	if err != nil {
		return err
	}
	if view.Protocol, err = o.Admission.Protocol(r.Context(), o.actor(), month); err != nil {
		return err
	}
	closures, err := o.Registry.ClosuresDuring(r.Context(), o.actor(), month.Range())
	if err != nil {
		return err
	}
	listing, err := o.Registry.SearchKindergartens(r.Context(), o.actor(), registry.Search{})
	if err != nil {
		return err
	}
	if view.Profiles, err = o.Oversight.ProfileHistory(r.Context(), o.actor()); err != nil {
		return err
	}
	view.Limit = listing.Day.Rules.SmallCell
	view.arrange(sitesOf(listing), closures)
	return o.Site.Render(w, r, http.StatusOK, "open/protocol_show", view)
}

// oldestMonth bounds the choice: nothing was admitted by this program before.
var oldestMonth = civil.NewMonth(2020, time.January)

// monthsOf lists the months that the authority has lived in, the newest first.
func monthsOf(s oversight.Setting) []civil.Month {
	m := s.Today.Month()
	list := []civil.Month{m}
	for m.After(s.Authority.Joined.Month()) && m.After(oldestMonth) {
		m = m.Prev()
		list = append(list, m)
	}
	return list
}

// sites finds kindergartens by their key.
type sites map[register.ID[register.Kindergarten]]siteLink

func sitesOf(l registry.Listing) sites {
	s := make(sites, len(l.Found))
	for _, f := range l.Found {
		s[f.ID] = siteLink{f.Name, f.Code}
	}
	return s
}

func (s sites) link(id register.ID[register.Kindergarten]) siteLink {
	if site, listed := s[id]; listed {
		return site
	}
	return siteLink{Name: string(id)}
}

// arrange makes rows of what was read: names for keys, one row for each order that closes seats, and only counts that say
// something.
func (p *protocolPage) arrange(names sites, closures []registry.PublicClosure) {
	if p.Month.After(p.Months[len(p.Months)-1]) {
		p.Prev = p.Month.Prev()
	}
	if p.Month.Before(p.Months[0]) {
		p.Next = p.Month.Next()
	}
	for _, s := range p.Protocol.Staff {
		p.Staff = append(p.Staff, names.link(s.Kindergarten))
	}
	for _, e := range p.Protocol.Exchanges {
		p.Exchanges = append(p.Exchanges, exchangeView{names.link(e.A), names.link(e.B)})
	}
	for _, e := range p.Protocol.Capacity {
		p.Capacity = append(p.Capacity, capacityView{e, names.link(e.Kindergarten), names.link(e.Into)})
	}
	for _, m := range p.Protocol.Moves {
		if m.Moves.Hidden || m.Moves.N > 0 {
			p.Moves = append(p.Moves, m)
		}
	}
	for _, kind := range register.AppealKinds {
		p.Appeals = append(p.Appeals, told(p.Protocol.Appeals, kind)...)
	}
	p.Orders = ordersOf(names, closures)
}

// told leaves of the appeals of one kind those that say something: one row where nothing may be told apart.
func told(all []admission.AppealStatistic, kind register.AppealKind) []admission.AppealStatistic {
	var list []admission.AppealStatistic
	apart := false
	for _, a := range all {
		if a.Kind == kind && (a.Appeals.Hidden || a.Appeals.N > 0) {
			list = append(list, a)
		}
		apart = apart || a.Kind == kind && !a.Appeals.Hidden
	}
	if !apart && len(list) > 0 {
		list[0].State = ""
		return list[:1]
	}
	return list
}

// Directed tells whether a direction or voucher was issued in the month.
func (p *protocolPage) Directed() bool {
	for _, d := range p.Directions {
		if d.Offers.Hidden || d.Offers.N > 0 {
			return true
		}
	}
	return false
}

// TitleOf is a profile's title in the reader's language.
func (p *protocolPage) TitleOf(t policy.Title) string { return titleIn(t, p.Lang) }
