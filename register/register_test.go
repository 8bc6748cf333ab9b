package register_test

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
)

func TestIDFromBytes(t *testing.T) {
	t.Parallel()
	readable := regexp.MustCompile(`^[0-9a-hjkmnp-tv-z]{26}$`)
	rapid.Check(t, func(t *rapid.T) {
		var a, b [16]byte
		copy(a[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "a"))
		copy(b[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "b"))
		ida, idb := register.NewID[register.Child](a), register.NewID[register.Child](b)
		if !readable.MatchString(ida.String()) {
			t.Fatalf("id %q is no 26 readable characters", ida)
		}
		if (a == b) != (ida == idb) {
			t.Fatalf("%x and %x give %s and %s", a, b, ida, idb)
		}
	})
}

func TestIDAsStored(t *testing.T) {
	t.Parallel()
	var none, id register.ID[register.Group]
	if v, err := none.Value(); v != nil || err != nil || !none.IsZero() {
		t.Errorf("empty id is stored as %v, %v; want NULL", v, err)
	}
	for _, src := range []any{"g1", []byte("g1")} {
		if err := id.Scan(src); err != nil || id != "g1" {
			t.Errorf("scan %T: %q, %v", src, id, err)
		}
	}
	if v, err := id.Value(); v != "g1" || err != nil {
		t.Errorf("id is stored as %v, %v", v, err)
	}
	if err := id.Scan(nil); err != nil || !id.IsZero() {
		t.Errorf("NULL reads as %q, %v", id, err)
	}
	if err := id.Scan(7); err == nil {
		t.Error("a number reads as an id")
	}
}

func TestErrorInAChain(t *testing.T) {
	t.Parallel()
	refusal := register.Refuse(register.Conflict, "offer.lapsed").With("by", "2026-03-01").With("state", "open")
	err := fmt.Errorf("accept offer %s: %w", "o1", refusal)
	if register.KindOf(err) != register.Conflict || register.CodeOf(err) != "offer.lapsed" {
		t.Errorf("kind %q, code %q", register.KindOf(err), register.CodeOf(err))
	}
	if got, want := err.Error(), "accept offer o1: conflict: offer.lapsed"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if diff := cmp.Diff(map[string]string{"by": "2026-03-01", "state": "open"}, refusal.Args); diff != "" {
		t.Error(diff)
	}
	field := &register.Error{Kind: register.Invalid, Code: "iin.control", Field: "iin"}
	if got, want := field.Error(), "invalid: iin.control (iin)"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	for _, internal := range []error{nil, errors.New("disk full")} {
		if register.KindOf(internal) != "" || register.CodeOf(internal) != "" {
			t.Errorf("%v counts as a refusal", internal)
		}
	}
}

func TestParseWord(t *testing.T) {
	t.Parallel()
	if got, err := register.ParseWord(register.PriorityClasses, "priority"); got != register.FirstPriority || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	for _, unknown := range []string{"", "Priority", "vip", " general"} {
		_, err := register.ParseWord(register.PriorityClasses, unknown)
		if err == nil || !strings.Contains(err.Error(), "extraordinary priority general") {
			t.Errorf("ParseWord(%q): %v; want an error that lists the known words", unknown, err)
		}
	}
}

func TestWordListsAreClosedSets(t *testing.T) {
	t.Parallel()
	checkList(t, register.Languages)
	checkList(t, register.PriorityClasses)
	checkList(t, register.PriorityGroups)
	checkList(t, register.Ownerships)
	checkList(t, register.KindergartenKinds)
	checkList(t, register.GroupKinds)
	checkList(t, register.CloseReasons)
	checkList(t, register.AuthorityKinds)
}

func checkList[W ~string](t *testing.T, list []W) {
	t.Helper()
	for i, word := range list {
		if word == "" || strings.ToLower(string(word)) != string(word) {
			t.Errorf("%T %q is no lower-case word", word, word)
		}
		if slices.Index(list, word) != i {
			t.Errorf("%T %q stands twice", word, word)
		}
		if got, err := register.ParseWord(list, string(word)); got != word || err != nil {
			t.Errorf("%T %q does not read back: %v", word, word, err)
		}
	}
}

func TestDayCodes(t *testing.T) {
	t.Parallel()
	var known []byte
	for b := range 256 {
		if register.IsDayCode(byte(b)) {
			known = append(known, byte(b))
		}
	}
	if got, want := string(known), "-.ACPQSUVW"; got != want {
		t.Errorf("day codes %q, want %q", got, want)
	}
}

func TestSeatsAreComputed(t *testing.T) {
	t.Parallel()
	g := register.Group{Authority: "a", Kindergarten: "k", Seats: 25, Closed: 5, Placed: 12, Offered: 3}
	if g.Open() != 20 || g.Vacant() != 5 {
		t.Errorf("open %d, vacant %d", g.Open(), g.Vacant())
	}
	if g.Scope() != "a" || g.AtKindergarten() != "k" {
		t.Errorf("scope %s, kindergarten %s", g.Scope(), g.AtKindergarten())
	}
}

func TestAgeIsOfTheCalendarYear(t *testing.T) {
	t.Parallel()
	for _, born := range []string{"2022-01-01", "2022-12-31"} {
		c := register.Child{BirthDate: civil.MustParseDate(born)}
		if got := c.AgeInYear(2026); got != 4 {
			t.Errorf("born %s: %d in 2026, want 4", born, got)
		}
	}
}

func TestNounsSayWhoseTheyAre(t *testing.T) {
	t.Parallel()
	child := register.Child{Authority: "a", Guardian: "g"}
	if child.Scope() != "a" || child.OfGuardian() != "g" {
		t.Errorf("child of %s in %s", child.OfGuardian(), child.Scope())
	}
	site := register.Kindergarten{Authority: "a", ID: "k"}
	if site.Scope() != "a" || site.AtKindergarten() != "k" {
		t.Errorf("kindergarten %s in %s", site.AtKindergarten(), site.Scope())
	}
	if got := (register.Provider{Authority: "a"}).Scope(); got != "a" {
		t.Errorf("provider in %s", got)
	}
}
