package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/web/page"
)

// questionnaireFormat is the first line of a questionnaire.
const questionnaireFormat = "balajol questionnaire 1"

type policyQuestionnaireCmd struct {
	Profile string `arg:"" help:"Name of a profile, or a file."`
	Answers string `help:"Questionnaire that a lawyer filled in; a profile with the answers is written." placeholder:"FILE"`
	Out     string `help:"File for that profile; the standard output by default." placeholder:"FILE"`
	Name    string `help:"Name of that profile; by default that of the file, or of the profile asked about." placeholder:"NAME"`
	Lang    string `help:"Language of the closing line: kk, ru or en." enum:"kk,ru,en" default:"kk"`
}

// Help says what the questionnaire is for.
func (c *policyQuestionnaireCmd) Help() string {
	return `Every assumed figure becomes a question in Kazakh and in Russian. A lawyer writes behind "answer:" either the word confirm or
the right value, and act, date and article. With --answers the file is read back: each answered figure gets its value, the mark
law and the act as its source; where the value holds from a later day, the old row ends the day before.

    balajol policy questionnaire kz-voucher-2026 > questions.txt
    balajol policy questionnaire kz-voucher-2026 --answers questions.txt --out kz-voucher-2027.json`
}

// Run prints the questions, or reads the answers back.
func (c *policyQuestionnaireCmd) Run() error {
	profile, err := simulatedProfile(c.Profile)
	if err != nil {
		return err
	}
	if c.Answers != "" {
		return c.readBack(profile)
	}
	messages, err := i18n.Load()
	if err != nil {
		return err
	}
	return writeFile(c.Out, questionnaire(profile, messages.Printer(i18n.Kazakh), messages.Printer(i18n.Russian)))
}

// readBack writes the profile with the answers.
func (c *policyQuestionnaireCmd) readBack(profile *policy.Profile) error {
	p, err := printerIn(c.Lang)
	if err != nil {
		return err
	}
	text, err := readAs(c.Answers, io.ReadAll)
	if err != nil {
		return err
	}
	answered, replies, err := readAnswers(profile, c.newName(profile), text)
	if err != nil {
		return inFile{c.Answers, err}
	}
	if err := writeFile(c.Out, answered.File()); err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, p.T("policy.form.done", map[string]any{"Answered": replies, "Left": len(answered.Questions())}))
	return nil
}

// newName is the name of the profile that is written.
func (c *policyQuestionnaireCmd) newName(p *policy.Profile) string {
	if c.Name != "" {
		return c.Name
	}
	if file, is := strings.CutSuffix(filepath.Base(c.Out), ".json"); is {
		return file
	}
	return p.Name
}

// questionnaire is the form, each part in one language after the other.
func questionnaire(profile *policy.Profile, printers ...*i18n.Printer) []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "%s\n", questionnaireFormat)
	for _, p := range printers {
		remark(&out, "", p.T("policy.form.title", map[string]any{"Title": titleIn(profile, p.Lang())}), p.T("policy.form.how", nil))
	}
	fmt.Fprintf(&out, "\nprofile: %s\nsha256: %s\n", profile.Name, profile.SHA256)
	questions := profile.Questions()
	for i, f := range questions {
		fmt.Fprintf(&out, "\n# %d / %d\n", i+1, len(questions))
		for _, p := range printers {
			remark(&out, questionText(p, f)...)
			remark(&out, "")
		}
		fmt.Fprintf(&out, "figure: %s %s\nanswer:\nact:\ndate:\narticle:\nfrom:\n", f.Key, f.From)
	}
	return out.Bytes()
}

// widest is how many characters a line of a remark may have.
const widest = 110

// remark writes lines that are not read back, broken between words.
func remark(out *bytes.Buffer, lines ...string) {
	for _, line := range lines {
		width := 0
		out.WriteString("#")
		for _, word := range strings.Split(line, " ") {
			n := utf8.RuneCountInString(word)
			if width > 0 && width+1+n > widest {
				out.WriteString("\n#")
				width = 0
			}
			if n > 0 {
				out.WriteString(" " + word)
			}
			width += 1 + n
		}
		out.WriteString("\n")
	}
}

// questionText is a question in one language: what is asked, what was seen, and how to answer.
func questionText(p *i18n.Printer, f policy.Figure) []string {
	args := map[string]any{"Label": page.FigureLabel(p, f.Key), "Value": page.FigureValue(p, f)}
	asked := "asked"
	switch {
	case f.Mark != policy.Assumed:
		asked = "asked_end"
	case !f.To.IsZero():
		asked = "asked_during"
		args["During"] = duringText(p, f.From, f.To)
	}
	lines := []string{p.T("policy.form."+asked, args)}
	if f.Source == noSource {
		lines = append(lines, p.T("policy.form.no_source", nil))
	} else {
		lines = append(lines, p.T("policy.form.source", map[string]any{"Source": f.Source}))
	}
	if f.Note != "" {
		lines = append(lines, p.T("policy.form.note", map[string]any{"Note": f.Note}))
	}
	return append(lines, p.T("policy.form.now", map[string]any{"Text": writtenText(f)}), p.T("policy.form.answer", map[string]any{"Form": answerForm(p, f)}))
}

// duringText words a period; without an end it is open.
func duringText(p *i18n.Printer, from, to civil.Date) string {
	if to.IsZero() {
		return p.T("policy.diff.from", map[string]any{"From": page.DateText(p, from)})
	}
	return p.T("policy.diff.during", map[string]any{"From": page.DateText(p, from), "To": page.DateText(p, to)})
}

// writtenText is the value as an answer is written: a term with its unit, a table as JSON, no rule and no word as none.
func writtenText(f policy.Figure) string {
	text := f.Text()
	switch {
	case f.Unit == policy.PointsUnit && string(f.Value) != "null":
		return string(f.Value)
	case string(f.Value) == "null" || text == "":
		return "none"
	case f.Unit == policy.YesNo:
		return map[string]string{"true": "yes", "false": "no"}[text]
	case len(policy.Units(f.Key)) > 1:
		return text + " " + string(f.Unit)
	}
	return text
}

// formOf names the shape of an answer, by unit; the rest are numbers.
var formOf = map[policy.Unit]string{
	policy.Permille: "permille", policy.TiynUnit: "tiyn", policy.DayOfYear: "month_day", policy.DaysOfYear: "month_days",
	policy.DateUnit: "date", policy.YesNo: "yes_no", policy.Turns: "turns", policy.DaysPerMonth: "payable", policy.Texts: "texts",
	policy.PointsUnit: "points", policy.Text: "text", policy.ZoneUnit: "text",
}

// answerForm says how an answer is written.
func answerForm(p *i18n.Printer, f policy.Figure) string {
	form, words := "number", ""
	switch {
	case formOf[f.Unit] != "":
		form = formOf[f.Unit]
	case f.Unit == policy.Word || f.Unit == policy.ClassUnit:
		form, words = "word", wordsText(p, f, "%q")
	case len(policy.Choices(f.Key)) > 0:
		form, words = "words", wordsText(p, f, "[%q]")
	case slices.Contains(policy.Units(f.Key), policy.WorkingDays):
		form = "term"
	}
	var args map[string]any
	if words != "" {
		args = map[string]any{"Words": words}
	}
	text := p.T("policy.form."+form, args)
	if policy.Optional(f.Key) {
		text = p.T("policy.form.or_none", map[string]any{"Form": text})
	}
	return text
}

// wordsText lists the words that an answer may hold, each with its meaning.
func wordsText(p *i18n.Printer, f policy.Figure, value string) string {
	var words []string
	for _, word := range policy.Choices(f.Key) {
		f.Value = json.RawMessage(fmt.Sprintf(value, word))
		words = append(words, p.T("policy.form.one_word", map[string]any{"Word": word, "Meaning": page.FigureValue(p, f)}))
	}
	return strings.Join(words, ", ")
}
