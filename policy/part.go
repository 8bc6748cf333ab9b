package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/balajol/balajol/register"
)

// Part is a part of the law that a profile covers. A profile may leave parts out: an order of another country is compared
// without its budget. What it covers it covers in full; figures of other parts may stand in it too.
type Part string

// The parts.
const (
	QueuePart     Part = "queue"     // who may wait, in which order, and what a round gives
	AdmissionPart Part = "admission" // the way from the application to the kindergarten: proofs, offers, papers, appeals
	MoneyPart     Part = "money"     // attendance and payment
)

// Parts lists the parts along the child's path.
var Parts = []Part{QueuePart, AdmissionPart, MoneyPart}

// queueKeys are the keys of QueuePart; those of MoneyPart are listed as moneySpecs, and the rest is AdmissionPart.
var queueKeys = strings.Fields(`zone age.rule age.day issue.min_age issue.early_age issue.max_age queue.order queue.residence_tiers queue.head
queue.pattern queue.unverified points.table guarantee.term guarantee.urgent_term privilege.scope choice.max twins.window_days twins.rule
round.target round.scope round.every round.mechanism`)

// partOf is the part to which a key belongs.
func partOf(key string) Part {
	switch {
	case slices.Contains(queueKeys, key):
		return QueuePart
	case slices.ContainsFunc(moneySpecs, func(s spec) bool { return s.key == key }):
		return MoneyPart
	}
	return AdmissionPart
}

// readParts puts the parts into their order; none are all.
func (p *Profile) readParts(given []Part) error {
	if given == nil {
		p.Parts = slices.Clone(Parts)
		return nil
	}
	for i, part := range given {
		if _, err := register.ParseWord(Parts, string(part)); err != nil {
			return fmt.Errorf("parts: %w", err)
		}
		if slices.Contains(given[:i], part) {
			return fmt.Errorf("parts: %q is named twice", part)
		}
	}
	if !slices.Contains(given, QueuePart) {
		return fmt.Errorf("parts: %q is missing", QueuePart)
	}
	for _, part := range Parts {
		if slices.Contains(given, part) {
			p.Parts = append(p.Parts, part)
		}
	}
	return nil
}

// Whole reports whether the profile covers all parts.
func (p *Profile) Whole() bool { return len(p.Parts) == len(Parts) }

// writtenParts are the parts as they are written: none where all are meant.
func (p *Profile) writtenParts() []Part {
	if p.Whole() {
		return nil
	}
	return p.Parts
}

// Follow refuses a profile that no authority can follow, because it leaves parts of the child's path out. The refusal's
// code is profile.parts, its argument the name.
func (p *Profile) Follow() error {
	if p.Whole() {
		return nil
	}
	return register.Refuse(register.Invalid, "profile.parts").With("profile", p.Name)
}
