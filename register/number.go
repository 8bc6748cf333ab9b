package register

import (
	"strings"

	"github.com/balajol/balajol/civil"
)

// CheckIIN tests an individual identification number: 12 digits and a control digit (rule P070000406). Digits are
// not bound to a birth date since Government decree 853 of 26 August 2013: see BirthWarning.
func CheckIIN(s string) error { return checkNumber(s, "iin") }

// CheckBIN tests a business identification number by the same control rule.
func CheckBIN(s string) error { return checkNumber(s, "bin") }

func checkNumber(s, noun string) error {
	if len(s) != 12 || strings.Trim(s, "0123456789") != "" {
		return &Error{Kind: Invalid, Code: noun + ".digits", Field: noun}
	}
	d, ok := ControlDigit(s[:11])
	if !ok || d != s[11] {
		return &Error{Kind: Invalid, Code: noun + ".control", Field: noun}
	}
	return nil
}

// ControlDigit computes the twelfth digit of an IIN or BIN from the first eleven. It reports false when both
// weightings give 10: such a number is never issued.
func ControlDigit(first11 string) (byte, bool) {
	if len(first11) != 11 {
		return 0, false
	}
	for shift := range 2 {
		sum := 0
		for i := range 11 {
			weight := (i+2*shift)%11 + 1 // 1…11, then 3…11 1 2
			sum += int(first11[i]-'0') * weight
		}
		if sum %= 11; sum < 10 {
			return byte('0' + sum), true
		}
	}
	return 0, false
}

// BirthWarning tells whether the digits of an IIN differ from a birth date: a warning for a person to look at, not an
// error (Ministry of Justice, 5 April 2019). Without a birth date there is nothing to warn of.
func BirthWarning(iin string, birth civil.Date) bool {
	if birth.IsZero() {
		return false
	}
	return len(iin) < 6 || iin[:6] != strings.ReplaceAll(birth.String(), "-", "")[2:]
}

// CheckIBAN tests an account number by ISO 13616: letters and digits, check digits by mod 97, and for Kazakhstan
// twenty characters with a bank code of three digits.
func CheckIBAN(s string) error {
	if len(s) < 15 || len(s) > 34 || (strings.HasPrefix(s, "KZ") && len(s) != 20) {
		return &Error{Kind: Invalid, Code: "iban.length", Field: "iban"}
	}
	// The check digits are computed again and compared: by the remainder alone 00, 01 and 99 would pass for 97, 98 and 02.
	check, ok := IBANCheckDigits(s[:2], s[4:])
	if !ok || check != s[2:4] || s[:2] == "KZ" && strings.Trim(s[4:7], "0123456789") != "" {
		return &Error{Kind: Invalid, Code: "iban.control", Field: "iban"}
	}
	return nil
}

// IBANCheckDigits computes the two check digits for a country code of two capital letters and the account behind it, of
// digits and capital letters. It reports false for other characters.
func IBANCheckDigits(country, account string) (string, bool) {
	rest, ok := ibanRest(account + country + "00")
	if !ok || len(country) != 2 || strings.ContainsAny(country, "0123456789") {
		return "", false
	}
	n := 98 - rest
	return string([]byte{byte('0' + n/10), byte('0' + n%10)}), true
}

func ibanRest(s string) (int, bool) {
	rest := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			rest = (rest*10 + int(c-'0')) % 97
		case c >= 'A' && c <= 'Z':
			rest = (rest*100 + int(c-'A') + 10) % 97
		default:
			return 0, false
		}
	}
	return rest, true
}
