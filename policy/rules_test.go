package policy_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/register"
)

func rulesOn(t *testing.T, name, on string) policy.Rules {
	t.Helper()
	rules, err := load(t, name).On(day(on))
	if err != nil {
		t.Fatal(err)
	}
	return rules
}

// same compares what differs between two sets of rules, leaving out what every profile has of its own.
func same(want, got policy.Rules) string {
	return cmp.Diff(want, got,
		cmpopts.IgnoreFields(policy.Rules{}, "SHA256", "Calendar", "Zone"), cmpopts.IgnoreFields(policy.Ground{}, "Mark", "Source"),
		cmp.Comparer(func(a, b civil.Date) bool { return a == b }))
}

func wd(n int) policy.Term { return policy.Term{N: n, Unit: policy.WorkingDays} }
func cd(n int) policy.Term { return policy.Term{N: n, Unit: policy.CalendarDays} }

func months(n int) policy.Term { return policy.Term{N: n, Unit: policy.Months} }

// voucherRules are the figures of the voucher pilot as the collected rules give them, written down a second time.
func voucherRules() policy.Rules {
	all, priority := policy.Cap{All: true}, policy.Ground{Class: register.FirstPriority}
	return policy.Rules{
		Profile: "kz-voucher-2026",
		AgeRule: policy.ByCalendarYear,
		Issue:   policy.Issue{MinAge: 2, EarlyAge: 18, MaxAge: 6, Lead: months(1)},
		Queue: policy.Queue{
			Order: []policy.Criterion{policy.ByRegistration}, Categories: policy.CategoriesAgeByClass, Head: []register.PriorityClass{register.Extraordinary},
			Pattern:    []policy.Turn{{Class: register.FirstPriority, Take: 1}, {Class: register.General, Take: 3}},
			Unverified: policy.UnverifiedGeneral, Refresh: []policy.MonthDay{{Month: time.June, Day: 30}}, RefreshNotice: cd(10),
		},
		Proof: policy.Proof{
			VerifyTerm: wd(5), Validity: months(1), ByRegister: register.PriorityGroups[2:],
			Certified: []register.PriorityGroup{register.Military, register.SpecialBodies, register.TeacherFamily},
		},
		Grounds: map[register.PriorityGroup]policy.Ground{
			register.Military: {Class: register.Extraordinary}, register.SpecialBodies: {Class: register.Extraordinary},
			register.DisabledGuardian: priority, register.WithoutCare: priority, register.Orphan: priority, register.LargeFamily: priority,
			register.SpecialNeeds: priority, register.DisabledChild: priority, register.TeacherFamily: priority,
			register.MedicalFamily: {Class: register.General},
		},
		PrivilegeScope: policy.InResidence,
		ChoiceMax:      4,
		Round: policy.Round{
			Target: policy.TargetVoucher, Scope: policy.ScopeCity, Every: policy.EveryWeek, SkipWithoutSeats: true,
			Approval: policy.ApprovedByMachine, Mechanism: policy.ByQueue,
		},
		Offer:      policy.Offer{AnswerTerm: wd(2), Declined: policy.ToClose, Expired: policy.ToSuspend, Reminder: wd(1)},
		Suspension: policy.Suspension{Term: cd(28), Restore: policy.RestoreOnRequest, RestoreLimit: 1, After: policy.AfterClosed},
		Contract:   policy.Contract{Term: wd(5), Lapsed: policy.ToClose, ExtensionLimit: 1, ExtensionTerm: cd(30)},
		Waitlist:   policy.Waitlist{AnswerTerm: cd(1), Declined: policy.WaitlistLeave},
		Twins:      policy.Twins{WindowDays: 31, Rule: policy.TwinsTogether},
		Season: policy.Season{
			ReleaseAge: 6, ReleaseFrom: policy.MonthDay{Month: time.June, Day: 1}, ReleaseTo: policy.MonthDay{Month: time.August, Day: 1},
			Formation: policy.MonthDay{Month: time.July, Day: 1}, FormationTo: policy.MonthDay{Month: time.August, Day: 31},
			FormingTerm: cd(31), ReleaseExempt: []register.GroupKind{register.SpecialGroup},
		},
		Attendance: policy.Attendance{
			Payable: map[register.DayCode]policy.Cap{
				register.Present: all, register.Ill: all, register.Sanatorium: all, register.Quarantine: all, register.Weather: all,
				register.Leave: all, register.ByRequest: {Days: 3}, register.Unjustified: {},
			},
			LeaveYearCap: cd(35),
		},
		Answer: policy.Answer{Term: wd(3), Silence: policy.SilenceUnpaid, Late: policy.LateAdjusts},
		Payment: policy.Payment{
			Scope: policy.PayVouchers, Excluded: []register.GroupKind{register.PreSchoolClass}, Rounding: money.HalfUp,
			PurposeCode: "859", Currency: "KZT",
		},
		VoucherScope: policy.VoucherAllPlaced, PilotExpires: day("2026-07-01"), SmallCell: 10,
		Application: policy.Application{
			Channels: register.ApplicationSources, Refusals: register.RefusalGrounds, RegistrationMinutes: 30, MaxDocumentBytes: 5 << 20,
		},
		Contact: policy.Contact{CheckEvery: months(6), Channels: 2},
		Notice: policy.Notice{
			Attempts: 3, Fallback: []register.NoticeWay{register.BySecondContact, register.ByCounter, register.ByPublic},
			FallbackTerm: wd(2), PublicTerm: wd(5),
		},
		Enrol:       policy.Enrol{Papers: true, AnswerTerm: wd(2), Refusals: register.PapersGrounds, Channel: policy.EnrolBase},
		Vaccination: policy.Vaccination{MinShare: 900, Scope: policy.VaccinatedInOrganisation, Exempt: []register.GroupKind{register.SpecialGroup}},
		Transfer:    policy.Transfer{Order: policy.TransferAfterQueue},
		Exchange:    policy.Exchange{Allowed: true, Same: policy.ExchangeTraits},
		Staff:       policy.Staff{Admission: true, Relations: register.StaffRelations},
		Appeal:      policy.Appeal{Term: wd(5), ForwardTerm: wd(3), LodgeTerm: months(3)},
		Takeover:    policy.Takeover{ConfirmTerm: cd(30)},
		ProviderRequirements: []string{
			"licence", "sanitary_conclusion", "fire_safety", "cameras", "qualified_staff", "integration", "no_debt",
		},
	}
}

func TestVoucherRules(t *testing.T) {
	t.Parallel()
	got := rulesOn(t, "kz-voucher-2026", "2026-01-05")
	if diff := same(voucherRules(), got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got.Zone.String() != "Asia/Almaty" || got.SHA256 != load(t, "kz-voucher-2026").SHA256 {
		t.Errorf("zone %s, hash %s", got.Zone, got.SHA256)
	}
}

func TestClassicRules(t *testing.T) {
	t.Parallel()
	want := voucherRules()
	want.Profile = "kz-classic-2025"
	want.Issue.EarlyAge = 0
	want.Queue.Categories, want.Queue.Refresh = policy.CategoriesNone, []policy.MonthDay{{Month: time.January, Day: 1}}
	want.Round.Target, want.Round.Every = policy.TargetSeat, policy.EveryDay
	want.Offer.AnswerTerm, want.Offer.Declined = cd(2), policy.ToSuspend
	want.Suspension = policy.Suspension{Term: cd(10), Restore: policy.RestoreByItself, RestoreLimit: 1, After: policy.AfterQueued}
	want.Contract.Lapsed = policy.ToSuspend
	want.Season.Formation = policy.MonthDay{Month: time.August, Day: 1}
	want.Payment.Scope = policy.PayStateOrder
	want.PilotExpires = civil.Date{}
	if diff := same(want, rulesOn(t, "kz-classic-2025", "2025-06-02")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// dated is the classic profile with a stop-list of 10 days until a day and of 20 days after it.
func dated(t *testing.T, second string) (*policy.Profile, error) {
	t.Helper()
	const row = `{"key": "suspension.term", "value": 10, "unit": "calendar_days", "from": "2025-01-01",`
	whole := text(t, "kz-classic-2025")
	if !strings.Contains(whole, row) {
		t.Fatal("the profile has no such row")
	}
	first := strings.Replace(row, `"2025-01-01"`, `"2025-01-01", "to": "2026-03-31"`, 1)
	return policy.Parse([]byte(strings.Replace(whole, row, second+first, 1)))
}

func TestRulesChangeOnTheirDay(t *testing.T) {
	t.Parallel()
	p, err := dated(t, `{"key": "suspension.term", "value": 20, "unit": "working_days", "from": "2026-04-01", "to": "2026-12-31", "source": "order", "mark": "law"},`)
	if err != nil {
		t.Fatal(err)
	}
	for on, want := range map[string]policy.Term{"2025-01-01": cd(10), "2026-03-31": cd(10), "2026-04-01": wd(20), "2026-12-31": wd(20)} {
		if rules, err := p.On(day(on)); err != nil || rules.Suspension.Term != want {
			t.Errorf("on %s: got %v, %v; want %v", on, rules.Suspension.Term, err, want)
		}
	}
	for on, want := range map[string]string{"2027-01-01": "suspension.term has no value", "2031-05-05": "suspension.term has no value", "2024-12-31": "begins on 2025-01-01"} {
		if _, err := p.On(day(on)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("on %s: got %v, want %q", on, err, want)
		}
	}
	changed, err := p.With("suspension.term", 7)
	if err != nil {
		t.Fatal(err)
	}
	if early, late := mustOn(t, changed, "2026-03-31"), mustOn(t, changed, "2026-04-01"); early.Suspension.Term != cd(7) || late.Suspension.Term != wd(7) {
		t.Errorf("every row of the key changes: got %v and %v", early.Suspension.Term, late.Suspension.Term)
	}
}

func mustOn(t *testing.T, p *policy.Profile, on string) policy.Rules {
	t.Helper()
	rules, err := p.On(day(on))
	if err != nil {
		t.Fatal(err)
	}
	return rules
}

func TestFromThePilotsEndEveryMarkIsAssumed(t *testing.T) {
	t.Parallel()
	p := load(t, "kz-voucher-2026")
	marks := func(on string) map[policy.Mark]int {
		count := map[policy.Mark]int{}
		for _, f := range p.Figures(day(on)) {
			count[f.Mark]++
		}
		return count
	}
	if before := marks("2026-06-30"); before[policy.Law] == 0 || before[policy.Press] == 0 || before[policy.Assumed] == 0 {
		t.Errorf("on the last day: %v", before)
	}
	if after := marks("2026-07-01"); after[policy.Assumed] != len(p.Keys()) {
		t.Errorf("on the day after: %v", after)
	}
	before, after := mustOn(t, p, "2026-06-30"), mustOn(t, p, "2026-07-01")
	if before.Grounds[register.TeacherFamily].Mark != policy.Law || after.Grounds[register.TeacherFamily].Mark != policy.Assumed {
		t.Errorf("marks of a ground: %v, then %v", before.Grounds[register.TeacherFamily], after.Grounds[register.TeacherFamily])
	}
	if diff := same(before, after); diff != "" {
		t.Errorf("the rules themselves stay (-before +after)\n%s", diff)
	}
	classic := load(t, "kz-classic-2025")
	if diff := cmp.Diff(mustOn(t, classic, "2026-06-30").Grounds, mustOn(t, classic, "2026-07-01").Grounds); diff != "" {
		t.Errorf("a profile without a pilot keeps its marks\n%s", diff)
	}
}

func TestAges(t *testing.T) {
	t.Parallel()
	byYear := rulesOn(t, "kz-voucher-2026", "2026-01-05")
	changed, err := load(t, "kz-voucher-2026").With("age.rule", "full_years")
	if err != nil {
		t.Fatal(err)
	}
	byBirthday := mustOn(t, changed, "2026-01-05")
	for _, c := range []struct {
		birth, on       string
		year, birthdays int
		old, early      bool
	}{
		{"2024-12-31", "2026-01-01", 2, 1, true, false},
		{"2024-12-31", "2025-12-31", 1, 1, false, false},
		{"2024-07-15", "2026-01-14", 2, 1, true, false},
		{"2025-01-01", "2026-06-30", 1, 1, false, false},
		{"2025-01-01", "2026-07-01", 1, 1, false, true},
		{"2020-02-29", "2026-02-27", 6, 5, true, true},
		{"2020-02-29", "2026-02-28", 6, 6, true, true},
	} {
		birth, on := day(c.birth), day(c.on)
		if got := byYear.Age(birth, on); got != c.year {
			t.Errorf("born %s, on %s: age by calendar year %d, want %d", birth, on, got, c.year)
		}
		if got := byBirthday.Age(birth, on); got != c.birthdays {
			t.Errorf("born %s, on %s: full years %d, want %d", birth, on, got, c.birthdays)
		}
		if got := byYear.OldEnough(birth, on); got != c.old {
			t.Errorf("born %s, on %s: old enough %t, want %t", birth, on, got, c.old)
		}
		if got := byYear.OldEnoughEarly(birth, on); got != c.early {
			t.Errorf("born %s, on %s: old enough for an early offer %t, want %t", birth, on, got, c.early)
		}
	}
	classic := rulesOn(t, "kz-classic-2025", "2026-01-05")
	if classic.OldEnoughEarly(day("2020-01-01"), day("2026-01-05")) {
		t.Error("the classic profile knows no early offers")
	}
}

func TestCap(t *testing.T) {
	t.Parallel()
	payable := rulesOn(t, "kz-voucher-2026", "2026-01-05").Attendance.Payable
	for _, c := range []struct {
		code       register.DayCode
		days, want int
	}{
		{register.Present, 22, 22}, {register.Leave, 22, 22}, {register.ByRequest, 2, 2}, {register.ByRequest, 3, 3}, {register.ByRequest, 4, 3},
		{register.Unjustified, 5, 0}, {register.DayOff, 8, 0}, {register.NotEnrolled, 4, 0}, {register.Ill, 0, 0},
	} {
		if got := payable[c.code].Of(c.days); got != c.want {
			t.Errorf("%d days of %c: %d paid, want %d", c.days, c.code, got, c.want)
		}
	}
}
