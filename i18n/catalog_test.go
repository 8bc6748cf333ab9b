package i18n_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"github.com/balajol/balajol/i18n"
)

func load(t *testing.T) *i18n.Catalog {
	t.Helper()
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// files is a message file of room "page" in each language, with kk and en in the first and last place.
func files(kk, ru, en string) fstest.MapFS {
	return fstest.MapFS{
		"messages/page.kk.json": {Data: []byte(kk)},
		"messages/page.ru.json": {Data: []byte(ru)},
		"messages/page.en.json": {Data: []byte(en)},
	}
}

func TestCatalogRefuses(t *testing.T) {
	t.Parallel()
	const (
		good   = `{"page.title": "Т {{.Name}}"}`
		plural = `{"page.n": {"one": "{{.Count}} a", "other": "{{.Count}} b"}}`
		ruNum  = `{"page.n": {"one": "{{.Count}} а", "few": "{{.Count}} б", "many": "{{.Count}} в"}}`
	)
	for _, c := range []struct{ name, kk, ru, en, want string }{
		{"a key that a language lacks", good, good, `{}`, "en page.title: no text"},
		{"a key that only one language has", `{}`, good, `{}`, "kk page.title: no text"},
		{"a variable that a language lacks", good, good, `{"page.title": "T"}`, "en page.title: variables"},
		{"a variable of another name", good, `{"page.title": "Т {{.Nom}}"}`, good, "ru page.title: variables"},
		{"an empty text", `{"page.title": ""}`, `{"page.title": ""}`, `{"page.title": ""}`, "empty text"},
		{"a space at the end", good, `{"page.title": "Т {{.Name}} "}`, good, "space at an end"},
		{"a program in a text", good, `{"page.title": "{{if .Name}}"}`, good, "a variable is written"},
		{"a lower-case variable", good, `{"page.title": "{{.name}}"}`, good, "a variable is written"},
		{"a missing plural form", plural, `{"page.n": {"one": "{{.Count}} а", "few": "{{.Count}} б"}}`, plural, `"many" is missing`},
		{"a plural form of another language", plural, ruNum, ruNum, `plural form "other" is missing`},
		{"a form too many", plural, ruNum, `{"page.n": {"one": "{{.Count}} a", "few": "{{.Count}} c", "other": "{{.Count}} b"}}`, `"few" does not exist`},
		{"a form without its number", plural, `{"page.n": {"one": "один", "few": "{{.Count}} б", "many": "{{.Count}} в"}}`, plural, `plural form "one"`},
		{"a counted text without a number", `{"page.n": {"one": "a", "other": "b"}}`, ruNum, plural, "needs {{.Count}}"},
		{"plain here, counted there", plural, ruNum, `{"page.n": "{{.Count}}"}`, "plural forms differ"},
		{"a key of another room", `{"word.title": "Т"}`, good, good, `want page.word`},
		{"a key without a word", `{"page.": "Т"}`, good, good, `want page.word`},
		{"a key twice", `{"page.title": "Т {{.Name}}", "page.title": "Т {{.Name}}"}`, good, good, "stands twice"},
		{"a number", `{"page.title": 5}`, good, good, "want a text"},
		{"null", `{"page.title": null}`, good, good, "want a text"},
		{"a list", `[]`, good, good, "want one object"},
		{"a broken file", `{"page.title": `, good, good, "messages/page.kk.json"},
		{"two objects", good + good, good, good, "text after the object"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if _, err := i18n.New(files(c.kk, c.ru, c.en)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want %q in it", err, c.want)
			}
		})
	}
	if _, err := i18n.New(fstest.MapFS{"messages/page.de.json": {Data: []byte(`{}`)}}); err == nil {
		t.Error("a fourth language was accepted")
	}
	if _, err := i18n.New(fstest.MapFS{"messages/page.json": {Data: []byte(`{}`)}}); err == nil {
		t.Error("a file without a language was accepted")
	}
}

func TestCatalogKeys(t *testing.T) {
	t.Parallel()
	const texts = `{"page.b": "Б", "page.a": "А"}`
	c, err := i18n.New(files(texts, texts, texts))
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Keys(); !slices.Equal(got, []string{"page.a", "page.b"}) || !c.Has("page.a") || c.Has("page.c") {
		t.Errorf("keys %v", got)
	}
	if got := c.Printer("de").Lang(); got != i18n.Kazakh {
		t.Errorf("for an unknown language the printer speaks %s", got)
	}
}

// The built-in messages load, so all languages have the same keys and variables and complete plural forms (see TestCatalogRefuses).
// Beyond that no text is the raw key, holds markup or straight quotes, or mixes letters of two alphabets in one word: a Latin i
// in a Kazakh word looks right and is found by no search.
func TestBuiltInTexts(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, lang := range i18n.Langs() {
		for _, key := range c.Keys() {
			for _, text := range c.Texts(lang, key) {
				if strings.Contains(text, key) || strings.ContainsAny(text, "<>\"'`\n\t") || strings.Contains(text, "  ") {
					t.Errorf("%s %s: %q holds its key, markup, straight quotes or double spaces", lang, key, text)
				}
				for _, word := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
					if mixed(word) {
						t.Errorf("%s %s: %q mixes two alphabets", lang, key, word)
					}
				}
			}
		}
	}
}

func mixed(word string) bool {
	return strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Latin, r) }) &&
		strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
}

// A text left in Russian in the Kazakh file, or the reverse, betrays itself by a letter that the language lacks or does not share.
func TestLanguagesAreNotSwapped(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, key := range c.Keys() {
		if text := strings.Join(c.Texts(i18n.Russian, key), " "); strings.ContainsAny(strings.ToLower(text), "әғқңөұүһі") {
			t.Errorf("ru %s: %q has Kazakh letters", key, text)
		}
		if text := strings.Join(c.Texts(i18n.English, key), " "); strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) {
			t.Errorf("en %s: %q is not English", key, text)
		}
		if text := strings.Join(c.Texts(i18n.Kazakh, key), " "); strings.ContainsAny(strings.ToLower(text), "щ") {
			t.Errorf("kk %s: %q looks Russian", key, text)
		}
	}
}

// The words of the closed lists that pages show, as design and registers name them.
func TestSharedWords(t *testing.T) {
	t.Parallel()
	c := load(t)
	for kind, values := range map[string]string{
		"application":       "drafted submitted queued suspended offered placed withdrawn closed",
		"proof":             "claimed verified refused expired",
		"offer":             "open accepted fulfilled declined expired annulled",
		"offer_of":          "voucher seat",
		"round":             "voucher seat choice",
		"source":            "opening round choice waitlist",
		"placement":         "planned started ended",
		"voucher":           "issued activated exhausted returned expired",
		"sheet":             "open signed closed",
		"line":              "open confirmed disputed silent corrected",
		"cycle":             "opened sheets_signed answered calculated checked approved issued accepted settled reconciled closed",
		"claim":             "drafted submitted approved returned paid",
		"claim_kind":        "claim adjustment",
		"payment_order":     "drafted approved sent settled rejected",
		"priority_class":    "extraordinary priority general",
		"priority_group":    "military special_bodies disabled_guardian without_care orphan large_family special_needs disabled_child teacher medical_worker",
		"language":          "kk ru",
		"ownership":         "state private",
		"kindergarten_kind": "kindergarten mini_centre complex special sanatorium",
		"group_kind":        "general special sanatorium inclusive pre_school_class",
		"close_reason":      "demo_scale renovation staff",
		"day":               "off not_enrolled P S C Q W V A U",
		"mark":              "law press assumed generated",
	} {
		for value := range strings.FieldsSeq(values) {
			if key := "word." + kind + "." + value; !c.Has(key) {
				t.Errorf("no text for %s", key)
			}
		}
	}
}
