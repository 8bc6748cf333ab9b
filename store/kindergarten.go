package store

import (
	"fmt"
	"strings"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store/sqlcgen"
)

// SaveNewKindergarten adds a kindergarten with its provider.
func (tx *Tx) SaveNewKindergarten(actor access.Actor, p register.Provider, k register.Kindergarten, why Cause) error {
	err := tx.q.InsertProvider(tx.ctx, sqlcgen.InsertProviderParams{
		AuthorityID: tx.auth(), ProviderID: string(p.ID), Bin: p.BIN, Name: p.Name, Iban: p.IBAN, Generated: p.Generated, CreatedAt: tx.Now,
	})
	if err == nil {
		err = tx.q.InsertKindergarten(tx.ctx, sqlcgen.InsertKindergartenParams{
			AuthorityID: tx.auth(), KindergartenID: string(k.ID), Code: k.Code, ProviderID: string(k.Provider), Name: k.Name,
			NameFolded: folded(k), FormerNames: strings.Join(k.FormerNames, "|"), Ownership: string(k.Ownership), Kind: string(k.Kind),
			GroupCount: int64(k.Groups), Places: int64(k.Places), PlacesSource: k.PlacesSource, Opened: k.Opened, StateOrder: k.StateOrder,
			District: k.District, Settlement: k.Settlement, Lat: k.Lat, Lon: k.Lon, Languages: k.Languages, Regime: k.Regime, Ref: k.Ref,
			Generated: strings.Join(k.Generated, "|"), CreatedAt: tx.Now,
		})
	}
	if err != nil {
		return fmt.Errorf("save kindergarten %s: %w", k.Code, err)
	}
	return tx.record(actor, why.Event, string(k.ID), why.Ground, kindergartenFacts(k)...)
}

// SaveKindergarten changes what a register says of a kindergarten; seats change by capacity events only.
func (tx *Tx) SaveKindergarten(actor access.Actor, k register.Kindergarten, why Cause) error {
	err := tx.q.UpdateKindergarten(tx.ctx, sqlcgen.UpdateKindergartenParams{
		AuthorityID: tx.auth(), KindergartenID: string(k.ID), Name: k.Name, NameFolded: folded(k), FormerNames: strings.Join(k.FormerNames, "|"),
		Ownership: string(k.Ownership), Kind: string(k.Kind), PlacesSource: k.PlacesSource, Opened: k.Opened, StateOrder: k.StateOrder,
		District: k.District, Settlement: k.Settlement, Lat: k.Lat, Lon: k.Lon, Languages: k.Languages, Regime: k.Regime, Ref: k.Ref,
		Generated: strings.Join(k.Generated, "|"),
	})
	if err != nil {
		return fmt.Errorf("save kindergarten %s: %w", k.Code, err)
	}
	return tx.record(actor, why.Event, string(k.ID), why.Ground, kindergartenFacts(k)...)
}

func kindergartenFacts(k register.Kindergarten) []Fact {
	return []Fact{{Name: "code", Value: k.Code}, {Name: "kind", Value: string(k.Kind)}, {Name: "ownership", Value: string(k.Ownership)},
		{Name: "places", Value: fmt.Sprint(k.Places)}, {Name: "groups", Value: fmt.Sprint(k.Groups)}, {Name: "generated", Value: strings.Join(k.Generated, "|")}}
}

// SaveKindergartenCapacity keeps what a capacity event changed: name, type, groups, places, the day of closing. The event of
// the record is the capacity event's own.
func (tx *Tx) SaveKindergartenCapacity(k register.Kindergarten) error {
	err := tx.q.UpdateKindergartenCapacity(tx.ctx, sqlcgen.UpdateKindergartenCapacityParams{
		AuthorityID: tx.auth(), KindergartenID: string(k.ID), Name: k.Name, NameFolded: folded(k), FormerNames: strings.Join(k.FormerNames, "|"),
		Kind: string(k.Kind), GroupCount: int64(k.Groups), Places: int64(k.Places), ClosedOn: k.ClosedOn,
	})
	if err != nil {
		return fmt.Errorf("save capacity of kindergarten %s: %w", k.Code, err)
	}
	return nil
}

// folded is what search compares: the name and every former name, each between bars.
func folded(k register.Kindergarten) string {
	var b strings.Builder
	for _, n := range append([]string{k.Name}, k.FormerNames...) {
		b.WriteString("|" + register.Fold(n))
	}
	return b.String() + "|"
}

func kindergartenOf(r sqlcgen.Kindergarten) register.Kindergarten {
	return register.Kindergarten{
		Authority: register.ID[register.Authority](r.AuthorityID), ID: register.ID[register.Kindergarten](r.KindergartenID), Code: r.Code,
		Provider: register.ID[register.Provider](r.ProviderID), Name: r.Name, FormerNames: list(r.FormerNames),
		Ownership: register.Ownership(r.Ownership), Kind: register.KindergartenKind(r.Kind), Groups: int(r.GroupCount), Places: int(r.Places),
		PlacesSource: r.PlacesSource, Opened: r.Opened, StateOrder: r.StateOrder, District: r.District,
		Settlement: r.Settlement, Lat: r.Lat, Lon: r.Lon, Languages: r.Languages, Regime: r.Regime, Ref: r.Ref, Generated: list(r.Generated), ClosedOn: r.ClosedOn,
	}
}

func list(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "|")
}

// Kindergartens lists all, by code.
func (r *Reader) Kindergartens() ([]register.Kindergarten, error) {
	rows, err := r.q.ListKindergartens(r.ctx, r.auth())
	return each(rows, err, kindergartenOf)
}

// KindergartenOf reads one by its id; in an Update its row is locked.
func (r *Reader) KindergartenOf(id register.ID[register.Kindergarten]) (register.Kindergarten, error) {
	row, err := r.q.GetKindergarten(r.ctx, sqlcgen.GetKindergartenParams{AuthorityID: r.auth(), KindergartenID: string(id)})
	row, err = one(row, err, "kindergarten.unknown")
	return kindergartenOf(row), err
}

// ClosedKindergartens tells which kindergartens are no more.
func (r *Reader) ClosedKindergartens() (map[register.ID[register.Kindergarten]]bool, error) {
	rows, err := r.q.ListKindergartensClosed(r.ctx, r.auth())
	closed := make(map[register.ID[register.Kindergarten]]bool, len(rows))
	for _, id := range rows {
		closed[register.ID[register.Kindergarten](id)] = true
	}
	return closed, err
}

// KindergartenByCode finds one by the register's code.
func (r *Reader) KindergartenByCode(code string) (register.Kindergarten, error) {
	row, err := r.q.GetKindergartenByCode(r.ctx, sqlcgen.GetKindergartenByCodeParams{AuthorityID: r.auth(), Code: code})
	row, err = one(row, err, "kindergarten.unknown")
	return kindergartenOf(row), err
}

// SearchKindergartens finds kindergartens whose name or former name holds the words, in the Kazakh order of names.
// Letters that people type for one another are equal; no words list all.
func (r *Reader) SearchKindergartens(words string) ([]register.Kindergarten, error) {
	rows, err := r.q.SearchKindergartens(r.ctx, sqlcgen.SearchKindergartensParams{AuthorityID: r.auth(), Pattern: "%" + register.Fold(words) + "%"})
	return each(rows, err, kindergartenOf)
}

// Providers lists all providers.
func (r *Reader) Providers() ([]register.Provider, error) {
	rows, err := r.q.ListProviders(r.ctx, r.auth())
	return each(rows, err, func(p sqlcgen.Provider) register.Provider {
		return register.Provider{Authority: r.Authority, ID: register.ID[register.Provider](p.ProviderID), BIN: p.Bin, Name: p.Name, IBAN: p.Iban, Generated: p.Generated}
	})
}

// SaveNewGroup adds a group with all its seats open or some closed with a reason.
func (tx *Tx) SaveNewGroup(actor access.Actor, g register.Group, why Cause) error {
	err := tx.q.InsertGroup(tx.ctx, sqlcgen.InsertGroupParams{
		AuthorityID: tx.auth(), GroupID: string(g.ID), KindergartenID: string(g.Kindergarten), Number: int64(g.Number), Age: int64(g.Age),
		BirthYear: int64(g.BirthYear), Language: string(g.Language), Kind: string(g.Kind), Seats: int64(g.Seats), Closed: int64(g.Closed),
		CloseReason: string(g.CloseReason), Placed: int64(g.Placed), Offered: int64(g.Offered), Generated: g.Generated, CreatedAt: tx.Now,
	})
	if err != nil {
		return fmt.Errorf("save group %s: %w", g.ID, err)
	}
	return tx.record(actor, why.Event, string(g.ID), why.Ground, groupFacts(g)...)
}

// SaveGroup changes age, language and closed seats of a group. Who is placed or offered is counted by CountSeats.
func (tx *Tx) SaveGroup(actor access.Actor, g register.Group, why Cause) error {
	if err := tx.updateGroup(g); err != nil {
		return err
	}
	return tx.record(actor, why.Event, string(g.ID), why.Ground, groupFacts(g)...)
}

func (tx *Tx) updateGroup(g register.Group) error {
	err := tx.q.UpdateGroup(tx.ctx, sqlcgen.UpdateGroupParams{
		AuthorityID: tx.auth(), GroupID: string(g.ID), Age: int64(g.Age), BirthYear: int64(g.BirthYear), Language: string(g.Language),
		Closed: int64(g.Closed), CloseReason: string(g.CloseReason),
	})
	if err != nil {
		return fmt.Errorf("save group %s: %w", g.ID, err)
	}
	return nil
}

// SaveGroupCapacity changes the licensed seats and the kind of a group by a capacity event.
func (tx *Tx) SaveGroupCapacity(actor access.Actor, g register.Group, why Cause) error {
	err := tx.q.UpdateGroupCapacity(tx.ctx, sqlcgen.UpdateGroupCapacityParams{
		AuthorityID: tx.auth(), GroupID: string(g.ID), Seats: int64(g.Seats), Kind: string(g.Kind),
	})
	if err != nil {
		return fmt.Errorf("save capacity of group %s: %w", g.ID, err)
	}
	return tx.record(actor, why.Event, string(g.ID), why.Ground, groupFacts(g)...)
}

func groupFacts(g register.Group) []Fact {
	return []Fact{{Name: "kindergarten", Value: string(g.Kindergarten)}, {Name: "age", Value: fmt.Sprint(g.Age)}, {Name: "birth_year", Value: fmt.Sprint(g.BirthYear)},
		{Name: "language", Value: string(g.Language)}, {Name: "seats", Value: fmt.Sprint(g.Seats)}, {Name: "closed", Value: fmt.Sprint(g.Closed)},
		{Name: "close_reason", Value: string(g.CloseReason)}}
}

// countSeats moves the group's counters with the row that caused it; the table refuses more than the open seats.
func (tx *Tx) countSeats(group register.ID[register.Group], placed, offered int) error {
	if placed == 0 && offered == 0 {
		return nil
	}
	err := tx.q.CountGroupSeats(tx.ctx, sqlcgen.CountGroupSeatsParams{AuthorityID: tx.auth(), GroupID: string(group), Placed: int64(placed), Offered: int64(offered)})
	if err != nil {
		return fmt.Errorf("count seats of group %s: %w", group, err)
	}
	return nil
}

func groupOf(r sqlcgen.AgeGroup) register.Group {
	return register.Group{
		Authority: register.ID[register.Authority](r.AuthorityID), ID: register.ID[register.Group](r.GroupID),
		Kindergarten: register.ID[register.Kindergarten](r.KindergartenID), Number: int(r.Number), Age: int(r.Age), BirthYear: int(r.BirthYear),
		Language: register.Language(r.Language), Kind: register.GroupKind(r.Kind), Seats: int(r.Seats), Closed: int(r.Closed),
		CloseReason: register.CloseReason(r.CloseReason), Placed: int(r.Placed), Offered: int(r.Offered), Generated: r.Generated,
	}
}

// Group reads one group; in an Update its row is locked.
func (r *Reader) Group(id register.ID[register.Group]) (register.Group, error) {
	row, err := r.q.GetGroup(r.ctx, sqlcgen.GetGroupParams{AuthorityID: r.auth(), GroupID: string(id)})
	row, err = one(row, err, "group.unknown")
	return groupOf(row), err
}

// Groups lists all groups by kindergarten and number.
func (r *Reader) Groups() ([]register.Group, error) {
	rows, err := r.q.ListGroups(r.ctx, r.auth())
	return each(rows, err, groupOf)
}

// GroupsOf lists the groups of one kindergarten by number.
func (r *Reader) GroupsOf(k register.ID[register.Kindergarten]) ([]register.Group, error) {
	rows, err := r.q.ListGroupsOf(r.ctx, sqlcgen.ListGroupsOfParams{AuthorityID: r.auth(), KindergartenID: string(k)})
	return each(rows, err, groupOf)
}
