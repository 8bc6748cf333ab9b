package admission_test

import (
	"slices"
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

func TestAChangeOfWishesKeepsTheDate(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	first := c.Family("2023-05-06")[0]
	id := c.Apply(first, "", town.Sun)
	second := c.Queue(1, "2023-05-06", "", town.Sun)[0]
	before := c.Application(id)
	c.At("2026-03-02 10:00")
	for _, actor := range []access.Actor{first.Actor(), town.Actor(access.Officer)} {
		w := before.Wishes()
		w.Choices, w.StartOn = []register.ID[register.Kindergarten]{town.Moon, town.Sun}, civil.MustParseDate("2026-09-01")
		c.Do(c.Admission.ChangeWishes(c.Ctx(), actor, id, w, false))
	}
	a := c.Application(id)
	if !slices.Equal(a.Choices, []register.ID[register.Kindergarten]{town.Moon, town.Sun}) || a.RegisteredAt != before.RegisteredAt || a.Sequence != before.Sequence {
		t.Errorf("changed: %+v", a)
	}
	inOrder(t, c, id, second)

	c.At("2026-10-01 10:00") // the start that was named lies in the past by now: other wishes may still change
	w := a.Wishes()
	w.Choices = w.Choices[:1]
	c.Do(c.Admission.ChangeWishes(c.Ctx(), first.Actor(), id, w, false))
	for code, change := range map[string]func(*preschool.Wishes){
		"application.choices":      func(w *preschool.Wishes) { w.Choices = nil },
		"application.choice_twice": func(w *preschool.Wishes) { w.Choices = append(w.Choices, w.Choices...) },
		"kindergarten.unknown":     func(w *preschool.Wishes) { w.Choices = []register.ID[register.Kindergarten]{"star"} },
		"application.start_past":   func(w *preschool.Wishes) { w.StartOn = civil.MustParseDate("2026-09-30") },
	} {
		w := c.Application(id).Wishes()
		change(&w)
		c.Refused(code, c.Admission.ChangeWishes(c.Ctx(), first.Actor(), id, w, false))
	}
	c.Do(c.Admission.WithdrawApplication(c.Ctx(), first.Actor(), id))
	c.Refused("application.not_change", c.Admission.ChangeWishes(c.Ctx(), first.Actor(), id, w, false))
}

// Another language is another queue, and a place in it by the own date; another settlement takes the privilege with it.
func TestAnotherLanguageIsAnotherQueueAtTheOwnDate(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	twins := c.Family("2023-05-06", "2023-05-06")
	a, b := c.Apply(twins[0], "", town.Sun), c.Apply(twins[1], "", town.Sun)
	kazakh := c.Application(a).Wishes()
	kazakh.Language = register.Kazakh
	later := c.Family("2023-05-06")[0]
	sub := town.Submission(later.Child, "", town.Sun)
	sub.Language = register.Kazakh
	other, err := c.Admission.SubmitApplication(c.Ctx(), later.Actor(), sub)
	c.Do(err)
	c.Do(c.Admission.ChangeWishes(c.Ctx(), twins[0].Actor(), a, kazakh, false))
	inOrder(t, c, a, other)
	inOrder(t, c, b)
	if c.Application(a).Family != "" {
		t.Error("twins of two languages are one batch")
	}
	back := c.Application(a).Wishes()
	back.Language = register.Russian
	c.Do(c.Admission.ChangeWishes(c.Ctx(), twins[0].Actor(), a, back, false))
	if x, y := c.Application(a).Family, c.Application(b).Family; x == "" || x != y {
		t.Errorf("twins of one language again are of families %q and %q", x, y)
	}
	inOrder(t, c, a, b)
}

// The family of twins who are placed together sees one number.
func TestTwinsSeeOneNumber(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	twins := c.Family("2023-05-06", "2023-05-06", "2021-01-01")
	c.Apply(twins[0], "", town.Sun)
	c.Queue(2, "2023-05-06", "", town.Sun)
	c.Apply(twins[1], "", town.Sun)
	c.Apply(twins[2], "", town.Sun)
	own, err := c.Admission.MyApplications(c.Ctx(), twins[0].Actor())
	c.Do(err)
	if len(own) != 3 || own[0].Number != 1 || own[1].Number != 1 || own[1].Of != 4 || own[2].Number != 1 || own[2].Of != 1 {
		t.Errorf("numbers of three children: %+v", own)
	}
}

// An application with a desired start takes part from the start less the lead of the rules, and keeps its place until then.
func TestADesiredStartWaitsItsTime(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	c.Open(town.Sun, 2023, 1)
	p := c.Family("2023-05-06")[0]
	sub := town.Submission(p.Child, "", town.Sun)
	sub.StartOn = civil.MustParseDate("2026-04-20") // less one month: 20 March, a Friday
	id, err := c.Admission.SubmitApplication(c.Ctx(), p.Actor(), sub)
	c.Do(err)
	next := c.Queue(1, "2023-05-06", "", town.Sun)[0]
	inOrder(t, c, id, next)
	c.At("2026-03-19 09:00")
	c.Morning()
	if len(c.Offers(id)) != 0 || len(c.Offers(next)) != 1 {
		t.Fatalf("a month and a day before: %d and %d offers", len(c.Offers(id)), len(c.Offers(next)))
	}
	c.Open(town.Sun, 2023, 2)
	c.At("2026-03-20 09:00")
	c.Morning()
	if len(c.Offers(id)) != 1 {
		t.Errorf("a month before: %d offers", len(c.Offers(id)))
	}
}

// A child enters the queue of special groups only with verified advice and its guardian's consent; without consent nothing
// changes (law on the support of children with limited abilities, art. 10 p.2).
func TestASpecialGroupNeedsAdviceAndConsent(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	officer := town.Actor(access.Officer)
	p := c.Family("2023-05-06")[0]
	id := c.Apply(p, "", town.Sun)
	kind := func() register.GroupKind { return c.Application(id).Kind() }
	w := c.Application(id).Wishes()
	w.GroupKind = register.SpecialGroup
	c.Do(c.Admission.ChangeWishes(c.Ctx(), p.Actor(), id, w, false))
	advice, err := c.Admission.AddDocument(c.Ctx(), p.Actor(), id, paper(preschool.CommissionAdvice, "2026-01-05"))
	c.Do(err)
	c.Do(c.Admission.CheckDocument(c.Ctx(), officer, advice, true))
	if kind() != register.GeneralGroup {
		t.Errorf("without consent: %s", kind())
	}
	c.Do(c.Admission.ChangeWishes(c.Ctx(), p.Actor(), id, w, true))
	if kind() != register.SpecialGroup {
		t.Errorf("with advice and consent: %s", kind())
	}
	c.Do(c.Admission.CheckDocument(c.Ctx(), officer, advice, false))
	if kind() != register.GeneralGroup {
		t.Errorf("when the advice is found false: %s", kind())
	}

	q := c.Family("2023-05-06")[0]
	sub := town.Submission(q.Child, register.SpecialNeeds, town.Sun)
	sub.GroupKind, sub.Consent = register.InclusiveGroup, true
	by, err := c.Admission.SubmitApplication(c.Ctx(), q.Actor(), sub)
	c.Do(err)
	if got := c.Application(by).Kind(); got != register.GeneralGroup {
		t.Errorf("claimed only: %s", got)
	}
	c.Do(c.Admission.VerifyProof(c.Ctx(), officer, town.Proof(by), true))
	if got := c.Application(by).Kind(); got != register.InclusiveGroup {
		t.Errorf("the ground is verified: %s", got)
	}
}

// A privilege that holds where the family lives is checked again when the family says that it moves there.
func TestAMoveIsProvenBeforeThePrivilegeCounts(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	general := c.Queue(1, "2023-05-06", "", town.Sun)[0]
	p := c.Family("2023-05-06")[0]
	sub := town.Submission(p.Child, register.LargeFamily, town.Sun)
	sub.Settlement = "temirtau"
	id, err := c.Admission.SubmitApplication(c.Ctx(), p.Actor(), sub)
	c.Do(err)
	c.Do(c.Admission.VerifyProof(c.Ctx(), town.Actor(access.Officer), town.Proof(id), true))
	w := c.Application(id).Wishes()
	w.Settlement = string(town.Authority)
	c.Do(c.Admission.ChangeWishes(c.Ctx(), p.Actor(), id, w, false))
	inOrder(t, c, general, id)
	if tasks, err := c.Admission.ProofTasks(c.Ctx(), town.Actor(access.Officer)); err != nil || len(tasks) != 1 || tasks[0].Settlement != w.Settlement {
		t.Errorf("the officer's list: %+v, %v", tasks, err)
	}
	c.Do(c.Admission.VerifyProof(c.Ctx(), town.Actor(access.Officer), town.Proof(id), true))
	inOrder(t, c, id, general)
}

// Whoever grows out of the ages of the queue does not wait for ever: the application is closed by rule, with its reason.
func TestTheQueueEndsWithItsAge(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	six, five := c.Queue(1, "2020-05-06", "", town.Sun)[0], c.Queue(1, "2021-05-06", "", town.Sun)[0]
	for _, row := range []struct {
		day    string
		closed int
	}{{"2026-12-31", 0}, {"2027-01-01", 1}, {"2027-01-02", 0}} {
		c.At(row.day + " 00:10")
		if n, err := c.Admission.EndApplications(c.Ctx(), town.Actor(access.System)); err != nil || n != row.closed {
			t.Errorf("%s: %d closed, %v, want %d", row.day, n, err, row.closed)
		}
	}
	if a := c.Application(six); a.State != preschool.ApplicationClosed || a.Reason != "age" || c.Application(five).State != preschool.ApplicationQueued {
		t.Errorf("six years old: %s (%s), five: %s", a.State, a.Reason, c.Application(five).State)
	}
}
