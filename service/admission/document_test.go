package admission_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/store"
)

func paper(of preschool.DocumentType, issued string) admission.Paper {
	return admission.Paper{Type: of, IssuedOn: civil.MustParseDate(issued), Scan: []byte("%PDF-1.7 " + string(of) + issued)}
}

func TestDocumentsAreTakenAsTheyAre(t *testing.T) {
	t.Parallel()
	profile, err := policy.Load("kz-voucher-2026")
	if err == nil {
		profile, err = profile.With("document.max_bytes", 1024)
	}
	if err != nil {
		t.Fatal(err)
	}
	c := town.Under(t, profile)
	p := c.Family("2023-05-06")[0]
	id := c.Apply(p, "", town.Sun)
	add := func(d admission.Paper) (register.ID[preschool.Document], error) {
		return c.Admission.AddDocument(c.Ctx(), p.Actor(), id, d)
	}
	good := paper(preschool.BirthCertificate, "2023-06-01")
	for code, d := range map[string]admission.Paper{
		"document.empty":        {Type: preschool.BirthCertificate},
		"document.too_large":    {Type: preschool.BirthCertificate, Scan: []byte("%PDF-" + strings.Repeat("x", 1020))},
		"document.media_type":   {Type: preschool.BirthCertificate, Scan: []byte("<html>")},
		"document.type":         {Type: "diagnosis", Scan: good.Scan},
		"document.issued_later": {Type: preschool.BirthCertificate, Scan: good.Scan, IssuedOn: civil.MustParseDate("2026-01-06")},
		"document.days":         {Type: preschool.BirthCertificate, Scan: good.Scan, IssuedOn: civil.MustParseDate("2026-01-05"), ValidUntil: civil.MustParseDate("2026-01-04")},
		"document.expired":      {Type: preschool.BirthCertificate, Scan: good.Scan, ValidUntil: civil.MustParseDate("2026-01-04")},
	} {
		if _, err := add(d); register.CodeOf(err) != code {
			t.Errorf("got %v, want %s", err, code)
		}
	}
	first, err := add(good)
	c.Do(err)
	if twice, err := add(good); err != nil || twice != first {
		t.Errorf("the same scan twice: %s and %s, %v", first, twice, err)
	}
	list, err := c.Admission.Documents(c.Ctx(), p.Actor(), id)
	if err != nil || len(list) != 1 || list[0].MediaType != "application/pdf" || len(list[0].SHA256) != 64 || list[0].Size != len(good.Scan) {
		t.Errorf("%+v, %v", list, err)
	}
}

// Who reads a scan is written down where the family sees it, and with what purpose; after the end the scan is gone.
func TestAScanIsReadOnTheRecordAndErasedAfterTheEnd(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	officer := town.Actor(access.Officer)
	p := c.Family("2023-05-06")[0]
	id := c.Apply(p, "", town.Sun)
	scan, err := c.Admission.AddDocument(c.Ctx(), p.Actor(), id, paper(preschool.FamilyStatus, "2026-01-05"))
	c.Do(err)
	_, err = c.Admission.ReadScan(c.Ctx(), officer, "", scan)
	c.Refused("document.purpose", err)
	text, err := c.Admission.ReadScan(c.Ctx(), officer, "proof", scan)
	if err != nil || !strings.HasPrefix(string(text), "%PDF-1.7 family_status") {
		t.Errorf("read %q, %v", text, err)
	}
	var kinds []string
	c.Read(func(r *store.Reader) error {
		lines, err := r.EventsOf(string(p.Child))
		for _, l := range lines {
			kinds = append(kinds, l.Type)
		}
		return err
	})
	if !slices.Contains(kinds, "person.read") {
		t.Errorf("the child's record says %v", kinds)
	}
	system := town.Actor(access.System)
	if n, err := c.Admission.EraseScans(c.Ctx(), system); err != nil || n != 0 {
		t.Errorf("while it lives: %d erased, %v", n, err)
	}
	c.Do(c.Admission.WithdrawApplication(c.Ctx(), p.Actor(), id))
	for _, want := range []int{1, 0} {
		if n, err := c.Admission.EraseScans(c.Ctx(), system); err != nil || n != want {
			t.Errorf("after the end: %d erased, %v, want %d", n, err, want)
		}
	}
	_, err = c.Admission.ReadScan(c.Ctx(), officer, "proof", scan)
	c.Refused("document.erased", err)
	_, err = c.Admission.AddDocument(c.Ctx(), p.Actor(), id, paper(preschool.FamilyStatus, "2026-01-05"))
	c.Refused("application.not_change", err)
}
