package town

import (
	"fmt"
	"maps"
	"strings"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
)

// Verbs of the passage to another profile:
//
//	officer propose-switch PROFILE DAY     tells the preview
//	approver approve-switch | officer cancel-switch REASON
//	system switch                          the night's work; tells what happened to every application
//	NAME sits SITE GROUP                   the only child who sits there since the first day
//	SITE attend-until DAY DAY CODES        calls the roll from one day to another; the codes over and over
func init() {
	maps.Copy(Verbs, map[string]Verb{
		"propose-switch": proposeSwitch, "approve-switch": approveSwitch, "cancel-switch": cancelSwitch, "switch": work((*Town).carryOutSwitch),
		"sits": sits, "attend-until": attendUntil,
	})
}

func (t *Town) carryOutSwitch() {
	t.TB.Helper()
	_, err := t.Admission.CarryOutSwitch(t.Ctx(), Actor("system"))
	t.Do(err)
}

func proposeSwitch(s *Story, who string, args []string) (string, error) {
	wish := admission.SwitchWish{Profile: args[0], From: civil.MustParseDate(args[1]), Act: "resolution"}
	w, err := s.Admission.ProposeSwitch(s.Ctx(), s.Who(who), wish)
	if err != nil {
		return "", err
	}
	s.Things["switch"], s.Things["preview"] = string(w.ID), w.PreviewSHA256
	p, err := admission.ReadSwitchPreview(w.Preview)
	if err != nil {
		return "", err
	}
	var lines []string
	for _, q := range p.Queues {
		lines = append(lines, fmt.Sprintf("queue %s: %d, then %d; turns %s", q.Queue, q.Before, q.After, q.Turns))
	}
	n := p.Positions
	lines = append(lines, fmt.Sprintf("positions: %d same, %d forward, %d back; %d by another queue, %d by another class, %d by another order",
		n.Same, n.Forward, n.Back, n.OtherQueue, n.OtherClass, n.OtherOrder))
	d := p.Placed
	lines = append(lines, fmt.Sprintf("placed: %d get a voucher, %d pass to the state order, %d keep the voucher, %d stay on the state order, %d unfunded",
		d.GetVoucher, d.LoseVoucher, d.KeepVoucher, d.KeepStateOrder, d.Unfunded))
	o := p.Offers
	lines = append(lines, fmt.Sprintf("offers: %d open seats, %d accepted, %d open vouchers, %d vouchers without a seat", o.OpenSeats, o.AcceptedSeats, o.OpenVouchers, o.UnseatedVouchers))
	for _, m := range p.Months {
		lines = append(lines, fmt.Sprintf("money %s to %s: %s", m.From, m.To, m.Scope))
	}
	return strings.Join(lines, "\n"), nil
}

func approveSwitch(s *Story, who string, _ []string) (string, error) {
	return "", s.Admission.ApproveSwitch(s.Ctx(), s.Who(who), register.ID[preschool.ProfileSwitch](s.Things["switch"]), s.Things["preview"])
}

func cancelSwitch(s *Story, who string, args []string) (string, error) {
	return "", s.Admission.CancelSwitch(s.Ctx(), s.Who(who), register.ID[preschool.ProfileSwitch](s.Things["switch"]), strings.Join(args, " "))
}

func sits(s *Story, who string, args []string) (string, error) {
	s.Hold(register.ID[register.Kindergarten](args[0]), number(s, args[1]))
	live, err := s.Admission.LivePlacements(s.Ctx(), Actor("officer"))
	for _, p := range live {
		if string(p.Kindergarten) == args[0] {
			s.People[who] = Person{p.Guardian, p.Child}
		}
	}
	return "", err
}

func attendUntil(s *Story, who string, args []string) (string, error) {
	n, k := 0, register.ID[register.Kindergarten](who)
	p, err := s.Deps.Profiles("kz-voucher-2026")
	if err != nil {
		return "", err
	}
	for d := civil.MustParseDate(args[0]); !d.After(civil.MustParseDate(args[1])); d = d.AddDays(1) {
		rules, err := p.On(d)
		if err != nil {
			return "", err
		}
		if working, err := rules.Calendar.IsWorking(d); err != nil || !working {
			continue
		}
		s.Call(k, d, register.DayCode(args[2][n%len(args[2])]))
		n++
	}
	return "", nil
}
