package page

import (
	"net/http"
	"net/url"

	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/service/oversight"
)

// Base is what every page struct embeds. Render fills it, but for Section and Repost.
type Base struct {
	Section string // of the navigation
	Repost  string // code that a page was asked for by POST: the switch of languages posts it again
	Lang    i18n.Lang
	City    string
	Setting oversight.Setting
	Langs   []LangLink
	Print   *i18n.Printer
}

// LangLink leads to the same page in another language.
type LangLink struct {
	Lang    i18n.Lang
	Name    string
	Href    string
	Current bool
}

// View is a page struct: a pointer to a struct that embeds Base.
type View interface{ base() *Base }

func (b *Base) base() *Base { return b }

// Sections are the entries of the navigation, each with the page that it leads to.
func (b *Base) Sections() []Section {
	list := []Section{
		{"start", "/", false}, {"kindergartens", "/kindergartens", false}, {"position", "/queue", false}, {"queues", "/queues", false},
		{"protocol", "/protocol", false}, {"rules", "/rules", false}, {"record", "/record", false}, {"about", "/about", false},
	}
	for i := range list {
		list[i].Current = list[i].Name == b.Section
	}
	return list
}

// Section is an entry of the navigation.
type Section struct {
	Name, Href string
	Current    bool
}

// Simulated tells whether the city is generated.
func (b *Base) Simulated() bool { return b.Setting.Simulation != nil }

// fill completes the base for a request.
func (s *Site) fill(b *Base, r *http.Request, lang i18n.Lang, setting oversight.Setting) {
	b.Lang, b.Setting, b.Print = lang, setting, s.Messages.Printer(lang)
	b.City = cityName(setting, lang)
	for _, other := range i18n.Langs() {
		query := r.URL.Query()
		query.Set("lang", string(other))
		here := url.URL{Path: r.URL.Path, RawQuery: query.Encode()}
		b.Langs = append(b.Langs, LangLink{other, other.Name(), here.String(), other == lang})
	}
}

func cityName(s oversight.Setting, lang i18n.Lang) string {
	switch lang {
	case i18n.Russian:
		return s.Authority.NameRU
	case i18n.English:
		return s.Authority.NameEN
	}
	return s.Authority.NameKK
}

const langCookie = "lang"

// Lang is the reader's language: what this request chooses, else what was chosen before, else what the browser prefers.
func (s *Site) Lang(r *http.Request) i18n.Lang {
	if lang, err := i18n.ParseLang(r.URL.Query().Get("lang")); err == nil {
		return lang
	}
	if cookie, err := r.Cookie(langCookie); err == nil {
		if lang, err := i18n.ParseLang(cookie.Value); err == nil {
			return lang
		}
	}
	return i18n.Match(r.Header.Get("Accept-Language"))
}

// remember keeps the language that a person chose for a year.
func remember(w http.ResponseWriter, r *http.Request) {
	if lang, err := i18n.ParseLang(r.URL.Query().Get("lang")); err == nil {
		http.SetCookie(w, &http.Cookie{
			Name: langCookie, Value: string(lang), Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil,
		})
	}
}
