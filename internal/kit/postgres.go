package kit

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

//go:embed server.sh
var serverScript string

// server is the PostgreSQL server of this test binary.
type server struct {
	socket string         // folder of its Unix socket, which is also its only address
	admin  *sql.DB        // connection to the database "postgres"
	alive  io.WriteCloser // closed with the test binary; the server's keeper waits for that
	made   atomic.Int64   // databases made, for their names
}

var start = sync.OnceValues(startServer)

func startedServer(tb testing.TB) *server {
	tb.Helper()
	s, err := start()
	if err != nil {
		tb.Fatalf("start PostgreSQL: %v", err)
	}
	return s
}

// startServer runs the keeper (server.sh) and waits until it says that the server is ready.
func startServer() (*server, error) {
	programs, err := programFolder()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("/tmp", "balajol-pg-") // short: a socket's path has at most 107 bytes
	if err != nil {
		return nil, err
	}
	attributes := &syscall.SysProcAttr{Setpgid: true} // an interrupt at the terminal must not end the keeper first
	if err := dropRoot(attributes, dir); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	keeper := exec.Command("sh", "-c", serverScript, "server.sh", programs, dir)
	keeper.Dir, keeper.SysProcAttr = "/", attributes
	var trouble bytes.Buffer
	keeper.Stderr = &trouble
	alive, err := keeper.StdinPipe()
	if err != nil {
		return nil, err
	}
	said, err := keeper.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := keeper.Start(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	if line, _ := bufio.NewReader(said).ReadString('\n'); line != "ready\n" {
		return nil, fmt.Errorf("%w: %s", keeper.Wait(), strings.TrimSpace(trouble.String()))
	}
	s := &server{socket: dir, alive: alive}
	s.admin, err = sql.Open("pgx", s.dsn("postgres"))
	return s, err
}

// programFolder finds the newest PostgreSQL where Debian keeps it, else the one in PATH.
func programFolder() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	newest, best := -1, ""
	for _, initdb := range found {
		dir := filepath.Dir(initdb)
		if version, err := strconv.Atoi(filepath.Base(filepath.Dir(dir))); err == nil && version > newest {
			newest, best = version, dir
		}
	}
	if best != "" {
		return best, nil
	}
	if initdb, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(initdb), nil
	}
	return "", errors.New("it is not installed: run scripts/install-test-deps.sh, or install the package postgresql (version 15 or later)")
}

// dropRoot lets the server run as user postgres when the tests run as root, because PostgreSQL refuses root.
func dropRoot(attributes *syscall.SysProcAttr, dir string) error {
	if os.Getuid() != 0 {
		return nil
	}
	postgres, err := user.Lookup("postgres")
	if err != nil {
		return fmt.Errorf("PostgreSQL does not run as root: %w", err)
	}
	uid, err := strconv.ParseUint(postgres.Uid, 10, 32)
	if err != nil {
		return err
	}
	gid, err := strconv.ParseUint(postgres.Gid, 10, 32)
	if err != nil {
		return err
	}
	attributes.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return os.Chown(dir, int(uid), int(gid))
}

func (s *server) dsn(database string) string {
	return "postgres://postgres@/" + database + "?host=" + s.socket + "&sslmode=disable"
}

// create makes a copy of a template for one test and drops it afterwards.
func (s *server) create(tb testing.TB, template string) string {
	tb.Helper()
	name, err := s.createFrom(tb.Context(), template)
	if err != nil {
		tb.Fatalf("create a database from %s: %v", template, err)
	}
	tb.Cleanup(func() {
		// tb.Context is over here; a test may have left connections open on purpose, as when it kills a program.
		if _, err := s.admin.ExecContext(context.Background(), "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			tb.Errorf("drop database %s: %v", name, err)
		}
	})
	return s.dsn(name)
}

// prepare makes a template. It lives as long as the server.
func (s *server) prepare(ctx context.Context, prepare func(dsn string) error) (string, error) {
	name, err := s.createFrom(ctx, "template0")
	if err != nil {
		return "", err
	}
	return name, prepare(s.dsn(name))
}

func (s *server) createFrom(ctx context.Context, template string) (string, error) {
	name := fmt.Sprintf("test_%d", s.made.Add(1))
	_, err := s.admin.ExecContext(ctx, "CREATE DATABASE "+name+" TEMPLATE "+template+" STRATEGY file_copy")
	return name, err
}
