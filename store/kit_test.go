package store_test

import (
	"crypto/sha256"
	"database/sql"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/kit"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// town is a database of one test with the rows of found: an authority, two kindergartens, three groups, four children.
type town struct {
	*store.DB
	t      *testing.T
	engine kit.Engine
	dsn    string
}

const (
	city  = register.ID[register.Authority]("krg")
	other = register.ID[register.Authority]("ast")
)

var (
	officer = access.Actor{ID: "key-7", Role: access.Officer, Authority: city}
	why     = store.Cause{Event: "test.done", Ground: "order 254, item 1"}
)

// exercise runs a test on a founded town on each engine.
func exercise(t *testing.T, run func(t *testing.T, town *town)) {
	t.Helper()
	t.Parallel()
	kit.EachEngine(t, func(t *testing.T, engine kit.Engine) {
		dsn := engine.Prepared(t, "town", func(dsn string) error { return found(t, dsn) })
		run(t, &town{open(t, dsn, entropy(1)), t, engine, dsn})
	})
}

// entropy derives the random bytes from a seed and the label.
type entropy int

func (e entropy) Bytes(label string) [32]byte {
	return sha256.Sum256(fmt.Appendf(nil, "%d %s", e, label))
}

// ticking is a clock that goes on by a millisecond each time it is read, from nine o'clock on a day of March.
func ticking(day int) func() time.Time {
	var ticks atomic.Int64
	start := time.Date(2026, 3, day, 9, 0, 0, 123_456_000, time.UTC)
	return func() time.Time { return start.Add(time.Duration(ticks.Add(1)) * time.Millisecond) }
}

func open(t testing.TB, dsn string, e store.Entropy) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), store.Config{DSN: dsn, Now: ticking(2), Entropy: e})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// raw connects without the store, with triggers and constraints that the test may take away.
func (town *town) raw() *sql.DB {
	town.t.Helper()
	driver, source := "pgx", town.dsn
	if file, ok := strings.CutPrefix(town.dsn, "sqlite:"); ok {
		driver, source = "sqlite", "file:"+file+"?_pragma=busy_timeout(10000)"
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		town.t.Fatal(err)
	}
	town.t.Cleanup(func() { db.Close() })
	return db
}

func (town *town) update(fn func(*store.Tx) error) {
	town.t.Helper()
	if err := town.Update(town.t.Context(), city, fn); err != nil {
		town.t.Fatal(err)
	}
}

// fails expects an update to be refused, by a constraint or a code.
func (town *town) fails(what string, fn func(*store.Tx) error) error {
	town.t.Helper()
	err := town.Update(town.t.Context(), city, fn)
	if err == nil {
		town.t.Errorf("%s: saved, want it refused", what)
	}
	return err
}

// read runs a reading and returns its value.
func read[T any](town *town, fn func(*store.Reader) (T, error)) T {
	town.t.Helper()
	var value T
	err := town.View(town.t.Context(), city, func(r *store.Reader) (err error) {
		value, err = fn(r)
		return err
	})
	if err != nil {
		town.t.Fatal(err)
	}
	return value
}

// refusal reads in vain and returns the code.
func refusal[T any](town *town, fn func(*store.Reader) (T, error)) string {
	town.t.Helper()
	err := town.View(town.t.Context(), city, func(r *store.Reader) error {
		_, err := fn(r)
		return err
	})
	return register.CodeOf(err)
}

// count counts the rows of a table.
func (town *town) count(table string) int {
	town.t.Helper()
	var n int
	if err := town.Raw().QueryRowContext(town.t.Context(), "SELECT count(*) FROM "+table).Scan(&n); err != nil {
		town.t.Fatal(err)
	}
	return n
}

// events returns the types of the events about a subject, in the order of time.
func (town *town) events(subject string) []string {
	town.t.Helper()
	lines := read(town, func(r *store.Reader) ([]store.EventLine, error) { return r.EventsOf(subject) })
	types := make([]string, len(lines))
	for i, l := range lines {
		types[i] = l.Type
	}
	return types
}

var values = cmp.Options{cmpopts.EquateComparable(civil.Date{}, civil.Instant{}, civil.Month{}), cmp.AllowUnexported(schema{})}

// same compares what was read with what was saved.
func same[T any](t *testing.T, what string, want, got T) {
	t.Helper()
	if diff := cmp.Diff(want, got, values); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func day(text string) civil.Date    { return civil.MustParseDate(text) }
func month(text string) civil.Month { return civil.MustParseMonth(text) }
func at(text string) civil.Instant  { return civil.MustParseInstant(text) }
func days(from, to string) civil.DateRange {
	r := civil.DateRange{From: day(from)}
	if to != "" {
		r.To = day(to)
	}
	return r
}

// found makes the town. Names and numbers are invented.
func found(t testing.TB, dsn string) error {
	db, err := store.Open(t.Context(), store.Config{DSN: dsn, Now: ticking(1), Entropy: entropy(0)})
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.Migrate(t.Context()); err != nil {
		return err
	}
	for _, authority := range []register.ID[register.Authority]{city, other} {
		if err := db.Update(t.Context(), authority, foundAuthority); err != nil {
			return err
		}
	}
	return nil
}

func foundAuthority(tx *store.Tx) error {
	a := register.Authority{ID: tx.Authority, Kind: register.City, NameKK: "Қала", NameRU: "Город", NameEN: "City", Joined: day("2026-01-01")}
	if err := tx.SaveAuthority(officer, a, why); err != nil {
		return err
	}
	for i := range 2 {
		p, k := provider(i), kindergarten(i)
		if err := tx.SaveNewKindergarten(officer, p, k, why); err != nil {
			return err
		}
	}
	for _, g := range []register.Group{group("g1", "k1", 2), group("g2", "k1", 1), group("g3", "k2", 3)} {
		if err := tx.SaveNewGroup(officer, g, why); err != nil {
			return err
		}
	}
	if err := tx.SaveNewGuardians(officer, []register.Guardian{guardian(1), guardian(2)}, why); err != nil {
		return err
	}
	return tx.SaveNewChildren(officer, []register.Child{child(1, 1), child(2, 1), child(3, 2), child(4, 2)}, why)
}

func provider(i int) register.Provider {
	return register.Provider{
		Authority: city, ID: register.ID[register.Provider](fmt.Sprint("p", i+1)), BIN: fmt.Sprintf("99014000000%d", i),
		Name: "ЖК Күншуақ", IBAN: "KZ000000000000000000", Generated: true,
	}
}

func kindergarten(i int) register.Kindergarten {
	return register.Kindergarten{
		Authority: city, ID: register.ID[register.Kindergarten](fmt.Sprint("k", i+1)), Code: fmt.Sprint("00", i+1), Provider: provider(i).ID,
		Name: []string{"Әсем", "Балбөбек"}[i], FormerNames: []string{"Ёлочка", "№ 15"}, Ownership: register.Private, Kind: register.KindergartenProper,
		Groups: 2, Places: 50, PlacesSource: "register", Opened: "2011-09", StateOrder: i == 0, District: "centre", Lat: 49_806_000, Lon: 73_085_000,
		Languages: "kk|ru", Regime: "10.5", Ref: "row 3", Generated: []string{"district", "iban"},
	}
}

func group(id register.ID[register.Group], k register.ID[register.Kindergarten], seats int) register.Group {
	return register.Group{
		Authority: city, ID: id, Kindergarten: k, Number: int(id[1] - '0'), Age: 3, BirthYear: 2023, Language: register.Kazakh,
		Kind: register.GeneralGroup, Seats: seats, Generated: true,
	}
}

func guardian(i int) register.Guardian {
	return register.Guardian{
		Authority: city, ID: register.ID[register.Guardian](fmt.Sprint("w", i)), IIN: fmt.Sprintf("80010130000%d", i), Phone: "+77000000000",
	}
}

func child(i, guardian int) register.Child {
	return register.Child{
		Authority: city, ID: register.ID[register.Child](fmt.Sprint("c", i)), IIN: fmt.Sprintf("23010150000%d", i), BirthDate: day("2023-01-01"),
		Guardian: register.ID[register.Guardian](fmt.Sprint("w", guardian)), Language: register.Kazakh, District: "centre",
		Lat: 49_800_001, Lon: 73_080_002, Generated: true,
	}
}

// application of a child, waiting in the queue with two choices.
func application(i int) preschool.Application {
	c := child(i, (i+1)/2)
	return preschool.Application{
		Authority: city, ID: register.ID[preschool.Application](fmt.Sprint("a", i)), Child: c.ID, Guardian: c.Guardian, State: preschool.ApplicationQueued,
		RegisteredAt: at("2026-01-05T03:00:00.000001Z"), Sequence: int64(i), Class: register.FirstPriority, Ground: register.LargeFamily,
		Proof: preschool.ProofClaimed, ProofDue: day("2026-02-01"), BirthDate: c.BirthDate, Settlement: "city", Language: register.Kazakh,
		Family: "f1", Choices: []register.ID[register.Kindergarten]{"k2", "k1"}, GroupKind: register.GeneralGroup, Source: "online",
	}
}
