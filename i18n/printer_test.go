package i18n_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/balajol/balajol/i18n"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
	"pgregory.net/rapid"
)

func TestPlurals(t *testing.T) {
	t.Parallel()
	c := load(t)
	counts := []int{0, 1, 2, 5, 11, 21, 22, 25, 101}
	for lang, want := range map[i18n.Lang]string{
		i18n.Kazakh:  "0 орын, 1 орын, 2 орын, 5 орын, 11 орын, 21 орын, 22 орын, 25 орын, 101 орын",
		i18n.Russian: "0 мест, 1 место, 2 места, 5 мест, 11 мест, 21 место, 22 места, 25 мест, 101 место",
		i18n.English: "0 seats, 1 seat, 2 seats, 5 seats, 11 seats, 21 seats, 22 seats, 25 seats, 101 seats",
	} {
		var got []string
		for _, n := range counts {
			got = append(got, c.Printer(lang).N("word.count.seat", n, nil))
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: %s", lang, strings.Join(got, ", "))
		}
	}
	if got := c.Printer(i18n.Russian).N("word.count.seat", 17547, nil); got != "17\u00a0547 мест" {
		t.Errorf("a large number: %q", got)
	}
}

func TestMistakesShowTheKey(t *testing.T) {
	t.Parallel()
	text := `{"page.hello": "Т {{.Name}} ({{.Age}})", "page.plain": "Т"}`
	c, err := i18n.New(files(text, text, text))
	if err != nil {
		t.Fatal(err)
	}
	p := c.Printer(i18n.Kazakh)
	for name, pair := range map[string][2]string{
		"filled in":                  {p.T("page.hello", map[string]any{"Name": "А", "Age": 5, "More": 1}), "Т А (5)"},
		"plain":                      {p.T("page.plain", nil), "Т"},
		"no such key":                {p.T("page.bye", nil), "[page.bye]"},
		"no such counted key":        {p.N("page.bye", 1, nil), "[page.bye]"},
		"a variable is missing":      {p.T("page.hello", map[string]any{"Name": "А"}), "[page.hello]"},
		"all variables are missing":  {p.T("page.hello", nil), "[page.hello]"},
		"counted as if it were not":  {load(t).Printer(i18n.Kazakh).T("word.count.seat", nil), "[word.count.seat]"},
		"plain as if it were counts": {p.N("page.plain", 1, nil), "[page.plain]"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: %q, want %q", name, pair[0], pair[1])
		}
	}
}

func TestCountedTextKeepsItsOtherVariables(t *testing.T) {
	t.Parallel()
	two := `{"page.n": {"one": "{{.Who}}: one", "other": "{{.Who}}: {{.Count}}"}}`
	ru := `{"page.n": {"one": "{{.Who}}: {{.Count}} а", "few": "{{.Who}}: {{.Count}} б", "many": "{{.Who}}: {{.Count}} в"}}`
	c, err := i18n.New(files(two, ru, two))
	if err != nil {
		t.Fatal(err)
	}
	args := map[string]any{"Who": "A", "Count": "taken"}
	if got := c.Printer(i18n.Russian).N("page.n", 1002, args); got != "A: 1\u00a0002 б" {
		t.Errorf("got %q", got)
	}
	if got := c.Printer(i18n.English).N("page.n", 1, args); got != "A: one" || args["Count"] != "taken" {
		t.Errorf("got %q, and the caller's arguments are %v", got, args)
	}
	if got := c.Printer(i18n.English).N("page.n", 3, nil); got != "[page.n]" {
		t.Errorf("without its variable: %q", got)
	}
}

// Numbers are written as the Unicode locale data say; the minus sign alone is ours.
func TestNumberAgreesWithLocaleData(t *testing.T) {
	t.Parallel()
	c := load(t)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(0, 1e15).Draw(t, "n")
		for _, lang := range i18n.Langs() {
			reference := message.NewPrinter(language.Make(string(lang)))
			if got, want := c.Printer(lang).Number(int(n)), reference.Sprint(number.Decimal(n)); got != want {
				t.Fatalf("%s: %q, want %q", lang, got, want)
			}
		}
	})
	for lang, want := range map[i18n.Lang]string{i18n.Kazakh: "\u22121\u00a0234", i18n.Russian: "\u22121\u00a0234", i18n.English: "\u22121,234"} {
		if got := c.Printer(lang).Number(-1234); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}

func TestMoney(t *testing.T) {
	t.Parallel()
	c := load(t)
	for tiyn, want := range map[int64][2]string{
		3802800:     {"38\u00a0028,00\u00a0₸", "38,028.00\u00a0₸"},
		0:           {"0,00\u00a0₸", "0.00\u00a0₸"},
		7:           {"0,07\u00a0₸", "0.07\u00a0₸"},
		-150:        {"\u22121,50\u00a0₸", "\u22121.50\u00a0₸"},
		99999:       {"999,99\u00a0₸", "999.99\u00a0₸"},
		100000:      {"1\u00a0000,00\u00a0₸", "1,000.00\u00a0₸"},
		-1 << 63:    {"\u221292\u00a0233\u00a0720\u00a0368\u00a0547\u00a0758,08\u00a0₸", "\u221292,233,720,368,547,758.08\u00a0₸"},
		12345678900: {"123\u00a0456\u00a0789,00\u00a0₸", "123,456,789.00\u00a0₸"},
	} {
		for lang, at := range map[i18n.Lang]int{i18n.Kazakh: 0, i18n.Russian: 0, i18n.English: 1} {
			if got := c.Printer(lang).Money(tiyn); got != want[at] {
				t.Errorf("%s: %d tiyn = %q, want %q", lang, tiyn, got, want[at])
			}
		}
	}
}

func TestPercent(t *testing.T) {
	t.Parallel()
	ru, en := load(t).Printer(i18n.Russian), load(t).Printer(i18n.English)
	for _, c := range []struct {
		part, whole int
		want        string
	}{
		{874, 1000, "87,4\u00a0%"}, {1, 3, "33,3\u00a0%"}, {2, 3, "66,7\u00a0%"}, {1, 2000, "0,1\u00a0%"}, {1, 2001, "0,0\u00a0%"}, {0, 5, "0,0\u00a0%"},
		{5, 5, "100,0\u00a0%"}, {25, 2, "1\u00a0250,0\u00a0%"}, {-1, 4, "\u221225,0\u00a0%"}, {1 << 62, 1<<63 - 1, "50,0\u00a0%"}, {3, 0, "–"}, {3, -1, "–"},
	} {
		if got := ru.Percent(c.part, c.whole); got != c.want {
			t.Errorf("%d of %d = %q, want %q", c.part, c.whole, got, c.want)
		}
	}
	if got := en.Percent(874, 1000); got != "87.4%" {
		t.Errorf("in English: %q", got)
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	c := load(t)
	for lang, want := range map[i18n.Lang][4]string{
		i18n.Kazakh:  {"2026 жылғы 1 наурыз", "01.03.2026", "2026 жылғы наурыз", "жексенбі"},
		i18n.Russian: {"1 марта 2026 года", "01.03.2026", "март 2026 года", "воскресенье"},
		i18n.English: {"1 March 2026", "1 Mar 2026", "March 2026", "Sunday"},
	} {
		p := c.Printer(lang)
		got := [4]string{p.Date(2026, time.March, 1), p.DateShort(2026, time.March, 1), p.Month(2026, time.March), p.Weekday(time.Sunday)}
		if got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
		seen := map[string]bool{}
		for m := time.January; m <= time.December; m++ {
			seen[p.Month(2026, m)] = true
		}
		for day := time.Sunday; day <= time.Saturday; day++ {
			seen[p.Weekday(day)] = true
		}
		if len(seen) != 12+7 {
			t.Errorf("%s: months and weekdays have %d names, want 19", lang, len(seen))
		}
	}
	if got := c.Printer(i18n.Russian).DateShort(2026, time.December, 31); got != "31.12.2026" {
		t.Errorf("got %q", got)
	}
}

func TestPrinterServesManyGoroutines(t *testing.T) {
	t.Parallel()
	p := load(t).Printer(i18n.Russian)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 50 {
				if got := p.N("word.count.seat", 22, nil); got != "22 места" {
					t.Errorf("got %q", got)
				}
			}
		})
	}
	all.Wait()
}

func BenchmarkPlainText(b *testing.B) {
	c, err := i18n.Load()
	if err != nil {
		b.Fatal(err)
	}
	p := c.Printer(i18n.Russian)
	for b.Loop() {
		p.T("word.offer.open", nil)
	}
}

func BenchmarkCountedText(b *testing.B) {
	c, err := i18n.Load()
	if err != nil {
		b.Fatal(err)
	}
	p := c.Printer(i18n.Russian)
	for b.Loop() {
		p.N("word.count.seat", 22, nil)
	}
}
