package admission_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
)

// shownTo are the structs in which use cases show a person's data to a role, and the step of access.Steps that lists their
// fields.
var shownTo = []struct {
	step string
	role access.Role
	data any
}{
	{"prove", access.Officer, admission.ProofTask{}},
	{"enrol", access.Kindergarten, admission.SeatOffer{}},
	{"complain", access.Family, admission.AppealAnswer{}},
	{"complain", access.Officer, admission.AppealToForward{}},
	{"complain", access.Approver, admission.AppealToDecide{}},
	{"staff", access.Officer, admission.StaffTask{}},
	{"transfer", access.Family, admission.ChildTransfer{}},
	{"exchange", access.Family, admission.SeatExchange{}},
}

// What the table of steps lists is what the use cases return: no field more, none less.
func TestStepsListTheFieldsOfTheCode(t *testing.T) {
	t.Parallel()
	for _, s := range shownTo {
		listed, found := access.Sees(s.step, s.role)
		if !found {
			t.Errorf("%s takes no part in step %s", s.role, s.step)
		}
		want, got := fieldsOf(reflect.TypeOf(s.data), ""), slices.Clone(listed)
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s as %s (-code +table):\n%s", s.step, s.role, diff)
		}
	}
}

// deskLists are the lists in which people at a desk find their work.
var deskLists = []any{
	admission.ProofTask{}, admission.AppealToForward{}, admission.AppealToDecide{}, admission.StaffTask{}, admission.NoticeTask{}, admission.TakeoverTask{},
	admission.TakeoverReview{}, admission.TakeoverReport{}, admission.ContactTask{}, admission.RefreshPreview{}, admission.RoundPreview{}, preschool.Guardianship{},
}

// Whoever has the code of an application may open its public page: so no list of a desk holds one, and nothing in it may.
func TestNoDeskIsHandedTheCodeOfAnApplication(t *testing.T) {
	t.Parallel()
	for _, list := range deskLists {
		if path := codeIn(reflect.TypeOf(list)); path != "" {
			t.Errorf("%T holds the code of an application: %s", list, path)
		}
	}
	for _, s := range shownTo {
		if s.role == access.Family {
			continue
		}
		if path := codeIn(reflect.TypeOf(s.data)); path != "" {
			t.Errorf("%s shows a %s the code of an application: %s", s.step, s.role, path)
		}
	}
	if codeIn(reflect.TypeFor[admission.RefreshMove]()) == "" || codeIn(reflect.TypeFor[admission.Worklist]()) == "" {
		t.Error("the judge does not bark")
	}
}

// codeIn finds the field that holds the code of an application, in a struct and all that it holds; none if there is none.
func codeIn(typ reflect.Type) string {
	switch typ.Kind() {
	case reflect.Slice, reflect.Pointer, reflect.Array:
		return codeIn(typ.Elem())
	case reflect.Map:
		return codeIn(typ.Key()) + codeIn(typ.Elem())
	case reflect.Struct:
		for i := range typ.NumField() {
			if path := codeIn(typ.Field(i).Type); path != "" {
				return typ.Field(i).Name + " " + path
			}
		}
	}
	if typ == reflect.TypeFor[register.ID[preschool.Application]]() {
		return typ.String()
	}
	return ""
}

// fieldsOf are the fields of a struct in small letters; those of a list's structs are "list.field".
func fieldsOf(typ reflect.Type, prefix string) (fields []string) {
	for i := range typ.NumField() {
		f := typ.Field(i)
		if f.Anonymous {
			fields = append(fields, fieldsOf(f.Type, prefix)...)
			continue
		}
		name := prefix + small(f.Name)
		if f.Type.Kind() == reflect.Slice && f.Type.Elem().Kind() == reflect.Struct {
			fields = append(fields, fieldsOf(f.Type.Elem(), name+".")...)
			continue
		}
		fields = append(fields, name)
	}
	return fields
}

// small is AcceptedAt as accepted_at, SHA256 as sha256.
func small(name string) string {
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 && !unicode.IsUpper(rune(name[i-1])) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// mayReturn lists what use cases of a guarded action may return besides an error: ids and counts, and structs of the table.
// A scan is read by a method that writes down who looked.
var mayReturn = map[access.Role][]string{
	access.Kindergarten: {"int", "ID", "[]admission.SeatOffer", "[]uint8"},
	access.Officer:      {"[]admission.ProofTask", "[]uint8"},
}

// guarded are the actions in which a role must not see more than the table says.
var guarded = map[access.Role]func(access.Action) bool{
	access.Kindergarten: func(a access.Action) bool {
		roles := access.Matrix[a]
		return slices.Contains(roles, access.Kindergarten) && !slices.Contains(roles, access.Public)
	},
	access.Officer: func(a access.Action) bool { return a == access.VerifyProof || a == access.ReadProofs },
}

// noContact looks at what each use case returns to a kindergarten, and to who checks a proof.
func noContact(t *testing.T, room any, uses map[string]town.Use) {
	t.Helper()
	rooms, looked := reflect.TypeOf(room), 0
	for name, use := range uses {
		method, found := rooms.MethodByName(name)
		if !found {
			t.Errorf("there is no use case %s", name)
			continue
		}
		for role, applies := range guarded {
			if !applies(use.Action) {
				continue
			}
			looked++
			for i := range method.Type.NumOut() {
				if out := method.Type.Out(i); !permitted(out, mayReturn[role]) {
					t.Errorf("%s shows a %s: %s", name, role, out)
				}
			}
		}
	}
	if looked < 10 {
		t.Errorf("%d use cases were looked at", looked)
	}
}

func permitted(out reflect.Type, list []string) bool {
	if out == reflect.TypeFor[error]() {
		return true
	}
	return slices.Contains(list, out.String()) || strings.HasPrefix(out.Name(), "ID[") && slices.Contains(list, "ID")
}
