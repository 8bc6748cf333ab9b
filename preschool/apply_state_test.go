package preschool_test

import (
	"testing"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

func init() { tries["proof"], tries["guardianship"] = tryProof, tryGuardianship }

func tryProof(state, event string) (string, error) {
	a := preschool.Application{Proof: preschool.ProofState(state)}
	if state == "none" {
		a.Proof = preschool.ProofNone
	}
	if state == "verified" && (event == "verify" || event == "keep" || event == "lapse") {
		a.ProofDue = friday // a newer certificate waits for its check
	}
	var err error
	switch event {
	case "claim":
		a, err = a.ClaimProof(preschool.ProofClaim{Ground: register.Orphan, Class: register.FirstPriority, Due: friday})
	case "verify":
		a, err = a.VerifyProof(preschool.ViaOfficer, monday, friday)
	case "refuse":
		a, err = a.RefuseProof(preschool.ViaOfficer)
	case "renew":
		a, err = a.RenewProof(monday, friday)
	case "keep":
		a, err = a.KeepProof(preschool.ViaOfficer)
	case "lapse":
		a, err = a.LapseProof()
	case "expire":
		a, err = a.ExpireProof()
	case "uphold":
		a, err = a.UpholdProof()
	default:
		return "", unknown(event)
	}
	if a.Proof == preschool.ProofNone {
		return "none", err
	}
	return string(a.Proof), err
}

func tryGuardianship(state, event string) (string, error) {
	g := preschool.Guardianship{State: preschool.GuardianshipState(state), Ground: preschool.ByCourt}
	var err error
	switch event {
	case "approve":
		g, err = g.Approve("", monday)
	case "drop":
		g, err = g.Drop("approver")
	case "end":
		g, err = g.End(friday)
	default:
		return "", unknown(event)
	}
	return string(g.State), err
}

// A group with special conditions counts only with verified advice and the guardian's consent.
func TestKindOfGroupNeedsAdviceAndConsent(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		wish            register.GroupKind
		advice, consent civil.Date
		counts          register.GroupKind
	}{
		{"", monday, monday, register.GeneralGroup}, {register.GeneralGroup, civil.Date{}, civil.Date{}, register.GeneralGroup},
		{register.PreSchoolClass, civil.Date{}, civil.Date{}, register.PreSchoolClass},
		{register.SpecialGroup, civil.Date{}, monday, register.GeneralGroup}, {register.SpecialGroup, monday, civil.Date{}, register.GeneralGroup},
		{register.SpecialGroup, monday, monday, register.SpecialGroup}, {register.InclusiveGroup, monday, monday, register.InclusiveGroup},
		{register.SanatoriumGroup, civil.Date{}, monday, register.GeneralGroup},
	} {
		a := preschool.Application{GroupKind: c.wish, AdviceOn: c.advice, ConsentOn: c.consent}
		if got := a.Kind(); got != c.counts {
			t.Errorf("%s with advice %s and consent %s: got %s, want %s", c.wish, c.advice, c.consent, got, c.counts)
		}
	}
}

func TestReady(t *testing.T) {
	t.Parallel()
	queued := preschool.Application{State: "queued"}
	for name, c := range map[string]struct {
		a    preschool.Application
		from civil.Date
		want bool
	}{
		"as soon as possible": {queued, civil.Date{}, true}, "from today": {queued, monday, true}, "from tomorrow": {queued, monday.AddDays(1), false},
		"not confirmed": {preschool.Application{State: "queued", Unconfirmed: true}, civil.Date{}, false},
		"suspended":     {preschool.Application{State: "suspended"}, civil.Date{}, false},
	} {
		if got := c.a.Ready(monday, c.from); got != c.want {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

func TestRenewedCertificate(t *testing.T) {
	t.Parallel()
	old := preschool.Application{State: "queued", Class: register.Extraordinary, Proof: preschool.ProofVerified, ProofIssued: monday, ProofValid: friday}
	renewed, err := old.RenewProof(friday, friday.AddDays(7))
	if err != nil || !renewed.Renewing() || renewed.Counts() != register.Extraordinary {
		t.Fatalf("renewed: %+v, %v", renewed, err)
	}
	kept, err := renewed.KeepProof(preschool.ViaOfficer)
	if err != nil || kept.Renewing() || kept.ProofValid != friday || kept.Counts() != register.Extraordinary {
		t.Errorf("the new one is not genuine: %+v, %v", kept, err)
	}
	lapsed, err := renewed.LapseProof()
	if err != nil || lapsed.Counts() != register.General || lapsed.Proof != preschool.ProofClaimed || lapsed.ProofDue.IsZero() {
		t.Errorf("the old one ended before the check: %+v, %v", lapsed, err)
	}
	none, err := old.VerifyProof(preschool.ViaOfficer, monday, friday)
	refused(t, old, none, err, "proof.not_verify")
}

func TestScansAreKnownByTheirBytes(t *testing.T) {
	t.Parallel()
	for scan, want := range map[string]string{
		"%PDF-1.7 …": "application/pdf", "\xff\xd8\xff\xe0JFIF": "image/jpeg", "\x89PNG\r\n\x1a\n….": "image/png",
		"": "", "<html>": "", "%PD": "", "MZ\x90": "", " %PDF-1.7": "",
	} {
		if got := preschool.MediaType([]byte(scan)); got != want {
			t.Errorf("%q: got %q, want %q", scan, got, want)
		}
	}
}

func TestDocumentDays(t *testing.T) {
	t.Parallel()
	for code, d := range map[string]preschool.Document{
		"":                      {Type: preschool.BirthCertificate, IssuedOn: monday, ValidUntil: monday},
		"document.type":         {Type: "diagnosis", IssuedOn: monday},
		"document.issued_later": {Type: preschool.WorkCertificate, IssuedOn: monday.AddDays(1)},
		"document.days":         {Type: preschool.WorkCertificate, IssuedOn: monday, ValidUntil: monday.AddDays(-1)},
		"document.expired":      {Type: preschool.WorkCertificate, IssuedOn: monday.AddDays(-40), ValidUntil: monday.AddDays(-1)},
	} {
		if got := register.CodeOf(d.Check(monday)); got != code {
			t.Errorf("got %q, want %q", got, code)
		}
	}
}

func TestAddressesHaveOneForm(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		way         register.NoticeWay
		typed, want string
	}{
		{register.BySMS, "8 (701) 123-45-67", "+77011234567"}, {register.BySMS, "+7 701 1234567", "+77011234567"}, {register.BySMS, "7011234567", "+77011234567"},
		{register.BySecondContact, "+49 30 123456789", "+4930123456789"}, {register.BySMS, "12345", ""}, {register.BySMS, "+7701123456a", ""}, {register.BySMS, "", ""},
		{register.ByEmail, " Aida@Example.KZ ", "aida@example.kz"}, {register.ByEmail, "aida@example", ""}, {register.ByEmail, "@example.kz", ""},
		{register.ByEmail, "a@b@example.kz", ""}, {register.ByEmail, "a@example.kz\r\nBcc: b@example.kz", ""},
	} {
		got, err := preschool.ParseAddress(c.way, c.typed)
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s %q: got %q, %v, want %q", c.way, c.typed, got, err, c.want)
		}
	}
}

func TestContactCode(t *testing.T) {
	t.Parallel()
	c := preschool.Contact{ID: "c1", Way: register.BySMS, Address: "+77011234567"}
	_, err := c.Confirm("123456", monday)
	if register.CodeOf(err) != "contact.not_asked" {
		t.Errorf("nobody asked: %v", err)
	}
	asked := c.Ask("123456", monday)
	wrong, err := asked.Confirm("654321", monday)
	if register.CodeOf(err) != "contact.code" || wrong.Tries != 1 {
		t.Errorf("a wrong code: %+v, %v", wrong, err)
	}
	if done, err := wrong.Confirm(" 123456 ", friday); err != nil || done.ConfirmedOn != friday || done.Code != "" {
		t.Errorf("the right code: %+v, %v", done, err)
	}
	for range 5 {
		asked, _ = asked.Confirm("000000", monday)
	}
	if _, err := asked.Confirm("123456", monday); register.CodeOf(err) != "contact.not_asked" {
		t.Errorf("after five wrong codes the code is void: %v", err)
	}
}

func TestExceptionalGuardianNeedsASecondPerson(t *testing.T) {
	t.Parallel()
	claim := preschool.Guardianship{State: preschool.GuardianshipClaimed}
	for code, try := range map[string]func() (preschool.Guardianship, error){
		"guardianship.ground": func() (preschool.Guardianship, error) { return claim.Found("wish", "7", "o") },
		"guardianship.act":    func() (preschool.Guardianship, error) { return claim.Found(preschool.ByCourt, "", "o") },
	} {
		if _, err := try(); register.CodeOf(err) != code {
			t.Errorf("got %v, want %s", err, code)
		}
	}
	urgent, err := claim.Found(preschool.ByProtection, "7 of 1 March 2026", "officer-1")
	if err != nil {
		t.Fatal(err)
	}
	for _, second := range []string{"", "officer-1"} {
		if _, err := urgent.Approve(second, monday); register.CodeOf(err) != "guardianship.second_person" {
			t.Errorf("approved by %q: %v", second, err)
		}
	}
	if done, err := urgent.Approve("approver-2", monday); err != nil || done.State != preschool.GuardianshipInForce {
		t.Errorf("%+v, %v", done, err)
	}
}
