package api

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/registry"
)

// Kindergartens answers a search.
type Kindergartens struct {
	Day           string         `json:"day"`
	Total         int            `json:"total"`
	Free          int            `json:"free"`
	Kindergartens []Kindergarten `json:"kindergartens"`
}

// Kindergarten is an entry of the register with its seats.
type Kindergarten struct {
	Code          string   `json:"code"`
	Name          string   `json:"name"`
	FormerNames   []string `json:"former_names"`
	Ownership     string   `json:"ownership"`
	Kind          string   `json:"kind"`
	Languages     []string `json:"languages"`
	District      string   `json:"district"`
	StateOrder    bool     `json:"state_order"`
	Places        int      `json:"places"`
	PlacesDerived bool     `json:"places_derived"`
	Seats         Seats    `json:"seats"`
	Waiting       int      `json:"waiting"`
	Generated     []string `json:"generated"`
}

// Seats adds up: licensed = closed + placed + offered + free.
type Seats struct {
	Groups   int `json:"groups"`
	Licensed int `json:"licensed"`
	Closed   int `json:"closed"`
	Placed   int `json:"placed"`
	Offered  int `json:"offered"`
	Free     int `json:"free"`
}

// KindergartenDetail is one kindergarten with its groups.
type KindergartenDetail struct {
	Kindergarten
	Day      string          `json:"day"`
	BIN      string          `json:"bin"`
	Waitlist int             `json:"waitlist"`
	Groups   []Group         `json:"groups"`
	Closures []Closure       `json:"closures"`
	Capacity []CapacityEvent `json:"capacity"`
}

// changesRead bounds how many capacity events of the authority are looked through.
const changesRead = 10_000

// Group is a group with its seats.
type Group struct {
	Number      int    `json:"number"`
	BirthYear   int    `json:"birth_year"`
	Age         int    `json:"age"`
	Language    string `json:"language"`
	Kind        string `json:"kind"`
	Licensed    int    `json:"licensed"`
	Closed      int    `json:"closed"`
	CloseReason string `json:"close_reason"`
	Placed      int    `json:"placed"`
	Offered     int    `json:"offered"`
	Free        int    `json:"free"`
	Generated   bool   `json:"generated"`
}

func (c Config) listKindergartens(r *http.Request) (any, error) {
	search, err := readSearch(r)
	if err != nil {
		return nil, err
	}
	listing, err := c.Registry.SearchKindergartens(r.Context(), c.actor(), search)
	if err != nil {
		return nil, err
	}
	answer := Kindergartens{Day: listing.Day.Today.String(), Total: listing.Total, Free: listing.Free, Kindergartens: []Kindergarten{}}
	for _, f := range listing.Found {
		answer.Kindergartens = append(answer.Kindergartens, kindergartenOf(f))
	}
	return answer, nil
}

func (c Config) showKindergarten(r *http.Request) (any, error) {
	detail, err := c.Registry.Kindergarten(r.Context(), c.actor(), r.PathValue("code"))
	if err != nil {
		return nil, err
	}
	closures, err := c.Registry.SeatClosures(r.Context(), c.actor())
	if err != nil {
		return nil, err
	}
	events, err := c.Registry.CapacityEvents(r.Context(), c.actor(), changesRead)
	if err != nil {
		return nil, err
	}
	codes, err := c.codes(r)
	if err != nil {
		return nil, err
	}
	closures = slices.DeleteFunc(closures, func(x registry.PublicClosure) bool { return x.Kindergarten != detail.ID })
	events = slices.DeleteFunc(events, func(e preschool.CapacityEvent) bool { return e.Kindergarten != detail.ID && e.Into != detail.ID })
	answer := KindergartenDetail{
		Closures: closuresOf(closures, codes), Capacity: capacityOf(events, codes),
		Kindergarten: kindergartenOf(detail.Found), Day: detail.Day.Today.String(), BIN: detail.BIN, Waitlist: detail.Waitlist, Groups: []Group{},
	}
	for _, g := range detail.Groups {
		answer.Groups = append(answer.Groups, Group{
			Number: g.Number, BirthYear: g.BirthYear, Age: g.Age, Language: string(g.Language), Kind: string(g.Kind), Licensed: g.Seats, Closed: g.Closed,
			CloseReason: string(g.CloseReason), Placed: g.Placed, Offered: g.Offered, Free: g.Vacant(), Generated: g.Generated,
		})
	}
	return answer, nil
}

func kindergartenOf(f registry.Found) Kindergarten {
	return Kindergarten{
		Code: f.Code, Name: f.Name, FormerNames: listed(f.FormerNames), Ownership: string(f.Ownership), Kind: string(f.Kind),
		Languages: listed(strings.FieldsFunc(f.Languages, func(r rune) bool { return r == '|' })), District: f.District, StateOrder: f.StateOrder,
		Places: f.Places, PlacesDerived: strings.HasPrefix(f.PlacesSource, "derived"), Seats: Seats(f.Seats), Waiting: f.Waiting, Generated: listed(f.Generated),
	}
}

// listed is never null in JSON.
func listed(words []string) []string { return append([]string{}, words...) }

func readSearch(r *http.Request) (registry.Search, error) {
	query := r.URL.Query()
	s := registry.Search{
		Words: query.Get("words"), Language: register.Language(query.Get("language")), Ownership: register.Ownership(query.Get("ownership")), Free: query.Get("free") == "true",
	}
	switch {
	case len(s.Words) > 400:
		return s, refuseQuery("words")
	case s.Language != "" && !slices.Contains(register.Languages, s.Language):
		return s, refuseQuery("language")
	case s.Ownership != "" && !slices.Contains(register.Ownerships, s.Ownership):
		return s, refuseQuery("ownership")
	case !slices.Contains([]string{"", "true", "false"}, query.Get("free")):
		return s, refuseQuery("free")
	}
	if born := query.Get("born"); born != "" {
		var err error
		if s.BirthYear, err = strconv.Atoi(born); err != nil || s.BirthYear < 1 || s.BirthYear > 9999 {
			return s, refuseQuery("born")
		}
	}
	return s, nil
}

func refuseQuery(name string) error {
	return &register.Error{Kind: register.Invalid, Code: "api.query", Field: name, Args: map[string]string{"name": name}}
}
