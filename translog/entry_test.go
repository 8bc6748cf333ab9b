package translog_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/balajol/balajol/translog"
)

func sampleEntry() translog.Entry {
	return translog.Entry{
		Version: translog.EntryVersion,
		Type:    "offer.accepted",
		At:      time.Date(2026, 3, 2, 4, 5, 6, 789_000_000, time.UTC),
		Role:    "guardian",
		Key:     "account-17",
		Subject: "offer-000042",
		Ground:  "order 254, item 12",
		Fields:  []translog.Field{{Name: "answer_by", Value: "2026-03-04"}, {Name: "note", Value: "one\ntwo \\ three = үш"}},
	}
}

func TestCanonicalForm(t *testing.T) {
	t.Parallel()
	got := string(must[[]byte](t)(sampleEntry().Canonical()))
	want := `balajol-entry/1
type=offer.accepted
at=2026-03-02T04:05:06.789000Z
role=guardian
key=account-17
subject=offer-000042
previous=
ground=order 254, item 12
field.answer_by=2026-03-04
field.note=one\ntwo \\ three = үш
`
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestCanonicalIgnoresFieldOrderAndZone(t *testing.T) {
	t.Parallel()
	a, b := sampleEntry(), sampleEntry()
	b.Fields = []translog.Field{b.Fields[1], b.Fields[0]}
	b.At = b.At.In(time.FixedZone("", 5*3600))
	if string(must[[]byte](t)(a.Canonical())) != string(must[[]byte](t)(b.Canonical())) {
		t.Error("the same entry has two canonical forms")
	}
	if b.Fields[0].Name != "note" {
		t.Error("the caller's fields were reordered")
	}
}

func TestCanonicalRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]func(*translog.Entry){
		"unknown version":  func(e *translog.Entry) { e.Version = 2 },
		"nanoseconds":      func(e *translog.Entry) { e.At = e.At.Add(1) },
		"year 10000":       func(e *translog.Entry) { e.At = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) },
		"empty type":       func(e *translog.Entry) { e.Type = "" },
		"type with spaces": func(e *translog.Entry) { e.Type = "offer accepted" },
		"capital role":     func(e *translog.Entry) { e.Role = "Guardian" },
		"field with =":     func(e *translog.Entry) { e.Fields[0].Name = "a=b" },
		"repeated field":   func(e *translog.Entry) { e.Fields[1].Name = e.Fields[0].Name },
		"long word":        func(e *translog.Entry) { e.Type = strings.Repeat("a", 65) },
		"not UTF-8":        func(e *translog.Entry) { e.Ground = "\xff" },
		"too large":        func(e *translog.Entry) { e.Ground = strings.Repeat("x", translog.MaxEntry) },
	}
	for name, spoil := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := sampleEntry()
			spoil(&e)
			if b, err := e.Canonical(); err == nil {
				t.Errorf("encoded as %d bytes", len(b))
			}
		})
	}
}

func TestLargestEntry(t *testing.T) {
	t.Parallel()
	e := sampleEntry()
	e.Ground = ""
	rest := translog.MaxEntry - len(must[[]byte](t)(e.Canonical()))
	e.Ground = strings.Repeat("x", rest)
	b := must[[]byte](t)(e.Canonical())
	if len(b) != translog.MaxEntry {
		t.Fatalf("%d bytes", len(b))
	}
	must[translog.Entry](t)(translog.ParseEntry(b))
}

func TestParseEntryRefuses(t *testing.T) {
	t.Parallel()
	good := string(must[[]byte](t)(sampleEntry().Canonical()))
	tests := map[string]string{
		"empty":             "",
		"other version":     strings.Replace(good, "entry/1", "entry/2", 1),
		"no last newline":   strings.TrimSuffix(good, "\n"),
		"line left out":     strings.Replace(good, "previous=\n", "", 1),
		"lines swapped":     strings.Replace(good, "previous=\nground=order 254, item 12\n", "ground=order 254, item 12\nprevious=\n", 1),
		"fields swapped":    strings.Replace(good, "field.answer_by", "field.zz", 1),
		"field repeated":    good + "field.note=again\n",
		"no field prefix":   strings.Replace(good, "field.note", "note", 1),
		"unknown escape":    strings.Replace(good, `one\n`, `one\t`, 1),
		"open escape":       strings.TrimSuffix(good, "\n") + "\\\n",
		"time in a zone":    strings.Replace(good, "789000Z", "789000+05:00", 1),
		"time in seconds":   strings.Replace(good, ".789000Z", "Z", 1),
		"time with comma":   strings.Replace(good, ".789000Z", ",789000Z", 1),
		"not UTF-8":         strings.Replace(good, "order", "\xc3\x28", 1),
		"line without sign": good + "field.zz\n",
		"empty line":        good + "\n",
		"too large":         good + strings.Repeat("x", translog.MaxEntry),
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := translog.ParseEntry([]byte(text)); err == nil {
				t.Error("accepted")
			}
		})
	}
}

func TestParseEntryNeverRepeatsText(t *testing.T) {
	t.Parallel()
	_, err := translog.ParseEntry([]byte("balajol-entry/1\ntype=secret\nat secret\n"))
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("error %v", err)
	}
}

func TestEntryRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		e := drawEntry(t)
		b, err := e.Canonical()
		if err != nil {
			t.Fatal(err)
		}
		got, err := translog.ParseEntry(b)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(e, got); d != "" {
			t.Fatal(d)
		}
	})
}

func TestDifferentEntriesHaveDifferentForms(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		// Few letters, so that near collisions are frequent.
		value := rapid.StringMatching(`[\\n=\n.]{0,3}`)
		draw := func(label string) translog.Entry {
			e := sampleEntry()
			e.Previous, e.Ground = value.Draw(t, label+" previous"), value.Draw(t, label+" ground")
			e.Fields = []translog.Field{{Name: "a", Value: value.Draw(t, label+" a")}, {Name: "b", Value: value.Draw(t, label+" b")}}
			return e
		}
		x, y := draw("x"), draw("y")
		bx, err1 := x.Canonical()
		by, err2 := y.Canonical()
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		if cmp.Equal(x, y) != (string(bx) == string(by)) {
			t.Fatalf("%q and %q", bx, by)
		}
	})
}

func drawEntry(t *rapid.T) translog.Entry {
	word := rapid.StringMatching(`[a-z][a-z0-9._-]{0,20}`)
	text := rapid.String()
	e := translog.Entry{
		Version:  translog.EntryVersion,
		Type:     word.Draw(t, "type"),
		At:       time.UnixMicro(rapid.Int64Range(-6e16, 2e17).Draw(t, "at")).UTC(),
		Role:     word.Draw(t, "role"),
		Key:      text.Draw(t, "key"),
		Subject:  text.Draw(t, "subject"),
		Previous: text.Draw(t, "previous"),
		Ground:   text.Draw(t, "ground"),
	}
	names := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z]{1,3}`), 0, 5, rapid.ID).Draw(t, "names")
	for _, name := range sorted(names) {
		e.Fields = append(e.Fields, translog.Field{Name: name, Value: text.Draw(t, name)})
	}
	return e
}
