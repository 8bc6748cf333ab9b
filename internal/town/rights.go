package town

import (
	"reflect"
	"slices"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
)

// Use is a use case as anybody may try it.
type Use struct {
	Action access.Action
	Do     func(access.Actor) error
	Theirs bool // of one family or one kindergarten: another one is refused
	Thing  bool // it names something of the town: an actor of the other authority does not find it
}

// Rights tries every use case of a room as each role that may not do it, as a stranger, and from another territory. A use
// case without a row ends the test.
func (t *Town) Rights(room any, uses map[string]Use) {
	t.TB.Helper()
	shared := reflect.TypeFor[*service.Deps]()
	rooms := reflect.TypeOf(room)
	for i := range rooms.NumMethod() {
		name := rooms.Method(i).Name
		if _, promoted := shared.MethodByName(name); promoted {
			continue
		}
		use, known := uses[name]
		if !known {
			t.TB.Errorf("%s has no row", name)
			continue
		}
		t.roles(name, use)
		t.strangers(name, use)
	}
}

func (t *Town) roles(name string, use Use) {
	t.TB.Helper()
	for _, role := range access.Roles {
		if slices.Contains(access.Matrix[use.Action], role) {
			continue
		}
		if err := use.Do(Actor(role)); register.CodeOf(err) != "access.role" {
			t.TB.Errorf("%s as %s: got %v, want access.role", name, role, err)
		}
	}
}

func (t *Town) strangers(name string, use Use) {
	t.TB.Helper()
	for _, role := range access.Matrix[use.Action] {
		if use.Theirs && (role == access.Family || role == access.Kindergarten) {
			stranger := Actor(role)
			stranger.Guardian, stranger.Kindergarten = "somebody-else", "somewhere-else"
			if err := use.Do(stranger); register.CodeOf(err) != "access.not_theirs" {
				t.TB.Errorf("%s as a stranger of role %s: got %v, want access.not_theirs", name, role, err)
			}
		}
		if use.Thing {
			elsewhere := Actor(role)
			elsewhere.Authority = Other
			if kind := register.KindOf(use.Do(elsewhere)); kind != register.Denied && kind != register.NotFound {
				t.TB.Errorf("%s as %s of another authority: got kind %q, want denied or not found", name, role, kind)
			}
		}
	}
}
