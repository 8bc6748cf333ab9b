package policy_test

import (
	"testing"

	"github.com/balajol/balajol/policy"
)

// FuzzParse looks for a text that makes the reader panic, or that it takes for a profile which it cannot give rules for on its
// first day or which is another one when it is written again.
func FuzzParse(f *testing.F) {
	for _, name := range policy.Names() {
		f.Add([]byte(text(f, name)))
	}
	f.Add([]byte(`{"format": "balajol/profile/1", "figures": [{"key": "zone"}]}`))
	f.Add([]byte(`{"figures": [null]}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := policy.Parse(raw)
		if err != nil {
			return
		}
		rules, err := p.On(p.From)
		if err != nil {
			t.Fatal(err)
		}
		again, err := p.With("zone", rules.Zone.String())
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Keys()) != len(p.Figures(p.From)) || again.Canonical() == nil {
			t.Errorf("%d figures of %d keys", len(p.Figures(p.From)), len(p.Keys()))
		}
		if _, err := again.On(p.From); err != nil {
			t.Error(err)
		}
	})
}
