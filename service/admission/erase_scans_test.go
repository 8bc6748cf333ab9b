package admission_test

import (
	"strings"
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// erased tells how many scans a night erases.
func erased(c *town.Town) int {
	c.TB.Helper()
	n, err := c.Admission.EraseScans(c.Ctx(), town.Actor(access.System))
	c.Do(err)
	return n
}

// The scan of a refused application waits as long as the family may appeal, and while an appeal is open; then it is gone.
func TestTheScanOfARefusedApplicationIsErasedAfterTheTermToAppeal(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025") // three months
	c.At("2026-03-02 08:00")
	p := c.Family("2012-05-06")[0]
	_, err := c.Admission.SubmitApplication(c.Ctx(), p.Actor(), town.Submission(p.Child, "", town.Sun))
	id := refusedFor(c, "application.age", register.RefusedAge, err).ID
	_, err = c.Admission.AddDocument(c.Ctx(), p.Actor(), id, paper(preschool.BirthCertificate, "2012-06-01"))
	c.Do(err)
	c.At("2026-06-02 23:00")
	if n := erased(c); n != 0 {
		t.Errorf("on the last day to appeal %d were erased", n)
	}
	r := complain(c, id, register.AppealRefusal, string(id))
	c.At("2026-06-03 01:00")
	if n := erased(c); n != 0 {
		t.Errorf("while an appeal is open %d were erased", n)
	}
	settle(c, r, false)
	for _, want := range []int{1, 0} {
		if n := erased(c); n != want {
			t.Errorf("when all is over %d were erased, want %d", n, want)
		}
	}
}

// The scan of a draft that nobody hands in lives no longer than an application would.
func TestTheScanOfADraftIsErasedWhenAnApplicationWouldHaveEnded(t *testing.T) {
	t.Parallel()
	c := town.Under(t, profile(t, "kz-classic-2025", "application.validity", 1))
	c.At("2026-03-02 08:00")
	p := c.Family("2023-05-06")[0]
	id, err := c.Admission.SaveDraft(c.Ctx(), p.Actor(), town.Submission(p.Child, "", town.Sun))
	c.Do(err)
	_, err = c.Admission.AddDocument(c.Ctx(), p.Actor(), id, paper(preschool.BirthCertificate, "2023-06-01"))
	c.Do(err)
	for _, night := range []struct {
		at   string
		want int
	}{{"2026-04-02 23:00", 0}, {"2026-04-03 01:00", 1}, {"2026-04-04 01:00", 0}} {
		c.At(night.at)
		if n := erased(c); n != night.want {
			t.Errorf("%s: %d erased, want %d", night.at, n, night.want)
		}
	}
}

// The record names a document by its id and its hash: what it is would tell of an illness.
func TestTheRecordDoesNotSayWhatADocumentIs(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	p := c.Family("2023-05-06")[0]
	id := c.Apply(p, "", town.Sun)
	doc, err := c.Admission.AddDocument(c.Ctx(), p.Actor(), id, paper(preschool.DisabilityStatus, "2026-01-05"))
	c.Do(err)
	c.Do(c.Admission.CheckDocument(c.Ctx(), officer, doc, true))
	for { // an event is opened once the log covers it
		n, err := c.Oversight.IntegrateLog(c.Ctx(), town.Actor(access.System))
		c.Do(err)
		if n == 0 {
			break
		}
	}
	seen := 0
	c.Read(func(r *store.Reader) error {
		lines, err := r.EventsOf(string(id))
		for _, l := range lines {
			if !strings.HasPrefix(l.Type, "document.") {
				continue
			}
			opening, covered, err := r.OpeningOf(l.EventRef)
			if err != nil || !covered || !strings.Contains(opening.Canonical, string(doc)) {
				t.Fatalf("%s: %s, covered %v, %v", l.Type, opening.Canonical, covered, err)
			}
			if strings.Contains(opening.Canonical, string(preschool.DisabilityStatus)) {
				t.Errorf("%s says %s", l.Type, opening.Canonical)
			}
			seen++
		}
		return err
	})
	if seen != 2 {
		t.Errorf("%d events of the document, want 2", seen)
	}
}
