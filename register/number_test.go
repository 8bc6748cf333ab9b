package register_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
)

func TestIIN(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ rule, iin, code string }{
		{"second weighting", "061211600012", ""},
		{"first weighting", "200315500007", ""},
		{"second weighting again", "200315500803", ""},
		{"wrong control digit", "200315500019", "iin.control"},
		{"eleven digits", "20031550000", "iin.digits"},
		{"thirteen digits", "2003155000077", "iin.digits"},
		{"a letter", "20031550000O", "iin.digits"},
		{"a space at the end", "20031550000 ", "iin.digits"},
		{"digits of another script", "٢٠٠٣١٥", "iin.digits"},
		{"nothing", "", "iin.digits"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			t.Parallel()
			if got := register.CodeOf(register.CheckIIN(c.iin)); got != c.code {
				t.Errorf("CheckIIN(%q) = %q, want %q", c.iin, got, c.code)
			}
		})
	}
}

// A body for which both weightings give 10 is never issued: no last digit makes it valid.
func TestIINNeverIssued(t *testing.T) {
	t.Parallel()
	const body = "20031550089"
	if d, ok := register.ControlDigit(body); ok {
		t.Errorf("ControlDigit(%s) = %c, want none", body, d)
	}
	for last := range 10 {
		if err := register.CheckIIN(fmt.Sprint(body, last)); register.CodeOf(err) != "iin.control" {
			t.Errorf("CheckIIN(%s%d) = %v, want iin.control", body, last, err)
		}
	}
}

func TestBINHasTheSameControlRule(t *testing.T) {
	t.Parallel()
	if err := register.CheckBIN("200315500007"); err != nil {
		t.Error(err)
	}
	if got := register.CodeOf(register.CheckBIN("200315500019")); got != "bin.control" {
		t.Errorf("code %q, want bin.control", got)
	}
	if got := register.CodeOf(register.CheckBIN("2003")); got != "bin.digits" {
		t.Errorf("code %q, want bin.digits", got)
	}
}

// No other control digit passes for the same body. (A wrong digit in the body may pass: the eleventh weighs nothing.)
func TestOneControlDigitFits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.StringMatching(`[0-9]{11}`).Draw(t, "body")
		d, ok := register.ControlDigit(body)
		if !ok {
			return
		}
		good := body + string(d)
		if err := register.CheckIIN(good); err != nil {
			t.Fatalf("%s: %v", good, err)
		}
		bad := []byte(good)
		bad[11] = '0' + (bad[11]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "step")))%10
		if register.CheckIIN(string(bad)) == nil {
			t.Fatalf("%s passes beside %s", bad, good)
		}
	})
}

func TestControlDigitNeedsElevenDigits(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", "2003155000", "200315500007"} {
		if d, ok := register.ControlDigit(body); ok {
			t.Errorf("ControlDigit(%q) = %c, want none", body, d)
		}
	}
}

func TestBirthWarning(t *testing.T) {
	t.Parallel()
	birth := civil.MustParseDate("2020-03-15")
	for _, c := range []struct {
		rule, iin string
		birth     civil.Date
		want      bool
	}{
		{"digits agree", "200315500007", birth, false},
		{"digits differ", "061211600012", birth, true},
		{"too short to say", "2003", birth, true},
		{"no birth date known", "200315500007", civil.Date{}, false},
	} {
		t.Run(c.rule, func(t *testing.T) {
			t.Parallel()
			if got := register.BirthWarning(c.iin, c.birth); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestIBAN(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ rule, iban, code string }{
		{"the standard's Kazakh example", "KZ86125KZT5004100100", ""},
		{"the standard's British example", "GB82WEST12345698765432", ""},
		{"one wrong digit", "KZ86125KZT5004100101", "iban.control"},
		{"exchanged letters", "KZ86125ZKT5004100100", "iban.control"},
		{"small letters", "kz86125kzt5004100100", "iban.control"},
		{"Kazakh account too short", "KZ86125KZT500410010", "iban.length"},
		{"Kazakh account too long", "KZ86125KZT50041001000", "iban.length"},
		{"nothing", "", "iban.length"},
		{"a Cyrillic letter", "KZ86125КZT500410010", "iban.control"},
		{"no country", "86KZ125KZT5004100100", "iban.control"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			t.Parallel()
			if got := register.CodeOf(register.CheckIBAN(c.iban)); got != c.code {
				t.Errorf("CheckIBAN(%q) = %q, want %q", c.iban, got, c.code)
			}
		})
	}
}

// 00, 01 and 99 have the remainders of 97, 98 and 02, but are no check digits (ISO 13616: 02 to 98).
func TestIBANHasOnePairOfCheckDigits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		account := rapid.StringMatching(`[0-9]{3}[0-9A-Z]{13}`).Draw(t, "account")
		want, ok := register.IBANCheckDigits("KZ", account)
		if !ok {
			t.Fatalf("no check digits for %s", account)
		}
		for n := range 100 {
			digits := fmt.Sprintf("%02d", n)
			if passes := register.CheckIBAN("KZ"+digits+account) == nil; passes != (digits == want) {
				t.Fatalf("KZ%s%s passes: %v; its check digits are %s", digits, account, passes, want)
			}
		}
	})
}

func TestIBANBankCodeIsDigits(t *testing.T) {
	t.Parallel()
	digits, ok := register.IBANCheckDigits("KZ", "12AKZT5004100100")
	if !ok {
		t.Fatal("no check digits")
	}
	if got := register.CodeOf(register.CheckIBAN("KZ" + digits + "12AKZT5004100100")); got != "iban.control" {
		t.Errorf("code %q, want iban.control", got)
	}
}

func TestIBANCheckDigitsRefusesOtherCharacters(t *testing.T) {
	t.Parallel()
	for _, c := range [][2]string{{"KZ", "125-KZT"}, {"K1", "125KZT"}, {"KAZ", "125"}, {"", "125"}, {"KZ", "а"}} {
		if got, ok := register.IBANCheckDigits(c[0], c[1]); ok {
			t.Errorf("IBANCheckDigits(%q, %q) = %s, want none", c[0], c[1], got)
		}
	}
}
