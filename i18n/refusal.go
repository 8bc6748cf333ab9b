package i18n

import (
	"strings"
	"time"
	"unicode"
)

// Refusal words a refusal for a person: the text of the key "error." and the code, its variables filled from args. An arg
// "contract_by" fills {{.ContractBy}}. Days, months and the state of the code's noun are put into the reader's words. Pages,
// the API and the command line print refusals by it.
func (p *Printer) Refusal(code string, args map[string]string) string {
	noun, _, _ := strings.Cut(code, ".")
	variables := make(map[string]any, len(args))
	for name, value := range args {
		variables[variableOf(name)] = p.readable(noun, name, value)
	}
	return p.T("error."+code, variables)
}

// stateWords are the nouns whose states have words under another name.
var stateWords = map[string]string{"payment": "payment_order"}

func (p *Printer) readable(noun, name, value string) string {
	if other, ok := stateWords[noun]; ok {
		noun = other
	}
	if state, ok := p.messages["word."+noun+"."+value]; ok && name == "state" {
		return state.text
	}
	if day, err := time.Parse(time.DateOnly, value); err == nil {
		return p.Date(day.Year(), day.Month(), day.Day())
	}
	if month, err := time.Parse("2006-01", value); err == nil {
		return p.Month(month.Year(), month.Month())
	}
	return value
}

func variableOf(name string) string {
	var b strings.Builder
	upper := true
	for _, r := range name {
		switch {
		case r == '_':
			upper = true
		case upper:
			b.WriteRune(unicode.ToUpper(r))
			upper = false
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
