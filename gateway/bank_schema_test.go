package gateway_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/balajol/balajol/gateway"
	"pgregory.net/rapid"
)

// TestSchemaAgrees holds our own rules against the published schema, where that stands beside the checkout: what
// BuildPain001 writes is valid, and what the schema refuses ValidatePain001 refuses as well.
func TestSchemaAgrees(t *testing.T) {
	t.Parallel()
	files := map[string]string{}
	for i, m := range mutants(golden(t)) {
		files[fmt.Sprintf("mutant-%d.xml", i)] = m.text
	}
	good := strings.Join(golden(t), "")
	for i, c := range spoilt {
		files[fmt.Sprintf("spoilt-%d.xml", i)] = strings.Replace(good, c.old, c.new, 1)
	}
	for seed := range 50 {
		batch := rapid.Custom(drawBatch).Example(seed)
		file, err := gateway.BuildPain001(batch)
		if err != nil {
			t.Fatal(err)
		}
		files[fmt.Sprintf("built-%d.xml", seed)] = string(file)
	}
	refused := map[string]bool{}
	for name, text := range files {
		refused[name] = gateway.ValidatePain001([]byte(text)) != nil
		if refused[name] && strings.HasPrefix(name, "built") {
			t.Errorf("%s is refused by our own rules", name)
		}
	}
	schema := findSchema(t)
	if schema == "" {
		return
	}
	invalid := 0
	for name, valid := range validate(t, schema, files) {
		switch {
		case !valid && strings.HasPrefix(name, "built"):
			t.Errorf("%s is refused by the schema:\n%s", name, files[name])
		case !valid && !refused[name]:
			t.Errorf("%s is refused by the schema and passes our own rules:\n%s", name, files[name])
		case !valid:
			invalid++
		}
	}
	if invalid < 400 {
		t.Errorf("the schema refuses only %d of %d files: it was not asked", invalid, len(files))
	}
}

// findSchema is the path of the published schema, or "" where it does not stand.
func findSchema(t *testing.T) string {
	t.Helper()
	const folder = "../../shared/fixtures/iso20022"
	if _, err := os.Stat(folder); errors.Is(err, os.ErrNotExist) {
		t.Logf("%s does not stand beside the checkout: only our own rules were held", folder)
		return ""
	}
	found, err := filepath.Glob(filepath.Join(folder, "pain.001.001.09*.xsd"))
	if err != nil || len(found) != 1 {
		t.Fatalf("%s holds %d schemas of pain.001.001.09, %v", folder, len(found), err)
	}
	return found[0]
}

// validate asks xmllint about all files in one run.
func validate(t *testing.T, schema string, files map[string]string) map[string]bool {
	t.Helper()
	program, err := exec.LookPath("xmllint")
	if err != nil {
		t.Fatal("xmllint is not installed: apt-get install libxml2-utils")
	}
	folder := t.TempDir()
	args := []string{"--nonet", "--noout", "--schema", schema}
	for name, text := range files {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	var said bytes.Buffer
	command := exec.CommandContext(t.Context(), program, args...)
	command.Stderr = &said
	if err := command.Run(); err != nil && command.ProcessState == nil {
		t.Fatal(err)
	}
	verdicts := map[string]bool{}
	for name := range files {
		verdicts[name] = strings.Contains(said.String(), filepath.Join(folder, name)+" validates\n")
	}
	return verdicts
}
