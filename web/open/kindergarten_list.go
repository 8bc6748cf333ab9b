package open

import (
	"net/http"

	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/registry"
	"github.com/balajol/balajol/web/page"
)

// kindergartensShown is how many kindergartens a page lists.
const kindergartensShown = 30

type kindergartenListPage struct {
	page.Base
	page.Pager
	registry.Listing
	Search     registry.Search
	Shown      []registry.Found
	Languages  []register.Language
	Ownerships []register.Ownership
	Years      []birthYear // of birth, youngest first
}

// birthYear is a year of birth with the age that it makes this calendar year.
type birthYear struct{ Year, Age int }

func (o *Room) listKindergartens(w http.ResponseWriter, r *http.Request) error {
	search, err := readSearch(r)
	if err != nil {
		return err
	}
	listing, err := o.Registry.SearchKindergartens(r.Context(), o.actor(), search)
	if err != nil {
		return err
	}
	shown, pager, err := page.Paginate(r, listing.Found, kindergartensShown)
	if err != nil {
		return err
	}
	view := &kindergartenListPage{
		Base: page.Base{Section: "kindergartens"}, Pager: pager, Listing: listing, Search: search, Shown: shown,
		Languages: register.Languages, Ownerships: register.Ownerships,
	}
	for year := listing.Newest; year >= listing.Oldest && year > 0; year-- {
		view.Years = append(view.Years, birthYear{year, listing.Day.Today.Year() - year})
	}
	return o.Site.Render(w, r, http.StatusOK, "open/kindergarten_list", view)
}

// longestWords bounds what is searched for: no name is longer.
const longestWords = 100

func readSearch(r *http.Request) (registry.Search, error) {
	var s registry.Search
	var err error
	words := []rune(r.URL.Query().Get("words"))
	s.Words = string(words[:min(len(words), longestWords)])
	if s.Language, err = page.QueryWord(r, "language", register.Languages); err != nil {
		return s, err
	}
	if s.Ownership, err = page.QueryWord(r, "ownership", register.Ownerships); err != nil {
		return s, err
	}
	if s.BirthYear, err = page.QueryNumber(r, "born", 9999); err != nil {
		return s, err
	}
	free, err := page.QueryNumber(r, "free", 1)
	s.Free = free == 1
	return s, err
}
