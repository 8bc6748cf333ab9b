package i18n

import (
	"fmt"
	"slices"

	"golang.org/x/text/language"
)

// Lang is a language of the pages, by its ISO 639-1 code.
type Lang string

// The languages of the pages.
const (
	Kazakh  Lang = "kk"
	Russian Lang = "ru"
	English Lang = "en"
)

// Langs is every language in the order in which it is offered: the state language first.
func Langs() []Lang { return []Lang{Kazakh, Russian, English} }

// matcher answers with the first language where nothing matches. It is not changed after it is made.
var matcher = language.NewMatcher([]language.Tag{language.Kazakh, language.Russian, language.English})

// ParseLang reads "kk", "ru" or "en".
func ParseLang(code string) (Lang, error) {
	if l := Lang(code); slices.Contains(Langs(), l) {
		return l, nil
	}
	return "", fmt.Errorf("parse language %q: want kk, ru or en", code)
}

// Match is the best language for an Accept-Language header (RFC 9110, 12.5.4), and Kazakh for an empty or broken one.
func Match(acceptLanguage string) Lang {
	tags, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil {
		return Kazakh
	}
	_, at, _ := matcher.Match(tags...)
	return Langs()[at]
}

// Name is the language's name in itself, for the switch of languages.
func (l Lang) Name() string {
	switch l {
	case Russian:
		return "Русский"
	case English:
		return "English"
	}
	return "Қазақша"
}

func (l Lang) tag() language.Tag { return language.Make(string(l)) }
