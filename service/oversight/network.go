package oversight

import (
	"context"
	"fmt"
	"strings"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// Network counts the organisations of the authority: those of the register, one row each.
type Network struct {
	Rows   []NetworkRow // ownership × kind, in the order of the word lists, without empty ones
	Total  int
	Places int
	Stated *Stated // what the source of the register says of itself; nil for other registers
}

// NetworkRow counts the organisations of one ownership and kind.
type NetworkRow struct {
	Ownership     register.Ownership
	Kind          register.KindergartenKind
	Organisations int
	Places        int
}

// Network counts the organisations as they stand today.
func (s *Service) Network(ctx context.Context, actor access.Actor) (day service.Day, n Network, err error) {
	err = s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadOpen, access.Place(actor.Authority)); err != nil {
			return err
		}
		if day, err = s.Day(r, s.DB.Now()); err != nil {
			return err
		}
		kindergartens, err := r.Kindergartens()
		n = networkOf(kindergartens)
		return err
	})
	if err != nil {
		return service.Day{}, Network{}, fmt.Errorf("count organisations: %w", err)
	}
	return day, n, nil
}

// Of counts the organisations of an ownership.
func (n Network) Of(ownership register.Ownership) int {
	sum := 0
	for _, row := range n.Rows {
		if row.Ownership == ownership {
			sum += row.Organisations
		}
	}
	return sum
}

// Stated are the counts that a report gives beside its lists. A report prints only sums of its own rows here; what the
// source states stands beside them, with the way from one to the other.
type Stated struct {
	Total, Private, State                  int
	Kindergartens, MiniCentres, Complexes  int // of the state's
	ListedKindergartens, ListedMiniCentres int // the state's, by name in the same report
}

// karaganda2017 is what the city's report for 2017 states: 104 organisations at the end of the year, 41 private and 63 of
// the state, among these 42 kindergartens, 19 mini-centres and 2 complexes (line 27); by name it lists 41 state
// kindergartens and 23 mini-centres (line 912).
var karaganda2017 = Stated{
	Total: 104, Private: 41, State: 63, Kindergartens: 42, MiniCentres: 19, Complexes: 2,
	ListedKindergartens: 41, ListedMiniCentres: 23,
}

// karagandaRef begins the reference of every row that was taken from that report.
const karagandaRef = "F003-"

func networkOf(kindergartens []register.Kindergarten) Network {
	n := Network{Total: len(kindergartens)}
	same := len(kindergartens) > 0
	for _, k := range kindergartens {
		n.Places += k.Places
		same = same && strings.HasPrefix(k.Ref, karagandaRef)
	}
	if same {
		n.Stated = &karaganda2017
	}
	for _, ownership := range register.Ownerships {
		for _, kind := range register.KindergartenKinds {
			row := NetworkRow{Ownership: ownership, Kind: kind}
			for _, k := range kindergartens {
				if k.Ownership == ownership && k.Kind == kind {
					row.Organisations++
					row.Places += k.Places
				}
			}
			if row.Organisations > 0 {
				n.Rows = append(n.Rows, row)
			}
		}
	}
	return n
}
