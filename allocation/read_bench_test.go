package allocation_test

import (
	"bytes"
	"crypto/sha256"
	"testing"

	"github.com/balajol/balajol/allocation"
)

// BenchmarkRead gives the speed of readers and writers in bytes; byte_loop is a loop that counts separators in the same text.
func BenchmarkRead(b *testing.B) {
	p := city(100_000, 4_600)
	for i := range p.Groups {
		p.Groups[i].Order = []string{}
	}
	byID := map[string]int{}
	for i := range p.Groups {
		byID[p.Groups[i].ID] = i
	}
	for i := range p.Children {
		for _, id := range p.Children[i].Prefers {
			g := &p.Groups[byID[id]]
			g.Order = append(g.Order, p.Children[i].ID)
		}
	}
	c, err := allocation.NewCompact(p)
	if err != nil {
		b.Fatal(err)
	}
	var groups, children bytes.Buffer
	if err := c.WriteCSV(&groups, &children); err != nil {
		b.Fatal(err)
	}
	text := c.Canonical()
	for _, work := range []struct {
		name  string
		bytes int
		do    func() error
	}{
		{"csv/byte_loop", groups.Len() + children.Len(), func() error { return countSeparators(groups.Bytes(), children.Bytes()) }},
		{"csv/read", groups.Len() + children.Len(), func() error {
			_, err := allocation.ReadCSVCompact(bytes.NewReader(groups.Bytes()), bytes.NewReader(children.Bytes()), allocation.Problem{})
			return err
		}},
		{"json/byte_loop", len(text), func() error { return countSeparators(text) }},
		{"json/decode", len(text), func() error {
			_, err := allocation.DecodeCompact(bytes.NewReader(text))
			return err
		}},
		{"json/sha256", len(text), func() error {
			sha256.Sum256(text)
			return nil
		}},
		{"json/hash", len(text), func() error { return c.WriteCanonical(sha256.New()) }},
	} {
		b.Run(work.name, func(b *testing.B) {
			b.SetBytes(int64(work.bytes))
			for b.Loop() {
				if err := work.do(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

var separators int

func countSeparators(texts ...[]byte) error {
	n := 0
	for _, text := range texts {
		for _, b := range text {
			if b == ',' || b == '|' || b == '\n' {
				n++
			}
		}
	}
	separators = n
	return nil
}
