package fake_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/gateway/fake"
	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/register"
)

var (
	_ gateway.Bank     = (*fake.Bank)(nil)
	_ gateway.Notices  = (*fake.Notices)(nil)
	_ gateway.Notices  = (*fake.Mailbox)(nil)
	_ gateway.Evidence = (*fake.Evidence)(nil)

	payday = civil.MustParseDate("2026-03-06")
)

// newFile writes a file of n orders with ids that begin with the message id.
func newFile(t *testing.T, messageID string, n int) []byte {
	t.Helper()
	party := gateway.Party{Name: "Балабақша", BIN: "000014000017", IBAN: newIBAN(t)}
	batch := gateway.Batch{
		MessageID: messageID, Created: civil.MustParseInstant("2026-03-05T09:30:00Z"), Execute: payday, Debtor: party, Purpose: "123",
	}
	for i := range n {
		batch.Orders = append(batch.Orders, gateway.Order{ID: fmt.Sprintf("%s-%d", messageID, i), Creditor: party, Tiyn: money.Tiyn(100 + i)})
	}
	file, err := gateway.BuildPain001(batch)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func newIBAN(t *testing.T) string {
	t.Helper()
	const account = "125KZT0000000001"
	digits, ok := register.IBANCheckDigits("KZ", account)
	if !ok {
		t.Fatal("no check digits")
	}
	return "KZ" + digits + account
}

func statement(t *testing.T, bank *fake.Bank, day civil.Date) []gateway.Settlement {
	t.Helper()
	list, err := bank.Statement(t.Context(), day)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestBankSettlesEachOrderOnce(t *testing.T) {
	t.Parallel()
	bank := fake.NewBank(1, 0)
	file := newFile(t, "m1", 3)
	for range 2 { // a sender that crashed sends again
		if err := bank.Submit(t.Context(), "m1", file); err != nil {
			t.Fatal(err)
		}
	}
	if early := statement(t, bank, payday.AddDays(-1)); len(early) != 0 {
		t.Errorf("%d orders are paid before their day", len(early))
	}
	want := []gateway.Settlement{
		{EndToEndID: "m1-0", Tiyn: 100, Settled: true}, {EndToEndID: "m1-1", Tiyn: 101, Settled: true}, {EndToEndID: "m1-2", Tiyn: 102, Settled: true},
	}
	for range 2 { // a statement may be read twice
		if got := statement(t, bank, payday); !reflect.DeepEqual(got, want) {
			t.Errorf("statement %v, want %v", got, want)
		}
	}
	if later := statement(t, bank, payday.AddDays(1)); len(later) != 0 {
		t.Errorf("%d orders are paid again", len(later))
	}
}

func TestBankRejectsBySeed(t *testing.T) {
	t.Parallel()
	file := newFile(t, "m1", 1000)
	run := func(seed uint64) (list []gateway.Settlement) {
		bank := fake.NewBank(seed, 100)
		if err := bank.Submit(t.Context(), "m1", file); err != nil {
			t.Fatal(err)
		}
		return statement(t, bank, payday)
	}
	first := run(7)
	rejected := 0
	for _, s := range first {
		if s.Settled != (s.Reason == "") {
			t.Errorf("settled %v with reason %q", s.Settled, s.Reason)
		}
		if !s.Settled {
			rejected++
		}
	}
	if rejected < 70 || rejected > 130 {
		t.Errorf("%d of 1000 orders rejected, want about 100", rejected)
	}
	if !reflect.DeepEqual(first, run(7)) {
		t.Error("the same seed rejects others")
	}
	if reflect.DeepEqual(first, run(8)) {
		t.Error("another seed rejects the same")
	}
}

func TestBankRefuses(t *testing.T) {
	t.Parallel()
	bank := fake.NewBank(1, 0)
	file := newFile(t, "m1", 3)
	if err := bank.Submit(t.Context(), "m1", file); err != nil {
		t.Fatal(err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	sameOrders := []byte(strings.ReplaceAll(string(file), ">m1<", ">m2<"))
	for name, c := range map[string]struct {
		ctx  context.Context
		id   string
		file []byte
		want string
	}{
		"no message":            {t.Context(), "m3", []byte("<Document/>"), "check bank file"},
		"a sum changed by hand": {t.Context(), "m1", []byte(strings.Replace(string(file), ">1.01<", ">1.02<", 1)), "another sum"},
		"another id":            {t.Context(), "m3", file, "another message id than its own, m1"},
		"another file":          {t.Context(), "m1", newFile(t, "m1", 4), "another file was taken under this message id"},
		"orders paid before":    {t.Context(), "m2", sameOrders, "order m1-0 was taken with an earlier file"},
		"after the end":         {ended, "m1", file, "canceled"},
	} {
		if err := bank.Submit(c.ctx, c.id, c.file); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, c.want)
		}
	}
	if _, err := bank.Statement(ended, payday); !errors.Is(err, context.Canceled) {
		t.Errorf("a statement after the end: %v", err)
	}
	if got := statement(t, bank, payday); len(got) != 3 {
		t.Errorf("%d orders are paid, want the 3 of the first file", len(got))
	}
}

func TestNoticesCountsByTemplate(t *testing.T) {
	t.Parallel()
	var sink fake.Notices
	send := func(key, template string) error {
		return sink.Send(t.Context(), gateway.Notice{Key: key, Channel: gateway.SMS, Address: "guardian-1", Template: template})
	}
	for _, n := range [][2]string{{"n1", "offer.made"}, {"n2", "offer.made"}, {"n2", "offer.made"}, {"n3", "sheet.signed"}} {
		if err := send(n[0], n[1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := send("n4", ""); err == nil {
		t.Error("a notice without a template was taken")
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := sink.Send(ended, gateway.Notice{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a notice after the end: %v", err)
	}
	if got, want := sink.Counts(), map[string]int{"offer.made": 2, "sheet.signed": 1}; !reflect.DeepEqual(got, want) {
		t.Errorf("counts %v, want %v", got, want)
	}
}
