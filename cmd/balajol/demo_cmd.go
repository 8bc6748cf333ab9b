package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"runtime/pprof"
	"time"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/demo"
	"github.com/balajol/balajol/gateway/fake"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/service/registry"
	"github.com/balajol/balajol/store"
)

type demoCmd struct {
	Children int    `help:"Children of the city; the whole city has 20000." default:"5000"`
	Seed     int64  `help:"Seed from which the city and all chance in it follow." default:"1"`
	Profile  string `help:"Policy profile." default:"kz-voucher-2026"`
	DB       string `help:"Database: sqlite:PATH, sqlite://PATH or postgres://…" default:"sqlite:balajol-demo/city.db"`
	Serve    bool   `help:"Serve the site afterwards." default:"true" negatable:""`
	Addr     string `help:"Loopback address to serve on." default:"127.0.0.1:8080"`
	JSON     string `help:"Write the report to a file." placeholder:"FILE"`
	Trace    string `help:"Write a CPU profile of the run." hidden:"" placeholder:"FILE"`
	SwitchTo string `help:"Let the city pass to another profile on a day, as in kz-classic-2025@2026-05-13." placeholder:"PROFILE@DATE"`
	Network  string `help:"Network file instead of the embedded one." placeholder:"FILE"`

	folder string      // of log and receipts; "" = beside the database
	change demo.Switch // from SwitchTo
}

// Run plays the year and serves it.
func (c *demoCmd) Run(ctx context.Context) error {
	network, profile, err := c.check(ctx)
	if err != nil {
		return err
	}
	var listener net.Listener
	if c.Serve { // the port is taken before the work begins
		if listener, err = listen(c.Addr, false); err != nil {
			return err
		}
		defer listener.Close()
	}
	if c.Trace != "" {
		stop, err := profileTo(c.Trace)
		if err != nil {
			return err
		}
		defer stop()
	}
	report, err := c.play(ctx, network, profile)
	if err != nil {
		return err
	}
	fmt.Println(report.Page())
	if err := c.write(report); err != nil {
		return err
	}
	if !report.Sound() {
		return exit{exitNo, errors.New("a check is false: see the report")}
	}
	if listener == nil {
		return nil
	}
	return serveDemo(ctx, c.DB, listener)
}

// play plays what is left of the year.
func (c *demoCmd) play(ctx context.Context, network []byte, profile *policy.Profile) (demo.Report, error) {
	clock := demo.NewClock(civil.NewDate(demo.Year, time.January, 1))
	a, err := wire(ctx, demoWiring(c.DB, c.Seed, clock))
	if err != nil {
		return demo.Report{}, err
	}
	folder := c.folder
	if folder == "" {
		folder = besideDB(c.DB)
	}
	bar := newBar()
	report, err := demo.Run(ctx, demo.Config{
		Seed: demo.Seed(c.Seed), Children: c.Children, Profile: profile, Switch: c.change, Network: network,
		Registry: a.registry, Admission: a.admission, Funding: a.funding, Oversight: a.oversight, Clock: clock, Folder: service.Dir(folder),
		Elapsed: elapsed, Progress: bar.show,
	})
	bar.end()
	return report, errors.Join(err, a.db.Close())
}

// check refuses what cannot be played before anything is touched.
func (c *demoCmd) check(ctx context.Context) ([]byte, *policy.Profile, error) {
	if c.Children < 1 || c.Children > 1_000_000 {
		return nil, nil, register.Refuse(register.Invalid, "simulation.children")
	}
	profile, err := loadProfile(c.Profile)
	if err != nil {
		return nil, nil, err
	}
	if c.change, err = readSwitch(c.SwitchTo, profile); err != nil {
		return nil, nil, err
	}
	if _, _, err := store.ParseDSN(c.DB); err != nil {
		return nil, nil, err
	}
	if err := checkWritable(c.JSON); err != nil {
		return nil, nil, err
	}
	if c.Network == "" {
		return demo.Network, profile, nil
	}
	network, err := readFile(c.Network)
	if err != nil {
		return nil, nil, err
	}
	if err := registry.CheckNetwork(bytes.NewReader(network), false); err != nil {
		return nil, nil, inFile{c.Network, err}
	}
	return network, profile, nil
}

func (c *demoCmd) write(r demo.Report) error {
	if c.JSON == "" {
		return nil
	}
	text, err := r.JSON()
	if err != nil {
		return err
	}
	return writeFile(c.JSON, text)
}

// profileTo profiles the processor's time into a file until stop is called.
func profileTo(name string) (stop func(), err error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return func() {
		pprof.StopCPUProfile()
		f.Close()
	}, nil
}

// demoWiring is the wiring of a demonstration: ids, nonces and keys follow from the seed.
func demoWiring(dsn string, seed int64, clock *demo.Clock) wiring {
	entropy := demo.Entropy(seed)
	return wiring{DSN: dsn, Now: clock.Now, Entropy: entropy, Key: logKey(entropy.Bytes), Bank: fake.NewBank(uint64(seed), 0), Notices: &fake.Notices{}}
}
