package i18n_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/balajol/balajol/i18n"
)

func TestMatch(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]i18n.Lang{
		"":                                    i18n.Kazakh,
		"kk":                                  i18n.Kazakh,
		"kk-KZ,ru;q=0.8":                      i18n.Kazakh,
		"ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7": i18n.Russian,
		"en-GB":                               i18n.English,
		"de-DE,en;q=0.5":                      i18n.English,
		"en;q=0.2,ru;q=0.9":                   i18n.Russian,
		"zh-CN":                               i18n.Kazakh,
		"*":                                   i18n.Kazakh,
		";;;q=x":                              i18n.Kazakh,
	} {
		if got := i18n.Match(header); got != want {
			t.Errorf("Match(%q) = %s, want %s", header, got, want)
		}
	}
}

func TestParseLang(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, want := range i18n.Langs() {
		if got, err := i18n.ParseLang(string(want)); err != nil || got != want {
			t.Errorf("ParseLang(%q) = %s, %v", want, got, err)
		}
		names[want.Name()] = true
	}
	if len(names) != 3 || !names["Қазақша"] {
		t.Errorf("names of the languages: %v", names)
	}
	for _, code := range []string{"", "KK", "kz", "ru-RU"} {
		if got, err := i18n.ParseLang(code); err == nil {
			t.Errorf("ParseLang(%q) = %s, want an error", code, got)
		}
	}
}

func TestCollateIsTheKazakhAlphabet(t *testing.T) {
	t.Parallel()
	const alphabet = "а ә б в г ғ д е ё ж з и й к қ л м н ң о ө п р с т у ұ ү ф х һ ц ч ш щ ъ ы і ь э ю я"
	letters := strings.Fields(alphabet)
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(letters), func(i, j int) { letters[i], letters[j] = letters[j], letters[i] })
	slices.SortFunc(letters, i18n.Collate)
	if got := strings.Join(letters, " "); got != alphabet {
		t.Errorf("order of the letters: %s", got)
	}
	want := []string{"Алия", "Әлия", "Иван", "Кайрат", "Қайрат", "Омар", "Өмір", "Улан", "Ұлан", "Үміт", "Хаким", "Һәкім", "Іңкәр"}
	names := slices.Clone(want)
	slices.Reverse(names)
	slices.SortFunc(names, i18n.Collate)
	if !slices.Equal(names, want) {
		t.Errorf("order of names: %v", names)
	}
	if i18n.Collate("Алия", "Алия") != 0 {
		t.Error("a name is not equal to itself")
	}
}

func TestCollateServesManyGoroutines(t *testing.T) {
	t.Parallel()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 200 {
				if i18n.Collate("Ә", "Б") >= 0 || i18n.Collate("Я", "І") <= 0 {
					t.Error("the order changed")
				}
			}
		})
	}
	all.Wait()
}
