package town

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/indicator"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/store"
)

// Verbs of the seat, from the papers to an exchange:
//
//	NAME papers                                   hands the papers in to the kindergarten of the accepted seat
//	SITE accept-papers NAME                       and the kindergarten answers
//	SITE refuse-papers NAME GROUND [vaccinated=N] [of=N]
//	SITE sees                                     what the kindergarten knows of those who come
//	NAME transfer SITE … | withdraw-transfer | accept-transfer | decline-transfer
//	system transfers                              the day's round of transfers, their notices and ends of terms
//	NAME exchange OTHER | agree-exchange OTHER | decline-exchange OTHER | cancel-exchange OTHER
//	system exchanges                              carries out what was agreed
//	SITE ask-staff NAME child|grandchild GROUP    GROUP by its number
//	officer verify-staff NAME genuine|false
//	NAME place                                    where the child sits, and how it came there
//	NAME where                                    all placements of the child
//	public protocol MONTH                         what everybody may read of a month
func init() {
	maps.Copy(Verbs, map[string]Verb{
		"papers": papers, "accept-papers": acceptPapers, "refuse-papers": refusePapers, "sees": sees,
		"transfer": transfer, "withdraw-transfer": onTransfer((*admission.Service).WithdrawTransfer), "accept-transfer": onTransfer((*admission.Service).AcceptTransfer),
		"decline-transfer": onTransfer((*admission.Service).DeclineTransfer), "transfers": transfers,
		"exchange": exchange, "agree-exchange": onExchange((*admission.Service).AgreeExchange), "decline-exchange": onExchange((*admission.Service).DeclineExchange),
		"cancel-exchange": onExchange((*admission.Service).CancelExchange), "exchanges": exchanges,
		"ask-staff": askStaff, "verify-staff": verifyStaff, "place": place, "where": where, "protocol": protocol,
	})
}

func papers(s *Story, who string, _ []string) (string, error) {
	if err := s.Admission.SubmitPapers(s.Ctx(), s.Who(who), s.Last(s.App(who)).ID, nil); err != nil {
		return "", err
	}
	return s.papersOf(who), nil
}

func (s *Story) papersOf(name string) string {
	o := s.Last(s.App(name))
	text := name + ": papers " + string(o.Papers)
	if o.PapersWhy != "" {
		text += ", " + string(o.PapersWhy)
	}
	return text
}

func acceptPapers(s *Story, who string, args []string) (string, error) {
	if err := s.Admission.AcceptPapers(s.Ctx(), s.Who(who), s.Last(s.App(args[0])).ID); err != nil {
		return "", err
	}
	return s.papersOf(args[0]), nil
}

func refusePapers(s *Story, who string, args []string) (string, error) {
	values, rest := Values(args)
	var v preschool.Vaccinated
	for word, n := range map[string]*int{"vaccinated": &v.Children, "of": &v.Of} {
		if text, given := values[word]; given {
			var err error
			if *n, err = strconv.Atoi(text); err != nil {
				return "", err
			}
		}
	}
	if err := s.Admission.RefusePapers(s.Ctx(), s.Who(who), s.Last(s.App(rest[0])).ID, register.PapersGround(rest[1]), v); err != nil {
		return "", err
	}
	return s.papersOf(rest[0]), nil
}

func sees(s *Story, who string, _ []string) (string, error) {
	list, err := s.Admission.OffersOfKindergarten(s.Ctx(), s.Who(who), register.ID[register.Kindergarten](who))
	if err == nil && len(list) == 0 {
		return who + " sees nobody", nil
	}
	var lines []string
	for _, o := range list {
		line := fmt.Sprintf("%s sees %s, for %s, contract by %s", who, s.nameOf(o.Child), o.Group, o.ContractBy)
		if o.Papers != "" {
			line += ", papers " + string(o.Papers)
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n"), err
}

func (s *Story) nameOf(child register.ID[register.Child]) string {
	for name, p := range s.People {
		if p.Child == child {
			return name
		}
	}
	return "somebody"
}

func transfer(s *Story, who string, args []string) (string, error) {
	id, err := s.Admission.RequestTransfer(s.Ctx(), s.Who(who), s.People[who].Child, Sites(args))
	if err != nil {
		return "", err
	}
	s.Things["transfer "+who] = string(id)
	return s.transferOf(who), nil
}

func (s *Story) transferOf(name string) string {
	id, asked := s.Things["transfer "+name]
	var t preschool.Transfer
	s.Read(func(r *store.Reader) (err error) {
		if asked {
			t, err = r.Transfer(register.ID[preschool.Transfer](id))
		} else if t, asked, err = r.LiveTransfer(s.People[name].Child); asked {
			s.Things["transfer "+name] = string(t.ID) // of a closure, which nobody asked for
		}
		return err
	})
	if !asked {
		return ""
	}
	text := fmt.Sprintf("%s: transfer %s", name, t.State)
	if t.State == preschool.TransferOffered {
		text += fmt.Sprintf(" to %s, answer by %s", t.Group, t.AnswerBy)
	}
	if t.Reason != "" {
		text += ", " + t.Reason
	}
	return text
}

func onTransfer(do func(*admission.Service, context.Context, access.Actor, register.ID[preschool.Transfer]) error) Verb {
	return func(s *Story, who string, _ []string) (string, error) {
		if err := do(s.Admission, s.Ctx(), s.Who(who), register.ID[preschool.Transfer](s.Things["transfer "+who])); err != nil {
			return "", err
		}
		return s.transferOf(who), nil
	}
}

func transfers(s *Story, _ string, _ []string) (string, error) {
	before := map[string]string{}
	for name := range s.People {
		before[name] = s.transferOf(name)
	}
	s.Do(s.Admission.LapseTransfers(s.Ctx(), Actor(access.System)))
	_, _, err := s.Admission.RunTransfers(s.Ctx(), Actor(access.System))
	s.Do(err)
	_, err = s.Admission.DeliverTransferNotices(s.Ctx(), Actor(access.System), "town", 1000)
	s.Do(err)
	var lines []string
	for name := range s.People {
		if seen := s.transferOf(name); seen != before[name] {
			lines = append(lines, seen)
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n"), nil
}

func exchange(s *Story, who string, args []string) (string, error) {
	mine, other := s.Placement(s.People[who].Child).ID, s.Placement(s.People[args[0]].Child).ID
	id, err := s.Admission.ProposeExchange(s.Ctx(), s.Who(who), mine, other)
	if err != nil {
		return "", err
	}
	s.Things["exchange "+who], s.Things["exchange "+args[0]] = string(id), string(id)
	return s.exchangeOf(who), nil
}

func (s *Story) exchangeOf(name string) string {
	var e preschool.Exchange
	s.Read(func(r *store.Reader) (err error) {
		e, err = r.Exchange(register.ID[preschool.Exchange](s.Things["exchange "+name]))
		return err
	})
	text := fmt.Sprintf("exchange %s", e.State)
	if e.Reason != "" {
		text += ", " + e.Reason
	}
	return text
}

func onExchange(do func(*admission.Service, context.Context, access.Actor, register.ID[preschool.Exchange]) error) Verb {
	return func(s *Story, who string, args []string) (string, error) {
		if err := do(s.Admission, s.Ctx(), s.Who(who), register.ID[preschool.Exchange](s.Things["exchange "+args[0]])); err != nil {
			return "", err
		}
		return s.exchangeOf(args[0]), nil
	}
}

func exchanges(s *Story, _ string, _ []string) (string, error) {
	return "", s.Admission.CarryOutExchanges(s.Ctx(), Actor(access.System))
}

func askStaff(s *Story, who string, args []string) (string, error) {
	number, err := strconv.Atoi(args[2])
	if err != nil {
		return "", err
	}
	var group register.ID[register.Group]
	for _, g := range s.Groups() {
		if g.Kindergarten == register.ID[register.Kindergarten](who) && g.Number == number {
			group = g.ID
		}
	}
	id, err := s.Admission.AskStaffAdmission(s.Ctx(), s.Who(who), s.App(args[0]), register.StaffRelation(args[1]), group)
	s.Things["staff "+args[0]] = string(id)
	return "", err
}

func verifyStaff(s *Story, who string, args []string) (string, error) {
	id := register.ID[preschool.StaffAdmission](s.Things["staff "+args[0]])
	if err := s.Admission.VerifyStaffAdmission(s.Ctx(), s.Who(who), id, args[1] == "genuine"); err != nil {
		return "", err
	}
	return s.Seen(args[0]), nil
}

func place(s *Story, who string, _ []string) (string, error) {
	text := who + ": holds no seat"
	s.Read(func(r *store.Reader) error {
		p, placed, err := r.LivePlacement(s.People[who].Child)
		if placed {
			text = fmt.Sprintf("%s: %s in %s from %s, by %s", who, p.State, p.Kindergarten, p.During.From, p.Source)
			if p.Unconfirmed {
				text += ", unconfirmed"
			}
		}
		return err
	})
	return text, nil
}

// where lists all placements of a child, from first to last.
func where(s *Story, who string, _ []string) (string, error) {
	var lines []string
	s.Read(func(r *store.Reader) error {
		all, err := r.Placements()
		for _, p := range all {
			if p.Child == s.People[who].Child {
				lines = append(lines, fmt.Sprintf("%s: %s from %s to %s, %s, by %s", who, p.Group, p.During.From, p.During.To, p.State, p.Source))
			}
		}
		return err
	})
	slices.Sort(lines)
	return strings.Join(lines, "\n"), nil
}

// protocol shows the parts of a month's protocol that say something.
func protocol(s *Story, _ string, args []string) (string, error) {
	p, err := s.Admission.Protocol(s.Ctx(), Actor(access.Public), civil.MustParseMonth(args[0]))
	if err != nil {
		return "", err
	}
	var lines []string
	for _, r := range p.Rounds {
		lines = append(lines, fmt.Sprintf("round %d, %s, %s: %d seats, offers %s", r.Number, r.Kind, r.On, r.Seats, counted(r.Offers)))
	}
	for _, d := range p.Directions {
		if d.Offers != (indicator.Count{}) {
			lines = append(lines, fmt.Sprintf("directions to %s: %s", d.Class, counted(d.Offers)))
		}
	}
	for _, e := range p.Staff {
		lines = append(lines, fmt.Sprintf("a child of the staff: %s", e.Kindergarten))
	}
	for _, e := range p.Exchanges {
		lines = append(lines, fmt.Sprintf("an exchange: %s and %s", e.A, e.B))
	}
	if p.Unanswered != (indicator.Count{}) {
		lines = append(lines, "papers left unanswered: "+counted(p.Unanswered))
	}
	return strings.Join(lines, "\n"), nil
}

// counted is a published count: a small one is hidden.
func counted(c indicator.Count) string {
	if c.Hidden {
		return "hidden"
	}
	return strconv.Itoa(c.N)
}
