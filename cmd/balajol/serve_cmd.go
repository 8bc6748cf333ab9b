package main

import (
	"context"
	"log/slog"
	"net"
	"os"
	"strconv"
	"time"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/demo"
	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/job"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
)

type serveCmd struct {
	dbFlags
	Addr               string        `help:"Address to serve on." default:"127.0.0.1:8080"`
	Public             bool          `help:"Allow an address that other machines reach; put a proxy with TLS before it."`
	Dev                bool          `help:"Read templates and static files from the folder web of the source at each request."`
	AcknowledgeAssumed bool          `help:"Serve a real city though figures of its profile are assumed."`
	Folder             string        `help:"Folder in which log and receipts of a real city are published; default: beside the SQLite file." placeholder:"DIR"`
	Notices            string        `help:"Folder in which notices are laid down for the sender; without it they wait." placeholder:"DIR"`
	Drain              time.Duration `help:"How long /healthz says no before connections are refused." default:"0s"`
}

// Run serves the site until it is told to stop; a real city's due work runs beside it.
func (c *serveCmd) Run(ctx context.Context) error {
	listener, err := listen(c.Addr, c.Public)
	if err != nil {
		return err
	}
	defer listener.Close()
	var notices gateway.Notices
	if c.Notices != "" {
		notices = mailbox{service.Dir(c.Notices)}
	}
	city, err := c.open(ctx, notices)
	if err != nil {
		return err
	}
	defer city.db.Close()
	if err := city.needKey(); err != nil {
		return err
	}
	if city.simulation == nil && !c.AcknowledgeAssumed {
		if err := acknowledged(city); err != nil {
			return err
		}
	}
	log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	s := &site{listener: listener, log: log, drain: c.Drain, ping: city.db.Ping}
	if city.simulation == nil {
		if s.jobs, err = c.runner(city, log); err != nil {
			return err
		}
	}
	live := ""
	if c.Dev {
		live = "web"
	}
	if s.handler, err = city.pages(s, live); err != nil {
		return err
	}
	return s.serve(ctx)
}

// acknowledged refuses a profile with figures that were found in no source.
func acknowledged(c *city) error {
	day, err := today(c.profile, c.now())
	if err != nil {
		return err
	}
	assumed := 0
	for _, f := range c.profile.Figures(day) {
		if f.Mark == policy.Assumed {
			assumed++
		}
	}
	if assumed == 0 {
		return nil
	}
	return register.Refuse(register.Conflict, "profile.assumed").With("profile", c.profile.Name).With("count", strconv.Itoa(assumed))
}

// runner is the due work of a real city.
func (c *serveCmd) runner(city *city, log *slog.Logger) (func(context.Context), error) {
	day, err := today(city.profile, city.now())
	if err != nil {
		return nil, err
	}
	zone, err := zoneOf(city.profile, day)
	if err != nil {
		return nil, err
	}
	folder := c.Folder
	if folder == "" {
		folder = besideDB(c.DB)
	}
	if c.Notices == "" {
		log.Warn("no notices are sent: name a folder with --notices; the terms of offers begin when they are")
	}
	r := &job.Runner{
		Actor: actor(access.System, string(city.authority.ID)), Admission: city.admission, Registry: city.registry, Oversight: city.oversight,
		Folder: service.Dir(folder), Zone: zone, Now: time.Now, After: time.After, Log: log, Worker: "serve-" + strconv.Itoa(os.Getpid()), Notify: c.Notices != "",
	}
	return r.Run, nil
}

// listen takes the address, which must be this machine's own unless others may reach it.
func listen(addr string, public bool) (net.Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, register.Refuse(register.Invalid, "address.malformed").With("address", addr)
	}
	if ip := net.ParseIP(host); !public && host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, register.Refuse(register.Invalid, "address.public").With("address", addr)
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, register.Refuse(register.Invalid, "address.busy").With("address", addr)
	}
	return l, nil
}

// serveDemo serves a year that was played.
func serveDemo(ctx context.Context, dsn string, l net.Listener) error {
	played, err := dbFlags{DB: dsn, Authority: string(demo.Karaganda)}.open(ctx, nil)
	if err != nil {
		return err
	}
	defer played.db.Close()
	s := &site{listener: l, log: slog.New(slog.NewJSONHandler(os.Stderr, nil)), ping: played.db.Ping}
	if s.handler, err = played.pages(s, ""); err != nil {
		return err
	}
	return s.serve(ctx)
}
