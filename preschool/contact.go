package preschool

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"strings"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
)

// Contact is one way to reach a guardian. The address is personal: it stays in the register, notices carry only the id.
type Contact struct {
	Authority   register.ID[register.Authority]
	ID          register.ID[Contact]
	Guardian    register.ID[register.Guardian]
	Way         register.NoticeWay // sms, email, or the second contact person
	Address     string             // telephone as +digits, or a mailbox
	ConfirmedOn civil.Date         // day of the last confirmation; none before the first
	AskedOn     civil.Date         // day of the last code
	FailedOn    civil.Date         // day on which a notice did not arrive
	Code        string             // hash of the code that waits for its answer
	Tries       int                // wrong answers to it
}

// Scope returns the authority.
func (c Contact) Scope() register.ID[register.Authority] { return c.Authority }

// OfGuardian returns the guardian.
func (c Contact) OfGuardian() register.ID[register.Guardian] { return c.Guardian }

// ContactWays are the ways that need an address of the guardian's.
var ContactWays = []register.NoticeWay{register.BySMS, register.ByEmail, register.BySecondContact}

// maxTries is how many wrong codes end a code, so that nobody finds one of six digits by trying.
const maxTries = 5

// Ask records on a day that a code was sent.
func (c Contact) Ask(code string, today civil.Date) Contact {
	c.Code, c.AskedOn, c.Tries = hashCode(c, code), today, 0
	return c
}

// Confirm answers with the code. A wrong code is a refusal and counted: the changed contact is to be kept in both cases.
func (c Contact) Confirm(code string, today civil.Date) (Contact, error) {
	if c.Code == "" {
		return c, register.Refuse(register.Conflict, "contact.not_asked")
	}
	if subtle.ConstantTimeCompare([]byte(hashCode(c, strings.TrimSpace(code))), []byte(c.Code)) == 0 {
		if c.Tries++; c.Tries >= maxTries {
			c.Code, c.Tries = "", 0
		}
		return c, &register.Error{Kind: register.Invalid, Code: "contact.code", Field: "code"}
	}
	c.Code, c.Tries, c.ConfirmedOn, c.FailedOn = "", 0, today, civil.Date{}
	return c, nil
}

// Failed records on a day that a notice did not arrive.
func (c Contact) Failed(today civil.Date) Contact {
	c.FailedOn = today
	return c
}

func hashCode(c Contact, code string) string {
	sum := sha256.Sum256([]byte("contact code|" + string(c.Authority) + "|" + string(c.ID) + "|" + c.Address + "|" + code))
	return hex.EncodeToString(sum[:])
}

// ParseAddress brings an address into its one form: a telephone of Kazakhstan or abroad as "+" and digits, a mailbox in lower
// case. What cannot be one is refused.
func ParseAddress(way register.NoticeWay, typed string) (string, error) {
	typed = strings.TrimSpace(typed)
	refusal := &register.Error{Kind: register.Invalid, Code: "contact.address", Field: "address"}
	if way == register.ByEmail {
		name, host, ok := strings.Cut(typed, "@")
		if !ok || name == "" || !strings.Contains(host, ".") || strings.ContainsAny(typed, " <>\"\r\n\t,;") || strings.Contains(host, "@") || len(typed) > 254 {
			return "", refusal
		}
		return strings.ToLower(typed), nil
	}
	digits := strings.NewReplacer(" ", "", "-", "", "(", "", ")", "").Replace(typed)
	international := strings.HasPrefix(digits, "+")
	digits = strings.TrimPrefix(digits, "+")
	if !international && len(digits) == 11 && digits[0] == '8' {
		digits = "7" + digits[1:] // the national way to write a long-distance number
	} else if !international && len(digits) == 10 {
		digits = "7" + digits
	}
	if len(digits) < 11 || len(digits) > 15 || strings.Trim(digits, "0123456789") != "" {
		return "", refusal
	}
	return "+" + digits, nil
}
