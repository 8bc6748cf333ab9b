package e2e_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/balajol/balajol/internal/city"
	"github.com/balajol/balajol/internal/town"
)

var screens = []screen{
	{"kk", 360, 800, "light"}, {"ru", 360, 800, "dark"}, {"kk", 1280, 900, "dark"}, {"ru", 1280, 900, "light"},
}

// publicPages are the addresses of the pages that are read without typing anything.
var publicPages = map[string]string{
	"start": "/", "kindergarten_list": "/kindergartens", "kindergarten_none": "/kindergartens?words=zzz", "kindergarten_show": "/kindergartens/krg-007",
	"position_ask": "/queue", "queue_list": "/queues", "queue_show": "/queues/krg/3/kk", "protocol_show": "/protocol", "protocol_month": "/protocol?month=2026-01", "notice_list": "/notices", "rule_list": "/rules", "record_show": "/record", "about": "/about", "outcome_check": "/check",
	"error": "/no-such-page",
}

func TestPublicPages(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	server := serve(t, city.New(t))
	for _, s := range screens {
		t.Run(fmt.Sprintf("%s %d %s", s.lang, s.width, s.scheme), func(t *testing.T) {
			b := open(t, ctx, s)
			for name, path := range publicPages {
				mark := "?"
				if strings.Contains(path, "?") {
					mark = "&"
				}
				b.do(chromedp.Navigate(server.URL + path + mark + "lang=" + s.lang))
				b.judge(name)
			}
		})
	}
}

// TestMonthOfAdmission reads the pages after a month in which something of everything happened, with every detail unfolded: the
// protocol, found by the menu and asked for another month by keyboard, the notices and a kindergarten.
func TestMonthOfAdmission(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	server := townSite(t, town.Play(t, town.Month).Town)
	for _, s := range screens {
		t.Run(fmt.Sprintf("%s %d %s", s.lang, s.width, s.scheme), func(t *testing.T) {
			b := open(t, ctx, s)
			b.do(chromedp.Navigate(server+"/?lang="+s.lang), chromedp.Focus(chromedp.CSS(`.menu a[href="/protocol"]`)), chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(chromedp.CSS("#month")))
			b.do(chromedp.Focus(chromedp.CSS("#month")), chromedp.KeyEvent(kb.ArrowDown), chromedp.Focus(chromedp.CSS("main form button")), chromedp.KeyEvent(kb.Enter),
				chromedp.WaitReady(chromedp.CSS(`option[value="2026-02"][selected]`)), chromedp.WaitVisible(chromedp.CSS(`a[rel="next"]`)))
			b.judge("protocol_before")
			b.do(chromedp.Focus(chromedp.CSS(`a[rel="next"]`)), chromedp.KeyEvent(kb.Enter), chromedp.WaitReady(chromedp.CSS(`option[value="2026-03"][selected]`)))
			unfolded := ask[int](b, "[...document.querySelectorAll('details')].map(d => d.open = true).length")
			if unfolded < 3 {
				t.Errorf("%d details to unfold", unfolded)
			}
			b.judge("protocol_full")
			for name, path := range map[string]string{"notice_full": "/notices", "kindergarten_changes": "/kindergartens/moon"} {
				b.do(chromedp.Navigate(server + path + "?lang=" + s.lang))
				b.judge(name)
			}
		})
	}
}

// judge holds the promises that every page keeps.
func (b *tab) judge(name string) {
	b.t.Helper()
	b.picture(fmt.Sprintf("%s_%s_%d_%s", name, b.screen.lang, b.screen.width, b.screen.scheme))
	if wide := ask[int](b, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); wide > 0 {
		b.t.Errorf("%s: the page is %d px wider than the screen: %s", name, wide, ask[string](b, widest))
	}
	if got := ask[string](b, "document.documentElement.lang"); got != b.screen.lang {
		b.t.Errorf("%s: language %q", name, got)
	}
	if n := ask[int](b, "document.querySelectorAll('h1').length"); n != 1 {
		b.t.Errorf("%s: %d headings of the first level", name, n)
	}
	if small := ask[string](b, smallTargets); small != "" {
		b.t.Errorf("%s: targets below 24 px: %s", name, small)
	}
	for _, v := range b.violations() {
		b.t.Errorf("%s: %s (%s): %s", name, v.ID, v.Impact, strings.Join(v.HTML, "\n\t"))
	}
	if said := b.complaints(); said != "" && name != "error" && name != "position_fault" { // of these two the status is one
		b.t.Errorf("%s: the browser complains: %s", name, said)
	}
}

// widest names the elements that stand out of the screen.
const widest = `[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.scroll, pre, svg'))
	.map(e => e.tagName + '.' + e.className + ' ' + e.textContent.trim().slice(0, 40)).slice(0, 5).join('; ')`

// smallTargets names buttons, fields and lone links that are hard to hit (WCAG 2.2, 2.5.8).
const smallTargets = `[...document.querySelectorAll('button, input:not([type=hidden]), select, nav a, .btn')].filter(e => e.getBoundingClientRect().height < 24)
	.map(e => e.outerHTML.slice(0, 80)).join('; ')`

type violation struct {
	ID, Impact string
	HTML       []string
}

func (b *tab) violations() []violation {
	b.t.Helper()
	ask[any](b, axe(b.t)+";null")
	return ask[[]violation](b, `axe.run(document, {resultTypes: ['violations']})
		.then(r => r.violations.map(v => ({ID: v.id, Impact: v.impact || '', HTML: v.nodes.map(n => n.html + ' ' + n.failureSummary)})))`)
}

// A checker that finds nothing anywhere would be worth nothing.
func TestCheckerFindsWhatIsWrong(t *testing.T) {
	t.Parallel()
	b := open(t, browser(t), screens[0])
	b.do(chromedp.Navigate("data:text/html,<title>x</title><img src=x><input>"))
	if len(b.violations()) == 0 {
		t.Error("a page with a nameless picture and field passes")
	}
}

func TestEverythingIsReachedByKeyboard(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	server := serve(t, city.New(t))
	b := open(t, ctx, screens[3])
	for name, path := range publicPages {
		b.do(chromedp.Navigate(server.URL + path))
		want := ask[int](b, `[...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary, [tabindex="0"]')].filter(e => e.checkVisibility()).length`)
		seen := ask[bool](b, `(document.body.focus(), window.seen = new Set(), true)`)
		for range want {
			b.do(chromedp.KeyEvent(kb.Tab))
			seen = seen && ask[bool](b, `(seen.add(document.activeElement), document.activeElement !== document.body && getComputedStyle(document.activeElement).outlineStyle !== 'none')`)
		}
		if got := ask[int](b, "seen.size"); got != want || !seen {
			t.Errorf("%s: %d of %d reached by Tab, focus always visible: %t", name, got, want, seen)
		}
	}
}

// TestPositionJourney is a parent with a receipt: finds the form by the menu, mistypes the code, corrects it, reads the
// position, changes the language and does not lose it. By keyboard alone.
func TestPositionJourney(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	c := city.New(t)
	server := serve(t, c)
	for _, s := range screens {
		t.Run(fmt.Sprintf("%s %d %s", s.lang, s.width, s.scheme), func(t *testing.T) {
			b := open(t, ctx, s)
			b.do(chromedp.Navigate(server.URL+"/?lang="+s.lang), chromedp.Focus(chromedp.CSS(`.menu a[href="/queue"]`)), chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(chromedp.CSS("#code")))
			b.do(chromedp.Focus(chromedp.CSS("#code")), chromedp.KeyEvent("abc"+kb.Enter), chromedp.WaitVisible(chromedp.CSS("#code-fault")))
			b.judge("position_fault")
			if typed := ask[string](b, "document.querySelector('#code').value"); typed != "abc" {
				t.Errorf("the form gives back %q", typed)
			}
			// A click, because the protocol sends the keypress of Enter apart, into the field that the keydown has led to.
			b.do(chromedp.Click(chromedp.CSS(`[role="alert"] a`)), chromedp.WaitReady(chromedp.CSS("#code:target:focus")))
			typed := strings.ToUpper(string(c.Waiting[:6])) + " " + string(c.Waiting[6:])
			b.do(chromedp.KeyEvent(kb.End+strings.Repeat(kb.Backspace, 3)+typed+kb.Enter), chromedp.WaitVisible(chromedp.CSS(".moves")))
			b.judge("position_show")
			if where := ask[string](b, "location.href"); strings.Contains(strings.ToLower(where), string(c.Waiting[:6])) {
				t.Errorf("the address holds the code: %s", where)
			}
			number := ask[string](b, "document.querySelector('.figure').textContent")
			b.do(chromedp.Focus(chromedp.CSS(`.langs button[lang="en"]`)), chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(chromedp.CSS(`html[lang="en"] .moves`)))
			if again := ask[string](b, "document.querySelector('.figure').textContent"); again != number {
				t.Errorf("in English the position is %q, before %q", again, number)
			}
		})
	}
}
