// Package i18n speaks Kazakh, Russian and English: messages with plural forms, numbers, sums of money, dates, and the order of
// names.
//
// The messages are the JSON files in messages/, one for each room and language. A file maps flat keys that begin with the
// room's name to texts; a text may hold variables such as {{.Name}}, and a counted text is an object of plural forms:
//
//	"queue.title": "Очередь района {{.District}}"
//	"queue.ahead": {"one": "{{.Count}} ребёнок", "few": "{{.Count}} ребёнка", "many": "{{.Count}} детей"}
//
// A catalogue in which a language lacks a key, a variable or a plural form does not load, so a page is never half translated.
package i18n
