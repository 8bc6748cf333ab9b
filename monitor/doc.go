// Package monitor checks a published record as an outsider would: with the
// published files and the log's public key, and nothing else.
//
// It replays the log from its entries with code of its own, so that a mistake
// in what wrote the tiles cannot hide itself: every hash tile, the signed root,
// checkpoints seen earlier and receipts held by families must all agree with
// the replay. What does not is named, with the first bad entry where it can be
// told. The files are described in docs/record-format.md.
package monitor
