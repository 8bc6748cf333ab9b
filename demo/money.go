package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/funding"
)

// cityPayer is the generated account of the city's operator: no bank has the code 999.
var cityPayer = funding.Payer{Name: "Қарағанды қаласының білім беру операторы", BIN: payerBIN(), IBAN: payerIBAN()}

func payerBIN() string {
	for body := 91240000000; ; body++ {
		if digit, ok := register.ControlDigit(fmt.Sprintf("%011d", body)); ok {
			return fmt.Sprintf("%011d%c", body, digit)
		}
	}
}

func payerIBAN() string {
	digits, _ := register.IBANCheckDigits("KZ", "9990000000000001")
	return "KZ" + digits + "9990000000000001"
}

// purse is what families and payer have to do with lines that are signed.
type purse struct {
	plans   map[civil.Date]map[planKey][]plan
	planned map[planKey]bool
	state   map[register.ID[preschool.Line]]preschool.LineState // as families and kindergartens know it
}

type planKey struct {
	site  register.ID[register.Kindergarten]
	month civil.Month
}

// plan is what somebody will do with a line on a day.
type plan struct {
	line     register.ID[preschool.Line]
	guardian register.ID[register.Guardian]
	dispute  civil.Date // the day that is wrong; none = confirm
	correct  bool       // the kindergarten corrects the disputed day
}

// resume plans again what was planned for the months whose lines are still open to somebody.
func (p *purse) resume(ctx context.Context, y *year) error {
	p.plans, p.planned = map[civil.Date]map[planKey][]plan{}, map[planKey]bool{}
	p.state = map[register.ID[preschool.Line]]preschool.LineState{}
	cycles, err := y.Funding.Cycles(ctx, public)
	if err != nil {
		return err
	}
	for i, c := range cycles {
		if c.State == preschool.CycleAccepted {
			y.Clock.Set(y.at(y.state.Reached, 23*time.Hour+50*time.Minute))
			if err := y.Funding.SendFile(ctx, payer, c.Month); err != nil { // the demonstration's bank forgets when it is stopped
				return err
			}
		}
		if i < len(cycles)-2 {
			continue
		}
		for _, k := range y.roll.sites {
			if err := y.planAnswers(ctx, k, c.Month); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *purse) add(day civil.Date, key planKey, what plan) {
	if p.plans[day] == nil {
		p.plans[day] = map[planKey][]plan{}
	}
	p.plans[day][key] = append(p.plans[day][key], what)
}

// signSheets lets every kindergarten sign the month that is over, on the first working day after it.
func (y *year) signSheets(ctx context.Context, day civil.Date) error {
	month := day.Month().Prev()
	if month.Year() < Year {
		return nil
	}
	before, err := y.rules(day).Calendar.PrevWorking(day)
	if err != nil || before.Month() == day.Month() {
		return err
	}
	if err := y.once(y.at(day, 7*time.Hour), func() error { return y.Funding.OpenCycle(ctx, payer, month) }); err != nil {
		return err
	}
	for i, k := range y.roll.sites {
		err := y.once(y.at(day, 7*time.Hour+time.Duration(i+1)*time.Second), func() error { return y.Funding.SignSheets(ctx, staff(k), k, month) })
		if err != nil && register.KindOf(err) != register.Conflict {
			return fmt.Errorf("sign sheets of %s: %w", k, err)
		}
		if err := y.planAnswers(ctx, k, month); err != nil {
			return err
		}
	}
	return y.Oversight.RefreshStatistics(ctx, system) // a month's lines have come at once
}

// planAnswers draws what becomes of each line: when its guardian answers, what the kindergarten does with a dispute, and
// which of the silent ones answer in the month after. What is planned already stays as it is.
func (y *year) planAnswers(ctx context.Context, k register.ID[register.Kindergarten], month civil.Month) error {
	key := planKey{k, month}
	if y.money.planned[key] {
		return nil
	}
	lines, err := y.Funding.LinesToAnswer(ctx, system, k, month)
	if err != nil {
		return err
	}
	y.money.planned[key] = len(lines) > 0
	sheetDay, err := y.rules(month.Next().First()).Calendar.NextWorking(month.Last())
	if err != nil {
		return err
	}
	for _, l := range lines {
		y.money.state[l.ID] = l.State
		y.planLine(l, key, sheetDay)
	}
	return nil
}

func (y *year) planLine(l funding.FamilyLine, key planKey, signed civil.Date) {
	id := string(l.ID)
	reply := y.Seed.LineAnswer(id)
	answered := signed.AddDays(reply.AfterDays)
	confirm := plan{line: l.ID, guardian: l.Guardian}
	switch {
	case reply.Answer == Confirm:
		y.money.add(answered, key, confirm)
	case reply.Answer == Dispute:
		wrong := y.Seed.DisputeDay(id, l.Month, l.Days)
		if wrong.IsZero() {
			return
		}
		dispute := confirm
		dispute.dispute = wrong
		y.money.add(answered, key, dispute)
		if y.Seed.Corrected(id) {
			correction := answered.AddDays(2)
			y.money.add(correction, key, plan{line: l.ID, correct: true})
			y.money.add(correction.AddDays(1+y.Seed.Draw("line.again", id).Below(8)), key, confirm)
		}
	case reply.Late:
		y.money.add(l.Month.Next().First().AddDays(14+y.Seed.Draw("line.late", id).Below(10)), key, confirm)
	}
}

// answerMonth brings the day's answers in: corrections by the kindergarten, then the guardians' answers of each
// kindergarten's month as one delivery of the channel.
func (y *year) answerMonth(ctx context.Context, day civil.Date) error {
	plans := y.money.plans[day]
	if len(plans) == 0 {
		return nil
	}
	for m, month := range []civil.Month{day.Month().Prev().Prev(), day.Month().Prev()} {
		for i, k := range y.roll.sites {
			todo := plans[planKey{k, month}]
			if len(todo) == 0 {
				continue
			}
			at := y.at(day, 20*time.Hour+time.Duration(m)*10*time.Minute+time.Duration(i)*time.Second)
			if err := y.answerSite(ctx, at, k, month, todo); err != nil {
				return err
			}
		}
	}
	delete(y.money.plans, day)
	return nil
}

// answerSite does what is planned for a kindergarten's month. Each correction has its own microsecond, whatever was done of
// the others before; the answers follow.
func (y *year) answerSite(ctx context.Context, at time.Time, k register.ID[register.Kindergarten], month civil.Month, todo []plan) error {
	state := y.money.state
	var answers []funding.Answer
	for i, p := range todo {
		switch {
		case p.correct:
			if state[p.line] != preschool.LineDisputed {
				continue
			}
			err := y.once(at.Add(time.Duration(i)*time.Microsecond), func() error {
				return y.Funding.CorrectLine(ctx, staff(k), p.line, register.Unjustified)
			})
			if err != nil {
				return err
			}
			state[p.line] = preschool.LineCorrected
		case open(state[p.line], p):
			answers = append(answers, funding.Answer{By: family(p.guardian), Line: p.line, DisputeDay: p.dispute})
			state[p.line] = preschool.LineConfirmed
			if !p.dispute.IsZero() {
				state[p.line] = preschool.LineDisputed
			}
		}
	}
	if len(answers) == 0 {
		return nil
	}
	err := y.once(at.Add(time.Duration(len(todo))*time.Microsecond), func() error {
		return y.Funding.AnswerLines(ctx, system, k, month, answers)
	})
	if register.CodeOf(err) == "line.answer_too_late" {
		return nil
	}
	return err
}

// open tells whether the planned answer is still to be given: a line that was answered so before the program was stopped is
// passed over.
func open(state preschool.LineState, p plan) bool {
	if !p.dispute.IsZero() {
		return state == preschool.LineOpen
	}
	return state == preschool.LineOpen || state == preschool.LineSilent || state == preschool.LineCorrected
}

// pay takes the payment cycles a step further, each as far as the day lets it.
func (y *year) pay(ctx context.Context, day civil.Date) error {
	working, err := y.rules(day).Calendar.IsWorking(day)
	if err != nil || !working {
		return err
	}
	cycles, err := y.Funding.Cycles(ctx, public)
	if err != nil {
		return err
	}
	for _, c := range cycles {
		if c.State == preschool.CycleClosed {
			continue
		}
		if err := y.payMonth(ctx, day, c); err != nil {
			return fmt.Errorf("pay %s: %w", c.Month, err)
		}
	}
	return nil
}

func (y *year) payMonth(ctx context.Context, day civil.Date, c preschool.Cycle) error {
	if c.State == preschool.CycleAccepted {
		sent, err := y.Funding.SentOn(ctx, payer, c.Month)
		if err != nil || !sent.Before(day) {
			return err
		}
		return y.once(y.at(day, 21*time.Hour), func() error { return y.Funding.SettlePayments(ctx, payer, c.Month, day) })
	}
	steps := []struct {
		from preschool.CycleState
		do   func() error
	}{
		{preschool.CycleOpened, func() error { return y.Funding.Calculate(ctx, payer, c.Month) }},
		{preschool.CycleCalculated, func() error { return y.Funding.CheckCycle(ctx, payer, c.Month) }},
		{preschool.CycleChecked, func() error { return y.Funding.ApproveCycle(ctx, approver, c.Month) }},
		{preschool.CycleApproved, func() error { return y.Funding.IssuePayments(ctx, payer, c.Month, cityPayer) }},
		{preschool.CycleIssued, func() error { return y.Funding.SendFile(ctx, payer, c.Month) }},
	}
	reached := false
	for i, s := range steps {
		if reached = reached || s.from == c.State; !reached {
			continue
		}
		y.Clock.Set(y.at(day, 21*time.Hour+30*time.Minute+time.Duration(i)*time.Minute))
		err := s.do()
		if register.CodeOf(err) == "cycle.answers_open" {
			return nil // families still have time
		}
		if err != nil {
			return err
		}
	}
	return nil
}
