package gateway_test

import (
	"bytes"
	"encoding/xml"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/gateway"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write the golden message anew")

func TestBuildPain001IsTheGoldenMessage(t *testing.T) {
	t.Parallel()
	got, err := gateway.BuildPain001(newBatch())
	if err != nil {
		t.Fatal(err)
	}
	const path = "testdata/batch.xml"
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("(-golden +got):\n%s", diff)
	}
	if err := gateway.ValidatePain001(got); err != nil {
		t.Error(err)
	}
}

// message is the picture that the tests have of a file.
type message struct {
	Transfers []transfer `xml:"CstmrCdtTrfInitn>PmtInf>CdtTrfTxInf"`
}

type transfer struct {
	ID     string `xml:"PmtId>EndToEndId"`
	Amount string `xml:"Amt>InstdAmt"`
	BIC    string `xml:"CdtrAgt>FinInstnId>BICFI"`
	Name   string `xml:"Cdtr>Nm"`
	BIN    string `xml:"Cdtr>Id>OrgId>Othr>Id"`
	IBAN   string `xml:"CdtrAcct>Id>IBAN"`
	Text   string `xml:"RmtInf>Ustrd"`
}

// Any batch of valid orders becomes a valid message that carries every order, and always the same one.
func TestAnyValidBatchValidates(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		batch := rapid.Custom(drawBatch).Draw(t, "batch")
		file, err := gateway.BuildPain001(batch)
		if err != nil {
			t.Fatal(err)
		}
		if err := gateway.ValidatePain001(file); err != nil {
			t.Fatalf("%v\n%s", err, file)
		}
		again, err := gateway.BuildPain001(batch)
		if err != nil || !bytes.Equal(file, again) {
			t.Fatalf("the same batch gives other bytes, %v", err)
		}
		var got message
		if err := xml.Unmarshal(file, &got); err != nil {
			t.Fatal(err)
		}
		var want []transfer
		for _, o := range batch.Orders {
			want = append(want, transfer{o.ID, o.Tiyn.String(), o.Creditor.BIC, cut(o.Creditor.Name), o.Creditor.BIN, o.Creditor.IBAN, o.Text})
		}
		if diff := cmp.Diff(want, got.Transfers); diff != "" {
			t.Fatalf("orders (-batch +message):\n%s", diff)
		}
	})
}

func cut(name string) string {
	runes := []rune(strings.Join(strings.Fields(name), " "))
	return strings.TrimSpace(string(runes[:min(len(runes), gateway.MaxName)]))
}

func TestBuildPain001Refuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spoil func(*gateway.Batch)
		want  string
	}{
		"no message id":            {func(b *gateway.Batch) { b.MessageID = "" }, "message id: an id has 1 to 35"},
		"long message id":          {func(b *gateway.Batch) { b.MessageID = strings.Repeat("1", 36) }, "message id: an id has 1 to 35"},
		"Cyrillic message id":      {func(b *gateway.Batch) { b.MessageID = "с1" }, "message id: an id has 1 to 35"},
		"slash in front":           {func(b *gateway.Batch) { b.MessageID = "/1" }, "message id: an id has 1 to 35"},
		"no time":                  {func(b *gateway.Batch) { b.Created = civil.Instant{} }, "no time of creation"},
		"no day":                   {func(b *gateway.Batch) { b.Execute = civil.Date{} }, "no day of payment"},
		"no purpose":               {func(b *gateway.Batch) { b.Purpose = "" }, "purpose code"},
		"purpose in words":         {func(b *gateway.Batch) { b.Purpose = "abc" }, "purpose code"},
		"no orders":                {func(b *gateway.Batch) { b.Orders = nil }, "nothing to pay"},
		"debtor without a name":    {func(b *gateway.Batch) { b.Debtor.Name = " " }, "debtor: the name"},
		"debtor's number":          {func(b *gateway.Batch) { b.Debtor.BIN = "123456789012" }, "debtor: invalid: bin.control"},
		"debtor's account":         {func(b *gateway.Batch) { b.Debtor.IBAN = "KZ00" + b.Debtor.IBAN[4:] }, "debtor: invalid: iban.control"},
		"account without country":  {func(b *gateway.Batch) { b.Debtor.IBAN = "0000" + b.Debtor.IBAN[4:] }, "debtor: invalid: iban.length"},
		"debtor's bank":            {func(b *gateway.Batch) { b.Debtor.BIC = "bank" }, "debtor: the BIC"},
		"order without an id":      {func(b *gateway.Batch) { b.Orders[1].ID = "" }, "order 2: an id has"},
		"one order twice":          {func(b *gateway.Batch) { b.Orders[1].ID = b.Orders[0].ID }, "order payment-1 stands in it twice"},
		"nothing to pay":           {func(b *gateway.Batch) { b.Orders[1].Tiyn = 0 }, "order payment-2: amount 0.00 is not above 0"},
		"money owed back":          {func(b *gateway.Batch) { b.Orders[1].Tiyn = -5 }, "order payment-2: amount -0.05 is not above 0"},
		"an amount too large":      {func(b *gateway.Batch) { b.Orders[1].Tiyn++ }, "order payment-2: amount 1000000000.00 is above 999999999.99: pay it in several orders"},
		"creditor's control digit": {func(b *gateway.Batch) { b.Orders[1].Creditor.BIN = "1" }, "order payment-2: invalid: bin.digits"},
		"creditor's account":       {func(b *gateway.Batch) { b.Orders[1].Creditor.IBAN = "KZ" }, "order payment-2: invalid: iban.length"},
		"a control character":      {func(b *gateway.Batch) { b.Orders[1].Creditor.Name = "a\x00b" }, "order payment-2: the name"},
		"no text at all":           {func(b *gateway.Batch) { b.Orders[1].Creditor.Name = "\xff" }, "order payment-2: the name"},
		"a long text":              {func(b *gateway.Batch) { b.Orders[1].Text = strings.Repeat("ә", 141) }, "order payment-2: its text"},
		"a text of two lines":      {func(b *gateway.Batch) { b.Orders[1].Text = "a\nb" }, "order payment-2: its text"},
	} {
		batch := newBatch()
		c.spoil(&batch)
		file, err := gateway.BuildPain001(batch)
		if err == nil || !strings.Contains(err.Error(), c.want) || file != nil {
			t.Errorf("%s: error %v, want one with %q", name, err, c.want)
			continue
		}
		creditor := newBatch().Orders[1].Creditor
		for _, private := range []string{creditor.Name, creditor.BIN, creditor.IBAN} {
			if strings.Contains(err.Error(), private) {
				t.Errorf("%s: the error tells %q", name, private)
			}
		}
	}
}

// The control sum stands in the header and in the instruction.
func TestBuildPain001StatesTheControlSum(t *testing.T) {
	t.Parallel()
	batch := newBatch()
	total, err := batch.Orders[0].Tiyn.Add(batch.Orders[1].Tiyn)
	if err != nil {
		t.Fatal(err)
	}
	file, err := gateway.BuildPain001(batch)
	if err != nil || bytes.Count(file, []byte("<CtrlSum>"+total.String()+"</CtrlSum>")) != 2 {
		t.Errorf("%s does not stand there twice, %v", total, err)
	}
}
