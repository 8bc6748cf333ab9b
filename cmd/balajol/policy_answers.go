package main

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/registry"
)

// question is a filled-in question: its fields and their lines.
type question struct {
	line   int // of the figure
	fields map[string]string
	lines  map[string]int
}

// questionFields are the lines of a question behind its figure.
var questionFields = []string{"answer", "act", "date", "article", "from"}

// answerReader takes a questionnaire apart and collects what is wrong with it.
type answerReader struct {
	profile   *policy.Profile
	line      int
	begun     bool
	head      map[string]string
	questions []question
	wrong     registry.FileErrors
}

func (r *answerReader) fault(line int, refusal *register.Error) {
	r.wrong = append(r.wrong, registry.RowError{Line: line, Err: refusal})
}

// readAnswers is the profile under a new name with the answers of a questionnaire, and how many there are. The error lists every
// wrong line; then nothing is taken.
func readAnswers(profile *policy.Profile, name string, text []byte) (*policy.Profile, int, error) {
	if _, err := profile.Answered(name, nil); err != nil {
		return nil, 0, err
	}
	r := &answerReader{profile: profile, head: map[string]string{}}
	for line := range strings.Lines(strings.TrimPrefix(string(text), "\ufeff")) {
		r.line++
		r.read(strings.TrimSpace(line))
	}
	if !r.begun || r.head["profile"] == "" || r.head["sha256"] == "" {
		r.fault(max(r.line, 1), register.Refuse(register.Invalid, "questionnaire.format"))
	}
	var replies []policy.Reply
	var asked []question
	for _, q := range r.questions {
		if reply, is := r.reply(q); is {
			replies, asked = append(replies, reply), append(asked, q)
		}
	}
	r.judge(name, replies, asked)
	if len(r.wrong) > 0 {
		slices.SortStableFunc(r.wrong, func(a, b registry.RowError) int { return a.Line - b.Line })
		return nil, 0, r.wrong
	}
	if len(replies) == 0 {
		return nil, 0, register.Refuse(register.Invalid, "questionnaire.empty")
	}
	answered, err := profile.Answered(name, replies)
	return answered, len(replies), err
}

// read takes one line.
func (r *answerReader) read(line string) {
	if line == "" || strings.HasPrefix(line, "#") {
		return
	}
	if !r.begun {
		if line != questionnaireFormat {
			r.fault(r.line, register.Refuse(register.Invalid, "questionnaire.format"))
		}
		r.begun = true
		return
	}
	field, value, _ := strings.Cut(line, ":")
	field, value = strings.TrimSpace(field), strings.TrimSpace(value)
	switch {
	case field == "profile" || field == "sha256":
		r.readHead(field, value)
	case field == "figure":
		r.questions = append(r.questions, question{r.line, map[string]string{"figure": value}, map[string]int{"figure": r.line}})
	case !slices.Contains(questionFields, field):
		r.fault(r.line, register.Refuse(register.Invalid, "questionnaire.line").With("value", line))
	case len(r.questions) == 0:
		r.fault(r.line, register.Refuse(register.Invalid, "questionnaire.order").With("value", field))
	default:
		q := r.questions[len(r.questions)-1]
		if _, twice := q.lines[field]; twice {
			r.fault(r.line, register.Refuse(register.Invalid, "questionnaire.twice").With("value", field))
			return
		}
		q.fields[field], q.lines[field] = value, r.line
	}
}

// readHead wants the very profile that the questions were made of.
func (r *answerReader) readHead(field, value string) {
	want := map[string]string{"profile": r.profile.Name, "sha256": r.profile.SHA256}[field]
	if value != want {
		r.fault(r.line, register.Refuse(register.Invalid, "questionnaire.profile").With("value", value))
	}
	r.head[field] = want
}

// reply is the answer of a question, if it has one.
func (r *answerReader) reply(q question) (policy.Reply, bool) {
	key, row, _ := strings.Cut(q.fields["figure"], " ")
	reply := policy.Reply{Key: key, Value: q.fields["answer"], Act: q.fields["act"], Article: q.fields["article"]}
	reply.Row = r.day(q, "figure", strings.TrimSpace(row))
	filled := ""
	for _, field := range questionFields[1:] {
		if filled == "" && q.fields[field] != "" {
			filled = field
		}
	}
	if reply.Value == "" {
		if filled != "" {
			r.fault(q.lines[filled], register.Refuse(register.Invalid, "questionnaire.unanswered"))
		}
		return reply, false
	}
	complete := true
	for _, field := range []string{"act", "date", "article"} {
		if q.fields[field] == "" {
			r.fault(max(q.lines[field], q.line), register.Refuse(register.Invalid, "questionnaire.missing").With("value", field))
			complete = false
		}
	}
	reply.Date, reply.From = r.day(q, "date", q.fields["date"]), r.day(q, "from", q.fields["from"])
	return reply, complete && !reply.Row.IsZero()
}

// day reads a day; empty is none.
func (r *answerReader) day(q question, field, text string) civil.Date {
	d, err := civil.ParseDate(text)
	if err != nil && (text != "" || field == "figure") {
		r.fault(q.lines[field], register.Refuse(register.Invalid, "questionnaire.day").With("value", text))
	}
	return d
}

// judge tries each reply alone, so that every fault is found, and then all of them together.
func (r *answerReader) judge(name string, replies []policy.Reply, asked []question) {
	for i, reply := range replies {
		if _, err := r.profile.Answered(name, []policy.Reply{reply}); err != nil {
			r.refused(asked[i], err)
		}
	}
	if len(r.wrong) > 0 {
		return
	}
	if _, err := r.profile.Answered(name, replies); err != nil {
		refusal, _ := errors.AsType[*register.Error](err)
		if refusal == nil {
			return // the whole is wrong, not a line: the caller says why
		}
		if at, e := strconv.Atoi(refusal.Args["at"]); e == nil {
			r.refused(asked[at], err)
		}
	}
}

// refused names the line that a refusal is about.
func (r *answerReader) refused(q question, err error) {
	refusal, ok := errors.AsType[*register.Error](err)
	if !ok {
		refusal = register.Refuse(register.Invalid, "answer.value").With("value", q.fields["answer"]).With("why", err.Error())
	}
	field := "figure"
	switch {
	case refusal.Code == "answer.value":
		field = "answer"
	case refusal.Code == "answer.from" && q.fields["from"] != "":
		field = "from"
	case refusal.Code == "answer.from":
		field = "date"
	}
	r.fault(q.lines[field], refusal)
}
