package policy

import (
	"slices"
	"time"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/register"
)

// Rules are the figures of a profile that hold on one day, typed. A rule that the jurisdiction does not have is the zero
// value of its field. Rules share memory with their profile: they are read, never written.
type Rules struct {
	Profile  string             // name of the profile
	SHA256   string             // of its canonical text; every decision stores it
	Zone     *time.Location     // zone: the clock of the jurisdiction
	Calendar civil.WorkCalendar // of the profile's calendars

	AgeRule         AgeRule  // age.rule
	AgeDay          MonthDay // age.day: with ByFullYears, birthdays are counted up to this day of the year; none: up to today
	Issue           Issue
	Queue           Queue
	Proof           Proof
	Grounds         map[register.PriorityGroup]Ground // priority.ground.*; every ground has an entry
	PrivilegeScope  PrivilegeScope                    // privilege.scope
	ChoiceMax       int                               // choice.max: kindergartens that a family may rank
	Round           Round
	Offer           Offer
	Suspension      Suspension
	Contract        Contract
	Waitlist        Waitlist
	Twins           Twins
	Season          Season
	Attendance      Attendance
	Answer          Answer
	Payment         Payment
	VoucherScope    VoucherScope // voucher.scope; counts only with TargetVoucher
	PilotExpires    civil.Date   // pilot.expires: first day without legal basis; none if there is no end
	SmallCell       int          // position.small_cell: no published count of people below it
	RegistrationFee money.Tiyn   // registration.fee

	Application          Application
	Contact              Contact
	Points               []PointRow // points.table: what a fact is worth; counts with a criterion "points:…" of queue.order
	Guarantee            Guarantee
	Notice               Notice
	Enrol                Enrol
	Vaccination          Vaccination
	Transfer             Transfer
	Exchange             Exchange
	Staff                Staff
	Appeal               Appeal
	Takeover             Takeover
	ProviderRequirements []string // provider.requirements: names of what an organisation must show to be listed
}

// Issue holds when a child may get an offer.
type Issue struct {
	MinAge    int // issue.min_age, in years by AgeRule
	MinMonths int // issue.min_age, in months, where it is given so; then MinAge does not count
	EarlyAge  int // issue.early_age, in months; only when all older children are satisfied; 0 = never earlier
	MaxAge    int // issue.max_age, in years by AgeRule: the last age at which one may queue

	Lead Term // issue.lead: an application with a desired start takes part from the start less this
}

// Queue holds the order of the waiting.
type Queue struct {
	Order      []Criterion              // queue.order, compared one after the other; see Criterion
	Categories CategoryRule             // queue.categories
	Head       []register.PriorityClass // queue.head: served before everybody, in this order
	Pattern    []Turn                   // queue.pattern: then turn by turn, the count carried over between rounds
	Unverified UnverifiedRule           // queue.unverified
	Refresh    []MonthDay               // queue.refresh: on these days applications move between categories

	RefreshNotice Term // queue.refresh_notice: so long before it the families who would move are told

	ResidenceTiers []string // queue.residence_tiers: names of the tiers for ByResidence, the strongest first
}

// Drawn reports whether a draw takes part in the order.
func (q Queue) Drawn() bool { return slices.Contains(q.Order, ByLottery) }

// Turn is one part of a pattern: take so many of a class, then go on to the next turn.
type Turn struct {
	Class register.PriorityClass `json:"class"`
	Take  int                    `json:"take"`
}

// Proof holds the terms of evidence for a ground.
type Proof struct {
	VerifyTerm Term // proof.verify_term
	Validity   Term // proof.validity of a certificate, from its issue

	ByRegister []register.PriorityGroup // proof.by_register: grounds that a state register can confirm
	Certified  []register.PriorityGroup // proof.certified: grounds proven by a certificate of limited validity
}

// Ground is what a legal ground is worth, and how well that is known.
type Ground struct {
	Class  register.PriorityClass
	Mark   Mark
	Source string
}

// Round holds how rounds run.
type Round struct {
	Target           RoundTarget // round.target
	Scope            RoundScope  // round.scope
	Every            RoundEvery  // round.every
	SkipWithoutSeats bool        // round.skip_without_seats: a queue without free seats takes no part and keeps its turn

	Approval  RoundApproval  // round.approval
	Mechanism RoundMechanism // round.mechanism
}

// Offer holds the answer to an offer.
type Offer struct {
	AnswerTerm Term        // offer.answer_term, from delivery
	Declined   Consequence // offer.declined
	Expired    Consequence // offer.expired
	Reminder   Term        // offer.reminder: so long before the last day the family is reminded
}

// Suspension holds the time out of the queue.
type Suspension struct {
	Term         Term       // suspension.term
	Restore      Restoring  // suspension.restore
	RestoreLimit int        // suspension.restore_limit: how often a request is granted; counts only with RestoreOnRequest
	After        Afterwards // suspension.after: once the term has run out
}

// Contract holds the step from an accepted offer to a placement.
type Contract struct {
	Term           Term        // contract.term
	Lapsed         Consequence // contract.lapsed; a voucher not used by then returns to the pool in any case
	ExtensionLimit int         // contract.extension_limit
	ExtensionTerm  Term        // contract.extension_term
}

// Waitlist holds the waiting lists of kindergartens for voucher holders; it counts only with TargetVoucher.
type Waitlist struct {
	AnswerTerm Term                // waitlist.answer_term
	Declined   WaitlistConsequence // waitlist.declined; silence counts the same
}

// Twins holds who are twins and how they are placed.
type Twins struct {
	WindowDays int       // twins.window_days: largest difference of birth dates
	Rule       TwinsRule // twins.rule
}

// Season holds the yearly calendar of groups.
type Season struct {
	ReleaseAge  int      // season.release_age, in full years
	ReleaseFrom MonthDay // season.release_from
	ReleaseTo   MonthDay // season.release_to, last day
	Formation   MonthDay // season.formation: groups move up
	FormationTo MonthDay // season.formation_to: last day of the campaign; none if it has no end
	FormingTerm Term     // season.forming_term: how long from Formation nobody enters a group that leaves for school
	FreezeFrom  MonthDay // season.freeze_from: from here no round runs; counts only together with FreezeTo
	FreezeTo    MonthDay // season.freeze_to, last day; before FreezeFrom it lies in the next year

	ReleaseExempt []register.GroupKind // season.release_exempt: kinds of group whose children stay
}

// Attendance holds which days are paid.
type Attendance struct {
	Payable      map[register.DayCode]Cap // attendance.payable.*; a code without an entry is never paid
	LeaveYearCap Term                     // attendance.leave_year_cap
}

// Cap is how many days of a code are paid in a month.
type Cap struct {
	All  bool // every day
	Days int  // else at most so many
}

// Of is how many of n days of a month are paid.
func (c Cap) Of(n int) int {
	if c.All {
		return n
	}
	return min(n, c.Days)
}

// Answer holds the family's answer to a month's sheet.
type Answer struct {
	Term    Term       // answer.term, after the sheet is signed
	Silence Silence    // answer.silence
	Late    LateAnswer // answer.late
}

// Payment holds whom and how one pays.
type Payment struct {
	Scope       PaymentScope         // payment.scope
	Excluded    []register.GroupKind // payment.excluded: kinds of group that another order pays for
	Rounding    money.Rounding       // payment.rounding
	PurposeCode string               // payment.purpose_code: code of the payment purpose
	Currency    string               // payment.currency, ISO 4217
}

// Age is the child's age in years on a day by the rule of the jurisdiction.
func (r *Rules) Age(birth, day civil.Date) int {
	age := day.Year() - birth.Year()
	if r.AgeRule == ByCalendarYear {
		return age
	}
	if r.AgeDay != (MonthDay{}) {
		day = r.AgeDay.In(day.Year())
	}
	if day.Before(birth.AddYears(age)) {
		age--
	}
	return age
}

// Reached reports whether a child has reached an age, in full years, on a day.
func Reached(birth civil.Date, age int, day civil.Date) bool { return !day.Before(birth.AddYears(age)) }

// GrowsOut reports whether the children of a birth year leave for school in a year: schools take those who reach the age by its
// end, and a group moves up as a whole.
func (s Season) GrowsOut(birthYear, year int) bool { return year-birthYear >= s.ReleaseAge }

// OldEnough reports whether a child may get an offer on a day in the ordinary order.
func (r *Rules) OldEnough(birth, day civil.Date) bool {
	if r.Issue.MinMonths > 0 {
		return !day.Before(birth.AddMonths(r.Issue.MinMonths))
	}
	return r.Age(birth, day) >= r.Issue.MinAge
}

// OldEnoughEarly reports whether a child may get an offer on a day when all older children are satisfied.
func (r *Rules) OldEnoughEarly(birth, day civil.Date) bool {
	return r.Issue.EarlyAge > 0 && !day.Before(birth.AddMonths(r.Issue.EarlyAge))
}
