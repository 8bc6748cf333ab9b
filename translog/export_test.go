package translog

// RootOf is the root that the growing edge gives for any leaves, so that
// published trees over other leaves than commitments can be compared.
func RootOf(leaves []Hash) Hash {
	e := &edge{}
	for i, h := range leaves {
		e.addHash(0, int64(i), h)
	}
	return foldEdge(e.levels)
}

var ParseCheckpoint = parseCheckpoint

func (c Checkpoint) Text() string { return c.text() }
