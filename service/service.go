// Package service holds what the rooms of use cases share: the database, the profiles and the day's rules. A use case
// is one method in one file of service/registry, admission, funding or oversight; it reads as the sentence it is:
// rights, load, transition, save. Rooms never call each other's use cases.
package service

import (
	"fmt"
	"io/fs"
	"sync"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// Deps is what use cases work with.
type Deps struct {
	DB       *store.DB
	Profiles func(name string) (*policy.Profile, error) // by name; usually policy.Load
	Notices  gateway.Notices
	Bank     gateway.Bank
	Evidence gateway.Evidence                             // state registers; nil where none is connected
	LogKey   func(register.ID[register.Authority]) string // signer key of an authority's log (translog.KeyFromSeed)

	mu     sync.Mutex
	loaded map[string]*policy.Profile
}

// Day is today in the authority with the rules in force.
type Day struct {
	Today civil.Date
	Now   civil.Instant
	Rules policy.Rules
}

// Day finds today and its rules for an instant: the authority's profile of that day.
func (d *Deps) Day(r *store.Reader, now civil.Instant) (Day, error) {
	adopted, err := r.Profiles()
	if err != nil {
		return Day{}, fmt.Errorf("read profiles of authority %s: %w", r.Authority, err)
	}
	for i := len(adopted) - 1; i >= 0; i-- {
		p, err := d.Profile(adopted[i].Profile)
		if err != nil {
			return Day{}, err
		}
		// The zone is the same for every day of a profile: any day's rules tell it.
		rules, err := p.On(adopted[i].From)
		if err != nil {
			return Day{}, fmt.Errorf("rules of %s: %w", adopted[i].Profile, err)
		}
		today := now.Date(rules.Zone)
		if today.Before(adopted[i].From) {
			continue
		}
		if rules, err = p.On(today); err != nil {
			return Day{}, fmt.Errorf("rules of %s on %s: %w", adopted[i].Profile, today, err)
		}
		return Day{today, now, rules}, nil
	}
	return Day{}, register.Refuse(register.NotFound, "profile.none")
}

// Profile loads a profile once. One that no authority can follow is refused.
func (d *Deps) Profile(name string) (*policy.Profile, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if p := d.loaded[name]; p != nil {
		return p, nil
	}
	p, err := d.Profiles(name)
	if err != nil {
		return nil, fmt.Errorf("load profile %q: %w", name, err)
	}
	if err := p.Follow(); err != nil {
		return nil, err
	}
	if d.loaded == nil {
		d.loaded = map[string]*policy.Profile{}
	}
	d.loaded[name] = p
	return p, nil
}

// Folder is a place for files that leave the house: record, receipts, exports. WriteFile replaces a file whole and
// durably (temporary file, sync, rename), so that a reader sees the old text or the new one.
type Folder interface {
	fs.FS
	WriteFile(name string, data []byte) error
}
