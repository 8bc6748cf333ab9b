package town

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/store"
)

// Verbs of the take-over of an old list:
//
//	officer old-line NAME key=value …      a line of an old list for a person; keys: birth, and the columns of the list
//	officer old-list queue|placed [dry]    loads or checks the lines so far; tells the report
//	approver review-list | approve-list | approve-line N   what the second person sees and says of a list and of a correction
//	NAME confirm-line                      the family's confirmation, with the code that it was sent
//	officer drop-line N REASON | approver approve-drop N | officer correct-line N key=value … | officer resend N
//	officer takeover-worklist
func init() {
	maps.Copy(Verbs, map[string]Verb{
		"old-line": oldLine, "old-list": oldList, "confirm-line": confirmLine, "drop-line": dropLine,
		"review-list": reviewList, "approve-list": approveList, "approve-line": approveLine, "approve-drop": approveDrop,
		"correct-line": correctLine, "resend": resendCode, "takeover-worklist": takeoverWorklist,
	})
}

// codes stands before the town's sink of notices and remembers the codes, as a family's phone does.
type codes struct {
	gateway.Notices
	sent map[string]string // by guardian
}

// Send implements gateway.Notices.
func (c codes) Send(ctx context.Context, n gateway.Notice) error {
	if code, there := n.Args["code"]; there && n.Template == "takeover.code" {
		c.sent[n.Address] = code
	}
	return c.Notices.Send(ctx, n)
}

// Codes lets the town remember the codes that families are sent, by guardian.
func (t *Town) Codes() map[string]string {
	if c, already := t.Deps.Notices.(codes); already {
		return c.sent
	}
	c := codes{t.Deps.Notices, map[string]string{}}
	t.Deps.Notices = c
	return c.sent
}

// oldColumns is the order of the columns in the lists of stories.
var oldColumns = []string{"number", "registered", "child_iin", "guardian_iin", "phone", "language", "ground", "choices", "kindergarten", "group", "from"}

func oldLine(s *Story, _ string, args []string) (string, error) {
	values, _ := Values(args[1:])
	birth := values["birth"]
	delete(values, "birth")
	if other, same := values["as"]; same { // the line of another person's child
		values["child_iin"], values["guardian_iin"] = s.Things["child "+other], s.Things["guardian "+other]
		delete(values, "as")
	} else {
		s.Things["old names"] += args[0] + " "
	}
	if values["child_iin"] == "" {
		values["child_iin"], values["guardian_iin"] = s.IIN(birth), s.IIN("1990-03-03")
	}
	s.Things["child "+args[0]], s.Things["guardian "+args[0]] = values["child_iin"], values["guardian_iin"]
	for column, usual := range map[string]string{"phone": "87001234567", "language": "рус"} {
		if _, given := values[column]; !given {
			values[column] = usual
		}
	}
	row := ""
	for _, column := range oldColumns {
		row += strings.ReplaceAll(values[column], "_", " ") + ";"
	}
	s.Things["old list"] += row + "\n"
	return "", nil
}

func oldList(s *Story, who string, args []string) (string, error) {
	text := strings.Join(oldColumns, ";") + ";\n" + s.Things["old list"]
	table, err := gateway.ReadTable([]byte(text))
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(text))
	list := admission.OldList{Kind: preschool.TakeoverKind(args[0]), Source: "story", SHA256: hex.EncodeToString(sum[:]), Table: table}
	s.Codes()
	do := s.Admission.ImportTakeover
	if len(args) > 1 {
		do = s.Admission.PreviewTakeover
	}
	report, err := do(s.Ctx(), s.Who(who), list)
	if err != nil {
		return "", err
	}
	if report.Again {
		return "loaded before: nothing changed", nil
	}
	if len(args) == 1 {
		s.Things["old batch"], s.Things["old file"], s.Things["old list"] = string(report.Batch), list.SHA256, ""
		s.nameTakenOver()
	}
	lines := []string{fmt.Sprintf("%d lines: %d accepted, %d double, %d contradict", report.Lines, report.Accepted, report.Doubled, report.Contradicted)}
	for _, f := range report.Faults {
		lines = append(lines, strings.TrimSuffix(fmt.Sprintf("line %d, %s: %s %d", f.Line, f.Column, f.Word, f.With), " 0"))
	}
	return strings.Join(lines, "\n"), nil
}

func reviewList(s *Story, who string, _ []string) (string, error) {
	r, err := s.Admission.ReviewTakeover(s.Ctx(), s.Who(who), s.batch())
	if err != nil {
		return "", err
	}
	var counts []string
	for _, state := range slices.Sorted(maps.Keys(r.Counts)) {
		counts = append(counts, fmt.Sprintf("%d %s", r.Counts[state], state))
	}
	text := fmt.Sprintf("%d lines by %s: %s", r.Lines, r.LoadedBy, strings.Join(counts, ", "))
	if r.SHA256 == s.Things["old file"] {
		text += "; the hash is that of the file"
	}
	if r.Approved() {
		text += fmt.Sprintf("; approved by %s on %s", r.ApprovedBy, r.ApprovedOn)
	}
	return strings.Join(append([]string{text}, taskLines(r.Tasks)...), "\n"), nil
}

func approveList(s *Story, who string, _ []string) (string, error) {
	codes, unsent, err := s.Admission.ApproveTakeover(s.Ctx(), s.Who(who), s.batch(), s.Things["old file"])
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d codes, %d did not go out", codes, unsent), nil
}

func approveLine(s *Story, who string, args []string) (string, error) {
	_, err := s.Admission.ApproveTakeoverLine(s.Ctx(), s.Who(who), s.batch(), number(s, args[0]))
	return "", err
}

// nameTakenOver finds the people of the old list in the register.
func (s *Story) nameTakenOver() {
	s.TB.Helper()
	s.Read(func(r *store.Reader) error {
		for _, name := range strings.Fields(s.Things["old names"]) {
			child, err := r.ChildByIIN(s.Things["child "+name])
			if register.KindOf(err) == register.NotFound {
				continue
			}
			if err != nil {
				return err
			}
			s.People[name] = Person{child.Guardian, child.ID}
			apps, err := r.ApplicationsOf(child.ID)
			if err != nil {
				return err
			}
			if len(apps) > 0 {
				s.Apps[name] = apps[len(apps)-1].ID
			}
		}
		return nil
	})
}

func confirmLine(s *Story, who string, args []string) (string, error) {
	code := s.Codes()[string(s.People[who].Guardian)]
	if len(args) > 0 {
		code = s.Codes()[string(s.People[args[0]].Guardian)] // somebody else's
	}
	_, err := s.Admission.ConfirmTakeover(s.Ctx(), s.Who(who), code)
	return "", err
}

func (s *Story) batch() register.ID[preschool.TakeoverBatch] {
	return register.ID[preschool.TakeoverBatch](s.Things["old batch"])
}

func number(s *Story, text string) int {
	n, err := strconv.Atoi(text)
	s.Do(err)
	return n
}

func dropLine(s *Story, who string, args []string) (string, error) {
	return "", s.Admission.DropTakeoverLine(s.Ctx(), s.Who(who), s.batch(), number(s, args[0]), strings.Join(args[1:], " "))
}

func approveDrop(s *Story, who string, args []string) (string, error) {
	return "", s.Admission.ApproveTakeoverDrop(s.Ctx(), s.Who(who), s.batch(), number(s, args[0]))
}

func resendCode(s *Story, who string, args []string) (string, error) {
	return "", s.Admission.ResendTakeoverCode(s.Ctx(), s.Who(who), s.batch(), number(s, args[0]))
}

func correctLine(s *Story, who string, args []string) (string, error) {
	values, _ := Values(args[1:])
	if name, of := values["of"]; of {
		values["child_iin"], values["guardian_iin"] = s.Things["child "+name], s.Things["guardian "+name]
		delete(values, "of")
	}
	_, err := s.Admission.CorrectTakeoverLine(s.Ctx(), s.Who(who), s.batch(), number(s, args[0]), values)
	if err == nil {
		s.nameTakenOver()
	}
	return "", err
}

func takeoverWorklist(s *Story, who string, _ []string) (string, error) {
	tasks, err := s.Admission.TakeoverWorklist(s.Ctx(), s.Who(who))
	return strings.Join(taskLines(tasks), "\n"), err
}

func taskLines(tasks []admission.TakeoverTask) (lines []string) {
	for _, t := range tasks {
		text := fmt.Sprintf("line %d: %s", t.Number, strings.Join(slices.Concat([]string{string(t.State)}, t.Words), ", "))
		if t.Overdue {
			text += ", not confirmed in time"
		}
		if t.AskedBy != "" {
			text += fmt.Sprintf(", %s asks to drop it: %s", t.AskedBy, t.Reason)
		}
		if t.CorrectedBy != "" {
			text += fmt.Sprintf(", by %s: registered %s", t.CorrectedBy, t.Registered)
		}
		lines = append(lines, text)
	}
	return lines
}
