package store

import (
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store/sqlcgen"
)

// Cause says why a row is saved: the event's name and its legal or policy ground.
type Cause struct{ Event, Ground string }

// SaveAuthority founds an authority.
func (tx *Tx) SaveAuthority(actor access.Actor, a register.Authority, why Cause) error {
	err := tx.q.InsertAuthority(tx.ctx, sqlcgen.InsertAuthorityParams{
		AuthorityID: string(a.ID), Kind: string(a.Kind), NameKk: a.NameKK, NameRu: a.NameRU, NameEn: a.NameEN, JoinedOn: a.Joined, CreatedAt: tx.Now,
	})
	if err != nil {
		return fmt.Errorf("save authority %s: %w", a.ID, err)
	}
	return tx.record(actor, why.Event, string(a.ID), why.Ground, Fact{Name: "kind", Value: string(a.Kind)}, Fact{Name: "joined", Value: a.Joined.String()})
}

// SaveAuthorityParent puts the authority under a parent from a day on; what stood before ends the day before.
func (tx *Tx) SaveAuthorityParent(actor access.Actor, p register.AuthorityParent, why Cause) error {
	err := tx.q.EndAuthorityParent(tx.ctx, sqlcgen.EndAuthorityParentParams{AuthorityID: tx.auth(), ToDay: p.During.From.AddDays(-1)})
	if err == nil {
		err = tx.q.InsertAuthorityParent(tx.ctx, sqlcgen.InsertAuthorityParentParams{
			AuthorityID: tx.auth(), FromDay: p.During.From, ToDay: p.During.To, ParentID: string(p.Parent), CreatedAt: tx.Now,
		})
	}
	if err != nil {
		return fmt.Errorf("save parent of authority %s: %w", tx.Authority, err)
	}
	return tx.record(actor, why.Event, tx.auth(), why.Ground, Fact{Name: "parent", Value: string(p.Parent)}, Fact{Name: "from", Value: p.During.From.String()})
}

// SaveAuthorityProfile lets the authority follow a profile from a day on.
func (tx *Tx) SaveAuthorityProfile(actor access.Actor, p register.AuthorityProfile, why Cause) error {
	err := tx.q.InsertAuthorityProfile(tx.ctx, sqlcgen.InsertAuthorityProfileParams{
		AuthorityID: tx.auth(), FromDay: p.From, Profile: p.Profile, Sha256: p.SHA256, CreatedAt: tx.Now,
	})
	if err != nil {
		return fmt.Errorf("save profile of authority %s: %w", tx.Authority, err)
	}
	return tx.record(actor, why.Event, tx.auth(), why.Ground,
		Fact{Name: "profile", Value: p.Profile}, Fact{Name: "profile_sha256", Value: p.SHA256}, Fact{Name: "from", Value: p.From.String()})
}

// AuthorityByID reads the transaction's authority.
func (r *Reader) AuthorityByID() (register.Authority, error) {
	row, err := r.q.GetAuthority(r.ctx, r.auth())
	row, err = one(row, err, "authority.unknown")
	return register.Authority{
		ID: register.ID[register.Authority](row.AuthorityID), Kind: register.AuthorityKind(row.Kind),
		NameKK: row.NameKk, NameRU: row.NameRu, NameEN: row.NameEn, Joined: row.JoinedOn,
	}, err
}

// Profiles lists the profiles that the authority follows, by date.
func (r *Reader) Profiles() ([]register.AuthorityProfile, error) {
	rows, err := r.q.ListAuthorityProfiles(r.ctx, r.auth())
	return each(rows, err, func(p sqlcgen.AuthorityProfile) register.AuthorityProfile {
		return register.AuthorityProfile{Authority: r.Authority, From: p.FromDay, Profile: p.Profile, SHA256: p.Sha256}
	})
}

// Parents lists under whom the authority stood, by date.
func (r *Reader) Parents() ([]register.AuthorityParent, error) {
	rows, err := r.q.ListAuthorityParents(r.ctx, r.auth())
	return each(rows, err, func(p sqlcgen.AuthorityParent) register.AuthorityParent {
		return register.AuthorityParent{
			Authority: r.Authority, Parent: register.ID[register.Authority](p.ParentID), During: civil.DateRange{From: p.FromDay, To: p.ToDay},
		}
	})
}

// Population is a count of children of one birth year in one territory, as imported from statistics.
type Population struct {
	Territory string
	BirthYear int
	AsOf      civil.Date
	Children  int
	Source    string
}

// SavePopulation keeps one imported count.
func (tx *Tx) SavePopulation(actor access.Actor, p Population, why Cause) error {
	err := tx.q.UpsertPopulation(tx.ctx, sqlcgen.UpsertPopulationParams{
		AuthorityID: tx.auth(), Territory: p.Territory, BirthYear: int64(p.BirthYear), AsOf: p.AsOf, Children: int64(p.Children), Source: p.Source, CreatedAt: tx.Now,
	})
	if err != nil {
		return fmt.Errorf("save population of %s: %w", p.Territory, err)
	}
	return tx.record(actor, why.Event, p.Territory, why.Ground, Fact{Name: "birth_year", Value: fmt.Sprint(p.BirthYear)},
		Fact{Name: "as_of", Value: p.AsOf.String()}, Fact{Name: "children", Value: fmt.Sprint(p.Children)})
}

// Populations lists the imported counts.
func (r *Reader) Populations() ([]Population, error) {
	rows, err := r.q.ListPopulation(r.ctx, r.auth())
	return each(rows, err, func(p sqlcgen.Population) Population {
		return Population{p.Territory, int(p.BirthYear), p.AsOf, int(p.Children), p.Source}
	})
}

// Simulation is the state of a demonstration year: what it was started with and the last day that is done.
type Simulation struct {
	Seed          int64
	Children      int
	Profile       string
	NetworkSHA256 string
	Reached       civil.Date
	Stage         string // setting_up, running, finished
}

// Simulation reads the state of the demonstration, or a not-found refusal.
func (r *Reader) Simulation() (Simulation, error) {
	row, err := r.q.GetSimulation(r.ctx, r.auth())
	row, err = one(row, err, "simulation.none")
	return Simulation{row.Seed, int(row.Children), row.Profile, row.NetworkSha256, row.Reached, row.Stage}, err
}

// SaveNewSimulation begins a demonstration; from then on the database says that it is one.
func (tx *Tx) SaveNewSimulation(actor access.Actor, s Simulation, why Cause) error {
	err := tx.q.InsertSimulation(tx.ctx, sqlcgen.InsertSimulationParams{
		AuthorityID: tx.auth(), Seed: s.Seed, Children: int64(s.Children), Profile: s.Profile, NetworkSha256: s.NetworkSHA256,
		Reached: s.Reached, Stage: s.Stage, CreatedAt: tx.Now,
	})
	if err != nil {
		return fmt.Errorf("save simulation: %w", err)
	}
	return tx.record(actor, why.Event, tx.auth(), why.Ground, Fact{Name: "profile", Value: s.Profile})
}

// SaveSimulation moves the demonstration on. It is no event of the city: the record holds what happened, not how far
// the program has come.
func (tx *Tx) SaveSimulation(reached civil.Date, stage string) error {
	return tx.q.UpdateSimulation(tx.ctx, sqlcgen.UpdateSimulationParams{AuthorityID: tx.auth(), Reached: reached, Stage: stage})
}
