package gateway_test

import (
	"fmt"
	"strings"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/register"
	"pgregory.net/rapid"
)

// newBatch is a batch of two orders: a state kindergarten with a Kazakh name, and one whose bank is named.
func newBatch() gateway.Batch {
	return gateway.Batch{
		MessageID: "2026-02/city/1", Created: civil.MustParseInstant("2026-03-05T09:30:00Z"), Execute: civil.MustParseDate("2026-03-06"),
		Purpose: "123",
		Debtor:  gateway.Party{Name: "Қала білім бөлімі", BIN: bin(1), IBAN: iban("125KZT0000000001")},
		Orders: []gateway.Order{
			{
				ID: "payment-1", Tiyn: 3802800, Text: "2026-02, 1 child",
				Creditor: gateway.Party{Name: "«Күншуақ» балабақшасы", BIN: bin(2), IBAN: iban("125KZT0000000002")},
			},
			{
				ID: "payment-2", Tiyn: gateway.MaxOrder,
				Creditor: gateway.Party{Name: `Солнышко & "Ко" <ТОО>`, BIN: bin(3), IBAN: iban("125KZT0000000003"), BIC: "AAAAKZKA"},
			},
		},
	}
}

// bin is a number with a right control digit: the first at or after n that can have one.
func bin(n int) string {
	for ; ; n++ {
		first := fmt.Sprintf("%05d4%05d", n%100000, n%99991)
		if digit, ok := register.ControlDigit(first); ok {
			return first + string(rune(digit))
		}
	}
}

func iban(account string) string {
	digits, ok := register.IBANCheckDigits("KZ", account)
	if !ok {
		panic("account " + account)
	}
	return "KZ" + digits + account
}

var letters = rapid.RuneFrom([]rune("AZaz09 .,-/\"'&<>«»№әіңғүұқөһӘІҢҒҮҰҚӨҺёЁ—中"))

func drawParty(t *rapid.T) gateway.Party {
	return gateway.Party{
		Name: "Б" + rapid.StringOfN(letters, 0, 100, -1).Draw(t, "name"),
		BIN:  bin(rapid.IntRange(0, 99999).Draw(t, "bin")),
		IBAN: iban(rapid.StringMatching(`[0-9]{3}[0-9A-Z]{13}`).Draw(t, "account")),
		BIC:  rapid.SampledFrom([]string{"", "AAAAKZKA", "BBBBKZ2XXXX"}).Draw(t, "bic"),
	}
}

func drawBatch(t *rapid.T) gateway.Batch {
	b := gateway.Batch{
		MessageID: drawID(t), Purpose: rapid.StringMatching(`[0-9]{3}`).Draw(t, "purpose"), Debtor: drawParty(t),
		Created: civil.MustParseInstant("2026-03-05T09:30:00.123456Z"),
		Execute: civil.MustParseDate("2026-01-01").AddDays(rapid.IntRange(0, 1000).Draw(t, "day")),
	}
	for i := range rapid.IntRange(1, 8).Draw(t, "orders") {
		b.Orders = append(b.Orders, gateway.Order{
			ID: fmt.Sprintf("%d%.30s", i, drawID(t)), Creditor: drawParty(t), Text: rapid.StringOfN(letters, 0, 140, -1).Draw(t, "text"),
			Tiyn: money.Tiyn(rapid.Int64Range(1, int64(gateway.MaxOrder)).Draw(t, "tiyn")),
		})
	}
	return b
}

// drawID is an id of the permitted set that neither begins nor ends with a separator.
func drawID(t *rapid.T) string {
	id := rapid.StringMatching(`[A-Z][A-Za-z0-9?:().,'+ /-]{0,28}z`).Draw(t, "id")
	for strings.Contains(id, "//") {
		id = strings.ReplaceAll(id, "//", "/-")
	}
	return id
}
