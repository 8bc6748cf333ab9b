package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/demo"
	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/registry"
)

type importCmd struct {
	Network    importNetworkCmd    `cmd:"" help:"Import a list of preschool organisations."`
	Population importPopulationCmd `cmd:"" help:"Import counts of children: territory,birth_year,children,as_of,source."`
	Queue      importQueueCmd      `cmd:"" help:"Take over the queue of an old system: each family confirms its line by a code."`
	Placed     importPlacedCmd     `cmd:"" help:"Take over the children who hold a seat: no money moves before their families confirm."`
	Approve    importApproveCmd    `cmd:"" help:"Look at a list that another person loaded, and approve it: only then it counts."`
}

type importNetworkCmd struct {
	File      string     `arg:"" help:"CSV file, one row for each organisation."`
	DB        string     `help:"Database: sqlite:PATH, sqlite://PATH or postgres://…; a SQLite file that is not there is made." required:""`
	Authority string     `help:"Authority, by its key. One that is not there yet is founded." default:"krg"`
	Name      []string   `help:"Names of a new authority in Kazakh, Russian and English, separated by commas; the key krg has its own." placeholder:"KK,RU,EN"`
	Profile   string     `help:"Policy profile that a new authority follows." default:"kz-voucher-2026"`
	Joined    civil.Date `help:"First day of a new authority; today by default." placeholder:"DATE"`
	Partial   bool       `help:"Take the good rows and leave the wrong ones out; the exit code is then 1."`
	Seed      int64      `help:"Seed from which ids and whatever the file lacks follow; without it they are drawn at random." placeholder:"SEED"`
}

// Run imports the network. The file is read through before the database is touched; an authority that is not there yet is
// founded.
func (c *importNetworkCmd) Run(ctx context.Context) error {
	profile, err := loadProfile(c.Profile)
	if err != nil {
		return err
	}
	text, err := readFile(c.File)
	if err != nil {
		return err
	}
	if err := registry.CheckNetwork(bytes.NewReader(text), c.Partial); err != nil {
		wrong := inFile{c.File, err}
		if c.Partial {
			return wrong
		}
		return inTable{wrong}
	}
	done, err := c.run(ctx, profile, text)
	if err != nil {
		return err
	}
	switch {
	case done.Added+done.Changed == 0:
		fmt.Printf("%s: nothing changed, %d kindergartens as before\n", c.Authority, done.Same)
	default:
		fmt.Printf("%s: %d kindergartens added, %d changed, %d as before; %d places\n", c.Authority, done.Added, done.Changed, done.Same, done.Places)
	}
	if len(done.Wrong) == 0 {
		return nil
	}
	messages, err := i18n.Load()
	if err != nil {
		return err
	}
	return exit{exitNo, errors.New("rows left out:\n" + wordRows(messages.Printer(i18n.English), c.File, done.Wrong))}
}

func (c *importNetworkCmd) run(ctx context.Context, profile *policy.Profile, text []byte) (done registry.NetworkImport, err error) {
	city := newCity()
	if c.Seed != 0 {
		city.entropy = demo.Entropy(c.Seed)
	}
	if city.app, err = wire(ctx, city.wiring(c.DB, nil)); err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, city.db.Close()) }()
	known := city.find(ctx, dbFlags{Authority: c.Authority})
	switch {
	case known == nil && city.profile.Name != c.Profile:
		return done, register.Refuse(register.Conflict, "authority.other_profile").With("profile", city.profile.Name)
	case known != nil && register.CodeOf(known) != "authority.unknown":
		return done, known
	}
	if known != nil {
		if err = c.found(ctx, city, profile); err != nil {
			return done, err
		}
	}
	return city.registry.ImportNetwork(ctx, actor(access.Officer, c.Authority), bytes.NewReader(text), c.Partial)
}

// found enters the authority, under the region for the city that we know and under the nation for any other.
func (c *importNetworkCmd) found(ctx context.Context, city *city, profile *policy.Profile) error {
	joined, err := c.Joined, error(nil)
	if joined.IsZero() {
		if joined, err = today(profile, city.now()); err != nil {
			return err
		}
	}
	names, parent := c.Name, demo.Nation
	if c.Authority == string(demo.Karaganda) {
		parent = demo.Region
		if len(names) == 0 {
			names = []string{"Қарағанды", "Караганда", "Karaganda"}
		}
	}
	if len(names) != 3 {
		return register.Refuse(register.Invalid, "authority.names").With("authority", c.Authority)
	}
	tree := []registry.Founding{
		{Authority: register.Authority{ID: demo.Nation, Kind: register.Nation, NameKK: "Қазақстан", NameRU: "Казахстан", NameEN: "Kazakhstan"}},
		{Authority: register.Authority{ID: demo.Region, Kind: register.Region, NameKK: "Қарағанды облысы", NameRU: "Карагандинская область", NameEN: "Karaganda region"}, Parent: demo.Nation},
		{Authority: register.Authority{ID: register.ID[register.Authority](c.Authority), Kind: register.City, NameKK: names[0], NameRU: names[1], NameEN: names[2]}, Parent: parent},
	}
	for _, f := range tree {
		if f.Authority.ID == demo.Region && parent != demo.Region {
			continue
		}
		f.Authority.Joined, f.Profile = joined, profile.Name
		if err := city.registry.FoundAuthority(ctx, actor(access.System, string(f.Authority.ID)), f); err != nil {
			return fmt.Errorf("found authority %s: %w", f.Authority.ID, err)
		}
	}
	return nil
}

type importPopulationCmd struct {
	File string `arg:"" help:"CSV file, one row for each territory and year of birth."`
	dbFlags
}

// Run imports the counts; the same counts again change nothing.
func (c *importPopulationCmd) Run(ctx context.Context) error {
	counts, err := readAs(c.File, readPopulation)
	if err != nil {
		return err
	}
	city, err := c.open(ctx, nil)
	if err != nil {
		return err
	}
	defer city.db.Close()
	if err := city.registry.ImportPopulation(ctx, actor(access.Officer, c.Authority), counts); err != nil {
		return err
	}
	fmt.Printf("%s: %d counts of children\n", c.Authority, len(counts))
	return nil
}
