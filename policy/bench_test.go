package policy_test

import (
	"testing"

	"github.com/balajol/balajol/policy"
)

// On is asked in every transaction; reading a profile is done once.
func BenchmarkOn(b *testing.B) {
	p, err := policy.Load("kz-voucher-2026")
	if err != nil {
		b.Fatal(err)
	}
	on := day("2026-08-05")
	for b.Loop() {
		if _, err := p.On(on); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	raw := []byte(text(b, "kz-voucher-2026"))
	for b.Loop() {
		if _, err := policy.Parse(raw); err != nil {
			b.Fatal(err)
		}
	}
}
