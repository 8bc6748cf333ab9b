package gateway

import (
	"context"
	"errors"

	"github.com/balajol/balajol/register"
)

// Finding is what a state register says of a legal ground.
type Finding string

// The findings.
const (
	Genuine    Finding = "genuine"     // the register knows the ground
	NotGenuine Finding = "not_genuine" // the register is complete for this ground and does not know it
	Unknown    Finding = "unknown"     // the register cannot tell: an officer looks
)

// EvidenceQuery asks whether a legal ground holds for a family. It holds no number and no name: child and guardian are the
// keys under which the adapter finds what the register wants to know.
type EvidenceQuery struct {
	Authority register.ID[register.Authority]
	Ground    register.PriorityGroup
	Child     register.ID[register.Child]
	Guardian  register.ID[register.Guardian]

	Settlement string // where the family says that it lives; the ground is genuine only there, where the law wants residence
}

// Evidence asks state registers about legal grounds: large families, disability, the commission (PMPK), teachers.
type Evidence interface {
	// Ask returns what the register says. An error means that nobody answered, and is no finding; it names no person.
	Ask(ctx context.Context, q EvidenceQuery) (Finding, error)
}

// Check refuses a question that cannot be asked.
func (q EvidenceQuery) Check() error {
	if q.Authority == "" || q.Ground == "" || q.Child == "" || q.Guardian == "" {
		return errors.New("check evidence query: authority, ground, child and guardian are wanted")
	}
	return nil
}
