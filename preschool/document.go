package preschool

import (
	"bytes"
	"slices"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
)

// DocumentType says what a paper is. There is no type for a diagnosis: of the commission (PMPK) and of a clinic the platform
// keeps the advice, its number and its days, never the finding (Health Code art. 60 p.3).
type DocumentType string

// The types of document.
const (
	PaperApplication   DocumentType = "application"         // signed on paper at a counter
	BirthCertificate   DocumentType = "birth_certificate"   // of the child
	IdentityDocument   DocumentType = "identity"            // of the guardian
	GuardianshipAct    DocumentType = "guardianship_act"    // order or judgment by which the guardian acts
	ServiceCertificate DocumentType = "service_certificate" // place of work of a serviceman or an officer of special bodies
	WorkCertificate    DocumentType = "work_certificate"    // of a teacher or a medical worker
	FamilyStatus       DocumentType = "family_status"       // large family, orphan, without parental care
	DisabilityStatus   DocumentType = "disability_status"   // that there is one, of a guardian or child
	CommissionAdvice   DocumentType = "commission_advice"   // of the commission (PMPK): the group that it advises
	SanatoriumReferral DocumentType = "sanatorium_referral" // of a clinic: the group that it refers to
	ConsentOfGuardian  DocumentType = "consent"             // to the use of the advice, on paper
	OtherDocument      DocumentType = "other"
)

// DocumentTypes is the closed list.
var DocumentTypes = []DocumentType{PaperApplication, BirthCertificate, IdentityDocument, GuardianshipAct, ServiceCertificate, WorkCertificate, FamilyStatus,
	DisabilityStatus, CommissionAdvice, SanatoriumReferral, ConsentOfGuardian, OtherDocument}

// Document is a paper of an application: what it is, how long it holds, and the hash of its scan. The scan itself is read
// apart, and each reading is written down.
type Document struct {
	Authority   register.ID[register.Authority]
	ID          register.ID[Document]
	Application register.ID[Application]
	Type        DocumentType
	IssuedOn    civil.Date
	ValidUntil  civil.Date // last day; none if it has no end
	MediaType   string     // of the scan: application/pdf, image/jpeg or image/png
	Size        int        // of the scan, bytes
	SHA256      string     // of the scan, hexadecimal
	Erased      bool       // the scan is erased, since its application has ended
	Checked     DocumentCheck
	CheckedOn   civil.Date
}

// DocumentCheck is what an officer found; none before.
type DocumentCheck string

// The outcomes of a check.
const (
	DocumentGenuine DocumentCheck = "genuine"
	DocumentRefused DocumentCheck = "refused"
)

// Scope returns the authority.
func (d Document) Scope() register.ID[register.Authority] { return d.Authority }

// Advises tells whether the document is the advice for a kind of group.
func (d Document) Advises(kind register.GroupKind) bool {
	if kind == register.SanatoriumGroup {
		return d.Type == SanatoriumReferral
	}
	return NeedsAdvice(kind) && d.Type == CommissionAdvice
}

// Check refuses a document that cannot be what it says: a type out of the list, days in the wrong order, issued after today,
// or ended before it was handed in.
func (d Document) Check(today civil.Date) error {
	switch {
	case !slices.Contains(DocumentTypes, d.Type):
		return &register.Error{Kind: register.Invalid, Code: "document.type", Field: "type"}
	case d.IssuedOn.After(today):
		return &register.Error{Kind: register.Invalid, Code: "document.issued_later", Field: "issued_on"}
	case !d.ValidUntil.IsZero() && d.ValidUntil.Before(d.IssuedOn):
		return &register.Error{Kind: register.Invalid, Code: "document.days", Field: "valid_until"}
	case !d.ValidUntil.IsZero() && d.ValidUntil.Before(today):
		return &register.Error{Kind: register.Invalid, Code: "document.expired", Field: "valid_until"}
	}
	return nil
}

// MediaType tells from its first bytes what a scan is; "" for anything but PDF, JPEG and PNG. What a sender calls it counts
// for nothing.
func MediaType(scan []byte) string {
	for _, known := range []struct{ begin, name string }{
		{"%PDF-", "application/pdf"}, {"\xff\xd8\xff", "image/jpeg"}, {"\x89PNG\r\n\x1a\n", "image/png"},
	} {
		if bytes.HasPrefix(scan, []byte(known.begin)) {
			return known.name
		}
	}
	return ""
}
