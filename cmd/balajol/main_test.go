package main

import (
	"bytes"
	"database/sql"
	"errors"
	"flag"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/balajol/balajol/internal/kit"
)

var update = flag.Bool("update", false, "write the golden files of the scripts anew")

func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"balajol": main}) }

// TestScripts runs the program as people do: its words, files and exit codes.
func TestScripts(t *testing.T) {
	t.Parallel()
	played := playedYear(t)
	testscript.Run(t, testscript.Params{
		Dir: "testdata", Cmds: scriptCommands, Condition: condition, RequireExplicitExec: true, RequireUniqueNames: true, UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("PLAYED", played)
			return setUp(env)
		},
	})
}

// TestScriptsOnPostgres runs what differs between the engines; $PG is an empty database.
func TestScriptsOnPostgres(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("PostgreSQL is left out under -short")
	}
	dsn := kit.Postgres.Empty(t)
	testscript.Run(t, testscript.Params{
		Dir: "testdata/postgres", Cmds: scriptCommands, Condition: condition, RequireExplicitExec: true, RequireUniqueNames: true, UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("PG", dsn)
			return setUp(env)
		},
	})
}

// setUp gives a script a free address, a busy one, and the network of three kindergartens that its years are played on.
func setUp(env *testscript.Env) error {
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	env.Defer(func() { _ = busy.Close() })
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	env.Setenv("BUSY", busy.Addr().String())
	env.Setenv("FREE", free.Addr().String())
	return errors.Join(free.Close(), os.WriteFile(filepath.Join(env.WorkDir, "net.csv"), []byte(smallNetwork), 0o600))
}

const smallNetwork = `id,name,ownership,kind,groups,places,places_source,opened,state_order,seed_ref
krg-001,Айгөлек,state,kindergarten,5,125,derived: groups x 25,,no,F003-L1256-02
krg-002,Жұлдыз,private,kindergarten,5,120,seed: opened,2015-09,yes,F003-L0712-01
`

// playedYear is the folder of a year that was played to its end, with its database, log and receipts.
func playedYear(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	network := filepath.Join(dir, "net.csv")
	if err := os.WriteFile(network, []byte(smallNetwork), 0o600); err != nil {
		t.Fatal(err)
	}
	played := exec.CommandContext(t.Context(), os.Args[0], "demo", "--children", "40", "--serve=false", "--network", network, "--db", "sqlite:"+filepath.Join(dir, "city.db"))
	played.Args[0] = "balajol" // what testscript.Main goes by
	if out, err := played.CombinedOutput(); err != nil {
		t.Fatalf("play a year: %v\n%s", err, out)
	}
	return dir
}

// condition knows mount: whether a script may make a file system of its own.
func condition(name string) (bool, error) {
	if name == "mount" {
		return mayMount(), nil
	}
	return false, errors.New("unknown condition " + name)
}

var mayMount = sync.OnceValue(func() bool {
	dir, err := os.MkdirTemp("", "balajol-mount-")
	if err != nil {
		return false
	}
	defer os.Remove(dir)
	return syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=64k") == nil && syscall.Unmount(dir, 0) == nil
})

var scriptCommands = map[string]func(*testscript.TestScript, bool, []string){
	"code": code, "unprivileged": unprivileged, "tmpfs": tmpfs, "waitup": waitUp, "waitfile": waitFile, "fetch": fetch, "newer": newer, "copydir": copyDir, "lacks": lacks, "terminate": terminate, "keep": keep,
}

// code N PROGRAM ARGS…: the program ends with exactly this exit code.
func code(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	if err != nil || neg {
		ts.Fatalf("usage: code N program args…")
	}
	expect(ts, want, ts.Exec(args[1], args[2:]...))
}

func expect(ts *testscript.TestScript, want int, err error) {
	got := 0
	if e, ok := errors.AsType[*exec.ExitError](err); ok {
		got = e.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d\n%s", got, want, ts.ReadFile("stderr"))
	}
}

// unprivileged N PROGRAM ARGS…: as code, without root's right to write what it may not.
func unprivileged(ts *testscript.TestScript, neg bool, args []string) {
	if os.Geteuid() == 0 {
		args = append([]string{args[0], "setpriv", "--bounding-set=-dac_override,-dac_read_search"}, args[1:]...)
	}
	code(ts, neg, args)
}

// tmpfs DIR SIZE: a file system of that size in a folder; done again it gives the size anew.
func tmpfs(ts *testscript.TestScript, _ bool, args []string) {
	dir, size := ts.MkAbs(args[0]), "size="+args[1]
	if _, err := os.Stat(dir); err == nil {
		ts.Check(syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, size))
		return
	}
	ts.Check(os.Mkdir(dir, 0o755))
	ts.Check(syscall.Mount("tmpfs", dir, "tmpfs", 0, size))
	ts.Defer(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
}

// waitup URL: until something answers there.
func waitUp(ts *testscript.TestScript, _ bool, args []string) {
	await(ts, args[0], func() bool {
		answer, err := http.Get(args[0])
		return err == nil && answer.Body.Close() == nil
	})
}

// waitfile FILE: until it is there.
func waitFile(ts *testscript.TestScript, _ bool, args []string) {
	await(ts, args[0], func() bool {
		_, err := os.Stat(ts.MkAbs(args[0]))
		return err == nil
	})
}

// await looks again and again, for a minute at most.
func await(ts *testscript.TestScript, what string, there func() bool) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	late := time.After(time.Minute)
	for !there() {
		select {
		case <-tick.C:
		case <-late:
			ts.Fatalf("%s does not come", what)
		}
	}
}

// fetch STATUS URL TEXT: the page answers with the status and holds the text.
func fetch(ts *testscript.TestScript, _ bool, args []string) {
	answer, err := http.Get(args[1])
	ts.Check(err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	ts.Check(err)
	if strconv.Itoa(answer.StatusCode) != args[0] || !strings.Contains(string(body), args[2]) {
		ts.Fatalf("%s: %s\n%s", args[1], answer.Status, body)
	}
}

// newer FILE: a schema that this program does not know yet.
func newer(ts *testscript.TestScript, _ bool, args []string) {
	db, err := sql.Open("sqlite", ts.MkAbs(args[0]))
	ts.Check(err)
	_, err = db.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, true)")
	ts.Check(errors.Join(err, db.Close()))
}

// copydir FROM TO
func copyDir(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.CopyFS(ts.MkAbs(args[1]), os.DirFS(ts.MkAbs(args[0]))))
}

// lacks FILE TEXT: no such text, taken literally, stands in the file.
func lacks(ts *testscript.TestScript, _ bool, args []string) {
	text, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	if bytes.Contains(text, []byte(args[1])) {
		ts.Fatalf("%s holds %q", args[0], args[1])
	}
}

// keep NAME REGEXP: what the group of the expression finds in the last output goes into a variable.
func keep(ts *testscript.TestScript, _ bool, args []string) {
	found := regexp.MustCompile("(?m)" + args[1]).FindStringSubmatch(ts.ReadFile("stdout"))
	if len(found) != 2 {
		ts.Fatalf("the output does not hold %s", args[1])
	}
	ts.Setenv(args[0], found[1])
}

// terminate sends SIGTERM to what runs in the background.
func terminate(ts *testscript.TestScript, _ bool, _ []string) {
	for _, cmd := range ts.BackgroundCmds() {
		ts.Check(cmd.Process.Signal(syscall.SIGTERM))
	}
}
