package demo

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/service/funding"
	"github.com/balajol/balajol/service/oversight"
	"github.com/balajol/balajol/service/registry"
)

// The authorities of the demonstration.
const (
	Nation    = register.ID[register.Authority]("kz")
	Region    = register.ID[register.Authority]("karaganda-region")
	Karaganda = register.ID[register.Authority]("krg")
)

// The simulated year.
const Year = 2026

// WholeCity is how many children the whole city has.
const WholeCity = 20_000

// Config is what a year runs with. Clock is the time that the use cases see.
type Config struct {
	Seed     Seed
	Children int
	Profile  *policy.Profile
	Switch   Switch // to another profile, if any
	Network  []byte // a network file

	Registry  *registry.Service
	Admission *admission.Service
	Funding   *funding.Service
	Oversight *oversight.Service
	Clock     *Clock
	Folder    service.Folder // log and receipts are published here

	Elapsed  func() time.Duration                // real time since the program began
	Progress func(stage string, done, total int) // may be nil
}

// ErrInterrupted says that the year was broken off between two days; the same command goes on.
var ErrInterrupted = errors.New("the year was interrupted: the same command goes on from here")

// year is a running year.
type year struct {
	Config
	state   registry.Simulation
	people  people
	roll    roll
	money   purse
	leaves  map[civil.Date][]leaver
	sites   []registry.Site // as they were when somebody last looked
	forms   civil.Date      // day on which the groups of the year form
	acted   time.Time       // instant of the newest event that an earlier run left
	resumed civil.Date      // the day in which it was stopped
	seconds map[string]time.Duration
}

type leaver struct {
	placement register.ID[preschool.Placement]
	guardian  register.ID[register.Guardian]
	site      register.ID[register.Kindergarten]
}

// Run plays the year, from an empty database or from the day that an earlier run reached, and reports it. A finished year
// is only reported. The database of another seed, size, profile or network is refused.
func Run(ctx context.Context, c Config) (Report, error) {
	if c.Progress == nil {
		c.Progress = func(string, int, int) {}
	}
	y := &year{Config: c, leaves: map[civil.Date][]leaver{}, seconds: map[string]time.Duration{}}
	var err error
	if y.state, _, err = y.Registry.FindSimulation(ctx, system, y.wanted()); err != nil {
		return Report{}, err
	}
	if y.state.Stage == stageFinished {
		return y.report(ctx)
	}
	y.forms = y.formation()
	if err := y.setUp(ctx); err != nil {
		return Report{}, fmt.Errorf("set up city: %w", err)
	}
	if err := y.days(ctx); err != nil {
		return Report{}, err
	}
	return y.report(ctx)
}

// wanted is the simulation of this configuration before its first day.
func (y *year) wanted() registry.Simulation {
	return registry.Simulation{
		Seed: int64(y.Seed), Children: y.Children, Profile: y.name(), NetworkSHA256: networkHash(y.Network),
		Reached: civil.NewDate(Year, time.January, 1).AddDays(-1), Stage: stageSettingUp,
	}
}

// The stages of a simulation.
const (
	stageSettingUp = "setting_up"
	stageRunning   = "running"
	stageFinished  = "finished"
)

// actor is one of the city's people or the program itself.
func actor(role access.Role, id string) access.Actor {
	return access.Actor{ID: id, Role: role, Authority: Karaganda}
}

var (
	system   = actor(access.System, "system")
	officer  = actor(access.Officer, "officer-1")
	approver = actor(access.Approver, "approver-1")
	payer    = actor(access.Payer, "payer-1")
	auditor  = actor(access.Auditor, "auditor-1")
	public   = actor(access.Public, "public")
)

func family(g register.ID[register.Guardian]) access.Actor {
	a := actor(access.Family, "family:"+string(g))
	a.Guardian = g
	return a
}

func staff(k register.ID[register.Kindergarten]) access.Actor {
	a := actor(access.Kindergarten, "staff:"+string(k))
	a.Kindergarten = k
	return a
}

func networkHash(file []byte) string {
	sum := sha256.Sum256(file)
	return hex.EncodeToString(sum[:])
}

// timed adds the real time of fn to a stage.
func (y *year) timed(stage string, fn func() error) error {
	began := y.Elapsed()
	err := fn()
	y.seconds[stage] += y.Elapsed() - began
	return err
}

// once does what belongs to an instant, unless it was done before the program was stopped: everything happens in the order
// of the instants, so that nothing is left before the newest event. What is done at its very instant does nothing again.
func (y *year) once(at time.Time, do func() error) error {
	if at.Before(y.acted) {
		return nil
	}
	y.Clock.Set(at)
	return do()
}

// at is an instant of a day in the city's time.
func (y *year) at(day civil.Date, clock time.Duration) time.Time {
	return day.At(0, 0, 0, y.zone()).Add(clock)
}

func (y *year) zone() *time.Location { return y.rules(civil.NewDate(Year, time.January, 1)).Zone }

// rules are the figures of a day. The profile was loaded and covers the year: the demonstration checked both.
func (y *year) rules(day civil.Date) policy.Rules {
	profile := y.Profile
	if y.Switch.Profile != nil && !day.Before(y.Switch.From) {
		profile = y.Switch.Profile
	}
	rules, err := profile.On(day)
	if err != nil {
		panic(fmt.Sprintf("rules of %s: %v", day, err))
	}
	return rules
}
