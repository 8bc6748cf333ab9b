package api

import "net/http"

// Figures are the figures of the start page, each with what it was computed from.
type Figures struct {
	Day           string      `json:"day"`
	Coverage      []Coverage  `json:"coverage"`
	Seats         CitySeats   `json:"seats"`
	Queued        int         `json:"queued"`
	Suspended     int         `json:"suspended"`
	Organisations []NetworkOf `json:"organisations"`
	VouchersInUse *int        `json:"vouchers_in_use"`
	Confirmed     *Share      `json:"confirmed"`
	LogSize       int64       `json:"log_size"`
}

// Coverage is the share of children on the lists of groups: listed ÷ population.
type Coverage struct {
	FromAge       int      `json:"from_age"`
	ToAge         int      `json:"to_age"`
	FromBirthYear int      `json:"from_birth_year"`
	ToBirthYear   int      `json:"to_birth_year"`
	Listed        int      `json:"listed"`
	Population    *int     `json:"population"`
	AsOf          string   `json:"as_of"`
	Sources       []string `json:"sources"`
}

// CitySeats adds up the seats of all groups.
type CitySeats struct {
	Licensed int `json:"licensed"`
	Closed   int `json:"closed"`
	Placed   int `json:"placed"`
	Free     int `json:"free"`
}

// NetworkOf counts the organisations of one ownership and kind.
type NetworkOf struct {
	Ownership     string `json:"ownership"`
	Kind          string `json:"kind"`
	Organisations int    `json:"organisations"`
	Places        int    `json:"places"`
}

// Share is a part of a base.
type Share struct {
	Part int `json:"part"`
	Base int `json:"base"`
}

func (c Config) showFigures(r *http.Request) (any, error) {
	f, err := c.Oversight.Figures(r.Context(), c.actor())
	if err != nil {
		return nil, err
	}
	answer := Figures{
		Day: f.Day.Today.String(), Coverage: []Coverage{}, Seats: CitySeats{f.Licensed, f.Closed, f.Placed, f.Free}, Queued: f.Queued, Suspended: f.Suspended,
		Organisations: []NetworkOf{}, LogSize: f.LogSize,
	}
	for _, v := range f.Coverage {
		one := Coverage{FromAge: v.FromAge, ToAge: v.ToAge, FromBirthYear: v.FromYear, ToBirthYear: v.ToYear, Listed: v.Listed, AsOf: v.AsOf.String(), Sources: listed(v.Sources)}
		if v.Base > 0 {
			one.Population = &v.Base
		}
		answer.Coverage = append(answer.Coverage, one)
	}
	for _, n := range f.Network.Rows {
		answer.Organisations = append(answer.Organisations, NetworkOf{string(n.Ownership), string(n.Kind), n.Organisations, n.Places})
	}
	if !f.Vouchers.Hidden {
		answer.VouchersInUse = &f.Vouchers.N
	}
	if !f.Confirmed.Hidden {
		answer.Confirmed = &Share{f.Confirmed.Part, f.Confirmed.Base}
	}
	return answer, nil
}

// Checkpoint is the newest signed head of the authority's log.
type Checkpoint struct {
	Size     int64  `json:"size"`
	Root     string `json:"root"`
	SignedAt string `json:"signed_at"`
	Text     string `json:"text"`
	Verifier string `json:"verifier"`
}

func (c Config) showCheckpoint(r *http.Request) (any, error) {
	record, err := c.Oversight.Record(r.Context(), c.actor())
	if err != nil {
		return nil, err
	}
	return Checkpoint{record.Size, record.Root, record.SignedAt.String(), record.Text, c.Verifier}, nil
}
