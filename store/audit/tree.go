package audit

import (
	"crypto/sha256"
	"fmt"
)

// hash is a hash of the Merkle tree of RFC 6962, section 2.1.
type hash = [sha256.Size]byte

func leafHash(commitment []byte) hash {
	return sha256.Sum256(append(make([]byte, 1, 1+sha256.Size), commitment...))
}

func nodeHash(left, right hash) hash {
	var b [1 + 2*sha256.Size]byte
	b[0] = 1
	copy(b[1:], left[:])
	copy(b[1+sha256.Size:], right[:])
	return sha256.Sum256(b[:])
}

// tree grows leaf by leaf. It keeps the perfect subtrees at its right edge and, of each level of tiles, the tile that is not
// yet full; of full tiles only the hash of their content.
type tree struct {
	size  int64
	edge  []hash // perfect subtrees, the largest first: one for each bit of size
	rows  []row  // of tile levels: leaves, then the roots of every 256 of the row below
	tiles map[string]tile
}

type row struct {
	full    int64 // number of full tiles
	hashes  []hash
	bundled []byte // of the lowest row: the entries themselves
}

type tile struct {
	width   int64
	content hash
}

const tileWidth = 256

func (t *tree) add(commitment []byte) {
	leaf := leafHash(commitment)
	t.edge = append(t.edge, leaf)
	for bit := t.size; bit&1 == 1; bit >>= 1 {
		n := len(t.edge)
		t.edge = append(t.edge[:n-2], nodeHash(t.edge[n-2], t.edge[n-1]))
	}
	t.size++
	t.extend(0, leaf, commitment)
}

// extend puts a hash at the end of a row, and the root of a tile that became full at the end of the row above.
func (t *tree) extend(level int, h hash, commitment []byte) {
	if level == len(t.rows) {
		t.rows = append(t.rows, row{})
	}
	r := &t.rows[level]
	r.hashes = append(r.hashes, h)
	if level == 0 {
		r.bundled = append(append(r.bundled, 0, byte(len(commitment))), commitment...)
	}
	if len(r.hashes) < tileWidth {
		return
	}
	t.store(level)
	root := perfect(r.hashes)
	r.full, r.hashes, r.bundled = r.full+1, r.hashes[:0], r.bundled[:0]
	t.extend(level+1, root, nil)
}

func perfect(hashes []hash) hash {
	if len(hashes) == 1 {
		return hashes[0]
	}
	half := len(hashes) / 2
	return nodeHash(perfect(hashes[:half]), perfect(hashes[half:]))
}

// root is the hash of the whole tree.
func (t *tree) root() hash {
	if t.size == 0 {
		return sha256.Sum256(nil)
	}
	h := t.edge[len(t.edge)-1]
	for i := len(t.edge) - 2; i >= 0; i-- {
		h = nodeHash(t.edge[i], h)
	}
	return h
}

// store notes the last tile of a row, and of the lowest row its bundle of entries.
func (t *tree) store(level int) {
	r := &t.rows[level]
	var content []byte
	for _, h := range r.hashes {
		content = append(content, h[:]...)
	}
	if t.tiles == nil {
		t.tiles = map[string]tile{}
	}
	width := int64(len(r.hashes))
	t.tiles[tilePath(fmt.Sprint(level), r.full)] = tile{width, sha256.Sum256(content)}
	if level == 0 {
		t.tiles[tilePath("entries", r.full)] = tile{width, sha256.Sum256(r.bundled)}
	}
}

// finish notes the tiles that are not full.
func (t *tree) finish() {
	for level := range t.rows {
		if len(t.rows[level].hashes) > 0 {
			t.store(level)
		}
	}
}

// tilePath is the published path of a full tile: its number in groups of three digits, all but the last marked by x.
func tilePath(level string, number int64) string {
	path := fmt.Sprintf("%03d", number%1000)
	for number /= 1000; number > 0; number /= 1000 {
		path = fmt.Sprintf("x%03d/%s", number%1000, path)
	}
	return "tile/" + level + "/" + path
}
