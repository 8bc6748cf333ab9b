package job_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/internal/city"
	"github.com/balajol/balajol/job"
	"github.com/balajol/balajol/monitor"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// shift is a runner at work in a small city, whose clock a test moves: each pulse is one look at what is due.
type shift struct {
	*city.City
	t      *testing.T
	folder *brittle
	sent   *notices
	log    bytes.Buffer // read between pulses only
	asked  chan struct{}
	tick   chan time.Time
}

// start runs until the end of the test. The city stands on Tuesday, 17 February 2026, 17:00 in Karaganda.
func start(t *testing.T, folder string) *shift {
	t.Helper()
	s := &shift{
		City: city.New(t), t: t, folder: &brittle{Dir: service.Dir(folder)}, sent: &notices{},
		asked: make(chan struct{}), tick: make(chan time.Time),
	}
	zone, err := time.LoadLocation("Asia/Almaty")
	if err != nil {
		t.Fatal(err)
	}
	s.Admission.Deps.Notices = s.sent
	r := &job.Runner{
		Actor: city.Actor(access.System), Admission: s.Admission, Registry: s.Registry, Oversight: s.Oversight, Folder: s.folder, Zone: zone,
		Now: func() time.Time { return s.Clock.Now().Time() }, Log: slog.New(slog.NewTextHandler(&s.log, nil)), Worker: "test", Notify: true,
		After: func(time.Duration) <-chan time.Time {
			s.asked <- struct{}{}
			return s.tick
		},
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		r.Run(ctx)
	}()
	t.Cleanup(func() {
		stop()
		<-done
	})
	<-s.asked
	return s
}

// pulse moves the clock and lets the runner look once.
func (s *shift) pulse(forward time.Duration) {
	s.t.Helper()
	s.Clock.Advance(forward)
	s.tick <- s.Clock.Now().Time()
	<-s.asked
}

// at moves the clock to an hour of a day in Karaganda and lets the runner look once.
func (s *shift) at(instant string) {
	s.t.Helper()
	at, err := time.Parse("2006-01-02 15:04 -07", instant+" +05")
	if err != nil {
		s.t.Fatal(err)
	}
	s.Clock.Set(civil.InstantOf(at))
	s.pulse(0)
}

// brittle is a folder that refuses to be written while it is full.
type brittle struct {
	service.Dir
	mu    sync.Mutex
	full  bool
	tries int
}

var errFull = errors.New("no space left")

func (b *brittle) WriteFile(name string, data []byte) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.tries++
	if b.full {
		return errFull
	}
	return b.Dir.WriteFile(name, data)
}

// notices keeps what was sent.
type notices struct{ keys []string }

func (n *notices) Send(_ context.Context, notice gateway.Notice) error {
	n.keys = append(n.keys, notice.Key)
	return nil
}

func (s *shift) offer(id string) preschool.Offer {
	s.t.Helper()
	var o preschool.Offer
	err := s.DB.View(s.t.Context(), city.Authority, func(r *store.Reader) error {
		all, err := r.Offers()
		for _, each := range all {
			if string(each.Application) == id {
				o = each
			}
		}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return o
}

func (s *shift) rounds() int {
	s.t.Helper()
	n := 0
	err := s.DB.View(s.t.Context(), city.Authority, func(r *store.Reader) error {
		all, err := r.Rounds(1000)
		n = len(all)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}

func TestRecordIsPublishedAndReceiptsLie(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	s := start(t, folder)
	checkpoint := filepath.Join(folder, "log", "checkpoint")
	before, err := os.ReadFile(checkpoint)
	if err != nil {
		t.Fatal(err)
	}
	receipts, err := filepath.Glob(filepath.Join(folder, "receipts", "*.txt"))
	if err != nil || len(receipts) < 10 {
		t.Errorf("%d receipts, %v", len(receipts), err)
	}
	// Nothing happens: nothing is written. Something happens: it is published a second later.
	tries := s.folder.tries
	s.pulse(time.Second)
	if s.folder.tries != tries {
		t.Errorf("%d files written though nothing happened", s.folder.tries-tries)
	}
	s.at("2026-02-23 00:10")
	s.at("2026-02-23 06:00")
	if after, err := os.ReadFile(checkpoint); err != nil || bytes.Equal(before, after) {
		t.Errorf("after a round the checkpoint is the old one (%v)", err)
	}
	report, err := monitor.Check(t.Context(), os.DirFS(filepath.Join(folder, "log")), s.Verifier)
	if err != nil || report.Err() != nil || report.Entries == 0 {
		t.Errorf("the published record: %d entries, %v, %v", report.Entries, err, report.Err())
	}
}

func TestRoundsRunAtTheirHourOnce(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	before := s.rounds()
	for _, c := range []struct {
		at   string
		want int
		why  string
	}{
		{"2026-02-23 05:59", 0, "it is too early on Monday"},
		{"2026-02-23 06:00", 1, "the week's round is due"},
		{"2026-02-23 06:01", 1, "it ran before"},
		{"2026-02-24 06:00", 1, "the week had its round"},
		{"2026-03-02 12:00", 2, "the program slept over Monday's hour"},
	} {
		s.at(c.at)
		if got := s.rounds() - before; got != c.want {
			t.Errorf("%s: %d rounds, want %d: %s", c.at, got, c.want, c.why)
		}
	}
}

// Children whose kindergarten closes come before the queue (Education Law, art. 42 p.2): their seats are dealt first.
func TestTransfersComeBeforeTheRound(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	monday := civil.MustParseDate("2026-02-23")
	_, err := s.Registry.RecordCapacityEvent(t.Context(), city.Actor(access.Officer), preschool.CapacityEvent{
		Kindergarten: "krg-002", Kind: register.CapacityClosure, Act: "resolution 14", From: monday,
	})
	if err != nil {
		t.Fatal(err)
	}
	s.at(monday.String() + " 00:05")
	s.at(monday.String() + " 06:00")
	s.pulse(time.Second) // two transactions of one instant do not both succeed: the second is tried again
	numbers := map[preschool.RoundKind]int64{}
	err = s.DB.View(t.Context(), city.Authority, func(r *store.Reader) error {
		all, err := r.RoundsDuring(civil.DateRange{From: monday, To: monday})
		for _, x := range all {
			numbers[x.Kind] = x.Number
		}
		return err
	})
	transfers, queue := numbers[preschool.TransferRound], numbers[preschool.VoucherRound]
	if err != nil || transfers == 0 || queue == 0 || transfers > queue {
		t.Errorf("the round of transfers has number %d, that of the queue %d, %v", transfers, queue, err)
	}
}

func TestTermsEndByThemselves(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	open := s.offer(string(s.Offered))
	if open.State != preschool.OfferOpen || open.AnswerBy.IsZero() {
		t.Fatalf("the offer is %s until %s", open.State, open.AnswerBy)
	}
	s.at(open.AnswerBy.String() + " 23:59")
	if got := s.offer(string(s.Offered)); got.State != preschool.OfferOpen {
		t.Errorf("on its last day the offer is %s", got.State)
	}
	s.at(open.AnswerBy.AddDays(1).String() + " 00:04")
	if got := s.offer(string(s.Offered)); got.State != preschool.OfferOpen {
		t.Errorf("before the hour the offer is %s", got.State)
	}
	s.at(open.AnswerBy.AddDays(1).String() + " 00:05")
	if got := s.offer(string(s.Offered)); got.ID == open.ID && got.State != preschool.OfferExpired {
		t.Errorf("on the next day the offer is %s", got.State)
	}
}

func TestNoticesAreDelivered(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	before := len(s.sent.keys)
	s.at("2026-02-23 06:00")
	if len(s.sent.keys) == before {
		t.Error("a round was run and no notice was sent")
	}
}

func TestErrorIsLoggedAndTriedAgain(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	s := start(t, folder)
	s.folder.full = true
	s.at("2026-02-23 06:00") // the round's entries cannot be published
	if !strings.Contains(s.log.String(), `job="publish log"`) || !strings.Contains(s.log.String(), errFull.Error()) {
		t.Errorf("the log says nothing of the error: %s", s.log.String())
	}
	// It is tried after one second, then after two, four …
	for _, c := range []struct {
		forward time.Duration
		tries   bool
	}{{900 * time.Millisecond, false}, {100 * time.Millisecond, true}, {time.Second, false}, {time.Second, true}, {3 * time.Second, false}, {time.Second, true}} {
		tries := s.folder.tries
		s.pulse(c.forward)
		if tried := s.folder.tries > tries; tried != c.tries {
			t.Errorf("%s later: tried %t, want %t", c.forward, tried, c.tries)
		}
	}
	s.folder.full = false
	s.pulse(time.Minute)
	if !strings.Contains(s.log.String(), "due work goes on") {
		t.Errorf("no word that it goes on: %s", s.log.String())
	}
	report, err := monitor.Check(t.Context(), os.DirFS(filepath.Join(folder, "log")), s.Verifier)
	if err != nil || report.Err() != nil {
		t.Errorf("the record: %v, %v", err, report.Err())
	}
}

func TestEndsWithItsContext(t *testing.T) {
	t.Parallel()
	c := city.New(t)
	folder := t.TempDir()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	r := &job.Runner{
		Actor: city.Actor(access.System), Admission: c.Admission, Registry: c.Registry, Oversight: c.Oversight, Folder: service.Dir(folder), Zone: time.UTC,
		Now: func() time.Time { return c.Clock.Now().Time() }, After: func(time.Duration) <-chan time.Time { return nil }, Log: slog.New(slog.DiscardHandler),
	}
	r.Run(ctx) // returns
	if _, err := os.Stat(filepath.Join(folder, "log")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("work was done after the end: %v", err)
	}
}
