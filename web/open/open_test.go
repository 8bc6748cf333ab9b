package open

import (
	"slices"
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/web/page"
)

func TestEveryRouteNamesAnActionOfThePublic(t *testing.T) {
	t.Parallel()
	for _, r := range room(t).Routes() {
		if !slices.Contains(access.Matrix[r.Action], access.Public) {
			t.Errorf("%s: %q is not for the public", r.Pattern, r.Action)
		}
	}
}

func room(t *testing.T) *Room {
	t.Helper()
	messages, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	site, err := page.New(page.Config{Messages: messages})
	if err != nil {
		t.Fatal(err)
	}
	return &Room{Site: site}
}
