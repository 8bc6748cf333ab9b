package e2e_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/internal/city"
)

// round is a problem with a right and a wrong outcome, and files of them.
type round struct {
	problem, right, wrong string
	folder                string
}

// newRound makes a round of two groups with one place too few, in which somebody is passed over.
func newRound(t *testing.T) round {
	t.Helper()
	p := allocation.Problem{
		SlotKinds: []allocation.SlotKind{{Name: "priority", Tiers: [][]string{{"P"}, {""}}}, {Name: "general", Tiers: [][]string{{"P", ""}}}},
		Groups:    []allocation.Group{{ID: "ақ-ерке-3", Seats: 2, Pattern: []string{"priority", "general"}}, {ID: "балдырған-3", Seats: 1}},
		Children: []allocation.Child{
			{ID: "k01", Number: 1, Prefers: []string{"ақ-ерке-3"}}, {ID: "k02", Number: 2, Prefers: []string{"ақ-ерке-3", "балдырған-3"}},
			{ID: "k03", Number: 3, Class: "P", Prefers: []string{"ақ-ерке-3"}}, {ID: "k04", Number: 4, Prefers: []string{"балдырған-3"}},
		},
	}
	o, err := allocation.Solve(t.Context(), p, allocation.Options{})
	if err != nil {
		t.Fatal(err)
	}
	files := round{folder: t.TempDir()}
	write := func(name string, canon interface{ Canonical() ([]byte, error) }) string {
		text, err := canon.Canonical()
		if err == nil {
			err = os.WriteFile(filepath.Join(files.folder, name), text, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	files.problem, files.right = write("problem.json", p), write("outcome.json", o)
	for i, a := range o.Assignments { // k04 takes what is due to k02
		switch a.Child {
		case "k02":
			o.Assignments[i] = allocation.Assignment{Child: a.Child, Reason: allocation.NoSeat}
		case "k04":
			o.Assignments[i] = allocation.Assignment{Child: a.Child, Group: "балдырған-3"}
		}
	}
	files.wrong = write("wrong.json", o)
	return files
}

// TestOutcomeCheckJourney is a journalist with the files of a round: reaches the check by the footer, chooses both files, reads that
// all is right; drops another outcome on the page, reads who was passed over; tries a file that is none. Nothing is sent.
func TestOutcomeCheckJourney(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	server := serve(t, city.New(t))
	files := newRound(t)
	for _, s := range screens {
		t.Run(fmt.Sprintf("%s %d %s", s.lang, s.width, s.scheme), func(t *testing.T) {
			b := open(t, ctx, s)
			b.do(chromedp.Navigate(server.URL+"/record?lang="+s.lang), chromedp.Focus(chromedp.CSS(`footer a[href="/check"]`)), chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(chromedp.CSS("#files")))
			b.do(
				chromedp.SetUploadFiles(chromedp.CSS("#problem"), []string{filepath.Join(files.folder, "problem.json")}),
				chromedp.SetUploadFiles(chromedp.CSS("#outcome"), []string{filepath.Join(files.folder, "outcome.json")}),
				chromedp.Focus(chromedp.CSS("#files button")), chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(chromedp.CSS("#verdict h2.check:focus")),
			)
			b.judge("outcome_check_right")
			if shown := ask[string](b, "document.querySelector('#verdict').textContent"); !strings.Contains(shown, hashOf(files.right)) {
				t.Errorf("the verdict does not name the problem: %s", shown)
			}
			b.drop(files.wrong)
			b.do(chromedp.WaitVisible(chromedp.CSS("#verdict .card.bad h2:focus")))
			b.judge("outcome_check_wrong")
			if shown := ask[string](b, "document.querySelector('#verdict ul').textContent"); !strings.Contains(shown, "k02") || !strings.Contains(shown, "балдырған-3") || strings.Contains(shown, "k01") {
				t.Errorf("the verdict is %s", shown)
			}
			b.drop(strings.Replace(files.right, "outcome/1", "outcome/7", 1))
			b.do(chromedp.WaitVisible(chromedp.CSS("#verdict [data-slot=place]")))
			b.judge("outcome_check_fault")
			b.drop(files.problem, files.right)
			b.do(chromedp.WaitVisible(chromedp.CSS("#verdict h2.check")))
			if sent := ask[string](b, sentAnywhere); sent != "" {
				t.Errorf("the page asked for %s", sent)
			}
		})
	}
}

// hashOf is the hash of the problem that an outcome names.
func hashOf(outcome string) string {
	_, rest, _ := strings.Cut(outcome, `"problem_sha256":"`)
	hash, _, _ := strings.Cut(rest, `"`)
	return hash
}

// drop drops files with these texts on the page.
func (b *tab) drop(texts ...string) {
	b.t.Helper()
	ask[bool](b, fmt.Sprintf(`(() => {
		const files = new DataTransfer();
		%q.split("\x00").forEach((text, i) => files.items.add(new File([text], "file" + i + ".json")));
		return document.body.dispatchEvent(new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true}));
	})()`, strings.Join(texts, "\x00")))
}

// sentAnywhere names what the page loaded besides its stylesheet, icon and script.
const sentAnywhere = `performance.getEntriesByType("resource").map(e => e.name).filter(name => !/\/static\/(site|icon|check)\.[0-9a-f]{12}\.(css|svg|mjs)$/.test(name)).join(" ")`
