package translog_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"github.com/balajol/balajol/translog"
)

// story is a small log of real entries with all its receipts.
type story struct {
	verifier   string
	head       translog.Head
	checkpoint []byte
	receipts   [][]byte
}

func newStory(t failer, size int) story {
	t.Helper()
	signer, verifier := keys(t, origin, 1)
	receipts := make([]translog.Receipt, size)
	leaves, indexes := make([][32]byte, size), make([]int64, size)
	for i := range receipts {
		receipts[i] = translog.Receipt{
			Index:     int64(i),
			Nonce:     sha256.Sum256(fmt.Appendf(nil, "nonce %d", i)),
			Canonical: must[[]byte](t)(storyEntry(i).Canonical()),
		}
		leaves[i], indexes[i] = receipts[i].Commitment(), int64(i)
	}
	m := newTileMap()
	s := story{verifier: verifier, head: extend(t, m, translog.EmptyHead(), leaves)}
	s.checkpoint = must[[]byte](t)(translog.SignCheckpoint(s.head, signer))
	proofs := must[[][]translog.Hash](t)(translog.ProveInclusions(s.head, indexes, m))
	for i, r := range receipts {
		r.Proof, r.Checkpoint = proofs[i], s.checkpoint
		s.receipts = append(s.receipts, must[[]byte](t)(translog.FormatReceipt(r)))
	}
	return s
}

func storyEntry(i int) translog.Entry {
	return translog.Entry{
		Version: translog.EntryVersion,
		Type:    "application.submitted",
		At:      time.Date(2026, 1, 5, 8, i, 0, 123_456_000, time.UTC),
		Role:    "guardian",
		Key:     fmt.Sprintf("account-%d", i),
		Subject: fmt.Sprintf("application-%04d", i),
		Ground:  "order 254, item 10",
		Fields:  []translog.Field{{Name: "language", Value: "kk"}, {Name: "wish_1", Value: fmt.Sprintf("kindergarten-%d", i%7)}},
	}
}

func TestReceiptsVerify(t *testing.T) {
	t.Parallel()
	for _, size := range []int{1, 2, 7, 300} {
		s := newStory(t, size)
		for i, text := range s.receipts {
			r, err := translog.VerifyReceipt(text, s.verifier)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(storyEntry(i), must[translog.Entry](t)(r.Entry())); d != "" || r.Index != int64(i) {
				t.Fatalf("receipt %d opens as entry %d: %s", i, r.Index, d)
			}
			if again := must[[]byte](t)(translog.FormatReceipt(r)); !bytes.Equal(again, text) {
				t.Fatalf("receipt %d is written differently: %s", i, again)
			}
		}
	}
}

func TestReceiptIsSmall(t *testing.T) {
	t.Parallel()
	s := newStory(t, 300)
	if n := len(s.receipts[17]); n > 2000 {
		t.Errorf("%d bytes", n)
	}
}

// Whatever byte of a receipt is changed, it does not verify.
func TestAlteredReceiptFails(t *testing.T) {
	t.Parallel()
	s := newStory(t, 11)
	rapid.Check(t, func(rt *rapid.T) {
		text := slices.Clone(s.receipts[rapid.IntRange(0, len(s.receipts)-1).Draw(rt, "receipt")])
		at := rapid.IntRange(0, len(text)-1).Draw(rt, "at")
		text[at] ^= rapid.ByteRange(1, 255).Draw(rt, "change")
		if _, err := translog.VerifyReceipt(text, s.verifier); err == nil {
			rt.Fatalf("verifies with byte %d changed", at)
		}
	})
}

func TestEveryBitOfOneReceiptCounts(t *testing.T) {
	t.Parallel()
	s := newStory(t, 5)
	text := s.receipts[3]
	for at := range text {
		for bit := range 8 {
			text[at] ^= 1 << bit
			if _, err := translog.VerifyReceipt(text, s.verifier); err == nil {
				t.Errorf("verifies with bit %d of byte %d changed", bit, at)
			}
			text[at] ^= 1 << bit
		}
	}
}

func TestTamperedReceiptFails(t *testing.T) {
	t.Parallel()
	s := newStory(t, 11)
	_, stranger := keys(t, origin, 9)
	signer, _ := keys(t, origin, 1)
	good := must[translog.Receipt](t)(translog.ParseReceipt(s.receipts[4]))
	other := must[translog.Receipt](t)(translog.ParseReceipt(s.receipts[5]))
	fork, _ := grown(t, 11)
	tests := map[string]func(*translog.Receipt){
		"another entry":      func(r *translog.Receipt) { r.Canonical = other.Canonical },
		"another nonce":      func(r *translog.Receipt) { r.Nonce = other.Nonce },
		"another index":      func(r *translog.Receipt) { r.Index = 5 },
		"index beyond":       func(r *translog.Receipt) { r.Index = 11 },
		"another proof":      func(r *translog.Receipt) { r.Proof = other.Proof },
		"proof too short":    func(r *translog.Receipt) { r.Proof = r.Proof[1:] },
		"proof too long":     func(r *translog.Receipt) { r.Proof = append(r.Proof, tlog.Hash{}) },
		"another history":    func(r *translog.Receipt) { r.Checkpoint = must[[]byte](t)(translog.SignCheckpoint(fork, signer)) },
		"not canonical":      func(r *translog.Receipt) { r.Canonical = append(r.Canonical, '\n') },
		"signature left out": func(r *translog.Receipt) { r.Checkpoint = r.Checkpoint[:bytes.Index(r.Checkpoint, []byte("\n\n"))+2] },
	}
	for name, spoil := range tests {
		r := good
		r.Proof, r.Canonical = slices.Clone(good.Proof), slices.Clone(good.Canonical)
		spoil(&r)
		if _, err := translog.VerifyReceipt(must[[]byte](t)(translog.FormatReceipt(r)), s.verifier); err == nil {
			t.Errorf("%s: verifies", name)
		}
	}
	if _, err := translog.VerifyReceipt(s.receipts[4], stranger); err == nil {
		t.Error("verifies with a stranger's key")
	}
}

// A leaf that is committed but is no entry must not pass as one.
func TestReceiptMustOpenAnEntry(t *testing.T) {
	t.Parallel()
	signer, verifier := keys(t, origin, 1)
	r := translog.Receipt{Canonical: []byte("not an entry")}
	m := newTileMap()
	head := extend(t, m, translog.EmptyHead(), [][32]byte{r.Commitment()})
	r.Checkpoint = must[[]byte](t)(translog.SignCheckpoint(head, signer))
	if _, err := translog.VerifyReceipt(must[[]byte](t)(translog.FormatReceipt(r)), verifier); err == nil {
		t.Error("verifies")
	}
}

func TestParseReceiptRefuses(t *testing.T) {
	t.Parallel()
	good := string(newStory(t, 11).receipts[4])
	for name, text := range map[string]string{
		"empty":             "",
		"other version":     strings.Replace(good, "@v1", "@v2", 1),
		"no opening":        strings.Replace(good, "extra ", "extra", 1),
		"short opening":     good[:strings.Index(good, "extra ")] + "extra AAAA\n" + good[strings.Index(good, "index "):],
		"no index":          strings.Replace(good, "index 4\n", "", 1),
		"index with zero":   strings.Replace(good, "index 4", "index 04", 1),
		"index with sign":   strings.Replace(good, "index 4", "index +4", 1),
		"carriage returns":  strings.ReplaceAll(good, "\n", "\r\n"),
		"return in a hash":  strings.Replace(good, "=\n", "=\r\n", 1),
		"no checkpoint":     good[:strings.Index(good, "\n\n")+2],
		"too many hashes":   strings.Replace(good, "index 4\n", "index 4\n"+strings.Repeat(tlog.Hash{}.String()+"\n", 48), 1),
		"hash of 31 bytes":  strings.Replace(good, "index 4\n", "index 4\nAAAA\n", 1),
		"endless":           good + strings.Repeat("x", 128<<10),
		"text before start": "\n" + good,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := translog.ParseReceipt([]byte(text)); err == nil {
				t.Error("accepted")
			}
		})
	}
}

func TestFormatReceiptRefuses(t *testing.T) {
	t.Parallel()
	good := must[translog.Receipt](t)(translog.ParseReceipt(newStory(t, 2).receipts[1]))
	for name, spoil := range map[string]func(*translog.Receipt){
		"negative index": func(r *translog.Receipt) { r.Index = -1 },
		"no checkpoint":  func(r *translog.Receipt) { r.Checkpoint = nil },
		"long proof":     func(r *translog.Receipt) { r.Proof = make([]translog.Hash, 49) },
		"long entry":     func(r *translog.Receipt) { r.Canonical = make([]byte, translog.MaxEntry+1) },
	} {
		r := good
		spoil(&r)
		if _, err := translog.FormatReceipt(r); err == nil {
			t.Errorf("%s: written", name)
		}
	}
}

// After erasure only the commitment is left; without the nonce the entry cannot
// be guessed, since every nonce gives another commitment.
func TestCommitDependsOnNonceAndEntry(t *testing.T) {
	t.Parallel()
	entry := must[[]byte](t)(storyEntry(1).Canonical())
	seen := make(map[[32]byte]bool)
	for i := range 100 {
		seen[translog.Commit(sha256.Sum256([]byte{byte(i)}), entry)] = true
	}
	seen[translog.Commit([32]byte{}, append(entry, 0))] = true
	if len(seen) != 101 {
		t.Errorf("%d commitments of 101", len(seen))
	}
}

func BenchmarkVerifyReceipt(b *testing.B) {
	s := newStory(b, 300)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := translog.VerifyReceipt(s.receipts[150], s.verifier); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCommit(b *testing.B) {
	e := storyEntry(1)
	b.ReportAllocs()
	for b.Loop() {
		canonical, err := e.Canonical()
		if err != nil {
			b.Fatal(err)
		}
		translog.Commit([32]byte{1}, canonical)
	}
}
