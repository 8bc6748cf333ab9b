package register

import (
	"strings"
	"unicode"
)

// folds maps letters that people type for one another to one letter: Kazakh letters to the Russian ones of a keyboard
// without them, ё to е, and Latin look-alikes inside Cyrillic names («Вabu clab», «Iңкәрiм» in the city's own lists).
var folds = map[rune]rune{
	'ё': 'е', 'ә': 'а', 'ғ': 'г', 'қ': 'к', 'ң': 'н', 'ө': 'о', 'ұ': 'у', 'ү': 'у', 'һ': 'х', 'і': 'и', 'й': 'и',
	'a': 'а', 'b': 'б', 'c': 'с', 'd': 'д', 'e': 'е', 'f': 'ф', 'g': 'г', 'h': 'х', 'i': 'и', 'j': 'и', 'k': 'к', 'l': 'л', 'm': 'м',
	'n': 'н', 'o': 'о', 'p': 'р', 'q': 'к', 'r': 'р', 's': 'с', 't': 'т', 'u': 'у', 'v': 'в', 'w': 'в', 'x': 'х', 'y': 'у', 'z': 'з',
}

// Fold reduces a name to the form that search compares: lower case, one letter for letters that look or sound alike,
// single spaces, no punctuation. Both the stored name and the typed words are folded.
func Fold(s string) string {
	words := strings.FieldsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !isInvisible(r)
	})
	folded := words[:0]
	for _, word := range words {
		if word = foldWord(word); word != "" {
			folded = append(folded, word)
		}
	}
	return strings.Join(folded, " ")
}

func foldWord(word string) string {
	mixed := strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
	return strings.Map(func(r rune) rune {
		// Inside a Cyrillic word a Latin capital H was typed for Н; in a Latin word it sounds like х.
		if mixed && r == 'H' {
			return 'н'
		}
		if isInvisible(r) {
			return -1
		}
		r = unicode.ToLower(r)
		if f, ok := folds[r]; ok {
			r = f
		}
		// В in a Latin word stands for B as often as for V: both fold to one letter.
		if r == 'в' {
			return 'б'
		}
		return r
	}, word)
}

// isInvisible tells the marks that stand over a letter (й and ё may come as two characters) and soft hyphens and the like
// from the letters themselves.
func isInvisible(r rune) bool { return unicode.In(r, unicode.Mn, unicode.Cf) }
