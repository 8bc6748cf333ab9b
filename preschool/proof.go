package preschool

import (
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
)

// ProofState is how far the evidence for a priority class has come.
type ProofState string

// The states of a priority proof; ProofNone for the general class.
const (
	ProofNone     ProofState = ""
	ProofClaimed  ProofState = "claimed"
	ProofVerified ProofState = "verified"
	ProofRefused  ProofState = "refused"
	ProofExpired  ProofState = "expired"
)

// proofNone is how the table calls the general class, which needs no proof.
const proofNone = "none"

// ProofTable is the life of the evidence for a class. A class counts only while its proof is verified. A certificate may be
// renewed while it still counts: the new one is checked beside it (verify, or keep when it is not genuine), and if the old one
// ends before the check, the class is claimed again (lapse).
var ProofTable = Table{
	Noun: "proof", Start: proofNone, States: []string{proofNone, "claimed", "verified", "refused", "expired"},
	Steps: []Step{
		{proofNone, "claim", "claimed"}, {"claimed", "claim", "claimed"}, {"refused", "claim", "claimed"}, {"expired", "claim", "claimed"},
		{"claimed", "verify", "verified"}, {"claimed", "refuse", "refused"}, {"claimed", "expire", "expired"},
		{"verified", "renew", "verified"}, {"verified", "verify", "verified"}, {"verified", "keep", "verified"}, {"verified", "lapse", "claimed"},
		{"verified", "refuse", "refused"}, {"verified", "expire", "expired"},
		{"refused", "uphold", "verified"}, {"expired", "uphold", "verified"}, {"expired", "renew", "claimed"},
	},
}

// Who checked a proof.
const (
	ViaOfficer  = "officer"
	ViaRegister = "register"
)

// ProofClaim is a ground of the law with what it is worth.
type ProofClaim struct {
	Ground register.PriorityGroup
	Class  register.PriorityClass
	Issued civil.Date // day of the certificate; none if the ground has none
	Due    civil.Date // last day to check it
}

// Counts returns the class by which the queue orders the application: an unproven class stands in the general queue.
func (a Application) Counts() register.PriorityClass {
	if a.Proof == ProofVerified {
		return a.Class
	}
	return register.General
}

// Renewing tells whether a new certificate waits for its check while the old one still counts.
func (a Application) Renewing() bool { return a.Proof == ProofVerified && !a.ProofDue.IsZero() }

// ClaimProof claims a class on a ground. It counts for nothing until it is verified.
func (a Application) ClaimProof(c ProofClaim) (Application, error) {
	a, err := a.proof("claim")
	if err == nil {
		a.Ground, a.Class, a.ProofIssued, a.ProofDue, a.ProofValid = c.Ground, c.Class, c.Issued, c.Due, civil.Date{}
	}
	return a, err
}

// VerifyProof records on a day that the evidence is genuine; valid is the last day on which it counts, none if it has no end.
func (a Application) VerifyProof(via string, on, valid civil.Date) (Application, error) {
	if a.Proof == ProofVerified && !a.Renewing() {
		return a, register.Refuse(register.Conflict, "proof.not_verify").With("state", string(a.Proof))
	}
	a, err := a.proof("verify")
	if err == nil {
		a.ProofVia, a.ProofDue, a.ProofValid = via, civil.Date{}, valid
		if a.Ground == register.SpecialNeeds {
			a.AdviceOn = on
		}
	}
	return a, err
}

// RefuseProof records that the evidence is not genuine, also of a class that had counted.
func (a Application) RefuseProof(via string) (Application, error) {
	a, err := a.proof("refuse")
	if err == nil {
		a.ProofVia, a.ProofDue, a.ProofValid = via, civil.Date{}, civil.Date{}
		if a.Ground == register.SpecialNeeds {
			a.AdviceOn = civil.Date{}
		}
	}
	return a, err
}

// RenewProof hands in a newer certificate: the class goes on to count as long as the old one does, or is claimed again when
// that has ended.
func (a Application) RenewProof(issued, due civil.Date) (Application, error) {
	a, err := a.proof("renew")
	if err == nil {
		a.ProofIssued, a.ProofDue = issued, due
	}
	return a, err
}

// KeepProof records that the newer certificate is not genuine: the old one counts to its end.
func (a Application) KeepProof(via string) (Application, error) {
	a, err := a.proof("keep")
	if err == nil {
		a.ProofVia, a.ProofDue = via, civil.Date{}
	}
	return a, err
}

// LapseProof ends a certificate while its successor waits for the check: the class is claimed and counts no more.
func (a Application) LapseProof() (Application, error) {
	a, err := a.proof("lapse")
	if err == nil {
		a.ProofValid = civil.Date{}
	}
	return a, err
}

// ExpireProof ends a proof whose term has run out: the application stays in the general queue by its own date.
func (a Application) ExpireProof() (Application, error) {
	a, err := a.proof("expire")
	if err == nil {
		a.ProofDue, a.ProofValid = civil.Date{}, civil.Date{}
	}
	return a, err
}

func (a Application) proof(event string) (Application, error) {
	from := string(a.Proof)
	if a.Proof == ProofNone {
		from = proofNone
	}
	to, err := next(ProofTable, from, event)
	if err == nil {
		a.Proof = ProofState(to)
	}
	return a, err
}
