package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestOneHashEverywhere runs the program on this machine, on arm64 under QEMU and as WebAssembly under Node.
func TestOneHashEverywhere(t *testing.T) {
	if testing.Short() {
		t.Skip("cross-building is left out under -short")
	}
	t.Parallel()
	here := lines(t, build(t, runtime.GOOS, runtime.GOARCH))
	first := map[string]string{}
	for _, line := range here {
		name, rest, _ := strings.Cut(line, " ")
		if first[name] == "" {
			first[name] = rest
		}
		if first[name] != rest {
			t.Errorf("%s: %s, and with other threads or another order %s", name, first[name], rest)
		}
	}
	if len(here) != 40 || len(first) != 10 {
		t.Fatalf("%d lines of %d problems", len(here), len(first))
	}
	for _, other := range []struct {
		name, os, arch string
		runner         []string
	}{
		{"arm64", "linux", "arm64", []string{need(t, "qemu-aarch64", "qemu-user")}},
		{"WebAssembly", "js", "wasm", []string{need(t, "node", "nodejs"), filepath.Join(goroot(t), "lib", "wasm", "wasm_exec_node.js")}},
	} {
		t.Run(other.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(here, lines(t, append(other.runner, build(t, other.os, other.arch)...))); diff != "" {
				t.Errorf("other outcomes (-%s +%s):\n%s", runtime.GOARCH, other.name, diff)
			}
		})
	}
}

func build(t *testing.T, system, arch string) []string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "portable")
	cmd := exec.CommandContext(t.Context(), "go", "build", "-o", program, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+system, "GOARCH="+arch)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build for %s/%s: %v\n%s", system, arch, err, out)
	}
	return []string{program}
}

func lines(t *testing.T, command []string) []string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), command[0], command[1:]...).Output()
	if err != nil {
		t.Fatalf("run %s: %v", command[0], err)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}

func need(t *testing.T, program, pack string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Fatalf("%s is missing: install the package %s, or run scripts/install-test-deps.sh", program, pack)
	}
	return path
}

func goroot(t *testing.T) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}
