package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/balajol/balajol/internal/city"
)

var langs = []string{"kk", "ru", "en"}

var (
	rawKey   = regexp.MustCompile(`\[[a-z_]+\.[A-Za-z0-9_.]+\]|(open|page|rule|word|error)\.[a-z_]+\.[a-z_]+`)
	external = regexp.MustCompile(`(?:src|href|action)="(https?:)?//`)
	heading  = regexp.MustCompile(`<h1[ >]`)
	title    = regexp.MustCompile(`<title>(.+) – Balajol</title>`)
)

func TestEveryPageRendersInEveryLanguage(t *testing.T) {
	t.Parallel()
	s := serve(t, city.New(t))
	s.readInEveryLanguage(t, s.pages())
}

// readInEveryLanguage holds the promises that every page keeps, whatever it shows.
func (s site) readInEveryLanguage(t *testing.T, pages []visit) {
	t.Helper()
	for _, page := range pages {
		texts := map[string]string{}
		for _, lang := range langs {
			response, body := s.do(t, page.in(lang))
			if response.StatusCode >= http.StatusInternalServerError {
				t.Fatalf("%s %s in %s: status %d\n%s", page.method, page.path, lang, response.StatusCode, s.log)
			}
			if !strings.Contains(body, `<html lang="`+lang+`">`) || response.Header.Get("Content-Language") != lang {
				t.Errorf("%s in %s: the page does not say its language", page.path, lang)
			}
			for name, bad := range map[string]string{
				"raw key": rawKey.FindString(body), "address of another site": external.FindString(body),
				"missing value": find(body, "<no value>", "&lt;no value", "%!", "{{", "0001-01-01"), "inline style": find(body, " style=", "<style"), "script": foreignScript(page, body),
			} {
				if bad != "" {
					t.Errorf("%s %s in %s: %s %q", page.method, page.path, lang, name, bad)
				}
			}
			if n := len(heading.FindAllString(body, -1)); n != 1 {
				t.Errorf("%s in %s: %d headings of the first level", page.path, lang, n)
			}
			if !title.MatchString(body) {
				t.Errorf("%s in %s: no title", page.path, lang)
			}
			texts[body] = lang
		}
		if len(texts) != len(langs) {
			t.Errorf("%s %s: two languages give one text", page.method, page.path)
		}
	}
}

func find(body string, bad ...string) string {
	for _, b := range bad {
		if strings.Contains(body, b) {
			return b
		}
	}
	return ""
}

// foreignScript finds a script that the page does not need: only the check runs one, the site's own.
func foreignScript(page visit, body string) string {
	if page.path == "/check" {
		body = regexp.MustCompile(`<script type="module" src="/static/check\.[0-9a-f]{12}\.mjs"></script>`).ReplaceAllString(body, "")
	}
	return find(body, "<script", "javascript:")
}

func TestSecurityHeaders(t *testing.T) {
	t.Parallel()
	s := serve(t, city.New(t))
	for _, page := range append(s.pages(), get("/healthz"), get("/static/none.css")) {
		response, _ := s.do(t, page)
		script, forms := "", "'self'"
		if page.path == "/check" { // runs the site's script, which may send nothing anywhere
			script, forms = " script-src 'self';", "'none'"
		}
		for name, want := range map[string]string{
			"Content-Security-Policy": "default-src 'none';" + script + " style-src 'self'; img-src 'self'; form-action " + forms + "; base-uri 'none'; frame-ancestors 'none'",
			"X-Content-Type-Options":  "nosniff", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
		} {
			if got := response.Header.Get(name); got != want {
				t.Errorf("%s: %s is %q", page.path, name, got)
			}
		}
	}
}

func TestBrokenDatabaseIsShownAsAReference(t *testing.T) {
	t.Parallel()
	for _, lang := range langs {
		s := serve(t, city.New(t))
		if err := s.DB.Close(); err != nil {
			t.Fatal(err)
		}
		for _, page := range s.pages() {
			if page.path == "/no-such-page" {
				continue // needs no database
			}
			_, body := s.expect(t, page.in(lang), http.StatusInternalServerError)
			if !strings.Contains(body, reference) || !strings.Contains(body, `lang="`+lang+`"`) {
				t.Errorf("%s in %s: no reference or wrong language", page.path, lang)
			}
			if bad := find(body, "sql", "database is closed", "goroutine", ".go:", "panic"); bad != "" {
				t.Errorf("%s in %s shows %q of the inside", page.path, lang, bad)
			}
		}
		if !strings.Contains(s.log.String(), reference) || !strings.Contains(s.log.String(), "closed") {
			t.Error("the log lacks reference or cause")
		}
		s.expect(t, get("/healthz"), http.StatusServiceUnavailable)
	}
}

func TestEmptyDatabaseIsRefusedInWords(t *testing.T) {
	t.Parallel()
	s := serve(t, city.Empty(t))
	_, body := s.expect(t, get("/").in("en"), http.StatusNotFound)
	if !strings.Contains(body, "No policy profile is adopted") {
		t.Errorf("want the reason: %s", body)
	}
}

func TestWrongAddressesAreRefused(t *testing.T) {
	t.Parallel()
	s := serve(t, city.New(t))
	for path, status := range map[string]int{
		"/no-such-page": 404, "/kindergartens/none": 404, "/queues/krg/2/xx": 404, "/queues/krg/9/kk": 404, "/queues/": 404, "/static/site.css": 404,
		"/static/static.go": 404, "/static/static.0.go": 404, "/static/..%2fpage%2fsite.0.css": 404,
		"/kindergartens?page=0": 400, "/kindergartens?page=x": 400, "/kindergartens?page=99": 404, "/queues/krg/3/kk?page=2000000": 400,
		"/queues/krg/3/kk?page=50": 404, "/kindergartens?language=xx": 400, "/kindergartens?ownership=mine": 400, "/kindergartens?born=-1": 400, "/kindergartens?free=yes": 400,
		"/protocol?month=2026": 400, "/protocol?month=2026-13": 400, "/protocol?month=": 200, "/protocol?month=2025-12": 404, "/protocol?month=2026-03": 404, "/notices?page=2": 404,
	} {
		s.expect(t, get(path), status)
	}
	s.expect(t, visit{method: http.MethodPost, path: "/kindergartens"}, http.StatusNotFound)
}

func TestLanguageIsChosenOnceAndKept(t *testing.T) {
	t.Parallel()
	s := serve(t, city.New(t))
	response, body := s.expect(t, get("/kindergartens?words=бал&lang=ru").in("en"), http.StatusOK)
	if !strings.Contains(body, `<html lang="ru">`) || !strings.Contains(body, `href="/kindergartens?lang=en&amp;words=`) {
		t.Error("the choice in the address does not count, or the switch loses the search")
	}
	cookies := response.Cookies()
	if len(cookies) != 1 || cookies[0].Name != "lang" || cookies[0].Value != "ru" || !cookies[0].HttpOnly {
		t.Fatalf("cookies %v", cookies)
	}
	for name, v := range map[string]struct{ cookie, accept, want string }{
		"cookie beats browser":    {"lang=ru", "en", "ru"},
		"browser without cookie":  {"", "ru-KZ,ru;q=0.9", "ru"},
		"unknown cookie":          {"lang=xx", "en", "en"},
		"nothing known":           {"", "zh-CN", "kk"},
		"Kazakh is first of many": {"", "kk,ru;q=0.8,en;q=0.6", "kk"},
	} {
		v2 := get("/about")
		v2.header = map[string]string{"Cookie": v.cookie, "Accept-Language": v.accept}
		if _, body := s.expect(t, v2, http.StatusOK); !strings.Contains(body, `<html lang="`+v.want+`">`) {
			t.Errorf("%s: want %s", name, v.want)
		}
	}
}

func TestStaticFilesAreKeptByTheirHash(t *testing.T) {
	t.Parallel()
	s := serve(t, city.New(t))
	_, body := s.expect(t, get("/"), http.StatusOK)
	address := regexp.MustCompile(`/static/site\.[0-9a-f]{12}\.css`).FindString(body)
	response, css := s.expect(t, get(address), http.StatusOK)
	if !strings.Contains(response.Header.Get("Cache-Control"), "immutable") || !strings.HasPrefix(response.Header.Get("Content-Type"), "text/css") {
		t.Errorf("headers %v", response.Header)
	}
	if bad := external.FindString(css) + find(css, "@import", "http:", "https:", "url("); bad != "" {
		t.Errorf("the stylesheet loads %q", bad)
	}
	response, _ = s.expect(t, get("/static/site.000000000000.css"), http.StatusOK)
	if response.Header.Get("Cache-Control") != "no-cache" {
		t.Error("a file under another hash must not be kept")
	}
}

func TestForeignFormsAreRefused(t *testing.T) {
	t.Parallel()
	s := serve(t, city.New(t))
	v := post("/queue", string(s.Waiting))
	v.header = map[string]string{"Sec-Fetch-Site": "cross-site"}
	s.expect(t, v, http.StatusForbidden)
	v.header = map[string]string{"Sec-Fetch-Site": "same-origin"}
	s.expect(t, v, http.StatusOK)
}

func TestLogNamesNobody(t *testing.T) {
	t.Parallel()
	s := serve(t, city.New(t))
	s.expect(t, post("/queue", string(s.Waiting)), http.StatusOK)
	s.expect(t, get("/kindergartens?words=secret-words"), http.StatusOK)
	if bad := find(s.log.String(), string(s.Waiting), "secret-words", "192.0.2.1"); bad != "" {
		t.Errorf("the log holds %q:\n%s", bad, s.log)
	}
	if !strings.Contains(s.log.String(), `"route":"POST /queue"`) {
		t.Errorf("the log names no route:\n%s", s.log)
	}
}
