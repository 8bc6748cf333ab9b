package town

import (
	"time"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/funding"
	"github.com/balajol/balajol/store"
)

// Night starts placements and ends terms.
func (t *Town) Night() {
	t.TB.Helper()
	t.Do(t.Admission.CarryOutExchanges(t.Ctx(), Actor(access.System)))
	t.Do(t.Admission.StartPlacements(t.Ctx(), Actor(access.System)))
	t.Do(t.Admission.LapseDeadlines(t.Ctx(), Actor(access.System)))
	t.Do(t.Admission.LapseTransfers(t.Ctx(), Actor(access.System)))
	t.Do(t.Admission.EndAppealTerms(t.Ctx(), Actor(access.System)))
}

// Morning is the night, the day's round and its notices.
func (t *Town) Morning() {
	t.TB.Helper()
	t.Night()
	_, _, err := t.Admission.RunRound(t.Ctx(), Actor(access.System))
	t.Do(err)
	t.Deliver()
}

// Evening serves the day's choices, then the transfers, and delivers the notices.
func (t *Town) Evening() {
	t.TB.Helper()
	_, _, err := t.Admission.RunChoice(t.Ctx(), Actor(access.System))
	t.Do(err)
	_, _, err = t.Admission.RunTransfers(t.Ctx(), Actor(access.System))
	t.Do(err)
	t.Deliver()
	_, err = t.Admission.DeliverTransferNotices(t.Ctx(), Actor(access.System), "town", 1000)
	t.Do(err)
}

// Deliver sends the notices that are due.
func (t *Town) Deliver() {
	t.TB.Helper()
	_, err := t.Admission.DeliverNotices(t.Ctx(), Actor(access.System), "town", 1000)
	t.Do(err)
}

// Accept takes the newest offer of an application.
func (t *Town) Accept(id register.ID[preschool.Application]) {
	t.TB.Helper()
	t.Do(t.Admission.AcceptOffer(t.Ctx(), Guardian(t.Application(id).Guardian), t.Last(id).ID))
}

// Choose names kindergartens for a voucher.
func (t *Town) Choose(id register.ID[preschool.Application], choices ...register.ID[register.Kindergarten]) {
	t.TB.Helper()
	t.Do(t.Admission.ChooseKindergartens(t.Ctx(), Guardian(t.Application(id).Guardian), id, choices))
}

// Norm sets the town's tariff: 65,000 tenge a month from January for general groups.
func (t *Town) Norm() {
	t.TB.Helper()
	err := t.Funding.SetTariff(t.Ctx(), Actor(access.Approver), register.GeneralGroup, civil.MustParseDate("2026-01-01"), money.FromTenge(65_000), "resolution")
	t.Do(err)
}

// Call calls the roll of a kindergarten on a day at half past eight: every child has the code.
func (t *Town) Call(k register.ID[register.Kindergarten], day civil.Date, code register.DayCode) {
	t.TB.Helper()
	t.Clock.Set(civil.InstantOf(day.At(8, 30, 0, Zone)))
	t.Do(t.Funding.TakeRollCalls(t.Ctx(), Staff(k), k, t.Marks(k, day, code)))
}

// Marks are roll calls in which every child of a kindergarten has the code.
func (t *Town) Marks(k register.ID[register.Kindergarten], day civil.Date, code register.DayCode) []preschool.RollCall {
	t.TB.Helper()
	roster, err := t.Funding.Roster(t.Ctx(), Staff(k), k, day)
	t.Do(err)
	var calls []preschool.RollCall
	for _, g := range roster {
		if len(g.Rows) == 0 {
			continue
		}
		marks := make([]byte, g.Slots)
		for i := range marks {
			marks[i] = byte(register.NotEnrolled)
		}
		for _, row := range g.Rows {
			marks[row.Slot] = byte(code)
		}
		calls = append(calls, preschool.RollCall{Group: g.Group, Marks: string(marks)})
	}
	return calls
}

// Attend calls the roll on every working day of a month from its day on. The code of a working day is the next letter of
// codes, over and over.
func (t *Town) Attend(k register.ID[register.Kindergarten], from civil.Date, codes string) {
	t.TB.Helper()
	day, err := t.Deps.Profiles("kz-voucher-2026")
	t.Do(err)
	n := 0
	for d := from; !d.After(from.Month().Last()); d = d.AddDays(1) {
		rules, err := day.On(d)
		t.Do(err)
		if working, err := rules.Calendar.IsWorking(d); err != nil || !working {
			continue
		}
		t.Call(k, d, register.DayCode(codes[n%len(codes)]))
		n++
	}
}

// Lines are the lines of a kindergarten's month.
func (t *Town) Lines(k register.ID[register.Kindergarten], month string) []store.FamilyLine {
	t.TB.Helper()
	lines, err := t.Funding.LinesToAnswer(t.Ctx(), Actor(access.System), k, civil.MustParseMonth(month))
	t.Do(err)
	return lines
}

// Answer brings a guardian's answer to a line in: a day to dispute, or none to confirm.
func (t *Town) Answer(l store.FamilyLine, dispute civil.Date) error {
	t.TB.Helper()
	answer := funding.Answer{By: Guardian(l.Guardian), Line: l.ID, DisputeDay: dispute}
	return t.Funding.AnswerLines(t.Ctx(), Actor(access.System), l.Kindergarten, l.Month, []funding.Answer{answer})
}

// Payer is the town's account.
func (t *Town) Payer() funding.Payer {
	digits, _ := register.IBANCheckDigits("KZ", "9990000000000001")
	return funding.Payer{Name: "Оператор", BIN: t.bin(), IBAN: "KZ" + digits + "9990000000000001"}
}

func (t *Town) bin() string {
	var bin string
	t.Read(func(r *store.Reader) error {
		providers, err := r.Providers()
		bin = providers[0].BIN
		return err
	})
	return bin
}

// Pay takes an opened cycle from its calculation to the sent file.
func (t *Town) Pay(month string) {
	t.TB.Helper()
	m := civil.MustParseMonth(month)
	t.Do(t.Funding.Calculate(t.Ctx(), Actor(access.Payer), m))
	t.Do(t.Funding.CheckCycle(t.Ctx(), Actor(access.Payer), m))
	t.Do(t.Funding.ApproveCycle(t.Ctx(), Actor(access.Approver), m))
	t.Do(t.Funding.IssuePayments(t.Ctx(), Actor(access.Payer), m, t.Payer()))
	t.Do(t.Funding.SendFile(t.Ctx(), Actor(access.Payer), m))
}

// Sign opens the cycle of a month and signs the sheets of a kindergarten.
func (t *Town) Sign(k register.ID[register.Kindergarten], month string) {
	t.TB.Helper()
	m := civil.MustParseMonth(month)
	t.Do(t.Funding.OpenCycle(t.Ctx(), Actor(access.Payer), m))
	t.Do(t.Funding.SignSheets(t.Ctx(), Staff(k), k, m))
}

// Wait moves the clock.
func (t *Town) Wait(d time.Duration) { t.Clock.Advance(d) }
