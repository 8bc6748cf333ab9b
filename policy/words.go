package policy

// The closed lists of words that a rule may be. They are untouched by translation: pages word them through messages.

// AgeRule says how a child's age is counted.
type AgeRule string

// QueueOrder says what orders applications inside a class.
type QueueOrder string

// UnverifiedRule says where an application stands whose ground is claimed but not verified yet.
type UnverifiedRule string

// PrivilegeScope says where a ground counts.
type PrivilegeScope string

// RoundTarget says what a round offers.
type RoundTarget string

// RoundScope says over which territory one queue runs.
type RoundScope string

// RoundEvery says how often a round runs.
type RoundEvery string

// Consequence is what becomes of an application.
type Consequence string

// Restoring says whether a suspended application comes back on request or by itself.
type Restoring string

// Afterwards is what becomes of a suspended application when the term of its suspension is over.
type Afterwards string

// WaitlistConsequence is what a missed or declined seat of a waiting list costs.
type WaitlistConsequence string

// TwinsRule says how children of one birth are placed.
type TwinsRule string

// Silence is what an unanswered month is worth.
type Silence string

// LateAnswer is what an answer is worth that comes after its term.
type LateAnswer string

// PaymentScope says whose months are paid.
type PaymentScope string

// VoucherScope says who receives a voucher.
type VoucherScope string

// The words of each list.
const (
	ByCalendarYear AgeRule = "calendar_year" // the year less the year of birth
	ByFullYears    AgeRule = "full_years"    // birthdays passed

	ByRegistration QueueOrder = "registered_at" // the instant of submission, then the server's counter
	ByLottery      QueueOrder = "lottery"       // a seeded draw

	UnverifiedGeneral UnverifiedRule = "general" // in the general queue, by its own date
	UnverifiedClaimed UnverifiedRule = "claimed" // in the class that it claims

	InResidence    PrivilegeScope = "residence"    // in the settlement where the child lives
	InJurisdiction PrivilegeScope = "jurisdiction" // everywhere in the authority's territory

	TargetVoucher RoundTarget = "voucher"
	TargetSeat    RoundTarget = "seat"

	ScopeCity       RoundScope = "city"
	ScopeDistrict   RoundScope = "district"
	ScopeSettlement RoundScope = "settlement"

	EveryDay  RoundEvery = "day"  // each working day
	EveryWeek RoundEvery = "week" // the first working day of each week

	ToQueue   Consequence = "queue"   // stays in the queue at its own date
	ToSuspend Consequence = "suspend" // out of the queue for the term of suspension
	ToClose   Consequence = "close"   // the position is annulled

	RestoreOnRequest Restoring = "request"   // the family asks within the term, as often as the limit says
	RestoreByItself  Restoring = "automatic" // nobody has to ask: the term runs out

	AfterQueued Afterwards = "queued"
	AfterClosed Afterwards = "closed"

	WaitlistLeave WaitlistConsequence = "leave" // leaves the waiting list of that kindergarten
	WaitlistStay  WaitlistConsequence = "stay"
	WaitlistClose WaitlistConsequence = "close" // the voucher returns and the application is closed

	TwinsTogether TwinsRule = "together_or_none"
	TwinsTry      TwinsRule = "together_if_possible"
	TwinsApart    TwinsRule = "apart" // each child on its own

	SilenceUnpaid Silence = "unpaid"
	SilencePaid   Silence = "paid"

	LateAdjusts LateAnswer = "adjustment" // counts in the next cycle
	LateIsVoid  LateAnswer = "void"

	PayVouchers   PaymentScope = "voucher"     // months of children with an active voucher
	PayStateOrder PaymentScope = "state_order" // months in kindergartens with a state order

	VoucherAllPlaced VoucherScope = "all_placed" // also children who held a seat on the first day
	VoucherNew       VoucherScope = "new"        // only children whom a round gives one
)

// The closed lists.
var (
	AgeRules             = []AgeRule{ByCalendarYear, ByFullYears}
	QueueOrders          = []QueueOrder{ByRegistration, ByLottery}
	UnverifiedRules      = []UnverifiedRule{UnverifiedGeneral, UnverifiedClaimed}
	PrivilegeScopes      = []PrivilegeScope{InResidence, InJurisdiction}
	RoundTargets         = []RoundTarget{TargetVoucher, TargetSeat}
	RoundScopes          = []RoundScope{ScopeCity, ScopeDistrict, ScopeSettlement}
	RoundRhythms         = []RoundEvery{EveryDay, EveryWeek}
	Consequences         = []Consequence{ToQueue, ToSuspend, ToClose}
	Restorings           = []Restoring{RestoreOnRequest, RestoreByItself}
	AfterwardsWords      = []Afterwards{AfterQueued, AfterClosed}
	WaitlistConsequences = []WaitlistConsequence{WaitlistLeave, WaitlistStay, WaitlistClose}
	TwinsRules           = []TwinsRule{TwinsTogether, TwinsTry, TwinsApart}
	Silences             = []Silence{SilenceUnpaid, SilencePaid}
	LateAnswers          = []LateAnswer{LateAdjusts, LateIsVoid}
	PaymentScopes        = []PaymentScope{PayVouchers, PayStateOrder}
	VoucherScopes        = []VoucherScope{VoucherAllPlaced, VoucherNew}
)
