package admission_test

import (
	"strings"
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
)

func TestSubmitRefusesWhatTheRulesDoNotLetIn(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	five := []register.ID[register.Kindergarten]{"sun", "moon", "a", "b", "c"}
	for name, row := range map[string]struct {
		birth  string
		change func(*admission.Submission)
		code   string
	}{
		"no wish":                {"2023-05-06", func(s *admission.Submission) { s.Choices = nil }, "application.choices"},
		"five wishes":            {"2023-05-06", func(s *admission.Submission) { s.Choices = five }, "application.choices"},
		"a wish twice":           {"2023-05-06", func(s *admission.Submission) { s.Choices = append(s.Choices, town.Sun) }, "application.choice_twice"},
		"nobody's kindergarten":  {"2023-05-06", func(s *admission.Submission) { s.Choices[0] = "star" }, "kindergarten.unknown"},
		"nobody's ground":        {"2023-05-06", func(s *admission.Submission) { s.Ground = "astronaut" }, "application.ground"},
		"a start in the past":    {"2023-05-06", func(s *admission.Submission) { s.StartOn = civil.MustParseDate("2026-01-04") }, "application.start_past"},
		"a start at seven":       {"2023-05-06", func(s *admission.Submission) { s.StartOn = civil.MustParseDate("2030-01-01") }, "application.start_late"},
		"a tongue of the moon":   {"2023-05-06", func(s *admission.Submission) { s.Language = "xx" }, "application.language"},
		"one language twice":     {"2023-05-06", func(s *admission.Submission) { s.AlsoLanguage = register.Russian }, "application.language"},
		"a group of the moon":    {"2023-05-06", func(s *admission.Submission) { s.GroupKind = "lunar" }, "application.group_kind"},
		"a letter as settlement": {"2023-05-06", func(s *admission.Submission) { s.Settlement = "a\nb" }, "application.settlement"},
		"a fact nobody asks for": {"2023-05-06", func(s *admission.Submission) { s.Facts = []string{"income=1"} }, "application.fact"},
		"by the counter":         {"2023-05-06", func(s *admission.Submission) { s.Source = register.FromCounter }, "application.channel"},
		"by the back door":       {"2023-05-06", func(s *admission.Submission) { s.Source = register.FromImport }, "application.channel"},
		"by no door":             {"2023-05-06", func(s *admission.Submission) { s.Source = "" }, "application.channel"},
		"tomorrow's certificate": {"2023-05-06", func(s *admission.Submission) {
			s.Ground, s.Issued = register.Military, civil.MustParseDate("2026-01-06")
		}, "proof.issued_later"},
		"an old certificate": {"2023-05-06", func(s *admission.Submission) {
			s.Ground, s.Issued = register.Military, civil.MustParseDate("2025-11-20")
		}, "proof.out_of_date"},
		"a key like a novel": {"2023-05-06", func(s *admission.Submission) { s.Key = strings.Repeat("k", 65) }, "application.key"},
	} {
		p := c.Family(row.birth)[0]
		sub := town.Submission(p.Child, "", town.Sun)
		if row.change != nil {
			row.change(&sub)
		}
		if _, err := c.Admission.SubmitApplication(c.Ctx(), p.Actor(), sub); register.CodeOf(err) != row.code {
			t.Errorf("%s: got %v, want %s", name, err, row.code)
		}
		if list, err := c.Admission.ApplicationsOfChild(c.Ctx(), p.Actor(), p.Child); err != nil || len(list) != 0 {
			t.Errorf("%s: %d applications were kept, %v", name, len(list), err)
		}
	}
	six := c.Family("2020-01-01")[0]
	if got := c.Application(c.Apply(six, "", town.Sun)); got.State != preschool.ApplicationQueued {
		t.Errorf("six by calendar year: got %s", got.State)
	}
}

func TestAChildHasOneLiveApplication(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	p := c.Family("2023-05-06")[0]
	id := c.Apply(p, "", town.Sun)
	_, err := c.Admission.SubmitApplication(c.Ctx(), p.Actor(), town.Submission(p.Child, "", town.Moon))
	c.Refused("application.live", err)
	c.Do(c.Admission.WithdrawApplication(c.Ctx(), p.Actor(), id))
	again := c.Apply(p, "", town.Moon)
	if first, second := c.Application(id), c.Application(again); !second.RegisteredAt.After(first.RegisteredAt) || first.State != preschool.ApplicationWithdrawn {
		t.Errorf("a new application takes a new date: %s and %s, first %s", first.RegisteredAt, second.RegisteredAt, first.State)
	}
}

func TestAPlacedChildDoesNotQueue(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	c.Open(town.Sun, 2023, 1)
	p := c.Family("2023-05-06")[0]
	id := c.Apply(p, "", town.Sun)
	c.Morning()
	c.Accept(id)
	c.Do(c.Enrol(id))
	_, err := c.Admission.SubmitApplication(c.Ctx(), p.Actor(), town.Submission(p.Child, "", town.Sun))
	c.Refused("child.placed", err)
}

// Births no more than a month apart are registered as one batch (Astana, 16 October 2019).
func TestTwinsAreOneBatch(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	for name, row := range map[string]struct {
		births []string
		joined bool
	}{
		"twins": {[]string{"2023-05-06", "2023-05-06"}, true}, "over midnight": {[]string{"2023-05-06", "2023-05-07"}, true},
		"a month apart": {[]string{"2023-05-06", "2023-06-06"}, true}, "a day more": {[]string{"2023-05-06", "2023-06-07"}, false},
	} {
		var families []register.ID[preschool.Family]
		var ids []register.ID[preschool.Application]
		for _, p := range c.Family(row.births...) {
			ids = append(ids, c.Apply(p, "", town.Sun))
		}
		for _, id := range ids {
			families = append(families, c.Application(id).Family)
		}
		if joined := families[0] != "" && families[0] == families[1]; joined != row.joined {
			t.Errorf("%s: joined is %v", name, joined)
		}
	}
	one, other := c.Queue(1, "2023-05-06", "", town.Sun)[0], c.Queue(1, "2023-05-06", "", town.Sun)[0]
	if c.Application(one).Family != "" || c.Application(other).Family != "" {
		t.Error("children of two families were joined")
	}
}

func TestTwinsGetVouchersTogetherOrNone(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	var twins []register.ID[preschool.Application]
	for _, p := range c.Family("2023-05-06", "2023-05-06") {
		twins = append(twins, c.Apply(p, "", town.Sun))
	}
	third := c.Queue(1, "2023-05-06", "", town.Sun)[0]
	c.Open(town.Sun, 2023, 1)
	c.Morning()
	if len(c.Offers(twins[0])) != 0 || len(c.Offers(twins[1])) != 0 || len(c.Offers(third)) != 1 {
		t.Fatalf("one voucher: it goes to the next child, got %d, %d and %d offers", len(c.Offers(twins[0])), len(c.Offers(twins[1])), len(c.Offers(third)))
	}
	c.Open(town.Sun, 2023, 3)
	c.At("2026-01-12 09:00")
	c.Morning()
	if len(c.Offers(twins[0])) != 1 || len(c.Offers(twins[1])) != 1 {
		t.Errorf("two more vouchers: got %d and %d offers", len(c.Offers(twins[0])), len(c.Offers(twins[1])))
	}
}

func TestAPrivilegeCountsOnlyWhereTheFamilyLives(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	first := c.Queue(1, "2023-05-06", "", town.Sun)[0]
	p := c.Family("2023-05-07")[0]
	sub := town.Submission(p.Child, register.LargeFamily, town.Sun)
	sub.Settlement = "temirtau"
	far, err := c.Admission.SubmitApplication(c.Ctx(), p.Actor(), sub)
	c.Do(err)
	near := c.Queue(1, "2023-05-08", register.LargeFamily, town.Sun)[0]
	for _, id := range []register.ID[preschool.Application]{far, near} {
		c.Do(c.Admission.VerifyProof(c.Ctx(), town.Actor(access.Officer), town.Proof(id), true))
	}
	inOrder(t, c, near, first, far)
}

func TestProofMovesTheQueueEntry(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	general := c.Queue(2, "2023-05-06", "", town.Sun)
	soldier := c.Queue(1, "2023-05-06", register.Military, town.Sun)[0]
	large := c.Queue(1, "2023-05-06", register.LargeFamily, town.Sun)[0]
	liar := c.Queue(1, "2023-05-06", register.Orphan, town.Sun)[0]
	doctor := c.Queue(1, "2023-05-06", register.MedicalFamily, town.Sun)[0]
	if a := c.Application(doctor); a.Class != register.General || a.Proof != preschool.ProofNone {
		t.Errorf("a ground that gives no class: got class %s, proof %q", a.Class, a.Proof)
	}
	inOrder(t, c, general[0], general[1], soldier, large, liar, doctor) // nothing is proven: by the date alone
	officer := town.Actor(access.Officer)
	c.Do(c.Admission.VerifyProof(c.Ctx(), officer, town.Proof(soldier), true))
	c.Do(c.Admission.VerifyProof(c.Ctx(), officer, town.Proof(large), true))
	c.Do(c.Admission.VerifyProof(c.Ctx(), officer, town.Proof(liar), false))
	inOrder(t, c, soldier, large, general[0], general[1], liar, doctor)
	c.Refused("proof.not_verify", c.Admission.VerifyProof(c.Ctx(), officer, town.Proof(liar), true))
}

func TestAnUnprovenClaimExpires(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	id := c.Queue(1, "2023-05-06", register.LargeFamily, town.Sun)[0] // on Monday, 5 January; the 7th is a day off
	if due := c.Application(id).ProofDue.String(); due != "2026-01-13" {
		t.Errorf("five working days end on %s", due)
	}
	c.At("2026-01-13 05:00")
	c.Night()
	if got := c.Application(id).Proof; got != preschool.ProofClaimed {
		t.Errorf("on the last day the proof is %s", got)
	}
	c.At("2026-01-14 05:00")
	c.Night()
	if a := c.Application(id); a.Proof != preschool.ProofExpired || a.State != preschool.ApplicationQueued {
		t.Errorf("after the last day: proof %s, application %s", a.Proof, a.State)
	}
	inOrder(t, c, id)
}

// inOrder ends the test unless the applications stand in one queue in that order.
func inOrder(t *testing.T, c *town.Town, want ...register.ID[preschool.Application]) {
	t.Helper()
	for i, id := range want {
		p, err := c.Admission.Position(c.Ctx(), town.Actor(access.Public), id)
		if err != nil || p.Number != i+1 || p.Of != len(want) {
			t.Fatalf("application %d stands at %d of %d (%s), %v", i+1, p.Number, p.Of, p.Reason, err)
		}
	}
}
