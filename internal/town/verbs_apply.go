package town

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
)

// Verbs of an application and what belongs to it:
//
//	WHO draft for=NAME [key=value …] SITE …   keeps a draft, or changes it; NAME submit-draft hands it in
//	officer refuse-draft NAME incomplete|no_right
//	WHO wish for=NAME [start= language= kind= consent=yes settlement=] SITE …   other wishes
//	NAME claim GROUND [issued=DAY] | renew [issued=DAY]
//	officer proofs | running-out DAYS    the lists of the officer of proofs
//	register says NAME genuine|not_genuine|unknown; system ask-registers
//	WHO document NAME TYPE [issued= valid=]; officer check-document NAME TYPE genuine|false; WHO read NAME TYPE PURPOSE
//	NAME contact sms|email|second_contact ADDRESS; NAME confirm-contact WAY [CODE]; system ask-contacts; officer contacts
//	officer guardian NAME of=OTHER ground=WORD act=WORDS_WITH_UNDERLINES   NAME's guardian acts for OTHER from now on
//	approver approve-guardian OTHER yes|no
//	NAME mine                            the family's own view: state, number, certificate to renew
//	system end-applications
func init() {
	maps.Copy(Verbs, map[string]Verb{
		"draft": draft, "submit-draft": submitDraft, "refuse-draft": refuseDraft, "wish": wish, "claim": claim, "renew": renew, "proofs": proofs,
		"running-out": runningOut, "says": says, "ask-registers": askRegisters, "document": document, "check-document": checkDocument, "read": readScan,
		"contact": contact, "confirm-contact": confirmContact, "ask-contacts": askContacts, "contacts": contacts, "guardian": guardian,
		"approve-guardian": approveGuardian, "mine": mine, "end-applications": endApplications,
	})
}

func draft(s *Story, who string, args []string) (string, error) {
	values, sites := Values(args)
	name := values["for"]
	sub := Submission(s.People[name].Child, register.PriorityGroup(values["ground"]), Sites(sites)...)
	if source, ok := values["source"]; ok {
		sub.Source = register.ApplicationSource(source)
	}
	id, err := s.Admission.SaveDraft(s.Ctx(), s.Who(who), sub)
	if err != nil {
		return "", err
	}
	s.Apps[name] = id
	return s.Seen(name), nil
}

func submitDraft(s *Story, who string, _ []string) (string, error) {
	if _, err := s.Admission.SubmitDraft(s.Ctx(), s.Who(who), s.App(who)); err != nil {
		return s.Seen(who), err
	}
	return s.Seen(who), nil
}

func refuseDraft(s *Story, who string, args []string) (string, error) {
	err := s.Admission.RefuseDraft(s.Ctx(), s.Who(who), s.App(args[0]), register.RefusalGround(args[1]))
	return s.Seen(args[0]), err
}

func wish(s *Story, who string, args []string) (string, error) {
	values, sites := Values(args)
	name := values["for"]
	w := s.Application(s.App(name)).Wishes()
	if len(sites) > 0 {
		w.Choices = Sites(sites)
	}
	if day, ok := values["start"]; ok && day != "" {
		w.StartOn = dayIn(values, "start")
	}
	if word, ok := values["language"]; ok {
		w.Language = register.Language(word)
	}
	if word, ok := values["kind"]; ok {
		w.GroupKind = register.GroupKind(word)
	}
	if word, ok := values["settlement"]; ok {
		w.Settlement = word
	}
	if err := s.Admission.ChangeWishes(s.Ctx(), s.Who(who), s.App(name), w, values["consent"] == "yes"); err != nil {
		return "", err
	}
	return position(s, name, nil)
}

func claim(s *Story, who string, args []string) (string, error) {
	values, words := Values(args)
	err := s.Admission.ClaimGround(s.Ctx(), s.Who(who), s.App(who), register.PriorityGroup(words[0]), dayIn(values, "issued"))
	return s.Seen(who), err
}

func renew(s *Story, who string, args []string) (string, error) {
	values, _ := Values(args)
	err := s.Admission.RenewProof(s.Ctx(), s.Who(who), s.App(who), dayIn(values, "issued"))
	return s.Seen(who), err
}

func (s *Story) tasks(list []admission.ProofTask, err error) (string, error) {
	var lines []string
	for _, t := range list {
		line := fmt.Sprintf("%s: %s, %s %s", s.nameOf(t.Child), t.Ground, t.Class, t.State)
		for _, part := range []struct {
			word string
			day  string
		}{{"certificate of", t.Issued.String()}, {"check by", t.Due.String()}, {"counts until", t.LastDay.String()}} {
			if part.day != "" {
				line += ", " + part.word + " " + part.day
			}
		}
		lines = append(lines, line)
	}
	if err == nil && len(lines) == 0 {
		return "nothing", nil
	}
	return strings.Join(lines, "\n"), err
}

func proofs(s *Story, who string, _ []string) (string, error) {
	return s.tasks(s.Admission.ProofTasks(s.Ctx(), s.Who(who)))
}

func runningOut(s *Story, who string, args []string) (string, error) {
	return s.tasks(s.Admission.ProofsRunningOut(s.Ctx(), s.Who(who), number(s, args[0])))
}

func says(s *Story, _ string, args []string) (string, error) {
	s.Evidence.Tell(s.People[args[0]].Child, gateway.Finding(args[1]))
	return "", nil
}

func askRegisters(s *Story, who string, _ []string) (string, error) {
	var err error
	seen, _ := work(func(t *Town) { _, err = t.Admission.AskRegisters(t.Ctx(), s.Who(who)) })(s, who, nil)
	return seen, err
}

func document(s *Story, who string, args []string) (string, error) {
	values, words := Values(args)
	id, err := s.Admission.AddDocument(s.Ctx(), s.Who(who), s.App(words[0]), admission.Paper{
		Type: preschool.DocumentType(words[1]), IssuedOn: dayIn(values, "issued"), ValidUntil: dayIn(values, "valid"), Scan: []byte("%PDF-1.7 " + strings.Join(words, " ")),
	})
	s.Things["document "+strings.Join(words[:2], " ")] = string(id)
	return "", err
}

func (s *Story) documentOf(words []string) register.ID[preschool.Document] {
	return register.ID[preschool.Document](s.Things["document "+strings.Join(words[:2], " ")])
}

func checkDocument(s *Story, who string, args []string) (string, error) {
	if err := s.Admission.CheckDocument(s.Ctx(), s.Who(who), s.documentOf(args), args[2] == "genuine"); err != nil {
		return "", err
	}
	return position(s, args[0], nil)
}

func readScan(s *Story, who string, args []string) (string, error) {
	purpose := ""
	if len(args) > 2 {
		purpose = args[2]
	}
	scan, err := s.Admission.ReadScan(s.Ctx(), s.Who(who), purpose, s.documentOf(args))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d bytes; the record of the child says who read and why", len(scan)), nil
}

func contact(s *Story, who string, args []string) (string, error) {
	return "", s.Admission.KeepContact(s.Ctx(), s.Who(who), s.People[who].Guardian, register.NoticeWay(args[0]), strings.Join(args[1:], " "))
}

func confirmContact(s *Story, who string, args []string) (string, error) {
	g, way := s.People[who].Guardian, register.NoticeWay(args[0])
	if _, err := s.Admission.SendContactCodes(s.Ctx(), Actor(access.System), "town", 100); err != nil {
		return "", err
	}
	list, err := s.Admission.Contacts(s.Ctx(), s.Who(who), g)
	code := ""
	for _, c := range list {
		if n, sent := s.Mail.Last(string(c.ID)); sent && c.Way == way {
			code = n.Args["code"]
		}
	}
	if len(args) > 1 {
		code = args[1]
	}
	if err == nil {
		err = s.Admission.ConfirmContact(s.Ctx(), s.Who(who), g, way, code)
	}
	return "", err
}

func askContacts(s *Story, who string, _ []string) (string, error) {
	n, err := s.Admission.AskContacts(s.Ctx(), s.Who(who))
	return fmt.Sprint(n, " asked"), err
}

func contacts(s *Story, who string, _ []string) (string, error) {
	list, err := s.Admission.UnconfirmedContacts(s.Ctx(), s.Who(who))
	var lines []string
	for _, task := range list {
		for name, p := range s.People {
			if p.Guardian == task.Guardian && s.Apps[name] != "" {
				lines = append(lines, fmt.Sprintf("%s: %d of %d ways confirmed, second contact %v, failed %v", name, task.Confirmed, task.Wanted, task.Second, task.Failed))
			}
		}
	}
	if err == nil && len(lines) == 0 {
		return "nothing", nil
	}
	return strings.Join(slices.Sorted(slices.Values(lines)), "\n"), err
}

func guardian(s *Story, who string, args []string) (string, error) {
	values, words := Values(args)
	child := s.People[values["of"]]
	id, err := s.Admission.ReplaceGuardian(s.Ctx(), s.Who(who), admission.Replacement{
		Child: child.Child, Guardian: s.People[words[0]].Guardian, Ground: preschool.GuardianGround(values["ground"]), Act: strings.ReplaceAll(values["act"], "_", " "),
	})
	s.Things["guardianship "+values["of"]] = string(id)
	return "", err
}

func approveGuardian(s *Story, who string, args []string) (string, error) {
	id := register.ID[preschool.Guardianship](s.Things["guardianship "+args[0]])
	return "", s.Admission.ApproveGuardian(s.Ctx(), s.Who(who), id, args[1] == "yes")
}

func mine(s *Story, who string, _ []string) (string, error) {
	own, err := s.Admission.MyApplications(s.Ctx(), s.Who(who))
	var lines []string
	for _, o := range own {
		line := fmt.Sprintf("%s: %s", s.nameOf(o.Child), o.State)
		if o.Number > 0 {
			line += fmt.Sprintf(", %d of %d", o.Number, o.Of)
		}
		if !o.Renew.IsZero() {
			line += ", renew by " + o.Renew.String()
		}
		lines = append(lines, line)
	}
	if err == nil && len(lines) == 0 {
		return "nothing", nil
	}
	return strings.Join(lines, "\n"), err
}

func endApplications(s *Story, who string, _ []string) (string, error) {
	var err error
	seen, _ := work(func(t *Town) { _, err = t.Admission.EndApplications(t.Ctx(), s.Who(who)) })(s, who, nil)
	return seen, err
}
