package translog

import (
	"fmt"
	"math/bits"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// ProveInclusions returns, for each index (from 0), the proof that the tree of
// head holds that entry: hashes from the leaf's sibling up to the root's child
// (RFC 6962, 2.1.1). All tiles are read in one call and hashed once, so ask for
// many at a time. Each proof is checked before it is handed out; stored tiles
// that do not support it give [ErrInconsistent].
func ProveInclusions(head Head, indexes []int64, r TileReader) ([][]Hash, error) {
	tree := newNodes(head.Size)
	for _, index := range indexes {
		if index < 0 || index >= head.Size || head.Size > MaxSize {
			return nil, fmt.Errorf("prove inclusion of entry %d in tree of size %d: out of range", index, head.Size)
		}
		tree.planPath(index)
	}
	peaks := peaksOf(head.Size)
	for _, p := range peaks {
		tree.plan(p.level, p.index)
	}
	if err := tree.load(r); err != nil {
		return nil, fmt.Errorf("prove inclusion in tree of size %d: %w", head.Size, err)
	}
	proofs := make([][]Hash, len(indexes))
	for i, index := range indexes {
		proofs[i] = tree.path(index, peaks)
		if err := CheckInclusion(head, index, tree.node(0, index), proofs[i]); err != nil {
			return nil, fmt.Errorf("prove: %w", err)
		}
	}
	return proofs, nil
}

// CheckInclusion checks a proof that the tree of head holds, at index, an entry
// with this leaf hash. A proof that fails gives [ErrInconsistent].
func CheckInclusion(head Head, index int64, leaf Hash, proof []Hash) error {
	if head.Size > MaxSize || tlog.CheckRecord(proof, head.Size, head.Root, index, leaf) != nil {
		return fmt.Errorf("check inclusion of entry %d in tree of size %d: %w", index, head.Size, ErrInconsistent)
	}
	return nil
}

// ProveConsistency returns the proof that the tree of head begins with all
// entries of the tree of old (RFC 6962, 2.1.2). It gives [ErrInconsistent] when
// that is not so: old is larger, or its root is of another history, or the
// stored tiles were altered. From an empty tree the proof is empty.
func ProveConsistency(old, head Head, r TileReader) ([]Hash, error) {
	if old.Size <= 0 || old.Size >= head.Size {
		return nil, CheckConsistency(old, head, nil)
	}
	need := newNodes(head.Size)
	if _, err := tlog.ProveTree(head.Size, old.Size, need.planner()); err != nil {
		return nil, fmt.Errorf("prove consistency of sizes %d and %d: %w", old.Size, head.Size, err)
	}
	if err := need.load(r); err != nil {
		return nil, fmt.Errorf("prove consistency of sizes %d and %d: %w", old.Size, head.Size, err)
	}
	proof, err := tlog.ProveTree(head.Size, old.Size, need)
	if err != nil {
		return nil, fmt.Errorf("prove consistency of sizes %d and %d: %w", old.Size, head.Size, err)
	}
	return proof, CheckConsistency(old, head, proof)
}

// CheckConsistency checks a proof that the tree of head continues the tree of
// old. A proof that fails gives [ErrInconsistent].
func CheckConsistency(old, head Head, proof []Hash) error {
	failed := fmt.Errorf("check consistency of sizes %d and %d: %w", old.Size, head.Size, ErrInconsistent)
	if old.Size < 0 || head.Size > MaxSize || old.Size > head.Size {
		return failed
	}
	if old.Size == 0 {
		if len(proof) > 0 || old.Root != EmptyHead().Root {
			return failed
		}
		return nil
	}
	if tlog.CheckTree(proof, head.Size, head.Root, old.Size, old.Root) != nil {
		return failed
	}
	return nil
}

// nodes gives hashes of inner nodes of one tree from the tiles that hold them.
type nodes struct {
	size  int64
	order []TileID            // tiles in the order planned
	tiles map[TileID][][]Hash // per tile: its hashes, then each row above
}

func newNodes(size int64) *nodes {
	return &nodes{size: size, tiles: make(map[TileID][][]Hash)}
}

// tile names the tile that holds a node as it stands in the tree, and the row
// and place within it.
func (n *nodes) tile(level int, index int64) (id TileID, row int, place int64) {
	row = level % tileHeight
	perTile := int64(tileWidth >> row)
	id = TileID{Level: level / tileHeight, Index: index / perTile}
	id.Width = int(min(tileWidth, n.size>>(tileHeight*id.Level)-id.Index*tileWidth))
	return id, row, index % perTile
}

func (n *nodes) plan(level int, index int64) {
	id, _, _ := n.tile(level, index)
	if _, ok := n.tiles[id]; !ok {
		n.tiles[id] = nil
		n.order = append(n.order, id)
	}
}

func (n *nodes) node(level int, index int64) Hash {
	id, row, place := n.tile(level, index)
	return n.tiles[id][row][place]
}

// planPath plans the tiles above a leaf.
func (n *nodes) planPath(index int64) {
	for level := 0; index>>level < n.size>>level; level += tileHeight {
		n.plan(level, index>>level)
	}
}

// peak is the root of one of the perfect subtrees that make up a tree.
type peak struct {
	level int
	index int64
}

// peaksOf lists the perfect subtrees of a tree from left to right: one for each
// bit of its size, the largest first.
func peaksOf(size int64) []peak {
	var peaks []peak
	var start int64
	for level := bits.Len64(uint64(size)) - 1; level >= 0; level-- {
		if size>>level&1 == 1 {
			peaks = append(peaks, peak{level, start >> level})
			start += 1 << level
		}
	}
	return peaks
}

// path is the audit path of a leaf: its siblings up to the peak above it, then
// all peaks on the right joined to one hash, then those on the left.
func (n *nodes) path(index int64, peaks []peak) []Hash {
	var path []Hash
	own := slices.IndexFunc(peaks, func(p peak) bool { return index>>p.level == p.index })
	for level := range peaks[own].level {
		path = append(path, n.node(level, index>>level^1))
	}
	if right := peaks[own+1:]; len(right) > 0 {
		last := len(right) - 1
		joined := n.node(right[last].level, right[last].index)
		for _, p := range slices.Backward(right[:last]) {
			joined = tlog.NodeHash(n.node(p.level, p.index), joined)
		}
		path = append(path, joined)
	}
	for _, p := range slices.Backward(peaks[:own]) {
		path = append(path, n.node(p.level, p.index))
	}
	return path
}

// planner plans what it is asked for and answers with nothing.
func (n *nodes) planner() tlog.HashReaderFunc {
	return func(stored []int64) ([]Hash, error) {
		for _, s := range stored {
			n.plan(tlog.SplitStoredHashIndex(s))
		}
		return make([]Hash, len(stored)), nil
	}
}

// ReadHashes implements tlog.HashReader from the loaded tiles.
func (n *nodes) ReadHashes(stored []int64) ([]Hash, error) {
	hashes := make([]Hash, len(stored))
	for i, s := range stored {
		hashes[i] = n.node(tlog.SplitStoredHashIndex(s))
	}
	return hashes, nil
}

func (n *nodes) load(r TileReader) error {
	data, err := readTiles(n.order, r)
	if err != nil {
		return err
	}
	for i, id := range n.order {
		n.tiles[id] = rows(data[i])
	}
	return nil
}

// rows computes the rows of nodes inside a tile: its hashes, then the hashes of
// complete pairs of the row below.
func rows(data []byte) [][]Hash {
	row := make([]Hash, 0, len(data)/hashSize)
	for hash := range slices.Chunk(data, hashSize) {
		row = append(row, Hash(hash))
	}
	all := [][]Hash{row}
	for len(row) > 1 {
		above := make([]Hash, len(row)/2)
		for i := range above {
			above[i] = tlog.NodeHash(row[2*i], row[2*i+1])
		}
		all, row = append(all, above), above
	}
	return all
}
