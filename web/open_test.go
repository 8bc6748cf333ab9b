package web_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/internal/city"
	"github.com/balajol/balajol/service/admission"
)

func TestStartShowsComputedFigures(t *testing.T) {
	t.Parallel()
	s := serve(t, city.New(t))
	figures, err := s.Oversight.Figures(t.Context(), city.Actor(access.Public))
	if err != nil {
		t.Fatal(err)
	}
	_, body := s.expect(t, get("/").in("en"), http.StatusOK)
	for name, want := range map[string]string{
		"title": "Karaganda city: kindergartens", "free seats": figure(figures.Free), "queue": figure(figures.Queued),
		"coverage": `<p class="figure">` + s.Messages.Printer("en").Percent(figures.Coverage[0].Listed, figures.Coverage[0].Base) + "</p>", "base": "Children born in 2020–2023: 3,600 (1 January 2026)",
		"source": "generated for tests", "simulated day": "the simulated day is 17 February 2026", "register and source": "holds 36 organisations, its source states 104",
		"round": "Round of vouchers № 6", "record": "Entries in the open record: " + s.Messages.Printer("en").Number(int(figures.LogSize)),
	} {
		if !strings.Contains(body, want) {
			t.Errorf("%s: no %q", name, want)
		}
	}
}

func figure(n int) string { return fmt.Sprintf(`<p class="figure">%d</p>`, n) }

func TestKindergartensAreListedAndFound(t *testing.T) {
	t.Parallel()
	s := serve(t, city.New(t))
	_, first := s.expect(t, get("/kindergartens?lang=en"), http.StatusOK)
	_, second := s.expect(t, get("/kindergartens?page=2"), http.StatusOK)
	items := func(body string) int { return strings.Count(body, `<h3><a href="/kindergartens/krg-`) }
	if items(first) != 30 || items(second) != city.Kindergartens-30 || !strings.Contains(first, `rel="next" href="/kindergartens?page=2"`) {
		t.Errorf("pages of %d and %d", items(first), items(second))
	}
	_, found := s.expect(t, get("/kindergartens?words=АК+ерке&ownership=private&born=2023").in("en"), http.StatusOK)
	if !strings.Contains(found, "Ақ ерке") || strings.Contains(found, "Балдырған") || !strings.Contains(found, `value="АК ерке"`) || !strings.Contains(found, `value="2023" selected`) {
		t.Error("the search finds others, or the form forgets what was typed")
	}
	_, none := s.expect(t, get("/kindergartens?words=%3Cscript%3E").in("en"), http.StatusOK)
	if !strings.Contains(none, "No such kindergarten was found") || strings.Contains(none, "<script>") {
		t.Error("an empty search")
	}
}

func TestKindergartenMarksWhatIsGenerated(t *testing.T) {
	t.Parallel()
	s := serve(t, city.New(t))
	_, body := s.expect(t, get("/kindergartens/krg-001").in("en"), http.StatusOK)
	if n := strings.Count(body, ">Generated data<"); n < 4 {
		t.Errorf("%d marks, want languages, district, hours, groups", n)
	}
	for _, want := range []string{"Limited scale of the demonstration", "the source names no places", "Free = seats"} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q", want)
		}
	}
	if strings.Contains(body, "KZ") {
		t.Error("the page shows an account")
	}
}

func TestPositionIsAskedAndShown(t *testing.T) {
	t.Parallel()
	s := serve(t, city.New(t))
	_, body := s.expect(t, post("/queue", " 12-<b>").in("ru"), http.StatusUnprocessableEntity)
	if !strings.Contains(body, `value=" 12-&lt;b&gt;"`) || strings.Count(body, "Код состоит из 26 букв и цифр") != 2 || !strings.Contains(body, `aria-invalid="true"`) {
		t.Errorf("a malformed code: %s", body)
	}
	s.expect(t, post("/queue", strings.Repeat("0", 26)), http.StatusNotFound)
	s.expect(t, post("/queue", strings.Repeat("0", 10_000)), http.StatusUnprocessableEntity)
	response, body := s.expect(t, post("/queue?lang=en", strings.ToUpper(string(s.Waiting))), http.StatusOK)
	position, err := s.Admission.Position(t.Context(), city.Actor(access.Public), s.Waiting)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		fmt.Sprintf("Position in the queue: %d", position.Number), fmt.Sprintf("<small>/ %d</small>", position.Of), "children fewer ahead:", "a seat or voucher was offered",
		`<form method="post" action="/queue?lang=kk">`, `<path d="M`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q", want)
		}
	}
	if response.Header.Get("Cache-Control") != "no-store" {
		t.Error("the answer to a code may be kept")
	}
	for _, cookie := range response.Cookies() {
		if strings.Contains(cookie.Value, string(s.Waiting)) {
			t.Error("a cookie holds the code")
		}
	}
	if _, body := s.expect(t, post("/queue", string(s.Offered)).in("en"), http.StatusOK); !strings.Contains(body, "Answer by ") {
		t.Error("an open offer without its deadline")
	}
}

// The anonymous queue tells place, tier and month; of a small queue only the places.
func TestQueueNamesNobody(t *testing.T) {
	t.Parallel()
	s := serve(t, city.New(t))
	queues, err := s.Admission.Queues(t.Context(), city.Actor(access.Public))
	if err != nil {
		t.Fatal(err)
	}
	_, list := s.expect(t, get("/queues").in("en"), http.StatusOK)
	for _, q := range queues {
		_, body := s.expect(t, get("/queues/"+q.Key).in("en"), http.StatusOK)
		if !strings.Contains(list, `href="/queues/`+q.Key+`"`) || strings.Contains(body, "<tbody>") != (q.Waiting >= 10) {
			t.Errorf("%s with %d waiting: not listed, or shown against its length", q.Key, q.Waiting)
		}
		checkNobody(t, s, q, body)
	}
}

func checkNobody(t *testing.T, s site, q admission.QueueLength, body string) {
	t.Helper()
	for _, id := range []string{string(s.Waiting), string(s.Offered), "large_family", "Verified", "Claimed"} {
		if strings.Contains(body, id) {
			t.Errorf("%s shows %s", q.Key, id)
		}
	}
}

// The check runs in the browser alone; the page has the words for whatever it may find, and a script to find it with.
func TestCheckHasItsWordsAndItsScript(t *testing.T) {
	t.Parallel()
	s := serve(t, city.New(t))
	_, body := s.expect(t, get("/check").in("en"), http.StatusOK)
	for _, code := range constants(t, "../allocation/check", "Code") {
		if !strings.Contains(body, `<li data-code="`+code+`">`) {
			t.Errorf("no words for %s", code)
		}
	}
	address := regexp.MustCompile(`/static/check\.[0-9a-f]{12}\.mjs`).FindString(body)
	response, script := s.expect(t, get(address), http.StatusOK)
	if !strings.HasPrefix(response.Header.Get("Content-Type"), "text/javascript") {
		t.Errorf("headers %v", response.Header)
	}
	if bad := find(script, "fetch(", "XMLHttpRequest", "sendBeacon", "WebSocket", "innerHTML", "eval(", "http:", "https:"); bad != "" {
		t.Errorf("the script holds %q", bad)
	}
}

func TestExercisesVisitEveryRoute(t *testing.T) {
	t.Parallel()
	s := serve(t, city.New(t))
	visited := map[string]bool{}
	for _, page := range s.pages() {
		s.log.Reset()
		s.do(t, page)
		_, after, _ := strings.Cut(s.log.String(), `"route":"`)
		route, _, _ := strings.Cut(after, `"`)
		visited[route] = true
	}
	for _, route := range []string{
		"GET /{$}", "GET /kindergartens", "GET /kindergartens/{code}", "GET /queue", "POST /queue", "GET /queues", "GET /queues/{key...}", "GET /protocol", "GET /notices", "GET /rules", "GET /record", "GET /check", "GET /about", "/",
	} {
		if !visited[route] {
			t.Errorf("the exercises leave out %s; they visit %v", route, visited)
		}
	}
}
