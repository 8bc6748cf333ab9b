package register

import (
	"fmt"
	"slices"
)

// Language is a language of teaching, by its ISO 639-1 code.
type Language string

// PriorityClass is the tier of a child in the queue by law: the coarse class that may be shown in public.
type PriorityClass string

// PriorityGroup is the legal ground of a class: whose children they are. Personal data; never public.
type PriorityGroup string

// Ownership of a kindergarten.
type Ownership string

// KindergartenKind is the type of a preschool organisation (orders 27/2009 and 206/2013).
type KindergartenKind string

// GroupKind is what a group is for; tariffs differ by it.
type GroupKind string

// DayCode marks one day of one child on a sheet (our file format).
type DayCode byte

// CloseReason says why seats of a group are closed to new children. It is public.
type CloseReason string

// ApplicationSource says by which door an application came in.
type ApplicationSource string

// RefusalGround is a reason of the law not to register an application; the family may appeal against it.
type RefusalGround string

// NoticeWay is how a notice reaches a family, or is held to have reached it.
type NoticeWay string

// PapersGround is a reason for which a kindergarten may refuse a family's papers (ministry as told by inastana.kz, 04.06.2025).
type PapersGround string

// StaffRelation is how a child is related to someone who works in the kindergarten.
type StaffRelation string

// CapacityEventKind says what changes a kindergarten's seats, with a legal act behind it.
type CapacityEventKind string

// AppealKind says against what a family appeals.
type AppealKind string

// The words of each list.
const (
	FromGuardian ApplicationSource = "online"             // by the guardian, over the site
	FromCounter  ApplicationSource = "counter"            // on paper, typed by a clerk
	FromImport   ApplicationSource = "import"             // taken over from an old queue
	FromBirth    ApplicationSource = "birth_registration" // with the registration of the birth (order No 464, 2022)

	RefusedDuplicate  RefusalGround = "duplicate"  // the child stands in the queue already
	RefusedAge        RefusalGround = "age"        // outside the ages of the service
	RefusedPlaced     RefusalGround = "placed"     // the child has a seat
	RefusedIncomplete RefusalGround = "incomplete" // papers incomplete or false
	RefusedRight      RefusalGround = "no_right"   // the applicant may not act for the child

	BySMS           NoticeWay = "sms"
	ByEmail         NoticeWay = "email"
	ByAccount       NoticeWay = "account"        // read in the personal account
	BySecondContact NoticeWay = "second_contact" // the family's second contact person
	ByCounter       NoticeWay = "counter"        // handed over or read out by a clerk
	ByPublic        NoticeWay = "public"         // published by the application's code

	PapersIncomplete  PapersGround = "incomplete"
	PapersExpired     PapersGround = "expired"
	PapersVaccination PapersGround = "vaccination" // the share of the vaccinated would fall below the threshold

	StaffChild      StaffRelation = "child"
	StaffGrandchild StaffRelation = "grandchild"

	CapacityOpening    CapacityEventKind = "opening"
	CapacityExpansion  CapacityEventKind = "expansion"
	CapacityReduction  CapacityEventKind = "reduction"
	CapacityClosure    CapacityEventKind = "closure"
	CapacityRenovation CapacityEventKind = "renovation"
	CapacityMerger     CapacityEventKind = "merger"
	CapacityRenaming   CapacityEventKind = "renaming"
	CapacityChangeType CapacityEventKind = "change_of_type"

	AppealRefusal AppealKind = "refusal" // the application was not registered
	AppealProof   AppealKind = "proof"   // the evidence for a class was refused
	AppealOffer   AppealKind = "offer"   // an offer lapsed or was annulled
	AppealPapers  AppealKind = "papers"  // the kindergarten refused the papers
	AppealDispute AppealKind = "dispute" // a disputed attendance line was decided against the family

	Kazakh  Language = "kk"
	Russian Language = "ru"

	Extraordinary PriorityClass = "extraordinary"
	FirstPriority PriorityClass = "priority"
	General       PriorityClass = "general"

	Military         PriorityGroup = "military"
	SpecialBodies    PriorityGroup = "special_bodies"
	DisabledGuardian PriorityGroup = "disabled_guardian"
	WithoutCare      PriorityGroup = "without_care"
	Orphan           PriorityGroup = "orphan"
	LargeFamily      PriorityGroup = "large_family"
	SpecialNeeds     PriorityGroup = "special_needs"
	DisabledChild    PriorityGroup = "disabled_child"
	TeacherFamily    PriorityGroup = "teacher"
	MedicalFamily    PriorityGroup = "medical_worker"

	State   Ownership = "state"
	Private Ownership = "private"

	KindergartenProper KindergartenKind = "kindergarten"
	MiniCentre         KindergartenKind = "mini_centre"
	SchoolComplex      KindergartenKind = "complex"

	GeneralGroup    GroupKind = "general"
	SpecialGroup    GroupKind = "special"
	SanatoriumGroup GroupKind = "sanatorium"
	InclusiveGroup  GroupKind = "inclusive"
	PreSchoolClass  GroupKind = "pre_school_class"

	DayOff      DayCode = '.'
	NotEnrolled DayCode = '-'
	Present     DayCode = 'P'
	Ill         DayCode = 'S'
	Sanatorium  DayCode = 'C'
	Quarantine  DayCode = 'Q'
	Weather     DayCode = 'W'
	Leave       DayCode = 'V'
	ByRequest   DayCode = 'A'
	Unjustified DayCode = 'U'

	ClosedDemoScale  CloseReason = "demo_scale"
	ClosedRenovation CloseReason = "renovation"
	ClosedStaff      CloseReason = "staff"
	ClosedEmergency  CloseReason = "emergency"
	ClosedSanitary   CloseReason = "sanitary" // order of the sanitary service
	ClosedByEvent    CloseReason = "capacity_event"
)

// The closed lists, in the order in which they are shown.
var (
	Languages         = []Language{Kazakh, Russian}
	PriorityClasses   = []PriorityClass{Extraordinary, FirstPriority, General}
	PriorityGroups    = []PriorityGroup{Military, SpecialBodies, DisabledGuardian, WithoutCare, Orphan, LargeFamily, SpecialNeeds, DisabledChild, TeacherFamily, MedicalFamily}
	Ownerships        = []Ownership{State, Private}
	KindergartenKinds = []KindergartenKind{KindergartenProper, MiniCentre, SchoolComplex}
	GroupKinds        = []GroupKind{GeneralGroup, SpecialGroup, SanatoriumGroup, InclusiveGroup, PreSchoolClass}
	DayCodes          = []DayCode{DayOff, NotEnrolled, Present, Ill, Sanatorium, Quarantine, Weather, Leave, ByRequest, Unjustified}
	CloseReasons      = []CloseReason{ClosedDemoScale, ClosedRenovation, ClosedStaff, ClosedEmergency, ClosedSanitary, ClosedByEvent}

	ApplicationSources = []ApplicationSource{FromGuardian, FromCounter, FromImport, FromBirth}
	RefusalGrounds     = []RefusalGround{RefusedDuplicate, RefusedAge, RefusedPlaced, RefusedIncomplete, RefusedRight}
	NoticeWays         = []NoticeWay{BySMS, ByEmail, ByAccount, BySecondContact, ByCounter, ByPublic}
	PapersGrounds      = []PapersGround{PapersIncomplete, PapersExpired, PapersVaccination}
	StaffRelations     = []StaffRelation{StaffChild, StaffGrandchild}
	CapacityEventKinds = []CapacityEventKind{CapacityOpening, CapacityExpansion, CapacityReduction, CapacityClosure, CapacityRenovation, CapacityMerger, CapacityRenaming, CapacityChangeType}
	AppealKinds        = []AppealKind{AppealRefusal, AppealProof, AppealOffer, AppealPapers, AppealDispute}
)

// ParseWord finds a word in its closed list; an unknown word is an error that lists the known ones.
func ParseWord[W ~string](list []W, s string) (W, error) {
	if i := slices.Index(list, W(s)); i >= 0 {
		return list[i], nil
	}
	return "", fmt.Errorf("unknown word %q: one of %v", s, list)
}

// IsDayCode tells whether b is a code of a sheet.
func IsDayCode(b byte) bool { return slices.Contains(DayCodes, DayCode(b)) }
