package admission_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// keeps keeps a document of an application, as its upload does.
func keeps(c *town.Town, id register.ID[preschool.Application], scan string) register.ID[preschool.Document] {
	c.TB.Helper()
	var made register.ID[preschool.Document]
	c.Do(c.DB.Update(c.Ctx(), town.Authority, func(tx *store.Tx) error {
		made = store.NewID[preschool.Document](tx, "document")
		return tx.SaveNewDocument(town.Guardian(c.Application(id).Guardian), preschool.Document{
			Authority: town.Authority, ID: made, Application: id, Type: preschool.BirthCertificate, MediaType: "application/pdf", Size: len(scan), SHA256: "sum",
		}, []byte(scan), store.Cause{Event: "document.added"})
	}))
	return made
}

func seen(c *town.Town) int {
	c.TB.Helper()
	list, err := c.Admission.OffersOfKindergarten(c.Ctx(), town.Staff(town.Sun), town.Sun)
	c.Do(err)
	return len(list)
}

// A kindergarten knows nothing of a child before the family has accepted the seat; then what the family shows, and nothing
// else. The contract waits for its yes.
func TestPapersGoToTheKindergartenOfAnAcceptedSeat(t *testing.T) {
	t.Parallel()
	c, ids := offered(t, "kz-classic-2025", 2)
	who, offer, sun := guardian(c, ids[0]), c.Last(ids[0]).ID, town.Staff(town.Sun)
	c.Refused("offer.unknown", c.Admission.AcceptPapers(c.Ctx(), sun, offer))
	if seen(c) != 0 {
		t.Fatal("the kindergarten sees an offer that nobody has accepted")
	}
	c.Refused("offer.not_accepted", c.Admission.SubmitPapers(c.Ctx(), who, offer, nil))
	c.Accept(ids[0])
	shown, hidden, others := keeps(c, ids[0], "birth"), keeps(c, ids[0], "ground"), keeps(c, ids[1], "other")
	_, err := c.Admission.SignContract(c.Ctx(), who, offer)
	c.Refused("contract.papers_not_accepted", err)
	c.Refused("document.unknown", c.Admission.SubmitPapers(c.Ctx(), who, offer, []register.ID[preschool.Document]{others}))
	c.Refused("papers.not_accept", c.Admission.AcceptPapers(c.Ctx(), sun, offer))
	c.Do(c.Admission.SubmitPapers(c.Ctx(), who, offer, []register.ID[preschool.Document]{shown}))
	list, err := c.Admission.OffersOfKindergarten(c.Ctx(), sun, town.Sun)
	if err != nil || len(list) != 1 || list[0].Child != c.Application(ids[0]).Child || len(list[0].Documents) != 1 || list[0].Documents[0].ID != shown {
		t.Fatalf("the kindergarten sees %+v, %v", list, err)
	}
	scan, err := c.Admission.ReadShownDocument(c.Ctx(), sun, offer, shown)
	if err != nil || !bytes.Equal(scan, []byte("birth")) {
		t.Errorf("%q, %v", scan, err)
	}
	_, err = c.Admission.ReadShownDocument(c.Ctx(), sun, offer, hidden)
	c.Refused("document.unknown", err)
	_, err = c.Admission.ReadShownDocument(c.Ctx(), town.Staff(town.Moon), offer, shown)
	c.Refused("access.not_theirs", err)
	c.Refused("access.not_theirs", c.Admission.AcceptPapers(c.Ctx(), town.Staff(town.Moon), offer))
	c.Do(c.Admission.AcceptPapers(c.Ctx(), sun, offer))
	_, err = c.Admission.SignContract(c.Ctx(), who, offer)
	c.Do(err)
	wantState(t, c, ids[0], preschool.ApplicationPlaced)
	if seen(c) != 0 {
		t.Error("what is signed is still to be enrolled")
	}
}

// While a claimed ground waits for its check the kindergarten does not see the seat.
func TestAClaimedGroundHidesTheChild(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	c.Open(town.Sun, 2023, 1)
	c.At("2026-03-02 08:00")
	id := c.Queue(1, "2023-05-06", register.LargeFamily, town.Sun)[0]
	c.Morning()
	c.Accept(id)
	c.Do(c.Admission.SubmitPapers(c.Ctx(), guardian(c, id), c.Last(id).ID, nil))
	if seen(c) != 0 {
		t.Error("the kindergarten sees a child whose ground is not checked")
	}
	c.Refused("offer.unknown", c.Admission.AcceptPapers(c.Ctx(), town.Staff(town.Sun), c.Last(id).ID))
	c.Do(c.Admission.VerifyProof(c.Ctx(), town.Actor(access.Officer), town.Proof(id), true))
	if seen(c) != 1 {
		t.Error("the kindergarten does not see a child whose ground is verified")
	}
}

func TestPapersAreRefusedOnGroundsOfTheRulesOnly(t *testing.T) {
	t.Parallel()
	c, ids := offered(t, "kz-classic-2025", 1)
	who, offer, sun := guardian(c, ids[0]), c.Last(ids[0]).ID, town.Staff(town.Sun)
	c.Accept(ids[0])
	none := preschool.Vaccinated{}
	c.Refused("papers.not_refuse", c.Admission.RefusePapers(c.Ctx(), sun, offer, register.PapersExpired, none))
	c.Do(c.Admission.SubmitPapers(c.Ctx(), who, offer, nil))
	c.Refused("papers.ground", c.Admission.RefusePapers(c.Ctx(), sun, offer, "no_room", none))
	c.Do(c.Admission.RefusePapers(c.Ctx(), sun, offer, register.PapersExpired, none))
	if o := c.Last(ids[0]); o.Papers != preschool.PapersRefused || o.PapersWhy != register.PapersExpired {
		t.Errorf("%s, %s", o.Papers, o.PapersWhy)
	}
	c.Refused("papers.not_refuse", c.Admission.RefusePapers(c.Ctx(), sun, offer, register.PapersExpired, none))
	c.Do(c.Admission.SubmitPapers(c.Ctx(), who, offer, nil)) // again
	c.Do(c.Admission.AcceptPapers(c.Ctx(), sun, offer))
	if o := c.Last(ids[0]); o.Papers != preschool.PapersAccepted || o.PapersWhy != "" {
		t.Errorf("%s, %s", o.Papers, o.PapersWhy)
	}
	c.At("2026-03-11 09:00")
	c.Refused("contract.lapsed", c.Admission.SubmitPapers(c.Ctx(), who, offer, nil))
}

// Four sit there. With three of them vaccinated the fifth child would leave 3 of 5, below nine tenths; with four it would
// leave 4 of 5, which is below too. Under a threshold of eight tenths 4 of 5 is enough.
func TestVaccinationRefusesOnlyBelowTheThreshold(t *testing.T) {
	t.Parallel()
	for i, c := range []struct {
		figure string
		value  any
		v      preschool.Vaccinated
		code   string
	}{
		{"vaccination.min_share", 900, preschool.Vaccinated{Children: 4, Of: 4}, ""},
		{"vaccination.min_share", 800, preschool.Vaccinated{Children: 4, Of: 4}, "papers.share_kept"},
		{"vaccination.min_share", 800, preschool.Vaccinated{Children: 3, Of: 4}, ""},
		{"vaccination.min_share", 900, preschool.Vaccinated{Children: 3, Of: 3}, "papers.vaccinated_count"},
		{"vaccination.min_share", 900, preschool.Vaccinated{Children: 5, Of: 4}, "papers.vaccinated_count"},
		{"vaccination.scope", "group", preschool.Vaccinated{Children: 1, Of: 1}, ""},
		{"vaccination.scope", "group", preschool.Vaccinated{Children: 4, Of: 4}, "papers.vaccinated_count"},
		{"vaccination.exempt", []string{"general"}, preschool.Vaccinated{Children: 0, Of: 4}, "papers.exempt_group"},
		{"enrol.refusal_grounds", []string{"incomplete"}, preschool.Vaccinated{Children: 3, Of: 4}, "papers.ground"},
	} {
		t.Run(fmt.Sprint(c.figure, i), func(t *testing.T) {
			t.Parallel()
			l := town.Under(t, profile(t, "kz-classic-2025", c.figure, c.value))
			l.Hold(town.Sun, 1, 2, 2, 3) // one child of the group, three of the others
			l.Open(town.Sun, 2023, 1)
			l.At("2026-03-02 08:00")
			id := l.Queue(1, "2023-05-06", "", town.Sun)[0]
			l.Morning()
			l.Accept(id)
			l.Do(l.Admission.SubmitPapers(l.Ctx(), guardian(l, id), l.Last(id).ID, nil))
			l.Refused(c.code, l.Admission.RefusePapers(l.Ctx(), town.Staff(town.Sun), l.Last(id).ID, register.PapersVaccination, c.v))
		})
	}
}

// Where the rules ask for no papers the contract needs none.
func TestRulesWithoutPapers(t *testing.T) {
	t.Parallel()
	c := town.Under(t, profile(t, "kz-classic-2025", "enrol.papers", false))
	c.Open(town.Sun, 2023, 1)
	c.At("2026-03-02 08:00")
	id := c.Queue(1, "2023-05-06", "", town.Sun)[0]
	c.Morning()
	c.Accept(id)
	c.Refused("papers.not_asked", c.Admission.SubmitPapers(c.Ctx(), guardian(c, id), c.Last(id).ID, nil))
	_, err := c.Admission.SignContract(c.Ctx(), guardian(c, id), c.Last(id).ID)
	c.Do(err)
}

// A child in a group that the season exempts stays (Education Law, art. 30 p.1).
func TestExemptGroupsReleaseNobody(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]int{"special": 2, "general": 0} {
		c := town.Under(t, profile(t, "kz-classic-2025", "season.release_exempt", []string{kind}))
		c.Hold(town.Sun, 4, 4)
		c.At("2026-06-01 20:00")
		if n, err := c.Admission.ReleaseLeavers(c.Ctx(), town.Staff(town.Sun), town.Sun); err != nil || n != want {
			t.Errorf("with %s exempt %d were released, %v", kind, n, err)
		}
	}
}
