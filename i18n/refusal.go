package i18n

import (
	"strings"
	"unicode"
)

// Refusal words a refusal for a person: the text of the key "error." and the code, its variables filled from args. An arg
// "contract_by" fills {{.ContractBy}}. Pages, the API and the command line print refusals by it.
func (p *Printer) Refusal(code string, args map[string]string) string {
	variables := make(map[string]any, len(args))
	for name, value := range args {
		variables[variableOf(name)] = value
	}
	return p.T("error."+code, variables)
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
