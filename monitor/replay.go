package monitor

import (
	"crypto/sha256"

	"github.com/balajol/balajol/translog"
)

// replay rebuilds a tree from its leaves by the definition of RFC 6962, 2.1: a
// tree is a row of perfect subtrees, one per bit of its size. It shares no code
// with translog's tile builder.
type replay struct {
	size  int64
	peaks []translog.Hash         // roots of the perfect subtrees, largest first
	rows  [][]translog.Hash       // per tile level, hashes since the last full tile
	roots map[int64]translog.Hash // roots wanted, by size, filled on the way
}

// want asks for the root that the tree has when it reaches a size.
func (r *replay) want(size int64) {
	if r.roots == nil {
		r.roots = make(map[int64]translog.Hash)
	}
	r.roots[size] = translog.Hash{}
}

func (r *replay) add(commitment [32]byte) {
	h := leafHash(commitment)
	r.keep(0, h)
	height := 0
	// As in binary counting, each trailing one of the size carries.
	for n := r.size; n&1 == 1; n >>= 1 {
		last := len(r.peaks) - 1
		h = nodeHash(r.peaks[last], h)
		r.peaks = r.peaks[:last]
		if height++; height%8 == 0 {
			r.keep(height/8, h)
		}
	}
	r.peaks = append(r.peaks, h)
	r.size++
	if _, wanted := r.roots[r.size]; wanted {
		r.roots[r.size] = r.root()
	}
}

// keep notes a hash that a tile must show.
func (r *replay) keep(level int, h translog.Hash) {
	if level == len(r.rows) {
		r.rows = append(r.rows, nil)
	}
	r.rows[level] = append(r.rows[level], h)
}

func (r *replay) root() translog.Hash {
	if len(r.peaks) == 0 {
		return sha256.Sum256(nil)
	}
	last := len(r.peaks) - 1
	root := r.peaks[last]
	for i := last - 1; i >= 0; i-- {
		root = nodeHash(r.peaks[i], root)
	}
	return root
}

func leafHash(commitment [32]byte) translog.Hash {
	return sha256.Sum256(append([]byte{0}, commitment[:]...))
}

func nodeHash(left, right translog.Hash) translog.Hash {
	b := append(make([]byte, 0, 65), 1)
	b = append(b, left[:]...)
	return sha256.Sum256(append(b, right[:]...))
}
