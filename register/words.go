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

// The words of each list.
const (
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
	CloseReasons      = []CloseReason{ClosedDemoScale, ClosedRenovation, ClosedStaff}
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
