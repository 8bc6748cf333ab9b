package register

import "github.com/balajol/balajol/civil"

// AuthorityKind is the level of an authority in the tree.
type AuthorityKind string

// The levels of the tree.
const (
	Nation     AuthorityKind = "nation"
	Region     AuthorityKind = "region"
	City       AuthorityKind = "city"
	District   AuthorityKind = "district"
	Settlement AuthorityKind = "settlement"
)

// AuthorityKinds lists the levels from the top.
var AuthorityKinds = []AuthorityKind{Nation, Region, City, District, Settlement}

// Authority is a department or a territory in the tree of authorities. Its parent and its profile are dated facts
// (AuthorityParent, AuthorityProfile) because both change.
type Authority struct {
	ID     ID[Authority]
	Kind   AuthorityKind
	NameKK string
	NameRU string
	NameEN string
	Joined civil.Date // the day on which it joined the system
}

// AuthorityParent says under whom an authority stands, and when.
type AuthorityParent struct {
	Authority ID[Authority]
	Parent    ID[Authority]
	During    civil.DateRange
}

// AuthorityProfile says which policy profile an authority follows from a day on.
type AuthorityProfile struct {
	Authority ID[Authority]
	From      civil.Date
	Profile   string // name of the profile
	SHA256    string // hash of the profile's canonical text when it was adopted
}

// Scoped is anything that belongs to an authority; rights are checked on it.
type Scoped interface{ Scope() ID[Authority] }

// Provider is the legal entity (or sole trader) that gives the service and is paid for it.
type Provider struct {
	Authority ID[Authority]
	ID        ID[Provider]
	BIN       string // 12 digits: BIN of an entity or IIN of a sole trader (Education Law art. 40 p.1)
	Name      string
	IBAN      string
	Generated bool // BIN and IBAN were generated for a demonstration
}

// Scope returns the authority.
func (p Provider) Scope() ID[Authority] { return p.Authority }

// Kindergarten is one site of a provider. Its code is the register's stable key: names are not keys, since two
// kindergartens of one city share a name and one kindergarten is spelt in several ways.
type Kindergarten struct {
	Authority    ID[Authority]
	ID           ID[Kindergarten]
	Code         string // the register's own code, unique in the authority
	Provider     ID[Provider]
	Name         string
	FormerNames  []string
	Ownership    Ownership
	Kind         KindergartenKind
	Groups       int
	Places       int    // licensed seats
	PlacesSource string // where the figure comes from
	Opened       string // year and month, as precise as the source is
	StateOrder   bool   // holds a state order
	District     string // city district
	Settlement   string // "" = the authority's own
	Lat, Lon     int64  // micro-degrees; 0, 0 = unknown
	Languages    string // languages of teaching, "kk", "ru" or "kk|ru"
	Regime       string // hours a day as the source writes them
	Ref          string // row of the source
	Generated    []string
	ClosedOn     civil.Date // first day on which it is no more; none: it works
}

// Scope returns the authority.
func (k Kindergarten) Scope() ID[Authority] { return k.Authority }

// AtKindergarten returns its own id.
func (k Kindergarten) AtKindergarten() ID[Kindergarten] { return k.ID }

// Group is an age group of a kindergarten: the unit of seats and of the roll call.
type Group struct {
	Authority    ID[Authority]
	ID           ID[Group]
	Kindergarten ID[Kindergarten]
	Number       int // 1, 2, … inside the kindergarten
	Age          int // age group in years by calendar year, of the season it was formed in
	BirthYear    int // birth year of its children
	Language     Language
	Kind         GroupKind
	Seats        int // licensed
	Closed       int // seats closed to children
	CloseReason  CloseReason
	Placed       int // children placed, kept in the transaction that places them
	Offered      int // seats held by open or accepted offers, kept likewise
	Generated    bool
}

// Scope returns the authority.
func (g Group) Scope() ID[Authority] { return g.Authority }

// AtKindergarten returns the kindergarten.
func (g Group) AtKindergarten() ID[Kindergarten] { return g.Kindergarten }

// Open returns the seats that children may take.
func (g Group) Open() int { return g.Seats - g.Closed }

// Vacant returns the seats that are computed free: open − placed − offered. It is never declared by anybody.
func (g Group) Vacant() int { return g.Open() - g.Placed - g.Offered }

// Guardian acts for a child by law.
type Guardian struct {
	Authority ID[Authority]
	ID        ID[Guardian]
	IIN       string
	Phone     string
}

// Child is the one who gets the seat.
type Child struct {
	Authority ID[Authority]
	ID        ID[Child]
	IIN       string
	BirthDate civil.Date
	Guardian  ID[Guardian]
	Language  Language
	District  string
	Lat, Lon  int64 // micro-degrees of the home, for distance; 0, 0 = unknown
	Generated bool
}

// Scope returns the authority.
func (c Child) Scope() ID[Authority] { return c.Authority }

// OfGuardian returns the guardian.
func (c Child) OfGuardian() ID[Guardian] { return c.Guardian }

// AgeInYear is the child's age by calendar year: the year less the year of birth (Order 348 p.25).
func (c Child) AgeInYear(year int) int { return year - c.BirthDate.Year() }
