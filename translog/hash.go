package translog

import (
	"crypto/sha256"

	"golang.org/x/mod/sumdb/tlog"
)

// Hash is a SHA-256 hash of the tree. Its String method gives standard base64.
type Hash = tlog.Hash

const (
	hashSize = tlog.HashSize

	// MaxSize bounds the size of a tree that is read, written or believed.
	MaxSize = int64(1)<<48 - 1
)

// Head is a tree: how many entries, and the root hash over them.
type Head struct {
	Size int64
	Root Hash
}

// EmptyHead is the head of a log without entries (RFC 6962, 2.1: the hash of
// the empty string).
func EmptyHead() Head {
	return Head{Root: sha256.Sum256(nil)}
}

// LeafHash is the RFC 6962 leaf hash of a commitment: SHA-256(0x00 ‖ commitment).
func LeafHash(commitment [32]byte) Hash {
	var b [1 + hashSize]byte
	copy(b[1:], commitment[:])
	return sha256.Sum256(b[:])
}

// nodeHash is SHA-256(0x01 ‖ left ‖ right), where pair holds both hashes.
// tlog.NodeHash says the same; this one allocates nothing.
func nodeHash(pair []byte) Hash {
	var b [1 + 2*hashSize]byte
	b[0] = 1
	copy(b[1:], pair[:2*hashSize])
	return sha256.Sum256(b[:])
}

// foldFull returns the root over 1, 2, 4, … 256 concatenated hashes.
func foldFull(hashes []byte) Hash {
	var b [tileWidth * hashSize]byte
	n := copy(b[:], hashes)
	for ; n > hashSize; n /= 2 {
		for i := 0; i < n; i += 2 * hashSize {
			h := nodeHash(b[i:])
			copy(b[i/2:], h[:])
		}
	}
	return Hash(b[:hashSize])
}

// foldEdge returns the root of a tree from the hashes of its open tiles, lowest
// level first. The tree is the sum of perfect subtrees, one per bit of its
// size, joined from the right (RFC 6962, 2.1).
func foldEdge(levels [][]byte) Hash {
	var root Hash
	joined := false
	for _, hashes := range levels {
		end := len(hashes) / hashSize
		for bit := 1; bit <= end; bit *= 2 {
			if end&bit == 0 {
				continue
			}
			peak := foldFull(hashes[(end-bit)*hashSize : end*hashSize])
			if joined {
				root = tlog.NodeHash(peak, root)
			} else {
				root, joined = peak, true
			}
			end -= bit
		}
	}
	if !joined {
		return EmptyHead().Root
	}
	return root
}
