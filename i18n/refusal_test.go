package i18n_test

import (
	"strings"
	"testing"

	"github.com/balajol/balajol/i18n"
)

func TestRefusal(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, want := range []struct {
		lang i18n.Lang
		code string
		args map[string]string
		text string
	}{
		{i18n.English, "offer.lapsed", map[string]string{"by": "2026-03-01"}, "1 March 2026"},
		{i18n.Russian, "offer.lapsed", map[string]string{"by": "2026-03-01"}, "1 марта 2026 года"},
		{i18n.Kazakh, "sheet.month_not_over", map[string]string{"month": "2026-03"}, "2026 жылғы наурыз"},
		{i18n.English, "offer.not_accept", map[string]string{"state": "expired"}, "Time to answer has passed"},
		{i18n.English, "payment.not_send", map[string]string{"state": "settled"}, "Settled"},
		{i18n.English, "proof.not_expire", map[string]string{"state": "refused"}, "Not confirmed"},
		{i18n.English, "offer.not_accept", map[string]string{"state": "unheard_of"}, "unheard_of"},
		{i18n.English, "group.seats_taken", map[string]string{"group": "krg-001-g02", "unused": "x"}, "krg-001-g02"},
		{i18n.English, "offer.lapsed", nil, "[error.offer.lapsed]"},
		{i18n.English, "no.such_code", nil, "[error.no.such_code]"},
	} {
		if got := c.Printer(want.lang).Refusal(want.code, want.args); !strings.Contains(got, want.text) {
			t.Errorf("%s in %s: %q, want %q in it", want.code, want.lang, got, want.text)
		}
	}
}
