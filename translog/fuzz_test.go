package translog_test

import (
	"bytes"
	"testing"

	"github.com/balajol/balajol/translog"
)

// What a parser accepts it would also have written: one text, one meaning.

func FuzzParseEntry(f *testing.F) {
	f.Add(must[[]byte](f)(sampleEntry().Canonical()))
	f.Add(must[[]byte](f)(storyEntry(3).Canonical()))
	f.Add([]byte("balajol-entry/1\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := translog.ParseEntry(b)
		if err != nil {
			return
		}
		if again := must[[]byte](t)(e.Canonical()); !bytes.Equal(again, b) {
			t.Errorf("%q is written as %q", b, again)
		}
	})
}

func FuzzParsePath(f *testing.F) {
	f.Add("tile/0/x001/x234/067.p/17")
	f.Add("tile/entries/004")
	f.Fuzz(func(t *testing.T, path string) {
		id, err := translog.ParsePath(path)
		if err == nil && id.Path() != path {
			t.Errorf("%q is written as %q", path, id.Path())
		}
	})
}

func FuzzParseEntries(f *testing.F) {
	_, m := grown(f, 3)
	f.Add(m.tiles[[2]int64{-1, 0}].Data)
	f.Fuzz(func(t *testing.T, bundle []byte) {
		c, err := translog.ParseEntries(bundle)
		if err == nil && (len(c) > 256 || len(c)*34 != len(bundle)) {
			t.Errorf("%d bytes are %d entries", len(bundle), len(c))
		}
	})
}

func FuzzParseCheckpoint(f *testing.F) {
	head, _ := grown(f, 3)
	f.Add(translog.Checkpoint{Origin: origin, Head: head}.Text())
	f.Add(translog.Checkpoint{Origin: origin, Head: translog.EmptyHead()}.Text() + "extension\n")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := translog.ParseCheckpoint(text)
		if err == nil && !bytes.HasPrefix([]byte(text), []byte(c.Text())) {
			t.Errorf("%q is written as %q", text, c.Text())
		}
	})
}

func FuzzReceipt(f *testing.F) {
	s := newStory(f, 5)
	f.Add(s.receipts[0])
	f.Add(s.receipts[4])
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := translog.ParseReceipt(text)
		if err != nil {
			return
		}
		if again := must[[]byte](t)(translog.FormatReceipt(r)); !bytes.Equal(again, text) {
			t.Errorf("%q is written as %q", text, again)
		}
		if _, err := translog.VerifyReceipt(text, s.verifier); err != nil {
			return
		}
		// Signatures of others may be added, the opening stays the one issued.
		issued := must[translog.Receipt](t)(translog.ParseReceipt(s.receipts[r.Index]))
		if r.Nonce != issued.Nonce || !bytes.Equal(r.Canonical, issued.Canonical) {
			t.Errorf("forged: %q", text)
		}
	})
}
