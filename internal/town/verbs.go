package town

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/store"
)

// Verbs are what can happen in a story; see Story.
var Verbs = map[string]Verb{
	"family": family, "twins": twins, "apply": apply, "withdraw": onApp((*admission.Service).WithdrawApplication),
	"restore": onApp((*admission.Service).RestoreApplication), "accept": onOffer((*admission.Service).AcceptOffer),
	"decline": onOffer((*admission.Service).DeclineOffer), "extend": onOffer((*admission.Service).ExtendContract), "sign": sign,
	"choose": choose, "position": position, "verify-proof": verifyProof, "seats": seats, "show": show,
	"morning": work((*Town).Morning), "evening": work((*Town).Evening), "night": work((*Town).Night), "deliver": work((*Town).Deliver),
}

// Values splits words of a line into key=value pairs and the rest.
func Values(args []string) (values map[string]string, rest []string) {
	values = map[string]string{}
	for _, word := range args {
		if key, value, ok := strings.Cut(word, "="); ok {
			values[key] = value
		} else {
			rest = append(rest, word)
		}
	}
	return values, rest
}

// dayIn is the day of a key, none if it is not given. A day that is none panics: a story is written by hand.
func dayIn(values map[string]string, key string) civil.Date {
	if values[key] == "" {
		return civil.Date{}
	}
	return civil.MustParseDate(values[key])
}

func family(s *Story, who string, args []string) (string, error) {
	s.People[who] = s.Family(args[0])[0]
	return "", nil
}

func twins(s *Story, who string, args []string) (string, error) {
	children := s.Family(args[1], args[2])
	s.People[who], s.People[args[0]] = children[0], children[1]
	return "", nil
}

func apply(s *Story, who string, args []string) (string, error) {
	values, sites := Values(args)
	name := who
	if person, typed := values["for"]; typed {
		name = person // a clerk types it for this person
	}
	sub := Submission(s.People[name].Child, register.PriorityGroup(values["ground"]), Sites(sites)...)
	if settlement, ok := values["settlement"]; ok {
		sub.Settlement = settlement
	}
	if source, ok := values["source"]; ok {
		sub.Source = register.ApplicationSource(source)
	}
	sub.Key, sub.Consent = values["key"], values["consent"] == "yes"
	sub.GroupKind, sub.Language = register.GroupKind(values["kind"]), register.Language(values["language"])
	sub.Issued, sub.StartOn = dayIn(values, "issued"), dayIn(values, "start")
	id, err := s.Admission.SubmitApplication(s.Ctx(), s.Who(who), sub)
	if err != nil {
		s.Things["refused "+name] = string(id) // kept with the reason, if the law has one
		return "", err
	}
	s.Apps[name] = id
	return s.Seen(name), nil
}

// Sites are kindergartens by name.
func Sites(names []string) []register.ID[register.Kindergarten] {
	var sites []register.ID[register.Kindergarten]
	for _, name := range names {
		sites = append(sites, register.ID[register.Kindergarten](name))
	}
	return sites
}

// onApp is a verb that does something to the application of the one who acts.
func onApp(do func(*admission.Service, context.Context, access.Actor, register.ID[preschool.Application]) error) Verb {
	return func(s *Story, who string, _ []string) (string, error) {
		if err := do(s.Admission, s.Ctx(), s.Who(who), s.App(who)); err != nil {
			return "", err
		}
		return s.Seen(who), nil
	}
}

// onOffer is a verb that answers the newest offer of the one who acts.
func onOffer(do func(*admission.Service, context.Context, access.Actor, register.ID[preschool.Offer]) error) Verb {
	return func(s *Story, who string, _ []string) (string, error) {
		if err := do(s.Admission, s.Ctx(), s.Who(who), s.Last(s.App(who)).ID); err != nil {
			return "", err
		}
		return s.Seen(who), nil
	}
}

func sign(s *Story, who string, _ []string) (string, error) {
	if err := s.Enrol(s.App(who)); err != nil {
		return "", err
	}
	return s.Seen(who), nil
}

func choose(s *Story, who string, args []string) (string, error) {
	return "", s.Admission.ChooseKindergartens(s.Ctx(), s.Who(who), s.App(who), Sites(args))
}

func verifyProof(s *Story, who string, args []string) (string, error) {
	if err := s.Admission.VerifyProof(s.Ctx(), s.Who(who), Proof(s.App(args[0])), args[1] == "genuine"); err != nil {
		return "", err
	}
	return s.Seen(args[0]), nil
}

func seats(s *Story, _ string, args []string) (string, error) {
	birth, err := strconv.Atoi(args[1])
	if err != nil {
		return "", err
	}
	n, err := strconv.Atoi(args[2])
	if err != nil {
		return "", err
	}
	s.Open(register.ID[register.Kindergarten](args[0]), birth, n)
	return "", nil
}

// work is the program's own work, after which every application is shown that it changed.
func work(do func(*Town)) Verb {
	return func(s *Story, _ string, _ []string) (string, error) {
		before := s.all()
		do(s.Town)
		var changed []string
		for name, seen := range s.all() {
			if before[name] != seen {
				changed = append(changed, seen)
			}
		}
		slices.Sort(changed)
		return strings.Join(changed, "\n"), nil
	}
}

func (s *Story) all() map[string]string {
	all := map[string]string{}
	for name := range s.Apps {
		all[name] = s.Seen(name)
	}
	return all
}

func show(s *Story, _ string, args []string) (string, error) {
	var lines []string
	for _, name := range args {
		lines = append(lines, s.Seen(name))
	}
	return strings.Join(lines, "\n"), nil
}

// Seen is the application of a person as it stands, in a line.
func (s *Story) Seen(name string) string {
	s.TB.Helper()
	a := s.Application(s.App(name))
	text := name + ": " + string(a.State)
	for _, part := range []string{a.Reason, strings.TrimSpace(string(a.Class) + " " + string(a.Proof))} {
		if part != "" {
			text += ", " + part
		}
	}
	if !a.SuspendedUntil.IsZero() {
		text += ", until " + a.SuspendedUntil.String()
	}
	if offers := s.Offers(a.ID); len(offers) > 0 {
		o := offers[len(offers)-1]
		text += fmt.Sprintf("; %s %s", o.Of, o.State)
		if o.State == preschool.OfferOpen {
			text += ", answer by " + o.AnswerBy.String()
		}
		if o.State == preschool.OfferAccepted {
			text += ", contract by " + o.ContractBy.String()
		}
	}
	s.Read(func(r *store.Reader) error {
		p, placed, err := r.LivePlacement(a.Child)
		if placed {
			text += fmt.Sprintf("; placed in %s from %s", p.Kindergarten, p.During.From)
		}
		return err
	})
	return text
}

func position(s *Story, who string, _ []string) (string, error) {
	p, err := s.Admission.Position(s.Ctx(), Actor(access.Public), s.App(who))
	if err != nil {
		return "", err
	}
	if p.Number == 0 {
		return who + ": in no queue", nil
	}
	return fmt.Sprintf("%s: %d of %d in %s, %s, %s", who, p.Number, p.Of, p.Queue.Key, p.Tier, p.Reason), nil
}
