// Package translog keeps and checks a transparency log of salted commitments:
// entries with one canonical form, a Merkle tree grown over tiles, signed
// checkpoints, inclusion and consistency proofs, and receipts that verify
// offline.
//
// The published form is that of other tools: RFC 6962 hashing, and the C2SP
// formats tlog-tiles, tlog-checkpoint, signed-note and tlog-proof (c2sp.org).
// The document docs/record-format.md describes it so that a stranger can write
// a verifier; what it promises does not change within a version.
//
// A log never holds an entry. It holds [Commit](nonce, canonical entry), and
// only who has the nonce and the entry can open it. Destroying both erases the
// entry while every proof stays valid.
//
// The package computes: it reads no file, clock, network or source of
// randomness, and stored tiles come through [TileReader]. The usual order is
//
//	canonical, _ := entry.Canonical()
//	commitment := Commit(nonce, canonical)          // stored with the business rows
//	growth, _ := Grow(head, commitments, tiles)     // tiles stored in one transaction …
//	checkpoint, _ := SignCheckpoint(growth.Head, signerKey) // … with this
//	proofs, _ := ProveInclusions(growth.Head, indexes, tiles)
//	text, _ := FormatReceipt(Receipt{…})
//
// and, on the other side, [VerifyReceipt] with nothing but the log's public key.
package translog
