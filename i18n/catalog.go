package i18n

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
)

//go:embed messages/*.json
var embedded embed.FS

// Catalog holds every message in every language. It does not change once it is loaded and is safe for many goroutines.
type Catalog struct {
	messages map[Lang]map[string]message
	printers map[Lang]*Printer
}

// Load reads the messages that are built into the program.
func Load() (*Catalog, error) { return New(embedded) }

// New reads messages/<room>.<lang>.json from files. The error lists everything that is wrong: a key, a variable or a plural
// form that a language lacks, an empty text, a key of another room.
func New(files fs.FS) (*Catalog, error) {
	names, err := fs.Glob(files, "messages/*.json")
	if err != nil {
		return nil, fmt.Errorf("list messages: %w", err)
	}
	c := &Catalog{messages: map[Lang]map[string]message{}, printers: map[Lang]*Printer{}}
	for _, lang := range Langs() {
		c.messages[lang] = map[string]message{}
	}
	var faults []error
	for _, name := range names {
		if err := c.read(files, name); err != nil {
			faults = append(faults, fmt.Errorf("read %s: %w", name, err))
		}
	}
	if faults = append(faults, c.faults()...); len(faults) > 0 {
		return nil, fmt.Errorf("load messages: %w", errors.Join(faults...))
	}
	if err := c.makePrinters(); err != nil {
		return nil, fmt.Errorf("load messages: %w", err)
	}
	return c, nil
}

func (c *Catalog) read(files fs.FS, name string) error {
	parts := strings.Split(path.Base(name), ".")
	if len(parts) != 3 {
		return errors.New("want a name as in messages/queue.kk.json")
	}
	room := parts[0]
	lang, err := ParseLang(parts[1])
	if err != nil {
		return err
	}
	content, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	messages, err := parseMessages(content)
	if err != nil {
		return err
	}
	for _, key := range slices.Sorted(maps.Keys(messages)) {
		if !strings.HasPrefix(key, room+".") || !keyForm.MatchString(key) {
			return fmt.Errorf("key %q: want %s.word", key, room)
		}
		c.messages[lang][key] = messages[key]
	}
	return nil
}

// faults is everything that is wrong in one language or differs between two, in the order of the keys.
func (c *Catalog) faults() []error {
	var faults []error
	for _, key := range c.allKeys() {
		var first *message
		for _, lang := range Langs() {
			m, ok := c.messages[lang][key]
			if !ok {
				faults = append(faults, fmt.Errorf("%s %s: no text", lang, key))
				continue
			}
			if err := m.check(lang); err != nil {
				faults = append(faults, fmt.Errorf("%s %s: %w", lang, key, err))
			}
			if first == nil {
				first = &m
			}
			if (m.forms == nil) != (first.forms == nil) || !slices.Equal(m.variables(), first.variables()) {
				faults = append(faults, fmt.Errorf("%s %s: variables or plural forms differ from those of another language", lang, key))
			}
		}
	}
	return faults
}

func (c *Catalog) allKeys() []string {
	var keys []string
	for _, messages := range c.messages {
		keys = slices.AppendSeq(keys, maps.Keys(messages))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func (c *Catalog) makePrinters() error {
	bundle := goi18n.NewBundle(Kazakh.tag())
	for _, lang := range Langs() {
		for key, m := range c.messages[lang] {
			entry := &goi18n.Message{ID: key, Other: m.text}
			if m.forms != nil {
				entry.One, entry.Few, entry.Many, entry.Other = m.forms["one"], m.forms["few"], m.forms["many"], m.forms["other"]
			}
			if err := bundle.AddMessages(lang.tag(), entry); err != nil {
				return fmt.Errorf("%s %s: %w", lang, key, err)
			}
		}
		c.printers[lang] = newPrinter(lang, c.messages[lang], goi18n.NewLocalizer(bundle, string(lang)))
	}
	return nil
}

// Keys is every key, sorted. All languages have the same.
func (c *Catalog) Keys() []string { return slices.Sorted(maps.Keys(c.messages[Kazakh])) }

// Has reports whether the key exists.
func (c *Catalog) Has(key string) bool {
	_, ok := c.messages[Kazakh][key]
	return ok
}

// Texts is what stands in the catalogue for the key in one language, variables as written: one text, or one for each plural form in
// the order of the forms' names. It is for tests of the texts; a page prints through a Printer.
func (c *Catalog) Texts(lang Lang, key string) []string {
	m, ok := c.messages[lang][key]
	if !ok {
		return nil
	}
	return m.texts()
}

// Printer speaks lang; for a language that is none of ours it speaks Kazakh.
func (c *Catalog) Printer(lang Lang) *Printer {
	if p, ok := c.printers[lang]; ok {
		return p
	}
	return c.printers[Kazakh]
}
