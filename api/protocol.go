package api

import (
	"net/http"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/indicator"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/service/registry"
)

// Protocol is the public protocol of a month of admission. Counts of people below the limit of the rules are null, and so is
// one from which such a count would follow.
type Protocol struct {
	Month      string            `json:"month"`
	Rounds     []ProtocolRound   `json:"rounds"`
	Directions []Directions      `json:"directions"`
	Staff      []string          `json:"staff"`
	Exchanges  []Exchange        `json:"exchanges"`
	Transfers  []Transfers       `json:"transfers"`
	Closures   []Closure         `json:"closures"`
	Capacity   []CapacityEvent   `json:"capacity"`
	Appeals    []Appeals         `json:"appeals"`
	Profiles   []FollowedProfile `json:"profiles"`
}

// ProtocolRound is a round with the hashes by which anybody can check it.
type ProtocolRound struct {
	Number        int64  `json:"number"`
	Kind          string `json:"kind"`
	On            string `json:"on"`
	Profile       string `json:"profile"`
	ProfileSHA256 string `json:"profile_sha256"`
	ProblemSHA256 string `json:"problem_sha256"`
	OutcomeSHA256 string `json:"outcome_sha256"`
	Seats         int    `json:"seats"`
	Offers        *int   `json:"offers"`
}

// Directions counts offers of seats and vouchers by the tier that counted.
type Directions struct {
	Tier   string `json:"tier"`
	Offers *int   `json:"offers"`
}

// Exchange names the kindergartens of an exchange of seats.
type Exchange struct {
	A string `json:"a"`
	B string `json:"b"`
}

// Transfers counts the children who changed the kindergarten, by cause.
type Transfers struct {
	Cause    string `json:"cause"`
	Children *int   `json:"children"`
}

// Appeals counts the appeals of a kind that were submitted in the month and stand in a state.
type Appeals struct {
	Kind    string `json:"kind"`
	State   string `json:"state"`
	Appeals *int   `json:"appeals"`
	Overdue *int   `json:"overdue"`
}

// FollowedProfile is a profile that the authority follows from a day on.
type FollowedProfile struct {
	From    string `json:"from"`
	Profile string `json:"profile"`
	SHA256  string `json:"sha256"`
	Act     string `json:"act"`
	ToCome  bool   `json:"to_come"`
}

func (c Config) showProtocol(r *http.Request) (any, error) {
	month, err := c.readMonth(r)
	if err != nil {
		return nil, err
	}
	p, err := c.Admission.Protocol(r.Context(), c.actor(), month)
	if err != nil {
		return nil, err
	}
	closures, err := c.Registry.ClosuresDuring(r.Context(), c.actor(), month.Range())
	if err != nil {
		return nil, err
	}
	codes, err := c.codes(r)
	if err != nil {
		return nil, err
	}
	profiles, err := c.Oversight.ProfileHistory(r.Context(), c.actor())
	if err != nil {
		return nil, err
	}
	answer := protocolOf(p, codes)
	answer.Closures, answer.Capacity = closuresOf(closures, codes), capacityOf(p.Capacity, codes)
	for _, f := range profiles {
		answer.Profiles = append(answer.Profiles, FollowedProfile{f.From.String(), f.Name, f.SHA256, f.Act, f.ToCome})
	}
	return answer, nil
}

// readMonth reads ?month=2026-03, this month when it is absent. A month that has not begun is refused.
func (c Config) readMonth(r *http.Request) (civil.Month, error) {
	setting, err := c.Oversight.Setting(r.Context(), c.actor())
	if err != nil {
		return civil.Month{}, err
	}
	text := r.URL.Query().Get("month")
	if text == "" {
		return setting.Today.Month(), nil
	}
	month, err := civil.ParseMonth(text)
	if err != nil || month.After(setting.Today.Month()) {
		return month, refuseQuery("month")
	}
	return month, nil
}

// codes finds the codes of kindergartens by their keys.
type codes map[register.ID[register.Kindergarten]]string

func (c Config) codes(r *http.Request) (codes, error) {
	listing, err := c.Registry.SearchKindergartens(r.Context(), c.actor(), registry.Search{})
	list := make(codes, len(listing.Found))
	for _, f := range listing.Found {
		list[f.ID] = f.Code
	}
	return list, err
}

// of is the code, or the key of a kindergarten that is no longer listed.
func (c codes) of(id register.ID[register.Kindergarten]) string {
	if code, listed := c[id]; listed {
		return code
	}
	return string(id)
}

func protocolOf(p admission.Protocol, codes codes) Protocol {
	answer := Protocol{
		Month: p.Month.String(), Rounds: []ProtocolRound{}, Directions: []Directions{}, Staff: []string{}, Exchanges: []Exchange{}, Transfers: []Transfers{},
		Appeals: []Appeals{}, Profiles: []FollowedProfile{},
	}
	for _, x := range p.Rounds {
		answer.Rounds = append(answer.Rounds, ProtocolRound{
			x.Number, string(x.Kind), x.On.String(), x.Profile, x.ProfileSHA256, x.ProblemSHA256, x.OutcomeSHA256, x.Seats, shown(x.Offers),
		})
	}
	for _, d := range p.Directions {
		answer.Directions = append(answer.Directions, Directions{string(d.Class), shown(d.Offers)})
	}
	for _, s := range p.Staff {
		answer.Staff = append(answer.Staff, codes.of(s.Kindergarten))
	}
	for _, e := range p.Exchanges {
		answer.Exchanges = append(answer.Exchanges, Exchange{codes.of(e.A), codes.of(e.B)})
	}
	for _, m := range p.Moves {
		answer.Transfers = append(answer.Transfers, Transfers{string(m.Cause), shown(m.Moves)})
	}
	for _, a := range p.Appeals {
		answer.Appeals = append(answer.Appeals, Appeals{string(a.Kind), string(a.State), shown(a.Appeals), shown(a.Overdue)})
	}
	return answer
}

// shown is a count, or nothing where it is not published.
func shown(c indicator.Count) *int {
	if c.Hidden {
		return nil
	}
	return &c.N
}
