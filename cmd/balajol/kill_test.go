package main_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/balajol/balajol/demo"
	"github.com/balajol/balajol/internal/kit"
	"github.com/balajol/balajol/monitor"
	"github.com/balajol/balajol/store"
	"github.com/balajol/balajol/store/audit"
	"github.com/balajol/balajol/translog"
)

var (
	kills    = flag.Int("kills", 30, "how often TestKill kills the demonstration, half of it on each engine")
	killSeed = flag.Uint64("killseed", 0, "seed of the moments; 0 takes a new one and prints it")
)

// TestKill ends the real program by SIGKILL at seeded moments. Whatever was cut, every check is true on what is left and
// every receipt that was written verifies; the same command goes on, and at the end of the year report, record and receipts
// are those of a year that nobody disturbed.
func TestKill(t *testing.T) {
	t.Parallel()
	seed, times := *killSeed, *kills/2
	if seed == 0 {
		seed = uint64(time.Now().UnixNano())
	}
	t.Logf("repeat with -killseed %d", seed)
	if testing.Short() {
		t.Skip("years that are killed are left out under -short")
	}
	binary := build(t)
	var years []undisturbed
	for i, profile := range slices.Concat(profiles, switches) {
		c := newTown(t, binary, kit.SQLite.Empty(t), profile)
		began := time.Now()
		years = append(years, undisturbed{profile: profile, report: c.play(t), length: time.Since(began), published: hashes(t, c.published())})
		t.Logf("%s: %s", profile, years[i].length)
	}
	kit.EachEngine(t, func(t *testing.T, engine kit.Engine) {
		k := &killer{engine: engine, binary: binary, left: times, random: rand.New(rand.NewPCG(seed, uint64(len(engine))))}
		for year := 0; k.left > 0; year++ {
			k.year(t, years[year%len(years)])
		}
	})
}

// undisturbed is how a year ends that nobody kills, and how long it takes.
type undisturbed struct {
	profile   string
	report    string
	length    time.Duration
	published map[string]string
}

type killer struct {
	engine kit.Engine
	binary string
	left   int // kills
	random *rand.Rand
}

// year plays one year in pieces.
func (k *killer) year(t *testing.T, want undisturbed) {
	c := newTown(t, k.binary, k.engine.Empty(t), want.profile)
	for piece := 0; k.left > 0; piece++ {
		after := k.moment(piece, want.length)
		if !c.kill(t, after) {
			break
		}
		k.left--
		c.inspect(t, fmt.Sprintf("piece %d of a year by %s, killed after %s", piece+1, want.profile, after))
	}
	if got := c.play(t); got != want.report {
		t.Errorf("a killed year by %s reports\n%s\nwant\n%s", want.profile, got, want.report)
	}
	same(t, "record and receipts of a killed year by "+want.profile, want.published, hashes(t, c.published()))
}

// moment is when to kill: the first pieces of a year are short, for its set-up and its opening balance; a piece in five
// too, which hits the going on after a restart; the others reach some months further.
func (k *killer) moment(piece int, year time.Duration) time.Duration {
	longest := year * 2 / 5
	if piece < 2 || k.random.IntN(5) == 0 {
		longest = year / 12
	}
	return time.Duration(k.random.Int64N(int64(longest)))
}

// kill runs the program for some time; it tells whether the program was killed before it was done.
func (c *town) kill(t *testing.T, after time.Duration) bool {
	t.Helper()
	cmd := c.command(t, "")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case err := <-ended:
		if err != nil {
			t.Fatalf("play year: %v\n%s", err, cmd.Stderr)
		}
		return false
	case <-time.After(after):
	}
	if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Fatal(err)
	}
	err := <-ended
	exit, failed := errors.AsType[*exec.ExitError](err)
	if failed && exit.Exited() {
		t.Fatalf("play year: %v\n%s", err, cmd.Stderr)
	}
	return failed
}

// inspect checks what a killed program left.
func (c *town) inspect(t *testing.T, when string) {
	t.Helper()
	if db := c.open(t); db != nil {
		checks, err := audit.Run(t.Context(), db.Raw(), string(demo.Karaganda))
		if err := errors.Join(err, db.Close()); err != nil {
			t.Fatalf("%s: %v", when, err)
		}
		for _, check := range checks {
			if !check.OK {
				t.Errorf("%s: %s is false: %s", when, check.Name, check.Detail)
			}
		}
	}
	key := c.verifier(t)
	receipts, err := filepath.Glob(filepath.Join(c.published(), "receipts", "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range receipts {
		text, err := os.ReadFile(name)
		if err == nil {
			_, err = translog.VerifyReceipt(text, key)
		}
		if err != nil {
			t.Errorf("%s: %s: %v", when, filepath.Base(name), err)
		}
	}
	if _, err := os.Stat(filepath.Join(c.published(), "log", "checkpoint")); errors.Is(err, fs.ErrNotExist) && len(receipts) == 0 {
		return // nothing is published yet
	}
	report, err := monitor.Check(t.Context(), record(c.published()), key)
	if err == nil {
		err = report.Err()
	}
	if err != nil || report.Receipts != len(receipts) {
		t.Errorf("%s: the published record: %v; %d of %d receipts lie in it", when, err, report.Receipts, len(receipts))
	}
}

// open opens the database as it stands; nil when it has no schema yet.
func (c *town) open(t *testing.T) *store.DB {
	t.Helper()
	if path, lite := strings.CutPrefix(c.dsn, "sqlite:"); lite {
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return nil
		}
	}
	db, err := store.Open(t.Context(), store.Config{DSN: c.dsn, Now: time.Now, Entropy: demo.Entropy(townSeed)})
	if err != nil {
		t.Fatal(err)
	}
	has, wants, err := db.Schema(context.WithoutCancel(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	if has < wants {
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		return nil
	}
	return db
}

// verifier is the public key of the demonstration's log, derived from the seed as the pages say.
func (c *town) verifier(t *testing.T) string {
	t.Helper()
	secret := demo.Entropy(townSeed).Bytes("log key|" + string(demo.Karaganda))
	_, verifier, err := translog.KeyFromSeed("balajol.example/"+string(demo.Karaganda), secret[:])
	if err != nil {
		t.Fatal(err)
	}
	return verifier
}

// record shows the folder of a demonstration as the monitor wants it: the receipts beside the tiles.
type record string

// Open implements fs.FS.
func (r record) Open(name string) (fs.File, error) {
	if name == "receipts" || strings.HasPrefix(name, "receipts/") {
		return os.DirFS(string(r)).Open(name)
	}
	return os.DirFS(filepath.Join(string(r), "log")).Open(name)
}
