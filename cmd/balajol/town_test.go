package main_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/demo"
)

// A town is small enough to live its year in a few seconds: four kindergartens of Karaganda, two public and two private,
// with most of their places open. Every one of their groups has open seats.
const (
	townSeed     = 7
	townChildren = "400"
)

var (
	townRows = []string{"krg-007", "krg-027", "krg-080", "krg-105"}
	profiles = []string{"kz-voucher-2026", "kz-classic-2025"}
	// switches are years that begin under one profile and pass to another.
	switches = []string{"kz-voucher-2026 kz-classic-2025@2026-03-18", "kz-classic-2025 kz-voucher-2026@2026-07-15"}
)

// town is a demonstration in a folder of its own.
type town struct {
	binary, dsn, profile string
	dir                  string // that the program runs in
}

// build makes the real program.
func build(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "balajol")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", name, ".").CombinedOutput(); err != nil {
		t.Fatalf("build program: %v\n%s", err, out)
	}
	return name
}

func newTown(t *testing.T, binary, dsn, profile string) *town {
	t.Helper()
	c := &town{binary: binary, dsn: dsn, profile: profile, dir: t.TempDir()}
	var network strings.Builder
	for i, row := range strings.SplitAfter(string(demo.Network), "\n") {
		code, _, _ := strings.Cut(row, ",")
		if i == 0 || slices.Contains(townRows, code) {
			network.WriteString(row)
		}
	}
	write(t, filepath.Join(c.dir, "network.csv"), network.String())
	return c
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// command is the program that lives the town's year and writes its report to a file, if one is named.
func (c *town) command(t *testing.T, report string, more ...string) *exec.Cmd {
	t.Helper()
	profile, change, _ := strings.Cut(c.profile, " ")
	args := []string{"demo", "--serve=false", "--network", "network.csv", "--children", townChildren, "--seed", "7", "--profile", profile, "--switch-to", change, "--db", c.dsn}
	if report != "" {
		args = append(args, "--json", report)
	}
	cmd := exec.CommandContext(t.Context(), c.binary, append(args, more...)...)
	cmd.Dir, cmd.Stderr = c.dir, &bytes.Buffer{}
	return cmd
}

var seconds = regexp.MustCompile(`(?s)  "seconds": \{.*?\},\n`)

// play lives what is left of the year and gives the report without its seconds.
func (c *town) play(t *testing.T) string {
	t.Helper()
	cmd := c.command(t, "report.json")
	if err := cmd.Run(); err != nil {
		t.Fatalf("play year: %v\n%s", err, cmd.Stderr)
	}
	report, err := os.ReadFile(filepath.Join(c.dir, "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	plain := seconds.ReplaceAll(report, nil)
	if len(plain) == len(report) {
		t.Fatalf("the report has no seconds:\n%s", report)
	}
	return string(plain)
}

// published is the folder of log and receipts.
func (c *town) published() string {
	if file, lite := strings.CutPrefix(c.dsn, "sqlite:"); lite {
		return filepath.Dir(file)
	}
	address, err := url.Parse(c.dsn)
	if err != nil {
		panic(err) // the test kit made it
	}
	return filepath.Join(c.dir, "balajol-demo", "postgres-"+path.Base(address.Path))
}

// hashes are the files under log and receipts of a folder, or under the folder when it has none, by name.
func hashes(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), ".new-") || strings.HasPrefix(name, "test.db") {
			return err // a killed program leaves temporary files, and the database may lie here
		}
		text, err := os.ReadFile(filepath.Join(dir, name))
		sum := sha256.Sum256(text)
		found[name] = hex.EncodeToString(sum[:8])
		return err
	})
	if err == nil && len(found) == 0 {
		err = errors.New("nothing there")
	}
	if err != nil {
		t.Fatalf("read %s: %v", dir, err)
	}
	return found
}

func same[V any](t *testing.T, what string, want, got V) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}
