package admission

import (
	"cmp"
	"slices"
	"strings"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/store"
)

// fromTakeover is the cause of what a list brings in.
var fromTakeover = store.Cause{Event: "takeover.loaded", Ground: "takeover"}

// taking is a list while it is entered.
type taking struct {
	*takeoverCheck
	tx      *store.Tx
	service *Service
	actor   access.Actor
	batch   register.ID[preschool.TakeoverBatch]
	kept    []preschool.TakeoverLine
	ids     map[string]register.ID[register.Guardian]    // by IIN
	seats   map[register.ID[register.Group]]map[int]bool // rows of the sheets that are taken
	// siblings are the applications of a guardian so far, by their place in the list
	siblings map[register.ID[register.Guardian]][]int
}

// enter writes the whole list in the transaction.
func (t *taking) enter() (TakeoverReport, error) {
	ordered := inOrder(t.lines)
	first, err := t.tx.ReserveSequences(max(len(ordered), 1))
	if err != nil {
		return TakeoverReport{}, err
	}
	children, err := t.enterPeople(ordered)
	if err != nil {
		return TakeoverReport{}, err
	}
	if t.list.Kind == preschool.TakeoverQueue {
		err = t.enterQueue(ordered, first, children)
	} else {
		err = t.enterPlaced(ordered, first, children)
	}
	if err != nil {
		return TakeoverReport{}, err
	}
	accepted := slices.DeleteFunc(slices.Clone(t.kept), func(l preschool.TakeoverLine) bool { return l.State != preschool.TakeoverLoaded })
	b := preschool.TakeoverBatch{
		Authority: t.tx.Authority, ID: t.batch, Kind: t.list.Kind, Source: t.list.Source, SHA256: t.list.SHA256, LoadedBy: t.actor.ID, Lines: len(t.lines),
		OrderSHA256: OrderHash(accepted),
	}
	if err := t.tx.SaveTakeover(t.actor, b, t.kept, fromTakeover); err != nil {
		return TakeoverReport{}, err
	}
	return TakeoverReport{Batch: b.ID, OrderSHA256: b.OrderSHA256}, nil
}

// enterPeople registers the families of the accepted lines; who is registered keeps the id.
func (t *taking) enterPeople(lines []*oldLine) (map[*oldLine]store.ChildLink, error) {
	links := map[*oldLine]store.ChildLink{}
	var guardians []register.Guardian
	var children []register.Child
	t.ids = map[string]register.ID[register.Guardian]{}
	for _, l := range lines {
		if !l.accepted() {
			continue
		}
		id, known := t.ids[l.guardian]
		if !known {
			var err error
			if id, err = t.tx.GuardianByIIN(l.guardian); register.KindOf(err) == register.NotFound {
				id, err = store.NewID[register.Guardian](t.tx, "guardian"), nil
				guardians = append(guardians, register.Guardian{Authority: t.tx.Authority, ID: id, IIN: l.guardian, Phone: l.phone})
			} else if err != nil {
				return nil, err
			}
			t.ids[l.guardian] = id
		}
		link := store.ChildLink{ID: l.childID, Guardian: id, BirthDate: l.birth, Language: l.language}
		if link.ID == "" {
			link.ID = store.NewID[register.Child](t.tx, "child")
			children = append(children, register.Child{
				Authority: t.tx.Authority, ID: link.ID, IIN: l.child, BirthDate: l.birth, Guardian: id, Language: l.language, District: l.district,
			})
		}
		links[l] = link
	}
	if err := t.tx.SaveNewGuardians(t.actor, guardians, store.Cause{Event: "guardian.registered", Ground: "takeover"}); err != nil {
		return nil, err
	}
	return links, t.tx.SaveNewChildren(t.actor, children, store.Cause{Event: "child.registered", Ground: "takeover"})
}

// keep notes a line. Its family gets a code when a second person has approved it.
func (t *taking) keep(l *oldLine, sequence int64, k preschool.TakeoverLine) error {
	k.Authority, k.Batch, k.Number, k.State, k.Sequence = t.tx.Authority, t.batch, l.line, preschool.TakeoverLoaded, sequence
	words := strings.Join(l.words(), ",")
	var err error
	switch l.state {
	case preschool.TakeoverDoubled:
		k, err = k.Double(words)
	case preschool.TakeoverContradicted:
		k, err = k.Contradict(words)
	default:
		k.Faults = words
	}
	t.kept = append(t.kept, k)
	return err
}

func (t *taking) enterQueue(lines []*oldLine, first int64, children map[*oldLine]store.ChildLink) error {
	var apps []preschool.Application
	var stays []store.QueueEntry
	t.siblings = map[register.ID[register.Guardian]][]int{}
	for i, l := range lines {
		t.progress("enter", i, len(lines))
		sequence := first + int64(i)
		kept := preschool.TakeoverLine{}
		if l.accepted() {
			a, err := t.application(l, children[l], sequence)
			if err != nil {
				return err
			}
			t.joinTwins(apps, &a)
			apps, kept.Application = append(apps, a), a.ID
		}
		if err := t.keep(l, sequence, kept); err != nil {
			return err
		}
	}
	for _, a := range apps {
		queue, err := t.service.marketOf(t.tx.Reader, t.day, a)
		if err != nil {
			return err
		}
		class, proof := counted(t.tx.Reader, &t.day.Rules, a)
		stays = append(stays, store.QueueEntry{Application: a.ID, Queue: queue, Class: class, Proof: proof, EnterReason: string(round.Registered)})
	}
	return t.tx.SaveTakenOver(t.actor, apps, stays, fromTakeover)
}

// application is an accepted line: registered at its old time, with the turn of its old number.
func (t *taking) application(l *oldLine, child store.ChildLink, sequence int64) (preschool.Application, error) {
	a := preschool.Application{
		Authority: t.tx.Authority, ID: store.NewID[preschool.Application](t.tx, "application"), Child: child.ID, Guardian: child.Guardian,
		State: preschool.ApplicationDrafted, Class: register.General, BirthDate: l.birth, Settlement: cmp.Or(l.settlement, string(t.tx.Authority)),
		Language: l.language, GroupKind: register.GeneralGroup, Source: register.FromImport, Unconfirmed: true,
	}
	for _, k := range l.choices {
		a.Choices = append(a.Choices, register.ID[register.Kindergarten](k))
	}
	a, err := t.claim(l, a)
	if err != nil {
		return a, err
	}
	if a, err = a.Submit(civil.InstantOf(l.registered), sequence); err != nil {
		return a, err
	}
	return a.Queue()
}

// claim claims the ground of a line. Whatever the old system says of it, it is checked here like any other; the term of the check
// begins when the family confirms the line. A certificate counts from today on; what else the law asks of the guardian stands on
// no old list.
func (t *taking) claim(l *oldLine, a preschool.Application) (preschool.Application, error) {
	if _, known := t.day.Rules.Grounds[l.ground]; !known {
		return a, nil
	}
	a, err := claim(t.day, a, l.ground, civil.Date{})
	a.ProofDue, a.ConsentOn, a.AdviceOn = civil.Date{}, civil.Date{}, civil.Date{}
	return a, err
}

// joinTwins makes one family of siblings in the list who are twins by the rules.
func (t *taking) joinTwins(apps []preschool.Application, a *preschool.Application) {
	for _, i := range t.siblings[a.Guardian] {
		o := &apps[i]
		if o.Language != a.Language || apart(o.BirthDate, a.BirthDate) > t.day.Rules.Twins.WindowDays {
			continue
		}
		if o.Family == "" {
			o.Family = store.NewID[preschool.Family](t.tx, "family")
		}
		a.Family = o.Family
		break
	}
	t.siblings[a.Guardian] = append(t.siblings[a.Guardian], len(apps))
}

func (t *taking) enterPlaced(lines []*oldLine, first int64, children map[*oldLine]store.ChildLink) error {
	var placements []preschool.Placement
	t.seats = map[register.ID[register.Group]]map[int]bool{}
	for i, l := range lines {
		t.progress("enter", i, len(lines))
		kept := preschool.TakeoverLine{}
		if l.accepted() {
			p, err := t.placement(l, children[l])
			if err != nil {
				return err
			}
			placements, kept.Placement = append(placements, p), p.ID
		}
		if err := t.keep(l, first+int64(i), kept); err != nil {
			return err
		}
	}
	if err := t.tx.SaveNewPlacements(t.actor, placements, fromTakeover); err != nil {
		return err
	}
	return t.fund(placements)
}

// placement seats the child of an accepted line from today on: for days before, the old system answers.
func (t *taking) placement(l *oldLine, child store.ChildLink) (preschool.Placement, error) {
	group := register.ID[register.Group](l.group)
	if t.seats[group] == nil {
		t.seats[group] = map[int]bool{}
		taken, err := t.tx.LiveSlots(group)
		if err != nil {
			return preschool.Placement{}, err
		}
		for _, slot := range taken {
			t.seats[group][slot] = true
		}
	}
	slot := 0
	for t.seats[group][slot] {
		slot++
	}
	t.seats[group][slot] = true
	return preschool.Placement{
		Authority: t.tx.Authority, ID: store.NewID[preschool.Placement](t.tx, "placement"), Child: child.ID, Group: group,
		Kindergarten: register.ID[register.Kindergarten](l.kinder), Slot: slot, During: civil.DateRange{From: t.day.Today}, State: preschool.PlacementStarted,
		Source: preschool.PlacedByTakeover, SignedAt: t.tx.Now, Unconfirmed: true,
	}, nil
}

// fund gives the voucher that the rules give to children who are placed already.
func (t *taking) fund(placements []preschool.Placement) error {
	if t.day.Rules.Round.Target != policy.TargetVoucher || t.day.Rules.VoucherScope != policy.VoucherAllPlaced {
		return nil
	}
	for _, p := range placements {
		v := preschool.Voucher{
			Authority: t.tx.Authority, ID: store.NewID[preschool.Voucher](t.tx, "voucher"), Child: p.Child, State: preschool.VoucherActivated,
			Source: preschool.VoucherFromOpening, IssuedAt: t.tx.Now, ActivatedOn: p.During.From,
		}
		if err := t.tx.SaveNewVoucher(t.actor, v, store.Cause{Event: "voucher.opened", Ground: "takeover"}); err != nil {
			return err
		}
	}
	return nil
}
