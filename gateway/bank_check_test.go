package gateway_test

import (
	"encoding/xml"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/money"
)

// golden is the message of newBatch by lines: one element begins on each.
func golden(t testing.TB) []string {
	t.Helper()
	file, err := gateway.BuildPain001(newBatch())
	if err != nil {
		t.Fatal(err)
	}
	return strings.SplitAfter(strings.TrimSuffix(string(file), "\n"), "\n")
}

var opening = regexp.MustCompile(`^( *)<([A-Za-z0-9]+)`)

// blockEnd is the line behind the element that begins on line i, and its name; 0 if none begins there.
func blockEnd(lines []string, i int) (end int, name string) {
	found := opening.FindStringSubmatch(lines[i])
	if found == nil {
		return 0, ""
	}
	indent, name := found[1], found[2]
	for end = i; !strings.HasPrefix(strings.TrimPrefix(lines[end], indent), "</"+name+">") && !strings.HasSuffix(strings.TrimSpace(lines[i]), "</"+name+">"); {
		end++
	}
	return end + 1, name
}

// mutant is a message with one fault, or a harmless change.
type mutant struct {
	name, text string
	harmless   bool
}

// mutants takes each element away, doubles it, renames it, empties it, gives it an attribute and changes it with its neighbour.
func mutants(lines []string) (list []mutant) {
	dispensable := map[string]bool{"BtchBookg": true, "ChrgBr": true, "CdtrAgt": true, "RmtInf": true}
	for i := 1; i < len(lines); i++ {
		end, name := blockEnd(lines, i)
		if end == 0 {
			continue
		}
		before, block, after := strings.Join(lines[:i], ""), strings.Join(lines[i:end], ""), strings.Join(lines[end:], "")
		add := func(change, text string, harmless bool) {
			list = append(list, mutant{fmt.Sprintf("%s of line %d %s", name, i+1, change), before + text, harmless})
		}
		add("taken away", after, dispensable[name])
		add("doubled", block+after, false)
		list[len(list)-1].text = before + block + block + after
		add("renamed", strings.ReplaceAll(strings.ReplaceAll(block, "<"+name, "<X"), "</"+name, "</X")+after, false)
		add("emptied", strings.Repeat(" ", 1)+"<"+name+"></"+name+">\n"+after, false)
		add("with an attribute", strings.Replace(block, "<"+name, "<"+name+` x="1"`, 1)+after, false)
		add("in another namespace", strings.Replace(block, "<"+name, "<"+name+` xmlns="urn:x"`, 1)+after, false)
		add("with text before it", "x"+block+after, false)
		if end < len(lines) {
			if next, neighbour := blockEnd(lines, end); next > 0 {
				add("behind its neighbour", strings.Join(lines[end:next], "")+block+strings.Join(lines[next:], ""), neighbour == name)
			}
		}
	}
	return list
}

func TestEachSpoiltElementIsRefused(t *testing.T) {
	t.Parallel()
	list := mutants(golden(t))
	if len(list) < 500 {
		t.Fatalf("only %d mutants", len(list))
	}
	for _, m := range list {
		if err := gateway.ValidatePain001([]byte(m.text)); (err == nil) != m.harmless {
			t.Errorf("%s: error %v, want one: %v", m.name, err, !m.harmless)
		}
	}
}

// spoilt lists for each text of the message what must not stand there, with the place that the error names.
var spoilt = []struct{ old, new, want string }{
	{"<MsgId>2026-02/city/1<", "<MsgId>2026-02//1<", "GrpHdr/MsgId"},
	{"<MsgId>2026-02/city/1<", "<MsgId>Қала<", "GrpHdr/MsgId"},
	{"<MsgId>2026-02/city/1<", "<MsgId>" + strings.Repeat("1", 36) + "<", "GrpHdr/MsgId"},
	{"2026-03-05T09:30:00Z", "2026-03-05", "GrpHdr/CreDtTm"},
	{"2026-03-05T09:30:00Z", "2026-02-30T09:30:00Z", "GrpHdr/CreDtTm"},
	{"2026-03-05T09:30:00Z", "2026-03-05T09:30:00,5Z", "GrpHdr/CreDtTm"},
	{"<NbOfTxs>2<", "<NbOfTxs>3<", "NbOfTxs: the transfers are 2"},
	{"<NbOfTxs>2<", "<NbOfTxs>two<", "GrpHdr/NbOfTxs"},
	{"<NbOfTxs>2<", "<NbOfTxs>0000000000000002<", "GrpHdr/NbOfTxs"},
	{"<CtrlSum>1000038027.99<", "<CtrlSum>1000038027.98<", "CtrlSum: the transfers come to another sum"},
	{"<CtrlSum>1000038027.99<", "<CtrlSum>1000038027.990<", "GrpHdr/CtrlSum"},
	{"<CtrlSum>1000038027.99<", "<CtrlSum>-1<", "GrpHdr/CtrlSum"},
	{"<Nm>Қала білім бөлімі<", "<Nm>" + strings.Repeat("Қ", 71) + "<", "InitgPty/Nm"},
	{"<Nm>Қала білім бөлімі<", "<Nm>a\u0007b<", "is broken"},
	{"<Nm>Қала білім бөлімі<", "<Nm>a\nb<", "InitgPty/Nm"},
	{"<Id>000014000017<", "<Id>000014000018<", "InitgPty/Id/OrgId/Othr/Id: invalid: bin.control"},
	{"<Id>000014000017<", "<Id>14000017<", "InitgPty/Id/OrgId/Othr/Id: invalid: bin.digits"},
	{"<Prtry>BIN<", "<Prtry>TAX<", "only BIN"},
	{"<PmtInfId>2026-02/city/1<", "<PmtInfId>1/<", "PmtInf/PmtInfId"},
	{">TRF<", ">CHK<", "PmtInf/PmtMtd: only TRF"},
	{">false<", ">no<", "PmtInf/BtchBookg"},
	{"<Prtry>123<", "<Prtry>12<", "PmtTpInf/CtgyPurp/Prtry"},
	{"2026-03-06", "2026-3-6", "ReqdExctnDt/Dt"},
	{"KZ85125KZT0000000001", "KZ86125KZT0000000001", "DbtrAcct/Id/IBAN: invalid: iban.control"},
	{"KZ85125KZT0000000001", "kz85125kzt0000000001", "DbtrAcct/Id/IBAN: invalid: iban.length"},
	{"NOTPROVIDED", "UNKNOWN", "DbtrAgt/FinInstnId/Othr/Id: only NOTPROVIDED"},
	{">SLEV<", ">DEBT<", "PmtInf/ChrgBr: only SLEV"},
	{">payment-2<", ">payment-1<", "CdtTrfTxInf[2]/PmtId/EndToEndId: the id stands in the message twice"},
	{`Ccy="KZT"`, `Ccy="EUR"`, "InstdAmt: the currency is not KZT"},
	{` Ccy="KZT"`, ``, "InstdAmt: the currency is not KZT"},
	{">38028.00<", ">38028.000<", "Amt/InstdAmt"},
	{">38028.00<", ">0.00<", "Amt/InstdAmt"},
	{">38028.00<", ">-1<", "Amt/InstdAmt"},
	{">999999999.99<", ">1000000000.00<", "CdtTrfTxInf[2]/Amt/InstdAmt: it is no amount from 0.01 to 999999999.99"},
	{">999999999.99<", ">999999999.98<", "another sum"},
	{"AAAAKZKA", "AAAAKZK", "CdtrAgt/FinInstnId/BICFI"},
	{"<Ustrd>2026-02, 1 child<", "<Ustrd>" + strings.Repeat("x", 141) + "<", "RmtInf/Ustrd"},
	{"<FinInstnId>\n     <Othr>", "<FinInstnId>\n<BICFI>AAAAKZKA</BICFI><Othr>", "DbtrAgt/FinInstnId: either a BIC or NOTPROVIDED"},
	{"<Document", "<!DOCTYPE x><Document", "document type"},
	{"<Document", "<?php x?><Document", "processing instruction"},
	{"</Document>", `</Document><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"/>`, "not one document"},
	{"<GrpHdr>", `<?xml version="1.0"?><GrpHdr>`, "processing instruction"},
	{`Ccy="KZT"`, `Ccy="KZT" Ccy="KZT"`, "it has an attribute twice"},
	{"</Document>", "</Document>x", "text stands where only elements may"},
	{"</Document>", "", "is broken"},
	{`encoding="UTF-8"`, `encoding="KOI8-R"`, "not in UTF-8"},
	{"<Nm>Қала білім бөлімі<", "<Nm>" + strings.Repeat("<a>", 30) + strings.Repeat("</a>", 30) + "<", "it lies too deep"},
}

func TestEachSpoiltTextIsRefused(t *testing.T) {
	t.Parallel()
	good := strings.Join(golden(t), "")
	for _, c := range spoilt {
		bad := strings.Replace(good, c.old, c.new, 1)
		if bad == good {
			t.Errorf("%q is not in the message", c.old)
		}
		if err := gateway.ValidatePain001([]byte(bad)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q for %q: error %v, want one with %q", c.new, c.old, err, c.want)
		}
	}
}

// Errors name places: what stands in a message, wherever a fault put it, may be a person's name.
func TestErrorsTellNoText(t *testing.T) {
	t.Parallel()
	good := strings.Join(golden(t), "")
	for i := range good {
		if i%7 > 0 {
			continue
		}
		for _, text := range []string{"Secret", "<Secret>", "</Secret>", "&Secret;", `<a Secret="`} {
			if err := gateway.ValidatePain001([]byte(good[:i] + text + good[i:])); err != nil && strings.Contains(err.Error(), "Secret") {
				t.Errorf("%q at byte %d: %v", text, i, err)
			}
		}
	}
}

// A message may hold several instructions: the header counts them together.
func TestSeveralInstructions(t *testing.T) {
	t.Parallel()
	lines := golden(t)
	first, _ := findBlock(t, lines, "PmtInf")
	end, _ := blockEnd(lines, first)
	second := strings.NewReplacer("payment-", "other-", "<PmtInfId>", "<PmtInfId>b").Replace(strings.Join(lines[first:end], ""))
	header := strings.NewReplacer("<NbOfTxs>2<", "<NbOfTxs>4<", "<CtrlSum>1000038027.99<", "<CtrlSum>2000076055.98<").Replace(strings.Join(lines[:first], ""))
	rest := strings.Join(lines[end:], "")
	if err := gateway.ValidatePain001([]byte(header + strings.Join(lines[first:end], "") + second + rest)); err != nil {
		t.Error(err)
	}
	twice := strings.Replace(second, "<PmtInfId>b", "<PmtInfId>", 1)
	if err := gateway.ValidatePain001([]byte(header + strings.Join(lines[first:end], "") + twice + rest)); err == nil || !strings.Contains(err.Error(), "PmtInf[2]/PmtInfId") {
		t.Errorf("an instruction's id used twice: %v", err)
	}
}

func findBlock(t *testing.T, lines []string, name string) (line, end int) {
	t.Helper()
	for i := range lines {
		if end, found := blockEnd(lines, i); found == name {
			return i, end
		}
	}
	t.Fatalf("no %s in the message", name)
	return 0, 0
}

// FuzzValidatePain001: no input panics, and what is accepted says the same to another reader.
func FuzzValidatePain001(f *testing.F) {
	good := strings.Join(golden(f), "")
	f.Add([]byte(good))
	for _, c := range spoilt {
		f.Add([]byte(strings.Replace(good, c.old, c.new, 1)))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		if gateway.ValidatePain001(file) != nil {
			return
		}
		var got struct {
			message
			Stated string `xml:"CstmrCdtTrfInitn>GrpHdr>CtrlSum"`
		}
		if err := xml.Unmarshal(file, &got); err != nil {
			t.Fatal(err)
		}
		var sums []money.Tiyn
		for _, order := range got.Transfers {
			sum, err := money.ParseTenge(order.Amount)
			if err != nil {
				t.Fatal(err)
			}
			sums = append(sums, sum)
		}
		total, err := money.Sum(sums...)
		if stated, err2 := money.ParseTenge(got.Stated); err != nil || err2 != nil || stated != total {
			t.Errorf("%s is stated and %s ordered, %v, %v", got.Stated, total, err, err2)
		}
	})
}
