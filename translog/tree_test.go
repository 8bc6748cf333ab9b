package translog_test

import (
	"encoding/hex"
	"errors"
	"reflect"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"github.com/balajol/balajol/translog"
)

func sorted(s []string) []string { return slices.Sorted(slices.Values(s)) }

// The eight leaves and roots are the test tree of the Certificate Transparency
// implementations of RFC 6962.
func TestKnownRoots(t *testing.T) {
	t.Parallel()
	leaves := []string{"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"}
	roots := []string{
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
		"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
		"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
		"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
		"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
		"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
		"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
		"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
	}
	var hashes []translog.Hash
	for n := range roots {
		root := translog.RootOf(hashes)
		if got := hex.EncodeToString(root[:]); got != roots[n] {
			t.Errorf("root of %d leaves is %s, want %s", n, got, roots[n])
		}
		if n < len(leaves) {
			data, err := hex.DecodeString(leaves[n])
			if err != nil {
				t.Fatal(err)
			}
			hashes = append(hashes, tlog.RecordHash(data))
		}
	}
}

func TestLeafHash(t *testing.T) {
	t.Parallel()
	c := commitments(7, 1)[0]
	if translog.LeafHash(c) != tlog.RecordHash(c[:]) {
		t.Error("leaf hash is not that of RFC 6962")
	}
}

// The oracle is x/mod's own storage of every hash of the tree.
func TestGrowAgreesWithOracle(t *testing.T) {
	t.Parallel()
	all := commitments(0, 70_000)
	o := newOracle(t, all)
	sizes := []int{1, 2, 3, 255, 256, 257, 511, 512, 1000, 65_535, 65_536, 65_537, 70_000}
	head, m := translog.EmptyHead(), newTileMap()
	for _, size := range sizes {
		head = extend(t, m, head, all[head.Size:size])
		if want := o.head(t, int64(size)); head != want {
			t.Fatalf("head %v, want %v", head, want)
		}
		checkTiles(t, o, m, int64(size))
	}
}

// checkTiles compares every hash tile that x/mod says a tree of this size needs.
func checkTiles(t testing.TB, o oracle, m *tileMap, size int64) {
	t.Helper()
	needed := tlog.NewTiles(8, 0, size)
	for _, tile := range needed {
		want, err := tlog.ReadTileData(tile, o)
		if err != nil {
			t.Fatal(err)
		}
		got := m.tiles[[2]int64{int64(tile.L), tile.N}]
		if string(got.Data) != string(want) || got.Width != tile.W {
			t.Errorf("tile %s differs", got.Path())
		}
	}
	bundles := (size + 255) / 256
	if int64(len(m.tiles)) != int64(len(needed))+bundles {
		t.Errorf("%d tiles and bundles for size %d, want %d and %d", len(m.tiles), size, len(needed), bundles)
	}
}

func TestGrowInBatchesIsGrowAtOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		batches := rapid.SliceOfN(rapid.OneOf(rapid.IntRange(0, 5), rapid.IntRange(200, 600)), 1, 8).Draw(rt, "batches")
		head, m := translog.EmptyHead(), newTileMap()
		for _, n := range batches {
			before := head.Size
			head = extend(rt, m, head, commitments(int(head.Size), n))
			if head.Size != before+int64(n) {
				rt.Fatalf("size %d after %d more than %d", head.Size, n, before)
			}
		}
		wantHead, want := grown(rt, int(head.Size))
		if head != wantHead {
			rt.Fatalf("head %v, want %v", head, wantHead)
		}
		if !reflect.DeepEqual(want.tiles, m.tiles) {
			rt.Fatalf("tiles of %v differ from those of one batch", batches)
		}
	})
}

func TestGrowReadsOnlyTheRightEdge(t *testing.T) {
	t.Parallel()
	head, m := grown(t, 66_000)
	m.calls, m.read = 0, 0
	extend(t, m, head, commitments(66_000, 10))
	// Levels 0, 1 and 2 and the open bundle.
	if m.calls != 1 || m.read != 4 {
		t.Errorf("%d tiles in %d calls, want 4 in 1", m.read, m.calls)
	}
}

func TestGrowKeepsStoredTiles(t *testing.T) {
	t.Parallel()
	head, m := grown(t, 300)
	before := string(m.tiles[[2]int64{0, 1}].Data)
	stored := m.tiles[[2]int64{0, 1}].Data
	extend(t, m, head, commitments(300, 10))
	if string(stored) != before {
		t.Error("growing wrote into the stored tile")
	}
}

func TestGrowRefusesAlteredEdge(t *testing.T) {
	t.Parallel()
	for _, key := range [][2]int64{{0, 1}, {1, 0}, {-1, 1}} {
		head, m := grown(t, 300)
		m.tiles[key].Data[20] ^= 1
		_, err := translog.Grow(head, commitments(300, 1), m)
		if !errors.Is(err, translog.ErrInconsistent) {
			t.Errorf("altered tile %v gives %v", key, err)
		}
	}
}

func TestGrowRefusesMissingOrNarrowTiles(t *testing.T) {
	t.Parallel()
	head, m := grown(t, 300)
	older, _ := grown(t, 290)
	if _, err := translog.Grow(older, commitments(290, 1), m); err != nil {
		t.Errorf("a wider stored tile is refused: %v", err)
	}
	tile := m.tiles[[2]int64{0, 1}]
	tile.Data = tile.Data[:len(tile.Data)-1]
	m.put(tile)
	if _, err := translog.Grow(head, nil, m); err == nil {
		t.Error("a truncated tile is accepted")
	}
	delete(m.tiles, [2]int64{0, 1})
	if _, err := translog.Grow(head, nil, m); err == nil {
		t.Error("a missing tile is accepted")
	}
	if _, err := translog.Grow(translog.Head{Size: translog.MaxSize}, commitments(0, 1), m); err == nil {
		t.Error("a tree beyond the greatest size is accepted")
	}
}

func TestInclusionProofsAgreeWithOracle(t *testing.T) {
	t.Parallel()
	all := commitments(0, 66_000)
	o := newOracle(t, all)
	_, m := grown(t, len(all))
	rapid.Check(t, func(rt *rapid.T) {
		size := rapid.OneOf(rapid.Int64Range(1, 600), rapid.Int64Range(1, int64(len(all)))).Draw(rt, "size")
		indexes := rapid.SliceOfN(rapid.Int64Range(0, size-1), 0, 10).Draw(rt, "indexes")
		head := o.head(rt, size)
		proofs := must[[][]translog.Hash](rt)(translog.ProveInclusions(head, indexes, m))
		for i, index := range indexes {
			want := must[tlog.RecordProof](rt)(tlog.ProveRecord(size, index, o))
			if !slices.Equal(proofs[i], want) {
				rt.Fatalf("proof of %d in %d differs", index, size)
			}
			if err := tlog.CheckRecord(proofs[i], size, head.Root, index, tlog.RecordHash(all[index][:])); err != nil {
				rt.Fatal(err)
			}
			other := (index + 1) % size
			if translog.CheckInclusion(head, other, translog.LeafHash(all[index]), proofs[i]) == nil && other != index {
				rt.Fatalf("proof of %d proves %d", index, other)
			}
		}
	})
}

func TestConsistencyProofsAgreeWithOracle(t *testing.T) {
	t.Parallel()
	all := commitments(0, 66_000)
	o := newOracle(t, all)
	_, m := grown(t, len(all))
	rapid.Check(t, func(rt *rapid.T) {
		size := rapid.OneOf(rapid.Int64Range(1, 600), rapid.Int64Range(1, int64(len(all)))).Draw(rt, "size")
		old := o.head(rt, rapid.Int64Range(1, size).Draw(rt, "old"))
		head := o.head(rt, size)
		proof := must[[]translog.Hash](rt)(translog.ProveConsistency(old, head, m))
		if want := must[tlog.TreeProof](rt)(tlog.ProveTree(size, old.Size, o)); !slices.Equal(proof, want) {
			rt.Fatalf("proof from %d to %d differs", old.Size, size)
		}
		if err := translog.CheckConsistency(old, head, proof); err != nil {
			rt.Fatal(err)
		}
		old.Root[0] ^= 1
		if err := translog.CheckConsistency(old, head, proof); !errors.Is(err, translog.ErrInconsistent) {
			rt.Fatalf("another root is accepted: %v", err)
		}
	})
}

func TestConsistencyEnds(t *testing.T) {
	t.Parallel()
	empty := translog.EmptyHead()
	head, m := grown(t, 300)
	if proof, err := translog.ProveConsistency(empty, head, m); err != nil || len(proof) != 0 {
		t.Errorf("from empty: %v, %v", proof, err)
	}
	if _, err := translog.ProveConsistency(head, head, m); err != nil {
		t.Errorf("from itself: %v", err)
	}
	larger := translog.Head{Size: 301, Root: head.Root}
	if _, err := translog.ProveConsistency(larger, head, m); !errors.Is(err, translog.ErrInconsistent) {
		t.Errorf("rolled back log: %v", err)
	}
	fork := translog.Head{Size: 300, Root: empty.Root}
	if _, err := translog.ProveConsistency(fork, head, m); !errors.Is(err, translog.ErrInconsistent) {
		t.Errorf("forked log: %v", err)
	}
}

func TestProofsFromAlteredTilesAreNotHandedOut(t *testing.T) {
	t.Parallel()
	head, m := grown(t, 300)
	old, _ := grown(t, 100)
	m.tiles[[2]int64{0, 0}].Data[40] ^= 1
	if _, err := translog.ProveInclusions(head, []int64{0}, m); !errors.Is(err, translog.ErrInconsistent) {
		t.Errorf("inclusion: %v", err)
	}
	if _, err := translog.ProveConsistency(old, head, m); !errors.Is(err, translog.ErrInconsistent) {
		t.Errorf("consistency: %v", err)
	}
	if _, err := translog.ProveInclusions(head, []int64{300}, m); err == nil {
		t.Error("an entry beyond the tree is proved")
	}
}

func TestProveInclusionsReadsOnce(t *testing.T) {
	t.Parallel()
	head, m := grown(t, 1000)
	m.calls, m.read = 0, 0
	indexes := make([]int64, 1000)
	for i := range indexes {
		indexes[i] = int64(i)
	}
	must[[][]translog.Hash](t)(translog.ProveInclusions(head, indexes, m))
	// Four leaf tiles and one above.
	if m.calls != 1 || m.read != 5 {
		t.Errorf("%d tiles in %d calls, want 5 in 1", m.read, m.calls)
	}
}

func BenchmarkGrow10000(b *testing.B) {
	head, m := grown(b, 123_456)
	more := commitments(123_456, 10_000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := translog.Grow(head, more, m); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkProveInclusions10000(b *testing.B) {
	head, m := grown(b, 133_456)
	indexes := make([]int64, 10_000)
	for i := range indexes {
		indexes[i] = 123_456 + int64(i)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := translog.ProveInclusions(head, indexes, m); err != nil {
			b.Fatal(err)
		}
	}
}
