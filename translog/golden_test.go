package translog_test

import (
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/translog"
)

var update = flag.Bool("update", false, "rewrite the golden files; the format is a public promise, so only for a new version")

// golden compares with a frozen file.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if d := cmp.Diff(string(must[[]byte](t)(os.ReadFile(path))), got); d != "" {
		t.Errorf("%s: %s", path, d)
	}
}

// The files are the examples of docs/record-format.md: a log of 11 entries.
func TestGoldenFiles(t *testing.T) {
	t.Parallel()
	s := newStory(t, 11)
	golden(t, "verifier.key", s.verifier+"\n")
	golden(t, "checkpoint", string(s.checkpoint))
	golden(t, "entry", string(must[[]byte](t)(storyEntry(4).Canonical())))
	golden(t, "receipt.tlog-proof", string(s.receipts[4]))
}

func TestGoldenVectors(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	s := newStory(t, 11)
	for i, text := range s.receipts {
		r := must[translog.Receipt](t)(translog.ParseReceipt(text))
		leaf := translog.LeafHash(r.Commitment())
		fmt.Fprintf(&b, "entry %d nonce %x commitment %x leaf %x\n", i, r.Nonce, r.Commitment(), leaf[:])
	}
	// Entry i of the trees below is eight zero bytes, i × 0x9e3779b97f4a7c15
	// modulo 2**64, big-endian, and sixteen zero bytes.
	for _, size := range []int{0, 1, 2, 3, 255, 256, 257, 65_535, 65_536, 65_537, 70_000} {
		head, _ := grown(t, size)
		fmt.Fprintf(&b, "tree %d root %s\n", size, hex.EncodeToString(head.Root[:]))
	}
	golden(t, "vectors.txt", b.String())
}

// Receipts that were issued verify for ever.
func TestGoldenReceiptVerifies(t *testing.T) {
	t.Parallel()
	read := func(name string) []byte { return must[[]byte](t)(os.ReadFile(filepath.Join("testdata", name))) }
	r, err := translog.VerifyReceipt(read("receipt.tlog-proof"), strings.TrimSpace(string(read("verifier.key"))))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(read("entry")), string(r.Canonical)); d != "" {
		t.Error(d)
	}
}

// The examples in the format document are the golden files.
func TestFormatDocumentShowsTheGoldenFiles(t *testing.T) {
	t.Parallel()
	doc := string(must[[]byte](t)(os.ReadFile("../docs/record-format.md")))
	vectors := strings.Split(string(must[[]byte](t)(os.ReadFile("testdata/vectors.txt"))), "\n")
	shown := []string{vectors[4]}
	for _, name := range []string{"verifier.key", "entry", "receipt.tlog-proof"} {
		shown = append(shown, string(must[[]byte](t)(os.ReadFile(filepath.Join("testdata", name)))))
	}
	for _, text := range shown {
		if !strings.Contains(doc, text) {
			t.Errorf("the document lacks\n%s", text)
		}
	}
}
