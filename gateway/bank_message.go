package gateway

import (
	"encoding/xml"
	"strconv"

	"github.com/balajol/balajol/money"
)

// The types below are the elements of the message that we write, in the order of the schema. Names of fields are those of
// ISO 20022, and the types say which part of the message they are.
type (
	document struct {
		XMLName xml.Name `xml:"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09 Document"`
		Message struct {
			GrpHdr groupHeader
			PmtInf instruction
		} `xml:"CstmrCdtTrfInitn"`
	}
	groupHeader struct {
		MsgId, CreDtTm, NbOfTxs, CtrlSum string
		InitgPty                         partyElement
	}
	instruction struct {
		PmtInfId, PmtMtd, BtchBookg, NbOfTxs, CtrlSum string
		CtgyPurp                                      string `xml:"PmtTpInf>CtgyPurp>Prtry"`
		ReqdExctnDt                                   string `xml:"ReqdExctnDt>Dt"`
		Dbtr                                          partyElement
		DbtrAcct                                      account
		DbtrAgt                                       agent
		ChrgBr                                        string
		CdtTrfTxInf                                   []transfer
	}
	transfer struct {
		EndToEndId string `xml:"PmtId>EndToEndId"`
		Amount     amount `xml:"Amt>InstdAmt"`
		CdtrAgt    *agent
		Cdtr       partyElement
		CdtrAcct   account
		RmtInf     *remittance
	}
	partyElement struct {
		Nm     string
		Number string `xml:"Id>OrgId>Othr>Id"`
		Scheme string `xml:"Id>OrgId>Othr>SchmeNm>Prtry"`
	}
	account struct {
		IBAN string `xml:"Id>IBAN"`
	}
	agent struct {
		BICFI string   `xml:"FinInstnId>BICFI,omitempty"`
		Othr  *unnamed `xml:"FinInstnId>Othr"`
	}
	unnamed    struct{ Id string }
	remittance struct{ Ustrd string }
	amount     struct {
		Ccy   string `xml:"Ccy,attr"`
		Value string `xml:",chardata"`
	}
)

func newDocument(b Batch, total money.Tiyn) document {
	count, sum := strconv.Itoa(len(b.Orders)), total.String()
	var d document
	d.Message.GrpHdr = groupHeader{
		MsgId: b.MessageID, CreDtTm: b.Created.Time().Format(dateTime), NbOfTxs: count, CtrlSum: sum, InitgPty: newParty(b.Debtor),
	}
	d.Message.PmtInf = instruction{
		PmtInfId: b.MessageID, PmtMtd: "TRF",
		BtchBookg: "false", // each order is an entry of its own on the statement: it is matched by its id
		NbOfTxs:   count, CtrlSum: sum, CtgyPurp: b.Purpose, ReqdExctnDt: b.Execute.String(),
		Dbtr: newParty(b.Debtor), DbtrAcct: account{b.Debtor.IBAN}, DbtrAgt: newAgent(b.Debtor.BIC), ChrgBr: "SLEV",
		CdtTrfTxInf: make([]transfer, len(b.Orders)),
	}
	for i, o := range b.Orders {
		d.Message.PmtInf.CdtTrfTxInf[i] = newTransfer(o)
	}
	return d
}

func newTransfer(o Order) transfer {
	t := transfer{
		EndToEndId: o.ID, Amount: amount{currency, o.Tiyn.String()}, Cdtr: newParty(o.Creditor),
		CdtrAcct: account{o.Creditor.IBAN},
	}
	if o.Text != "" {
		t.RmtInf = &remittance{o.Text}
	}
	if o.Creditor.BIC != "" { // a creditor's bank is named by its BIC or not at all
		t.CdtrAgt = &agent{BICFI: o.Creditor.BIC}
	}
	return t
}

func newParty(p Party) partyElement { return partyElement{shortName(p.Name), p.BIN, scheme} }

func newAgent(bic string) agent {
	if bic == "" {
		return agent{Othr: &unnamed{noBIC}}
	}
	return agent{BICFI: bic}
}
