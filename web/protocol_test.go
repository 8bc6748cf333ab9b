package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/balajol/balajol/internal/city"
	"github.com/balajol/balajol/internal/town"
)

// month serves a town after a month in which something of everything happened.
func month(t *testing.T) (site, *town.Story) {
	t.Helper()
	return played(t, town.Month)
}

// played serves a town after a story.
func played(t *testing.T, story string) (site, *town.Story) {
	t.Helper()
	l := town.Play(t, story)
	c := city.New(t)
	c.DB, c.Clock, c.Admission, c.Registry, c.Oversight = l.DB, l.Clock, l.Admission, l.Registry, l.Oversight
	return serve(t, c), l
}

func (s site) holds(t *testing.T, path string, want map[string]string) string {
	t.Helper()
	_, body := s.expect(t, get(path).in("en"), http.StatusOK)
	for name, text := range want {
		if !strings.Contains(body, text) {
			t.Errorf("%s: %s: no %q", path, name, text)
		}
	}
	return body
}

func TestProtocolTellsAMonth(t *testing.T) {
	t.Parallel()
	s, l := month(t)
	veiled := `<span class="quiet">not published</span>`
	body := s.holds(t, "/protocol?month=2026-03", map[string]string{
		"directions":             `General queue</th><td class="n">14</td>`,
		"a tier without any":     `Priority right</th><td class="n">0</td>`,
		"a round":                "<h3>2 Mar 2026 · Round of seats № 2</h3>",
		"its offers":             "Seats or vouchers: 17 · Offers: 13</p>",
		"its hashes":             "Outcome (SHA-256)",
		"a small round":          "Round of transfers № 3</h3>\n    <p>Seats or vouchers: 16 · Offers: " + veiled,
		"a child of the staff":   `<a href="/kindergartens/sun">Күн</a> <span class="tag warn">child of the staff</span>`,
		"an exchange":            `<a href="/kindergartens/sun">Күн</a> ↔ <a href="/kindergartens/moon">Ай</a>`,
		"too few transfers":      `Wish of the family</th><td class="n">` + veiled,
		"a closure":              "<h3>Renovation: 1 seat</h3>",
		"its days":               "6 March 2026 – 30 April 2026",
		"its act and person":     `Act: Order 12 · Key of the person who closed them: <span class="code">key-officer</span>`,
		"one order of two sites": "<summary>2 kindergartens</summary>",
		"a change of capacity":   "<strong>More seats</strong>",
		"a renaming":             "new name: Жарық",
		"too few appeals":        "<h3>Proof of a class</h3>\n    <p>Appeals: " + veiled + " · Overdue: " + veiled,
		"the rules in force":     "1 January 2026: Kazakhstan: direction to a kindergarten",
		"the rules to come":      `1 July 2026: Kazakhstan: voucher pilot <span class="tag warn">approved, not yet in force</span>`,
		"the chosen month":       `<option value="2026-03" selected>March 2026</option>`,
		"the month before":       `<a rel="prev" href="/protocol?month=2026-02">`,
	})
	for name, id := range l.Apps {
		if strings.Contains(body, string(id)[:8]) || strings.Contains(body, string(l.People[name].Child)) {
			t.Errorf("the protocol names %s", name)
		}
	}
}

// Papers that a kindergarten left unanswered are told, and are not mentioned in a month in which all were answered.
func TestProtocolTellsOfUnansweredPapers(t *testing.T) {
	t.Parallel()
	story := `-- town --
figure position.small_cell 1
system open sun:2023:1
dana family 2023-05-06
-- play --
2026-03-02 08:00 dana apply sun
2026-03-02 09:00 system morning
2026-03-02 10:00 dana accept
2026-03-02 11:00 dana papers
2026-03-05 00:05 system night
`
	s, _ := played(t, story)
	s.holds(t, "/protocol?month=2026-03", map[string]string{"the count": "so they count as accepted: 1</p>"})
	if body := s.holds(t, "/protocol?month=2026-02", nil); strings.Contains(body, "count as accepted") {
		t.Error("a month without such papers mentions them")
	}
}

// A month in which nothing happened says so in words, part by part.
func TestProtocolOfAQuietMonth(t *testing.T) {
	t.Parallel()
	s := serve(t, city.New(t))
	s.Clock.Advance(60 * 24 * 3600 * 1e9)
	body := s.holds(t, "/protocol", map[string]string{
		"month": "Protocol of admission: April 2026", "directions": "No offer and no voucher was issued in this month.", "rounds": "No round was held in this month.",
		"staff": "No offer went to a child of the staff in this month.", "exchanges": "No seats were exchanged in this month.",
		"transfers": "No child was transferred in this month.", "capacity": "Nothing changed in this month.", "appeals": "No appeal was submitted in this month.",
		"scale": "Without an act: the demonstration’s own scale",
	})
	if n := strings.Count(body, "Limited scale of the demonstration"); n != 1 {
		t.Errorf("closures of one decision stand in %d rows", n)
	}
}

// Seats that were closed for some days stay in the protocol of their month, after they were opened again as well.
func TestProtocolKeepsClosuresThatEnded(t *testing.T) {
	t.Parallel()
	s, l := month(t)
	l.At("2026-03-20 10:00")
	_, err := town.Verbs["reopen"](l, "officer", []string{"moon", "2023", "renovation"})
	l.Do(err)
	s.holds(t, "/protocol?month=2026-03", map[string]string{"the closure": "since 6 March 2026; open again on 20 March 2026"})
	_, february := s.expect(t, get("/protocol?month=2026-02").in("en"), http.StatusOK)
	_, now := s.expect(t, get("/kindergartens/moon").in("en"), http.StatusOK)
	if strings.Contains(february, "Order 12") || strings.Contains(now, "Order 12") {
		t.Error("the closure counts before it began, or still")
	}
}

func TestNoticesShowTheBeginningOfACode(t *testing.T) {
	t.Parallel()
	s, l := month(t)
	code := string(l.App("gul"))
	body := s.holds(t, "/notices", map[string]string{
		"the code": `<span class="code whole">` + code[:8] + "…</span>", "what": "Seat in a kindergarten", "the day of the offer": "offered on 2 Mar 2026",
		"the last day": `<strong class="whole">13 Mar 2026</strong>`, "how many": "1 notice</strong>", "where to answer": `href="/queue"`,
	})
	if strings.Contains(body, code[:9]) || strings.Contains(body, string(l.People["gul"].Child)) {
		t.Error("more than the beginning of the code is shown")
	}
	s.holds(t, "/queue", map[string]string{"the way to the notices": `href="/notices"`})
	empty := serve(t, city.New(t))
	empty.holds(t, "/notices", map[string]string{"nothing": "There are no such notices at present."})
}

func TestKindergartenAddsUp(t *testing.T) {
	t.Parallel()
	s, _ := month(t)
	s.holds(t, "/kindergartens/moon", map[string]string{
		"sum": "Licensed 25 − taken 2 − offered 0 − closed 16 = free 7", "closure": "<h3>Renovation: 1 seat</h3>\n    <p>group № 1 – 1</p>", "closure of groups": "<h3>Shortage of staff: 15 seats</h3>\n    <p>group № 3 – 5; group № 4 – 5; group № 5 – 5</p>",
		"its days": "6 March 2026 – 30 April 2026", "act and person": `Act: Order 12 · Key of the person who closed them: <span class="code">key-officer</span>`,
		"closed without end": "since 5 January 2026", "change": "<strong>Renaming</strong>", "its person": `<span class="code">key-officer</span>`,
	})
	quiet := serve(t, city.New(t))
	quiet.holds(t, "/kindergartens/krg-001", map[string]string{"no change": "No such change is recorded."})
}

func TestRulesAreWorded(t *testing.T) {
	t.Parallel()
	voucher := serve(t, city.New(t))
	voucher.holds(t, "/rules", map[string]string{
		"order": `<li id="queue.order"><h3>Order inside a tier</h3><p class="value">by date and time of registration</p>`,
		"categories, oldest year, strongest class": `<tr><th scope="row">2020</th><td class="n">1</td><td class="n">2</td><td class="n">3</td></tr>`,
		"categories, this year":                    `<tr><th scope="row">2026</th><td class="n">19</td><td class="n">20</td><td class="n">21</td></tr>`,
	})
	classic, _ := month(t)
	_, body := classic.expect(t, get("/rules").in("en"), http.StatusOK)
	if strings.Contains(body, `id="categories"`) {
		t.Error("categories are numbered where the rules know none")
	}
}

func TestAFullMonthReadsInEveryLanguage(t *testing.T) {
	t.Parallel()
	s, _ := month(t)
	s.readInEveryLanguage(t, []visit{get("/protocol?month=2026-03"), get("/protocol?month=2026-02"), get("/notices"), get("/kindergartens/moon"), get("/kindergartens/sun"), get("/rules")})
}
