package monitor_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"github.com/balajol/balajol/monitor"
	"github.com/balajol/balajol/translog"
)

const origin = "balajol.example/karaganda"

// record is a published record that can grow, and be spoiled.
type record struct {
	t        *testing.T
	fs       fstest.MapFS
	signer   string
	verifier string
	head     translog.Head
	history  string // two records of different history differ in every entry
}

// publish makes a record of so many entries, with a receipt for every 97th.
func publish(t *testing.T, size int) *record {
	t.Helper()
	signer, verifier, err := translog.KeyFromSeed(origin, bytes.Repeat([]byte{1}, 32))
	if err != nil {
		t.Fatal(err)
	}
	r := &record{t: t, fs: fstest.MapFS{}, signer: signer, verifier: verifier, head: translog.EmptyHead()}
	r.grow(size)
	return r
}

func (r *record) opening(i int) translog.Receipt {
	r.t.Helper()
	canonical, err := translog.Entry{
		Version: translog.EntryVersion, Type: "application.submitted", Role: "guardian",
		At: time.Date(2026, 1, 5, 8, 0, i, 0, time.UTC), Subject: fmt.Sprintf("application-%d", i),
	}.Canonical()
	if err != nil {
		r.t.Fatal(err)
	}
	return translog.Receipt{Index: int64(i), Nonce: sha256.Sum256(fmt.Appendf(nil, "%s %d", r.history, i)), Canonical: canonical}
}

func (r *record) commitments(size int) [][32]byte {
	r.t.Helper()
	all := make([][32]byte, size)
	for i := range all {
		all[i] = r.opening(i).Commitment()
	}
	return all
}

func (r *record) grow(size int) {
	r.t.Helper()
	from := int(r.head.Size)
	g, err := translog.Grow(r.head, r.commitments(size)[from:], r)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, tile := range append(g.Tiles, g.Bundles...) {
		r.fs[tile.Path()] = &fstest.MapFile{Data: bytes.Clone(tile.Data)}
	}
	r.head = g.Head
	r.sign(g.Head)
	for i := from; i < size; i += 97 {
		receipt := r.opening(i)
		proofs, err := translog.ProveInclusions(r.head, []int64{int64(i)}, r)
		if err != nil {
			r.t.Fatal(err)
		}
		receipt.Proof, receipt.Checkpoint = proofs[0], r.fs["checkpoint"].Data
		text, err := translog.FormatReceipt(receipt)
		if err != nil {
			r.t.Fatal(err)
		}
		r.fs[fmt.Sprintf("receipts/%02d/%05d.txt", i/1000, i)] = &fstest.MapFile{Data: text}
	}
}

// ReadTiles reads the published tiles, as a mirror would.
func (r *record) ReadTiles(ids []translog.TileID) ([][]byte, error) {
	var data [][]byte
	for _, id := range ids {
		file, ok := r.fs[id.Path()]
		if !ok {
			return nil, fmt.Errorf("no %s", id.Path())
		}
		data = append(data, file.Data)
	}
	return data, nil
}

func (r *record) sign(head translog.Head) {
	r.t.Helper()
	text, err := translog.SignCheckpoint(head, r.signer)
	if err != nil {
		r.t.Fatal(err)
	}
	r.fs["checkpoint"] = &fstest.MapFile{Data: text}
}

// dropReceipts leaves only what the log itself publishes.
func (r *record) dropReceipts() *record {
	for name := range r.fs {
		if strings.HasPrefix(name, "receipts/") {
			delete(r.fs, name)
		}
	}
	return r
}

func (r *record) flip(path string, at int) {
	r.t.Helper()
	file, ok := r.fs[path]
	if !ok {
		r.t.Fatalf("no %s", path)
	}
	file.Data[at] ^= 1
}

func (r *record) check(seen ...[]byte) monitor.Report {
	r.t.Helper()
	report, err := monitor.Check(context.Background(), r.fs, r.verifier, seen...)
	if err != nil {
		r.t.Fatal(err)
	}
	return report
}

// wantFirst asserts the first finding.
func wantFirst(t *testing.T, report monitor.Report, kind monitor.Kind, entry int64, words ...string) {
	t.Helper()
	if len(report.Findings) == 0 {
		t.Fatal("nothing found")
	}
	first := report.Findings[0]
	if first.Kind != kind || first.Entry != entry {
		t.Errorf("first finding is %s of entry %d (%s), want %s of entry %d", first.Kind, first.Entry, first.Text, kind, entry)
	}
	for _, word := range words {
		if !strings.Contains(first.Text, word) {
			t.Errorf("%q does not say %q", first.Text, word)
		}
	}
	if err := report.Err(); err == nil || !strings.Contains(err.Error(), first.Text) {
		t.Errorf("error is %v", err)
	}
}

func TestGoodRecordsPass(t *testing.T) {
	t.Parallel()
	for _, size := range []int{0, 1, 2, 255, 256, 257, 300, 512, 1500} {
		r := publish(t, size)
		report := r.check(r.fs["checkpoint"].Data)
		if err := report.Err(); err != nil {
			t.Errorf("size %d: %v", size, err)
		}
		receipts := (size + 96) / 97
		tiles := len(tlog.NewTiles(8, 0, int64(size)))
		if report.Entries != int64(size) || report.Head != r.head || report.Receipts != receipts || report.Tiles != tiles || report.Origin != origin {
			t.Errorf("size %d: report %+v, want %d receipts and %d tiles", size, report, receipts, tiles)
		}
	}
}

func TestGrowingRecordPasses(t *testing.T) {
	t.Parallel()
	r := publish(t, 0)
	seen := [][]byte{r.fs["checkpoint"].Data}
	for _, size := range []int{3, 256, 300, 700} {
		r.grow(size)
		seen = append(seen, r.fs["checkpoint"].Data)
		if err := r.check(seen...).Err(); err != nil {
			t.Errorf("size %d: %v", size, err)
		}
	}
}

func TestThreeLevelsPass(t *testing.T) {
	t.Parallel()
	r := publish(t, 65_800).dropReceipts()
	if err := r.check().Err(); err != nil {
		t.Error(err)
	}
	r.flip("tile/2/000.p/1", 0)
	wantFirst(t, r.check(), monitor.KindTile, 0, "hash 0 of tile/2/000.p/1", "give the signed root")
}

func TestFullTileStandsInForPartial(t *testing.T) {
	t.Parallel()
	r := publish(t, 300)
	old := r.head
	r.grow(600)
	r.dropReceipts()
	r.sign(old)
	delete(r.fs, "tile/0/001.p/44")
	delete(r.fs, "tile/entries/001.p/44")
	if err := r.check().Err(); err != nil {
		t.Error(err)
	}
}

func TestReplayAgreesWithOracle(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		size := rapid.IntRange(0, 400).Draw(rt, "size")
		commitments := make([][32]byte, size)
		var hashes []tlog.Hash
		reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
			var got []tlog.Hash
			for _, i := range indexes {
				got = append(got, hashes[i])
			}
			return got, nil
		})
		for i := range commitments {
			commitments[i] = sha256.Sum256(fmt.Appendf(nil, "%d", i))
			stored, err := tlog.StoredHashes(int64(i), commitments[i][:], reader)
			if err != nil {
				rt.Fatal(err)
			}
			hashes = append(hashes, stored...)
		}
		want, err := tlog.TreeHash(int64(size), reader)
		if err != nil {
			rt.Fatal(err)
		}
		if got := monitor.ReplayRoot(commitments); got != want {
			rt.Fatalf("root of %d is %s, want %s", size, got, want)
		}
	})
}

func TestCheckItselfFails(t *testing.T) {
	t.Parallel()
	r := publish(t, 300)
	if _, err := monitor.Check(context.Background(), r.fs, "no key"); err == nil {
		t.Error("a malformed key is accepted")
	}
	if _, err := monitor.Check(context.Background(), r.fs, r.verifier, []byte("no checkpoint")); err == nil {
		t.Error("a malformed seen checkpoint is accepted")
	}
	ended, end := context.WithCancel(context.Background())
	end()
	if _, err := monitor.Check(ended, r.fs, r.verifier); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end of ctx: %v", err)
	}
}
