package admission

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// Words of a line that is to be sent its code: it has not gone out, and there is no number to send it to.
const (
	codeUnsent = "code_unsent"
	noPhone    = "no_phone"
)

// sentCode is a code on its way to a family.
type sentCode struct {
	code     string
	sha256   string
	guardian register.ID[register.Guardian]
	line     int
	words    []string // what is to be seen to in the line besides
}

// giveCode draws the code of an accepted line, which its family has until by to give.
func giveCode(tx *store.Tx, l *preschool.TakeoverLine, by civil.Date) (sentCode, error) {
	guardian, err := guardianOf(tx, *l)
	if err != nil {
		return sentCode{}, err
	}
	c := sentCode{code: newCode(tx), guardian: guardian, line: l.Number, words: wordsOf(*l)}
	c.sha256 = codeHash(c.code)
	l.CodeSHA256, l.ConfirmBy = c.sha256, by
	l.Faults = strings.Join(append(slices.Clone(c.words), codeUnsent), ",")
	return c, nil
}

// wordsOf are the words of a line, but for that of its code.
func wordsOf(l preschool.TakeoverLine) []string {
	words := strings.FieldsFunc(l.Faults, func(r rune) bool { return r == ',' })
	return slices.DeleteFunc(words, func(w string) bool { return w == codeUnsent })
}

// sentTogether is how many codes are noted as sent in one transaction.
const sentTogether = 500

// sendCodes hands the codes to the channel of notices and notes which went out. It gives the number of those that did not.
func (s *Service) sendCodes(ctx context.Context, actor access.Actor, batch register.ID[preschool.TakeoverBatch], codes []sentCode) (unsent int, err error) {
	var sent []store.SentCode
	note := func() error {
		if len(sent) == 0 {
			return nil
		}
		err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error { return tx.SaveCodesSent(batch, sent) })
		sent = sent[:0]
		return err
	}
	for _, c := range codes {
		if slices.Contains(c.words, noPhone) || s.sendCode(ctx, batch, c) != nil {
			unsent++
			continue
		}
		if sent = append(sent, store.SentCode{Number: c.line, SHA256: c.sha256, Faults: strings.Join(c.words, ",")}); len(sent) == sentTogether {
			if err := note(); err != nil {
				return unsent, err
			}
		}
	}
	return unsent, note()
}

// sendCode gives one code to the sender of notices: the only place where it is ever written outside of the family's phone.
func (s *Service) sendCode(ctx context.Context, batch register.ID[preschool.TakeoverBatch], c sentCode) error {
	if s.Notices == nil {
		return register.Refuse(register.Conflict, "takeover.no_notices")
	}
	return s.Notices.Send(ctx, gateway.Notice{
		Key: fmt.Sprintf("takeover-%s-%d-%s", batch, c.line, c.sha256[:8]), Channel: gateway.SMS, Address: string(c.guardian), Template: "takeover.code",
		Args: map[string]string{"code": c.code},
	})
}

// codeAlphabet has no letters that look like digits.
const codeAlphabet = "0123456789abcdefghjkmnpqrstvwxyz"

// newCode draws a code of fifty bits: two times five signs.
func newCode(tx *store.Tx) string {
	drawn := tx.Draw("takeover code")
	var code strings.Builder
	for i := range 10 {
		if i == 5 {
			code.WriteByte('-')
		}
		code.WriteByte(codeAlphabet[drawn[i]&31])
	}
	return code.String()
}

// codeHash is what is kept of a code, as people type it.
func codeHash(typed string) string {
	sum := sha256.Sum256([]byte(codeSlips.Replace(strings.ToLower(strings.TrimSpace(typed)))))
	return hex.EncodeToString(sum[:])
}
