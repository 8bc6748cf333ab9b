package register_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/balajol/balajol/register"
)

func TestFoldFindsWhatPeopleType(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ rule, stored, typed string }{
		{"ё and е", "Растём вместе", "растем вместе"},
		{"ә and а", "Бәйтерек", "Байтерек"},
		{"қ and к", "Ақжарқын", "Акжаркын"},
		{"ң and н", "Шаңырақ", "Шанырак"},
		{"ө and о, ү and у, ғ and г", "Көгершін Үміт Тоғжан", "Когершин Умит Тогжан"},
		{"ұ and у, һ and х", "Айсұлу Гауһар", "Айсулу Гаухар"},
		{"й and и", "Айгөлек", "Аиголек"},
		{"Cyrillic В at the head of a Latin name", "Вabu clab", "Babu clab"},
		{"a Latin name typed with look-alike letters", "Вabu clab", "бабу слаб"},
		{"Latin I and i in a Kazakh name", "Iңкәрiм", "Іңкәрім"},
		{"the same typed on a Russian keyboard", "Iңкәрiм", "инкарим"},
		{"Latin H, P, o and a in a Cyrillic name", "Hуp бoтa", "Нур бота"},
		{"a Latin tail", "Нур бота kz", "нур бота кз"},
		{"case", "АҚБОТА", "ақбота"},
		{"quotation marks, dots, dashes and spaces", "  «Нур-бота»,  №1. ", "нур бота 1"},
		{"letters with their marks apart", "Аи\u0306го\u0308лек", "Айголек"},
		{"a soft hyphen", "Ақ\u00adбота", "Ақбота"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			t.Parallel()
			if stored, typed := register.Fold(c.stored), register.Fold(c.typed); stored != typed {
				t.Errorf("%q folds to %q, %q folds to %q", c.stored, stored, c.typed, typed)
			}
		})
	}
}

func TestFoldKeepsNamesApart(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, name := range []string{"Бота", "Ақбота", "Нур бота", "Нур бота 2", "Балапан", "Балдаурен", "Алтын бесік", "Аяла"} {
		folded := register.Fold(name)
		if other, ok := seen[folded]; ok {
			t.Errorf("%q and %q both fold to %q", name, other, folded)
		}
		seen[folded] = name
	}
}

func TestFoldOfNothing(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", " ", "«»—.", "\u0306", "\xff"} {
		if got := register.Fold(s); got != "" {
			t.Errorf("Fold(%q) = %q, want nothing", s, got)
		}
	}
}

// Folding twice changes nothing, and a folded name has no capital, no punctuation and no double space.
func TestFoldIsAProjection(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s") + rapid.StringMatching(`[A-Za-zА-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі «».,№0-9-]{0,20}`).Draw(t, "name")
		once := register.Fold(s)
		if twice := register.Fold(once); twice != once {
			t.Fatalf("%q folds to %q, then to %q", s, once, twice)
		}
		if strings.Contains(once, "  ") || strings.TrimSpace(once) != once || strings.ContainsAny(once, "«».,№-ЁёABCabcқҚ") {
			t.Fatalf("%q folds to %q", s, once)
		}
	})
}
