package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/balajol/balajol/api"
	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/translog"
	"github.com/balajol/balajol/web"
)

// lastRequests is how long requests may take to end once the site is stopped.
const lastRequests = 15 * time.Second

// site is a served city.
type site struct {
	listener net.Listener
	handler  http.Handler
	jobs     func(context.Context) // due work beside it, until its context ends; nil without any
	ping     func(context.Context) error
	log      *slog.Logger
	drain    time.Duration
	stopping atomic.Bool
}

// ready tells whether requests should come.
func (s *site) ready(ctx context.Context) error {
	if s.stopping.Load() {
		return errors.New("the site is stopping")
	}
	return s.ping(ctx)
}

// pages makes the pages and the API of a city. live is the folder web of the source, or "" for the embedded pages.
func (c *city) pages(s *site, live string) (http.Handler, error) {
	if _, err := os.Stat(live); live != "" && err != nil {
		return nil, register.Refuse(register.NotFound, "file.missing").With("file", live)
	}
	messages, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	verifier, err := translog.VerifierOf(c.signer)
	if err != nil {
		return nil, err
	}
	answers := api.New(api.Config{
		Authority: c.authority.ID, Verifier: verifier, Registry: c.registry, Admission: c.admission, Oversight: c.oversight, Messages: messages, Log: s.log,
	})
	return web.New(web.Config{
		Authority: c.authority.ID, Verifier: verifier, Registry: c.registry, Admission: c.admission, Oversight: c.oversight, Messages: messages,
		API: answers, Ping: s.ready, Log: s.log, Now: time.Now, Live: live,
	})
}

// serve answers requests until ctx ends, and then in this order: readiness off, no new connections, the last requests, the
// due work. The caller closes the database.
func (s *site) serve(ctx context.Context) error {
	server := &http.Server{
		Handler: s.handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 64 << 10, ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
	stopJobs := s.startJobs(ctx)
	defer stopJobs()
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(s.listener) }()
	fmt.Printf("Serving http://%s/ (stop with Ctrl-C)\n", s.listener.Addr())
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	s.stopping.Store(true)
	if s.drain > 0 {
		time.Sleep(s.drain)
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastRequests)
	defer cancel()
	if err := server.Shutdown(last); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("stop serving: %w", err)
	}
	s.log.Info("stopped")
	return nil
}

// startJobs runs the due work until stop is called, which waits for the piece at hand.
func (s *site) startJobs(ctx context.Context) (stop func()) {
	if s.jobs == nil {
		return func() {}
	}
	jobs, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var done sync.WaitGroup
	done.Go(func() { s.jobs(jobs) })
	return func() {
		cancel()
		done.Wait()
	}
}
