package e2e_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/internal/city"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

// townSite serves a town of the test's own, as a city's site.
func townSite(t *testing.T, l *town.Town) string {
	t.Helper()
	c := city.New(t)
	c.DB, c.Admission, c.Registry, c.Oversight = l.DB, l.Admission, l.Registry, l.Oversight
	return serve(t, c).URL
}

// look asks for a position by its code, opens the table of the chart by keyboard, and judges the page.
func (b *tab) look(address string, code register.ID[preschool.Application], name string) {
	b.t.Helper()
	b.do(chromedp.Navigate(address+"/queue?lang="+b.screen.lang), chromedp.Focus(chromedp.CSS("#code")),
		chromedp.KeyEvent(string(code)+kb.Enter), chromedp.WaitVisible(chromedp.CSS("#moves")))
	if ask[bool](b, "document.querySelector('details summary') !== null") {
		b.do(chromedp.Focus(chromedp.CSS("details summary")), chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(chromedp.CSS("details table")))
	}
	b.judge(name)
}

// A family that others came ahead of sees the line of its number, the same as a table, and who came: tier and day, by which
// rule, and no name or code.
func TestPositionOfWhoWasPassed(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	l := town.New(t, "kz-classic-2025")
	ids := l.Queue(11, "2023-02-03", "", town.Sun)
	privileged := l.Queue(3, "2023-05-05", register.Orphan, town.Sun)
	l.At("2026-01-14 10:00")
	for _, id := range privileged {
		l.Do(l.Admission.VerifyProof(l.Ctx(), town.Actor(access.Officer), town.Proof(id), true))
	}
	l.At("2026-02-02 10:00")
	l.Do(l.Admission.WithdrawApplication(l.Ctx(), town.Guardian(l.Application(ids[0]).Guardian), ids[0]))
	l.At("2026-02-20 10:00")
	address := townSite(t, l)
	for _, s := range screens {
		t.Run(fmt.Sprintf("%s %d %s", s.lang, s.width, s.scheme), func(t *testing.T) {
			b := open(t, ctx, s)
			b.look(address, ids[7], "position_passed")
			if rows, points := ask[int](b, "document.querySelectorAll('details tbody tr').length"), ask[int](b, "document.querySelectorAll('svg.chart path').length"); rows < 2 || points < 1 {
				t.Errorf("%d rows of the table, %d lines of the chart", rows, points)
			}
			if who := ask[int](b, "document.querySelectorAll('.moves li').length"); who == 0 {
				t.Error("nobody is told who came ahead")
			}
			if broken := ask[string](b, `[...document.querySelectorAll('.moves a[href^="/rules#"]')].map(a => a.getAttribute('href')).join(' ')`); broken == "" {
				t.Error("no rule is named")
			}
		})
	}
}

// Where lots decide, the page says that there is no number yet, and so does the public queue.
func TestPositionBeforeTheDraw(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	classic, err := policy.Load("kz-classic-2025")
	if err != nil {
		t.Fatal(err)
	}
	lots, err := classic.With("queue.order", []string{"lottery"})
	if err != nil {
		t.Fatal(err)
	}
	l := town.Under(t, lots)
	ids := l.Queue(12, "2023-02-03", "", town.Sun)
	address := townSite(t, l)
	for _, s := range screens {
		t.Run(fmt.Sprintf("%s %d %s", s.lang, s.width, s.scheme), func(t *testing.T) {
			b := open(t, ctx, s)
			b.look(address, ids[3], "position_undrawn")
			if ask[bool](b, "document.querySelector('.figure, svg.chart') !== null") {
				t.Error("a number or a chart is shown before the draw")
			}
			b.do(chromedp.Navigate(address + "/queues/krg/3/ru?lang=" + s.lang))
			b.judge("queue_undrawn")
			if ask[bool](b, "document.querySelector('main table') !== null") {
				t.Error("the public queue lists places before the draw")
			}
		})
	}
}
