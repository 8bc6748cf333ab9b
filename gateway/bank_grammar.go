package gateway

import (
	"errors"
	"fmt"
	"regexp"
	"unicode/utf8"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/register"
)

// part is a place in a sequence: an element of a kind, as often as least and most say.
type part struct {
	name, kind  string
	least, most int
}

func one(name, kind string) part      { return part{name, kind, 1, 1} }
func optional(name, kind string) part { return part{name, kind, 0, 1} }
func many(name, kind string) part     { return part{name, kind, 1, 1 << 30} }

// sequences is the message by kind of element: what stands in it, in this order. It is the part of the schema that a payer
// of kindergartens needs, with the optional elements that it cannot do without made mandatory: category purpose, the
// parties' numbers, the debtor's bank. What the schema knows beside (addresses, aliases, ultimate parties) is refused.
var sequences = map[string][]part{
	"Document":   {one("CstmrCdtTrfInitn", "Initiation")},
	"Initiation": {one("GrpHdr", "Header"), many("PmtInf", "Instruction")},
	"Header":     {one("MsgId", "ID"), one("CreDtTm", "Time"), one("NbOfTxs", "Count"), one("CtrlSum", "Sum"), one("InitgPty", "Party")},
	"Instruction": {
		one("PmtInfId", "ID"), one("PmtMtd", "Method"), optional("BtchBookg", "Boolean"), one("NbOfTxs", "Count"), one("CtrlSum", "Sum"),
		one("PmtTpInf", "Type"), one("ReqdExctnDt", "Execution"), one("Dbtr", "Party"), one("DbtrAcct", "Account"), one("DbtrAgt", "DebtorAgent"),
		optional("ChrgBr", "Bearer"), many("CdtTrfTxInf", "Transfer"),
	},
	"Type":         {one("CtgyPurp", "Category")},
	"Category":     {one("Prtry", "Purpose")},
	"Execution":    {one("Dt", "Day")},
	"Party":        {one("Nm", "Name"), one("Id", "Identity")},
	"Identity":     {one("OrgId", "Organisation")},
	"Organisation": {one("Othr", "Registration")},
	"Registration": {one("Id", "BIN"), one("SchmeNm", "Naming")},
	"Naming":       {one("Prtry", "Scheme")},
	"Account":      {one("Id", "Number")},
	"Number":       {one("IBAN", "IBAN")},
	"DebtorAgent":  {one("FinInstnId", "DebtorBank")},
	"DebtorBank":   {optional("BICFI", "BIC"), optional("Othr", "UnnamedBank")},
	"UnnamedBank":  {one("Id", "NoBIC")},
	"Transfer":     {one("PmtId", "Reference"), one("Amt", "Amount"), optional("CdtrAgt", "Agent"), one("Cdtr", "Party"), one("CdtrAcct", "Account"), optional("RmtInf", "Remittance")},
	"Reference":    {one("EndToEndId", "ID")},
	"Amount":       {one("InstdAmt", "Money")},
	"Agent":        {one("FinInstnId", "Bank")},
	"Bank":         {one("BICFI", "BIC")},
	"Remittance":   {one("Ustrd", "Text")},
}

// leaves is the text of an element by kind.
var leaves = map[string]func(text string) error{
	"ID":      checkID,
	"Time":    checkTime,
	"Count":   pattern(`^[0-9]{1,15}$`, "it is no number of up to 15 digits"),
	"Sum":     pattern(`^[0-9]{1,16}(\.[0-9]{1,2})?$`, "it is no sum of up to 18 digits, two of them decimals"),
	"Method":  pattern(`^TRF$`, "only TRF is allowed"),
	"Boolean": pattern(`^(true|false)$`, "it is neither true nor false"),
	"Purpose": pattern(purposeCode.String(), "it is no purpose code of three digits"),
	"Day":     checkDay,
	"Name":    func(text string) error { return checkText(text, MaxName) },
	"Text":    func(text string) error { return checkText(text, maxText) },
	"BIN":     register.CheckBIN,
	"Scheme":  pattern(`^`+scheme+`$`, "only "+scheme+" is allowed"),
	"IBAN":    checkIBAN,
	"BIC":     pattern(bankCode.String(), "it is no BIC"),
	"NoBIC":   pattern(`^`+noBIC+`$`, "only "+noBIC+" is allowed"),
	"Bearer":  pattern(`^SLEV$`, "only SLEV is allowed"),
	"Money":   checkMoney,
}

var names = func() map[string]bool {
	known := map[string]bool{"Document": true}
	for _, parts := range sequences {
		for _, p := range parts {
			known[p.name] = true
		}
	}
	return known
}()

func grammarKnows(name string) bool { return names[name] }

// match tests an element and all in it against its kind.
func match(e *element, kind string) error {
	if check, leaf := leaves[kind]; leaf {
		if len(e.children) > 0 {
			return fmt.Errorf("%s: it holds elements where text should stand", e.path)
		}
		if err := check(e.text); err != nil {
			return fmt.Errorf("%s: %w", e.path, err)
		}
		return nil
	}
	rest := e.children
	for _, p := range sequences[kind] {
		n := 0
		for ; n < len(rest) && n < p.most && rest[n].name == p.name; n++ {
			if err := match(rest[n], p.kind); err != nil {
				return err
			}
		}
		if n < p.least {
			return fmt.Errorf("%s: %s is missing", e.path, p.name)
		}
		rest = rest[n:]
	}
	if len(rest) > 0 {
		return fmt.Errorf("%s: it does not belong here", rest[0].path)
	}
	if len(e.children) == 0 {
		return fmt.Errorf("%s: it is empty", e.path)
	}
	return nil
}

func pattern(expression, problem string) func(string) error {
	compiled, err := regexp.MustCompile(expression), errors.New(problem)
	return func(text string) error {
		if !compiled.MatchString(text) {
			return err
		}
		return nil
	}
}

var timeShape = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})$`)

func checkTime(text string) error {
	if _, err := civil.ParseInstant(text); err != nil || !timeShape.MatchString(text) {
		return errors.New("it is no time with its offset")
	}
	return nil
}

func checkDay(text string) error {
	if _, err := civil.ParseDate(text); err != nil {
		return errors.New("it is no day")
	}
	return nil
}

func checkText(text string, most int) error {
	if n := utf8.RuneCountInString(text); n < 1 || n > most || !isText(text) {
		return fmt.Errorf("it is no line of 1 to %d characters", most)
	}
	return nil
}

var moneyShape = regexp.MustCompile(`^[0-9]{1,9}(\.[0-9]{1,2})?$`)

func checkMoney(text string) error {
	sum, err := money.ParseTenge(text)
	if err != nil || !moneyShape.MatchString(text) || sum < 1 {
		return fmt.Errorf("it is no amount from 0.01 to %s", MaxOrder)
	}
	return nil
}
