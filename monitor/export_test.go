package monitor

import "github.com/balajol/balajol/translog"

// ReplayRoot is the root that the replay gives for commitments.
func ReplayRoot(commitments [][32]byte) translog.Hash {
	var r replay
	for _, c := range commitments {
		r.add(c)
	}
	return r.root()
}
