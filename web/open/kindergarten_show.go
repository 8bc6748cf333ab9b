package open

import (
	"net/http"
	"slices"
	"strings"

	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/registry"
	"github.com/balajol/balajol/web/page"
)

type kindergartenPage struct {
	page.Base
	registry.Detail
}

func (o *Room) showKindergarten(w http.ResponseWriter, r *http.Request) error {
	detail, err := o.Registry.Kindergarten(r.Context(), o.actor(), r.PathValue("code"))
	if err != nil {
		return err
	}
	return o.Site.Render(w, r, http.StatusOK, "open/kindergarten_show", &kindergartenPage{page.Base{Section: "kindergartens"}, detail})
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

// closedSeats is how many seats are closed for a reason.
type closedSeats struct {
	Reason register.CloseReason
	Seats  int
}

// ClosedSeats adds up the closed seats by reason: a closed seat is public.
func (p *kindergartenPage) ClosedSeats() []closedSeats {
	var list []closedSeats
	for _, reason := range register.CloseReasons {
		sum := 0
		for _, g := range p.Groups {
			if g.CloseReason == reason {
				sum += g.Closed
			}
		}
		if sum > 0 {
			list = append(list, closedSeats{reason, sum})
		}
	}
	return list
}
