package gateway

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/register"
)

// Limits of the message: EPC132-08 2023 (amounts, names, sums), ISO 20022 (Max35Text, Max140Text).
const (
	MaxOrder  money.Tiyn = 99_999_999_999          // one amount: 999,999,999.99 tenge
	MaxSum    money.Tiyn = 999_999_999_999_999_999 // a control sum: 18 digits
	MaxName              = 70                      // characters of a name
	maxID                = 35                      // characters of an id
	maxText              = 140                     // characters of a remittance text
	currency             = "KZT"                   // ISO 4217
	scheme               = "BIN"                   // of a party's number
	noBIC                = "NOTPROVIDED"           // the one word for a bank that is known by the account alone
	dateTime             = "2006-01-02T15:04:05Z"  // UTC, seconds
	namespace            = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
)

// Party is who pays or is paid.
type Party struct {
	Name string // as registered, in any script; what is longer than MaxName is cut, since number and account say who it is
	BIN  string // BIN of an entity or IIN of a sole trader, 12 digits
	IBAN string
	BIC  string // of the bank; empty = the account number says which bank it is
}

// Order is one payment order: an amount to one creditor.
type Order struct {
	ID       string // id of the payment order, EndToEndId of the message: unique in the batch
	Creditor Party
	Tiyn     money.Tiyn // above 0, at most MaxOrder
	Text     string     // what is paid, for the creditor's books; no personal data; may be empty
}

// Batch is the payment orders of one file, paid from one account on one day for one purpose.
type Batch struct {
	MessageID string // unique for the payer for ever
	Created   civil.Instant
	Execute   civil.Date // day on which the bank is to pay
	Debtor    Party
	Purpose   string // payment purpose code (КНП), three digits
	Orders    []Order
}

// BuildPain001 writes the batch as a pain.001.001.09 message. The same batch gives the same bytes. What the message cannot
// carry is an error that names the order and nobody; nothing is split or dropped silently.
func BuildPain001(b Batch) ([]byte, error) {
	if err := b.check(); err != nil {
		return nil, fmt.Errorf("build bank file %s: %w", printable(b.MessageID), err)
	}
	total, err := b.total()
	if err != nil {
		return nil, fmt.Errorf("build bank file %s: %w", b.MessageID, err)
	}
	var out bytes.Buffer
	out.WriteString(xml.Header)
	encoder := xml.NewEncoder(&out)
	encoder.Indent("", " ")
	if err := encoder.Encode(newDocument(b, total)); err != nil {
		return nil, fmt.Errorf("build bank file %s: %w", b.MessageID, err)
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// identifier is the Latin set in which banks exchange references (EPC217-08, 1.4).
var identifier = regexp.MustCompile(`^[A-Za-z0-9?:().,'+ /-]{1,35}$`)

func checkID(id string) error {
	if !identifier.MatchString(id) || strings.HasPrefix(id, "/") || strings.HasSuffix(id, "/") || strings.Contains(id, "//") ||
		strings.TrimSpace(id) != id {
		return fmt.Errorf("an id has 1 to %d Latin letters, digits and / - ? : ( ) . , ' + inside", maxID)
	}
	return nil
}

var (
	purposeCode = regexp.MustCompile(`^[0-9]{3}$`)
	bankCode    = regexp.MustCompile(`^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$`) // ISO 9362
)

func (b Batch) check() error {
	if err := checkID(b.MessageID); err != nil {
		return fmt.Errorf("message id: %w", err)
	}
	switch {
	case b.Created.IsZero() || b.Execute.IsZero():
		return errors.New("it has no time of creation or no day of payment")
	case !purposeCode.MatchString(b.Purpose):
		return errors.New("its purpose code is not three digits: take it from the classifier of payment purposes")
	case len(b.Orders) == 0:
		return errors.New("it has no orders: there is nothing to pay")
	}
	if err := b.Debtor.check(); err != nil {
		return fmt.Errorf("debtor: %w", err)
	}
	seen := make(map[string]bool, len(b.Orders))
	for i, o := range b.Orders {
		if err := checkID(o.ID); err != nil {
			return fmt.Errorf("order %d: %w", i+1, err)
		}
		if seen[o.ID] {
			return fmt.Errorf("order %s stands in it twice", o.ID)
		}
		seen[o.ID] = true
		if err := o.check(); err != nil {
			return fmt.Errorf("order %s: %w", o.ID, err)
		}
	}
	return nil
}

func (o Order) check() error {
	switch {
	case o.Tiyn < 1:
		return fmt.Errorf("amount %s is not above 0: set what is owed back against a later claim", o.Tiyn)
	case o.Tiyn > MaxOrder:
		return fmt.Errorf("amount %s is above %s: pay it in several orders", o.Tiyn, MaxOrder)
	case utf8.RuneCountInString(o.Text) > maxText || !isText(o.Text):
		return fmt.Errorf("its text is longer than %d characters or holds what no line of print can", maxText)
	}
	return o.Creditor.check()
}

func (p Party) check() error {
	switch {
	case shortName(p.Name) == "" || !isText(p.Name):
		return errors.New("the name is empty or holds what no line of print can")
	case p.BIC != "" && !bankCode.MatchString(p.BIC):
		return errors.New("the BIC is none: 8 or 11 letters and digits")
	}
	if err := register.CheckBIN(p.BIN); err != nil {
		return err
	}
	return checkIBAN(p.IBAN)
}

// ibanShape is what the schema asks beside the check digits.
var ibanShape = regexp.MustCompile(`^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$`)

func checkIBAN(iban string) error {
	if !ibanShape.MatchString(iban) {
		return register.Refuse(register.Invalid, "iban.length")
	}
	return register.CheckIBAN(iban)
}

func (b Batch) total() (money.Tiyn, error) {
	sums := make([]money.Tiyn, len(b.Orders))
	for i, o := range b.Orders {
		sums[i] = o.Tiyn
	}
	total, err := money.Sum(sums...)
	if err == nil && total > MaxSum {
		err = fmt.Errorf("the orders come to %s, above %s: split the batch", total, MaxSum)
	}
	return total, err
}

// isText tells whether every character may stand in a line of print: XML 1.0 has no place for control characters.
func isText(s string) bool {
	return utf8.ValidString(s) && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsGraphic(r) || r == utf8.RuneError }) < 0
}

// shortName is a name with single spaces, cut to what the message holds.
func shortName(name string) string {
	name = strings.Join(strings.Fields(name), " ")
	if runes := []rune(name); len(runes) > MaxName {
		name = strings.TrimSpace(string(runes[:MaxName]))
	}
	return name
}

// printable keeps a message id out of the error if it is none.
func printable(id string) string {
	if checkID(id) != nil {
		return "without a valid id"
	}
	return id
}
