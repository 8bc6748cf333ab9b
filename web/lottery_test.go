package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/balajol/balajol/internal/city"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/policy"
)

// Where lots decide the pages name the seed and its source, and say of whoever came later that the next draw is theirs.
func TestPagesTellTheSeed(t *testing.T) {
	t.Parallel()
	classic, err := policy.Load("kz-classic-2025")
	if err != nil {
		t.Fatal(err)
	}
	lots, err := classic.With("queue.order", []string{"lottery"})
	if err != nil {
		t.Fatal(err)
	}
	l := town.Under(t, lots)
	drawn := l.Queue(12, "2023-02-03", "", town.Sun)[0]
	l.At("2026-03-02 09:00")
	c := city.New(t)
	c.DB, c.Clock, c.Admission, c.Registry, c.Oversight = l.DB, l.Clock, l.Admission, l.Registry, l.Oversight
	s := serve(t, c)
	s.holds(t, "/protocol?month=2026-03", map[string]string{"the missing seed": "The next round waits for its seed."})
	seed := town.SeedOf("first")
	l.PublishSeed(seed)
	l.Wait(time.Minute)
	late := l.Queue(1, "2023-02-03", "", town.Sun)[0]
	body := s.holds(t, "/protocol?month=2026-03", map[string]string{"seed": seed, "source": "beacon, round 1"})
	if strings.Contains(body, "waits for its seed") {
		t.Error("the seed is published and called missing")
	}
	s.holds(t, "/queues/krg/3/ru", map[string]string{"the last of the drawn": `class="n">12</th>`, "the late one": "waits for the next draw"})
	for code, want := range map[string][]string{
		string(drawn): {"balajol queue order --seed " + seed, "source: beacon, round 1", "2 March 2026"},
		string(late):  {"first seed that is published after the application"},
	} {
		_, page := s.expect(t, post("/queue", code).in("en"), http.StatusOK)
		for _, text := range want {
			if !strings.Contains(page, text) {
				t.Errorf("no %q", text)
			}
		}
	}
}
