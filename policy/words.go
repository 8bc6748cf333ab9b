package policy

// The closed lists of words that a rule may be. They are untouched by translation: pages word them through messages.

// AgeRule says how a child's age is counted.
type AgeRule string

// CategoryRule says whether a queue is cut into categories, each with a number that the family sees.
type CategoryRule string

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

// RoundApproval says who lets a round be published.
type RoundApproval string

// RoundMechanism says whose order decides about a seat.
type RoundMechanism string

// EnrolChannel says through which door a child is enrolled.
type EnrolChannel string

// VaccinationScope says of whom the share of the vaccinated is taken.
type VaccinationScope string

// TransferOrder says when children who wish to change the kindergarten are served.
type TransferOrder string

// ExchangeTrait is what two children who exchange seats must have in common.
type ExchangeTrait string

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

	CategoriesNone       CategoryRule = "none"
	CategoriesAgeByClass CategoryRule = "age_by_class" // the oldest birth year first, in it the strongest class

	UnverifiedGeneral UnverifiedRule = "general" // in the general queue, by its own date
	UnverifiedClaimed UnverifiedRule = "claimed" // in the class that it claims

	InResidence    PrivilegeScope = "residence"    // in the settlement where the child lives
	InJurisdiction PrivilegeScope = "jurisdiction" // everywhere in the authority's territory

	TargetVoucher RoundTarget = "voucher"
	TargetSeat    RoundTarget = "seat"

	ScopeCity       RoundScope = "city"
	ScopeDistrict   RoundScope = "district"
	ScopeSettlement RoundScope = "settlement"

	EveryDay    RoundEvery = "day"    // each working day
	EveryWeek   RoundEvery = "week"   // the first working day of each week
	EverySeason RoundEvery = "season" // once a year, when the groups of the new season are formed

	ApprovedByMachine RoundApproval = "automatic"     // a round that passed its check is published at once
	ApprovedByPerson  RoundApproval = "second_person" // somebody else than its author publishes it

	ByQueue        RoundMechanism = "queue"              // the queue's order alone decides
	ByKindergarten RoundMechanism = "kindergarten_order" // each kindergarten has an order of its own

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

	EnrolBase   EnrolChannel = "base_only" // only through the single base
	EnrolOffice EnrolChannel = "office"    // also at the kindergarten's office, on paper

	VaccinatedInGroup        VaccinationScope = "group"
	VaccinatedInOrganisation VaccinationScope = "organisation"

	TransferAfterQueue TransferOrder = "after_queue" // with the seats that the queue leaves
	TransferByDate     TransferOrder = "by_date"     // in the queue, by the date of the wish
	TransferNone       TransferOrder = "none"        // there are no transfers

	SameBirthYear ExchangeTrait = "birth_year"
	SameKind      ExchangeTrait = "kind"
	SameLanguage  ExchangeTrait = "language"

	PayVouchers   PaymentScope = "voucher"     // months of children with an active voucher
	PayStateOrder PaymentScope = "state_order" // months in kindergartens with a state order

	VoucherAllPlaced VoucherScope = "all_placed" // also children who held a seat on the first day
	VoucherNew       VoucherScope = "new"        // only children whom a round gives one
)

// The closed lists.
var (
	AgeRules             = []AgeRule{ByCalendarYear, ByFullYears}
	CategoryRules        = []CategoryRule{CategoriesNone, CategoriesAgeByClass}
	UnverifiedRules      = []UnverifiedRule{UnverifiedGeneral, UnverifiedClaimed}
	PrivilegeScopes      = []PrivilegeScope{InResidence, InJurisdiction}
	RoundTargets         = []RoundTarget{TargetVoucher, TargetSeat}
	RoundScopes          = []RoundScope{ScopeCity, ScopeDistrict, ScopeSettlement}
	RoundRhythms         = []RoundEvery{EveryDay, EveryWeek, EverySeason}
	RoundApprovals       = []RoundApproval{ApprovedByMachine, ApprovedByPerson}
	RoundMechanisms      = []RoundMechanism{ByQueue, ByKindergarten}
	Consequences         = []Consequence{ToQueue, ToSuspend, ToClose}
	Restorings           = []Restoring{RestoreOnRequest, RestoreByItself}
	AfterwardsWords      = []Afterwards{AfterQueued, AfterClosed}
	WaitlistConsequences = []WaitlistConsequence{WaitlistLeave, WaitlistStay, WaitlistClose}
	TwinsRules           = []TwinsRule{TwinsTogether, TwinsTry, TwinsApart}
	Silences             = []Silence{SilenceUnpaid, SilencePaid}
	LateAnswers          = []LateAnswer{LateAdjusts, LateIsVoid}
	EnrolChannels        = []EnrolChannel{EnrolBase, EnrolOffice}
	VaccinationScopes    = []VaccinationScope{VaccinatedInGroup, VaccinatedInOrganisation}
	TransferOrders       = []TransferOrder{TransferAfterQueue, TransferByDate, TransferNone}
	ExchangeTraits       = []ExchangeTrait{SameBirthYear, SameKind, SameLanguage}
	PaymentScopes        = []PaymentScope{PayVouchers, PayStateOrder}
	VoucherScopes        = []VoucherScope{VoucherAllPlaced, VoucherNew}
)
