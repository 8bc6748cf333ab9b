package town

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
)

// Verbs of appeals:
//
//	NAME appeal refusal|proof|offer|papers WORDS …   against the newest decision of that kind; tells number and terms
//	officer forward-appeal NAME                      hands it to the second reader
//	approver decide-appeal NAME uphold|dismiss WORDS …
//	NAME withdraw-appeal
//	NAME appeals                                     what the family sees
//	officer appeals-list | approver appeals-list     what the two readers see
//	system appeal-terms                              marks what was not answered in its term
func init() {
	maps.Copy(Verbs, map[string]Verb{
		"appeal": appeal, "forward-appeal": forwardAppeal, "decide-appeal": decideAppeal, "withdraw-appeal": withdrawAppeal,
		"appeals": appeals, "appeals-list": appealsList, "appeal-terms": appealTerms,
	})
}

func appeal(s *Story, who string, args []string) (string, error) {
	c := admission.Complaint{Kind: register.AppealKind(args[0]), Words: strings.Join(args[1:], " ")}
	switch c.Kind {
	case register.AppealOffer, register.AppealPapers:
		c.Subject = string(s.Last(s.App(who)).ID)
	default:
		c.Subject = string(s.App(who))
	}
	receipt, err := s.Admission.SubmitAppeal(s.Ctx(), s.Who(who), c)
	if err != nil {
		return "", err
	}
	s.Things["appeal "+who] = string(receipt.Code)
	text := fmt.Sprintf("%s: appeal %d, forwarded by %s, decided by %s", who, receipt.Number, receipt.ForwardBy, receipt.DecideBy)
	if receipt.Late {
		text += ", late"
	}
	if receipt.Before {
		text += ", there already"
	}
	return text, nil
}

func (s *Story) appealOf(name string) register.ID[preschool.Appeal] {
	return register.ID[preschool.Appeal](s.Things["appeal "+name])
}

func forwardAppeal(s *Story, who string, args []string) (string, error) {
	return "", s.Admission.ForwardAppeal(s.Ctx(), s.Who(who), s.appealOf(args[0]))
}

func decideAppeal(s *Story, who string, args []string) (string, error) {
	words := strings.Join(args[2:], " ")
	if err := s.Admission.DecideAppeal(s.Ctx(), s.Who(who), s.appealOf(args[0]), args[1] == "uphold", words); err != nil {
		return "", err
	}
	return s.Seen(args[0]), nil
}

func withdrawAppeal(s *Story, who string, _ []string) (string, error) {
	return "", s.Admission.WithdrawAppeal(s.Ctx(), s.Who(who), s.appealOf(who))
}

func appeals(s *Story, who string, _ []string) (string, error) {
	list, err := s.Admission.AppealsOfChild(s.Ctx(), s.Who(who), s.People[who].Child)
	var lines []string
	for _, a := range list {
		line := fmt.Sprintf("%s: appeal %d against %s, %s", who, a.Number, a.Kind, a.State)
		if a.Silent {
			line += ", not answered in its term"
		}
		if !a.DecidedOn.IsZero() {
			line += fmt.Sprintf(" on %s: %s", a.DecidedOn, a.Reasons)
		}
		if a.Quoted != "" {
			line += "; quotes " + strings.Fields(a.Quoted)[0]
		}
		if a.Next != "" {
			line += "; may go on to the next instance"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n"), err
}

func appealsList(s *Story, who string, _ []string) (string, error) {
	var lines []string
	if who == string(access.Officer) {
		list, err := s.Admission.AppealsToForward(s.Ctx(), s.Who(who))
		for _, a := range list {
			lines = append(lines, fmt.Sprintf("appeal %d against %s, to forward by %s%s", a.Number, a.Kind, a.ForwardBy, overdue(a.Overdue)))
		}
		return strings.Join(lines, "\n"), err
	}
	list, err := s.Admission.AppealsToDecide(s.Ctx(), s.Who(who))
	for _, a := range list {
		lines = append(lines, fmt.Sprintf("appeal %d against %s, to decide", a.Number, a.Kind))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n"), err
}

func overdue(yes bool) string {
	if yes {
		return ", overdue"
	}
	return ""
}

func appealTerms(s *Story, _ string, _ []string) (string, error) {
	return "", s.Admission.EndAppealTerms(s.Ctx(), Actor(access.System))
}
