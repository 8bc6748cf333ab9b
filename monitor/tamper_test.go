package monitor_test

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"github.com/balajol/balajol/monitor"
	"github.com/balajol/balajol/translog"
)

// entryAt is where entry i of a bundle has its first byte.
func entryAt(i int) int { return 34*i + 2 }

func TestChangedEntryIsNamed(t *testing.T) {
	t.Parallel()
	r := publish(t, 1500).dropReceipts()
	r.flip("tile/entries/004", entryAt(210))
	report := r.check()
	wantFirst(t, report, monitor.KindEntry, 1234, "entry 1234", "number 210 of tile/entries/004", "tile/0/004")
	last := report.Findings[len(report.Findings)-1]
	if last.Kind != monitor.KindRoot {
		t.Errorf("last finding is %v, want the root", last)
	}
}

func TestChangedEntryAndTileAreNamedByRange(t *testing.T) {
	t.Parallel()
	r := publish(t, 1500).dropReceipts()
	r.flip("tile/entries/004", entryAt(210))
	bundle, err := translog.ParseEntries(r.fs["tile/entries/004"].Data)
	if err != nil {
		t.Fatal(err)
	}
	leaf := translog.LeafHash(bundle[210])
	copy(r.fs["tile/0/004"].Data[210*32:], leaf[:])
	wantFirst(t, r.check(), monitor.KindEntry, 1024, "entries 1024 to 1279", "hash 4 of tile/1/000.p/5")
}

func TestChangedTileIsNamed(t *testing.T) {
	t.Parallel()
	r := publish(t, 1500)
	r.flip("tile/0/003", 32*9+5)
	wantFirst(t, r.check(), monitor.KindTile, 777, "hash 9 of tile/0/003", "give the signed root")
	r = publish(t, 1500)
	r.flip("tile/1/000.p/5", 32*2)
	wantFirst(t, r.check(), monitor.KindTile, 512, "hash 2 of tile/1/000.p/5")
}

func TestTruncatedFilesAreNamed(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]monitor.Finding{
		"tile/0/003":             {Kind: monitor.KindTile, Entry: 768},
		"tile/0/005.p/220":       {Kind: monitor.KindTile, Entry: 1280},
		"tile/1/000.p/5":         {Kind: monitor.KindTile, Entry: 0},
		"tile/entries/003":       {Kind: monitor.KindEntry, Entry: 768},
		"tile/entries/005.p/220": {Kind: monitor.KindEntry, Entry: 1280},
	} {
		r := publish(t, 1500).dropReceipts()
		r.fs[path].Data = r.fs[path].Data[:len(r.fs[path].Data)-32]
		wantFirst(t, r.check(), want.Kind, want.Entry, path)
		r.fs[path].Data = append(r.fs[path].Data, make([]byte, 64)...)
		wantFirst(t, r.check(), want.Kind, want.Entry, path)
		delete(r.fs, path)
		wantFirst(t, r.check(), want.Kind, want.Entry, path, "missing")
	}
}

func TestEntryOfAnotherLengthIsNamed(t *testing.T) {
	t.Parallel()
	r := publish(t, 300).dropReceipts()
	r.flip("tile/entries/001.p/44", entryAt(3)-1)
	wantFirst(t, r.check(), monitor.KindEntry, 256, "tile/entries/001.p/44", "entry 3")
}

func TestSwappedEntriesAreNamed(t *testing.T) {
	t.Parallel()
	r := publish(t, 300).dropReceipts()
	data := r.fs["tile/entries/000"].Data
	first, second := bytes.Clone(data[entryAt(70):entryAt(70)+32]), data[entryAt(71):entryAt(71)+32]
	copy(data[entryAt(70):], second)
	copy(data[entryAt(71):], first)
	wantFirst(t, r.check(), monitor.KindEntry, 70, "entry 70")
}

func TestCheckpointFaults(t *testing.T) {
	t.Parallel()
	r := publish(t, 300)
	good := bytes.Clone(r.fs["checkpoint"].Data)
	r.fs["checkpoint"].Data = bytes.Replace(good, []byte("\n300\n"), []byte("\n299\n"), 1)
	wantFirst(t, r.check(), monitor.KindCheckpoint, monitor.NoEntry)
	r.fs["checkpoint"].Data = bytes.Repeat([]byte("x"), 1<<20)
	wantFirst(t, r.check(), monitor.KindCheckpoint, monitor.NoEntry)
	delete(r.fs, "checkpoint")
	wantFirst(t, r.check(), monitor.KindCheckpoint, monitor.NoEntry)
}

// The log signs another root than its entries give.
func TestWrongSignedRoot(t *testing.T) {
	t.Parallel()
	r := publish(t, 300).dropReceipts()
	r.sign(translog.Head{Size: 300, Root: translog.EmptyHead().Root})
	wantFirst(t, r.check(), monitor.KindRoot, monitor.NoEntry, "the 300 entries")
}

func TestRolledBackLog(t *testing.T) {
	t.Parallel()
	r := publish(t, 400).dropReceipts()
	seen := r.fs["checkpoint"].Data
	restored := publish(t, 300).dropReceipts()
	wantFirst(t, restored.check(seen), monitor.KindHistory, 300, "had 400 entries", "has 300", "rolled back")
}

func TestForkedLog(t *testing.T) {
	t.Parallel()
	r := publish(t, 400)
	fork := publish(t, 0)
	fork.history = "another"
	fork.grow(500)
	for _, seen := range [][]byte{r.fs["checkpoint"].Data, publish(t, 500).fs["checkpoint"].Data} {
		wantFirst(t, fork.check(seen), monitor.KindHistory, monitor.NoEntry, "forked")
	}
}

// A rewritten log is whole in itself, but the families' receipts say which
// entry went.
func TestReceiptNamesTheEntryOfARewrittenLog(t *testing.T) {
	t.Parallel()
	r := publish(t, 400)
	changed := r.commitments(400)
	changed[291][0] ^= 1
	g, err := translog.Grow(translog.EmptyHead(), changed, r)
	if err != nil {
		t.Fatal(err)
	}
	for _, tile := range append(g.Tiles, g.Bundles...) {
		r.fs[tile.Path()] = &fstest.MapFile{Data: tile.Data}
	}
	r.sign(g.Head)
	report := r.check()
	for _, f := range report.Findings {
		if f.Kind != monitor.KindReceipt {
			t.Errorf("finding %v of a log that is whole in itself", f)
		}
		if f.Entry == 291 && strings.Contains(f.Text, "entry 291 is not the one that receipts/00/00291.txt") {
			return
		}
	}
	t.Errorf("entry 291 is not named: %v", report.Findings)
}

func TestReceiptOfALostEntry(t *testing.T) {
	t.Parallel()
	longer := publish(t, 400)
	r := publish(t, 300)
	r.fs["receipts/late.tlog-proof"] = longer.fs["receipts/00/00388.txt"]
	wantFirst(t, r.check(), monitor.KindReceipt, 388, "rolled back", "receipts/late.tlog-proof")
}

func TestBadReceiptsAreNamed(t *testing.T) {
	t.Parallel()
	r := publish(t, 300)
	path := "receipts/00/00097.txt"
	r.fs[path].Data = bytes.Replace(r.fs[path].Data, []byte("index 97\n"), []byte("index 98\n"), 1)
	report := r.check()
	wantFirst(t, report, monitor.KindReceipt, monitor.NoEntry, path)
	if report.Receipts != 3 {
		t.Errorf("%d good receipts, want 3", report.Receipts)
	}
	r.fs[path].Data = bytes.Repeat([]byte("x"), 1<<20)
	wantFirst(t, r.check(), monitor.KindReceipt, monitor.NoEntry, path)
}

func TestEndlessFaultsAreCounted(t *testing.T) {
	t.Parallel()
	r := publish(t, 600)
	other := publish(t, 0)
	other.history = "another"
	other.grow(600)
	for name, file := range other.fs {
		if strings.HasPrefix(name, "tile/entries/") {
			r.fs[name] = file
		}
	}
	report := r.check()
	wantFirst(t, report, monitor.KindEntry, 0, "entry 0")
	if len(report.Findings) != 100 || report.Omitted < 500 {
		t.Errorf("%d findings and %d omitted", len(report.Findings), report.Omitted)
	}
}

// Whatever single byte of the log is changed, the monitor sees it.
func TestAnyChangedByteIsSeen(t *testing.T) {
	t.Parallel()
	good := publish(t, 300)
	rapid.Check(t, func(rt *rapid.T) {
		path := rapid.SampledFrom([]string{
			"checkpoint", "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1",
			"tile/entries/000", "tile/entries/001.p/44", "receipts/00/00097.txt",
		}).Draw(rt, "path")
		data := good.fs[path].Data
		spoiled := bytes.Clone(data)
		spoiled[rapid.IntRange(0, len(data)-1).Draw(rt, "at")] ^= rapid.ByteRange(1, 255).Draw(rt, "change")
		r := &record{t: t, fs: fstest.MapFS{}, verifier: good.verifier}
		for name, file := range good.fs {
			r.fs[name] = file
		}
		r.fs[path] = &fstest.MapFile{Data: spoiled}
		if r.check().Err() == nil {
			rt.Fatalf("a changed byte of %s is not seen", path)
		}
	})
}
