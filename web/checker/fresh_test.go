package checker_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

const built = "../static/check.mjs"

// The committed script is the one that the source gives, and the source passes the strict type check.
func TestBuiltScriptIsFresh(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("the build is left out under -short")
	}
	if _, err := os.Stat(filepath.Join("node_modules", "typescript")); err != nil {
		t.Fatal("the compiler is not installed: run make checker-deps")
	}
	fresh := filepath.Join(t.TempDir(), "check.mjs")
	for _, arguments := range [][]string{{"run", "--silent", "types"}, {"run", "--silent", "bundle", "--", "--outfile=" + fresh}} {
		if output, err := exec.CommandContext(t.Context(), "npm", arguments...).CombinedOutput(); err != nil {
			t.Fatalf("npm %v: %v\n%s", arguments, err, output)
		}
	}
	want, err := os.ReadFile(fresh)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(built)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("web/static/check.mjs is older than its source: run make checker")
	}
}
