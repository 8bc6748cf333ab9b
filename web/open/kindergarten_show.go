package open

import (
	"net/http"
	"slices"
	"strings"

	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/registry"
	"github.com/balajol/balajol/web/page"
)

// changesRead bounds how many capacity events of the authority are looked through.
const changesRead = 10_000

type kindergartenPage struct {
	page.Base
	registry.Detail
	Orders  []closingOrder // that have not ended
	Changes []capacityView // of its seats, name or type, the newest first
}

func (o *Room) showKindergarten(w http.ResponseWriter, r *http.Request) error {
	detail, err := o.Registry.Kindergarten(r.Context(), o.actor(), r.PathValue("code"))
	if err != nil {
		return err
	}
	view := &kindergartenPage{Base: page.Base{Section: "kindergartens"}, Detail: detail}
	closures, err := o.Registry.SeatClosures(r.Context(), o.actor())
	if err != nil {
		return err
	}
	view.Orders = ordersOf(nil, slices.DeleteFunc(closures, func(c registry.PublicClosure) bool { return c.Kindergarten != detail.ID }))
	if view.Changes, err = o.changesOf(r, detail.ID); err != nil {
		return err
	}
	return o.Site.Render(w, r, http.StatusOK, "open/kindergarten_show", view)
}

// changesOf lists the capacity events of a kindergarten, and those that bring another one's children to it.
func (o *Room) changesOf(r *http.Request, id register.ID[register.Kindergarten]) ([]capacityView, error) {
	events, err := o.Registry.CapacityEvents(r.Context(), o.actor(), changesRead)
	if err != nil {
		return nil, err
	}
	events = slices.DeleteFunc(events, func(e preschool.CapacityEvent) bool { return e.Kindergarten != id && e.Into != id })
	if len(events) == 0 {
		return nil, nil
	}
	listing, err := o.Registry.SearchKindergartens(r.Context(), o.actor(), registry.Search{})
	if err != nil {
		return nil, err
	}
	names := sitesOf(listing)
	changes := make([]capacityView, len(events))
	for i, e := range events {
		changes[i] = capacityView{e, names.link(e.Kindergarten), names.link(e.Into)}
	}
	return changes, nil
}

// IsGenerated tells whether a part of the entry was generated: bin, groups, district, languages, regime.
func (p *kindergartenPage) IsGenerated(part string) bool { return slices.Contains(p.Generated, part) }

// LanguageList is the languages of teaching.
func (p *kindergartenPage) LanguageList() []register.Language {
	var list []register.Language
	for _, l := range strings.Split(p.Languages, "|") {
		list = append(list, register.Language(l))
	}
	return list
}

// PlacesDerived tells whether the licensed places were computed because the source names none.
func (p *kindergartenPage) PlacesDerived() bool { return strings.HasPrefix(p.PlacesSource, "derived") }
