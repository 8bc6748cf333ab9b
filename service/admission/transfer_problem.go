package admission

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

// gather collects who asks for another kindergarten and for which groups: those of the same birth year, language and kind
// in the kindergartens ranked. Nobody is moved into a kindergarten that closes.
func (b *transferTable) gather() error {
	wishes, err := b.tx.TransfersIn(preschool.TransferRequested)
	if err != nil || len(wishes) == 0 {
		return err
	}
	if b.groups, err = b.tx.Groups(); err != nil {
		return err
	}
	if b.forming, err = formingOn(b.day); err != nil {
		return err
	}
	sites, err := b.tx.Kindergartens()
	if err != nil {
		return err
	}
	b.home = make(map[register.ID[register.Kindergarten]]register.Kindergarten, len(sites))
	for _, k := range sites {
		b.home[k.ID] = k
	}
	for _, t := range wishes {
		if t.Cause == preschool.ByWish && b.day.Rules.Transfer.Order == policy.TransferNone {
			continue
		}
		p, err := b.tx.Placement(t.Placement)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(b.groups, func(g register.Group) bool { return g.ID == p.Group })
		if p.State == preschool.PlacementStarted && i >= 0 {
			b.movers = append(b.movers, mover{Transfer: t, from: b.groups[i]})
		}
	}
	promised, err := promised(b.tx.Reader)
	if err != nil {
		return err
	}
	closing := b.closing(promised)
	for i := range b.movers {
		b.movers[i].wants = b.wants(b.movers[i], closing)
	}
	slices.SortStableFunc(b.movers, func(a, b mover) int { return cmp.Compare(rankOf(a.Cause), rankOf(b.Cause)) })
	return nil
}

func rankOf(c preschool.TransferCause) int {
	if c == preschool.ByClosure {
		return 0
	}
	return 1
}

// closing are the kindergartens that children must leave.
func (b *transferTable) closing(promised []preschool.Transfer) map[register.ID[register.Kindergarten]]bool {
	closing := map[register.ID[register.Kindergarten]]bool{}
	for _, m := range b.movers {
		if m.Cause == preschool.ByClosure {
			closing[m.from.Kindergarten] = true
		}
	}
	for _, t := range promised {
		if t.Cause != preschool.ByClosure {
			continue
		}
		if p, err := b.tx.Placement(t.Placement); err == nil {
			closing[p.Kindergarten] = true
		}
	}
	return closing
}

// wants lists the groups that a mover would take, best first. Of a closure all others follow the family's own choices, those
// of the home district first, unless the family refused a seat and so decides by itself.
func (b *transferTable) wants(m mover, closing map[register.ID[register.Kindergarten]]bool) []register.ID[register.Group] {
	type choice struct {
		register.Group
		rank int
	}
	var fit []choice
	for _, g := range b.groups {
		if g.BirthYear != m.from.BirthYear || g.Language != m.from.Language || g.Kind != m.from.Kind || g.Kindergarten == m.from.Kindergarten || closing[g.Kindergarten] ||
			b.forming.leaves(g) {
			continue
		}
		rank := slices.Index(m.Choices, g.Kindergarten)
		if rank < 0 && (m.Cause != preschool.ByClosure || m.Reason == declinedByFamily) {
			continue
		}
		if rank < 0 {
			rank = len(m.Choices)
			if b.home[g.Kindergarten].District != b.home[m.from.Kindergarten].District {
				rank++
			}
		}
		fit = append(fit, choice{g, rank})
	}
	slices.SortFunc(fit, func(a, b choice) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.Kindergarten, b.Kindergarten), cmp.Compare(a.Number, b.Number))
	})
	ids := make([]register.ID[register.Group], len(fit))
	for i, c := range fit {
		ids[i] = c.ID
	}
	return ids
}

// rival is somebody in the queue who waits for a seat of a group.
type rival struct {
	group        register.ID[register.Group]
	registeredAt civil.Instant
	sequence     int64
}

// rivals are those who wait for the free seats that movers want, by registration and no more of them than there are seats:
// a free seat stays the queue's as long as anybody there wants it.
func (b *transferTable) rivals() ([]rival, error) {
	waiting, err := b.waiting()
	if err != nil {
		return nil, err
	}
	wanted := map[register.ID[register.Group]]bool{}
	for _, m := range b.movers {
		for _, g := range m.wants {
			wanted[g] = true
		}
	}
	var list []rival
	for _, g := range b.groups {
		free := g.Vacant()
		for _, a := range waiting {
			if !wanted[g.ID] || free <= 0 {
				break
			}
			if fits(a, g) && slices.Contains(a.Choices, g.Kindergarten) {
				list = append(list, rival{g.ID, a.RegisteredAt, a.Sequence})
				free--
			}
		}
	}
	return list, nil
}

// waiting are the applications that wait for a seat, by registration: of the queue, or with a voucher and none yet.
func (b *transferTable) waiting() ([]preschool.Application, error) {
	state := preschool.ApplicationQueued
	if b.day.Rules.Round.Target == policy.TargetVoucher {
		state = preschool.ApplicationOffered
	}
	apps, err := b.tx.ApplicationsIn(state)
	if err != nil {
		return nil, err
	}
	if state == preschool.ApplicationQueued {
		return slices.DeleteFunc(apps, func(a preschool.Application) bool { return !day(b.day).eligible(a.BirthDate) }), nil
	}
	vouchers, err := b.tx.VouchersIn(preschool.VoucherIssued)
	if err != nil {
		return nil, err
	}
	seated, err := b.tx.SeatOffered()
	chose := map[register.ID[preschool.Application]]bool{}
	for _, v := range vouchers {
		chose[v.Application] = !v.ChosenOn.IsZero() && !seated[v.Application]
	}
	return slices.DeleteFunc(apps, func(a preschool.Application) bool { return !chose[a.ID] }), err
}

// transferProblem makes the problem: movers hold their seats; each rival stands for one free seat that is the queue's.
// Closures come first, then the queue and then the wishes, or both by date.
func transferProblem(groups []register.Group, movers []mover, rivals []rival, order policy.TransferOrder) allocation.Problem {
	type entry struct {
		child        allocation.Child
		tier         int
		registeredAt civil.Instant
		sequence     int64
	}
	var entries []entry
	held := map[register.ID[register.Group]]int{}
	for _, m := range movers {
		held[m.from.ID]++
		c := allocation.Child{ID: string(m.ID), Holds: string(m.from.ID)}
		for _, g := range m.wants {
			c.Prefers = append(c.Prefers, string(g))
		}
		c.Prefers = append(c.Prefers, c.Holds)
		entries = append(entries, entry{c, 2 * rankOf(m.Cause), m.RegisteredAt, m.Sequence})
	}
	tier := 1
	if order == policy.TransferByDate {
		tier = 2
	}
	for i, r := range rivals {
		entries = append(entries, entry{allocation.Child{ID: fmt.Sprintf("queue/%d", i), Prefers: []string{string(r.group)}}, tier, r.registeredAt, r.sequence})
	}
	slices.SortStableFunc(entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.tier, b.tier), a.registeredAt.Compare(b.registeredAt), cmp.Compare(a.sequence, b.sequence))
	})
	var p allocation.Problem
	for i, e := range entries {
		e.child.Number = int64(i + 1)
		p.Children = append(p.Children, e.child)
	}
	for _, g := range groups {
		if seats := max(g.Vacant(), 0) + held[g.ID]; seats > 0 {
			p.Groups = append(p.Groups, allocation.Group{ID: string(g.ID), Seats: seats})
		}
	}
	return only(p)
}

// only leaves wishes for groups without a seat out.
func only(p allocation.Problem) allocation.Problem {
	open := make(map[string]bool, len(p.Groups))
	for _, g := range p.Groups {
		open[g.ID] = true
	}
	for i := range p.Children {
		c := &p.Children[i]
		c.Prefers = slices.DeleteFunc(c.Prefers, func(g string) bool { return !open[g] })
	}
	return p
}

// link is a mover with its new group, and whose leaving frees the seat there; none: it is free already.
type link struct {
	mover preschool.Transfer
	group register.ID[register.Group]
	after register.ID[preschool.Transfer]
}

// linked lists who moves where. Free seats go to those who stand first; each of the others is linked to one who leaves.
func linked(groups []register.Group, movers []mover, outcome allocation.Outcome) []link {
	got := make(map[string]string, len(outcome.Assignments))
	free := make(map[register.ID[register.Group]]int, len(groups))
	for _, g := range groups {
		free[g.ID] = max(g.Vacant(), 0)
	}
	for _, a := range outcome.Assignments {
		got[a.Child] = a.Group
	}
	leaving := map[register.ID[register.Group]][]register.ID[preschool.Transfer]{}
	var moving []mover
	for _, m := range movers {
		if to := got[string(m.ID)]; to != "" && to != string(m.from.ID) {
			moving = append(moving, m)
			leaving[m.from.ID] = append(leaving[m.from.ID], m.ID)
		}
	}
	for child, group := range got {
		if !slices.ContainsFunc(movers, func(m mover) bool { return string(m.ID) == child }) {
			free[register.ID[register.Group](group)]-- // the queue's
		}
	}
	var links []link
	for _, m := range moving {
		l := link{mover: m.Transfer, group: register.ID[register.Group](got[string(m.ID)])}
		if free[l.group] > 0 {
			free[l.group]--
		} else {
			l.after, leaving[l.group] = leaving[l.group][0], leaving[l.group][1:]
		}
		links = append(links, l)
	}
	return links
}
