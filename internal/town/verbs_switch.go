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

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/store"
)

// Verbs of the passage to another profile and of the take-over of an old list:
//
//	officer propose-switch PROFILE DAY     tells the preview
//	approver approve-switch | officer cancel-switch REASON
//	system switch                          the night's work; tells what happened to every application
//	NAME sits SITE GROUP                   the only child who sits there since the first day
//	SITE attend-until DAY DAY CODES        calls the roll from one day to another; the codes over and over
//	officer old-line NAME key=value …      a line of an old list for a person; keys: birth, and the columns of the list
//	officer old-list queue|placed [dry]    loads or checks the lines so far; tells the report
//	NAME confirm-line                      the family's confirmation, with the code that it was sent
//	officer drop-line N REASON | approver approve-drop N | officer correct-line N key=value … | officer resend N
//	officer takeover-worklist
func init() {
	maps.Copy(Verbs, map[string]Verb{
		"propose-switch": proposeSwitch, "approve-switch": approveSwitch, "cancel-switch": cancelSwitch, "switch": work((*Town).carryOutSwitch),
		"sits": sits, "attend-until": attendUntil, "old-line": oldLine, "old-list": oldList, "confirm-line": confirmLine, "drop-line": dropLine,
		"approve-drop": approveDrop, "correct-line": correctLine, "resend": resendCode, "takeover-worklist": takeoverWorklist,
	})
}

func (t *Town) carryOutSwitch() {
	t.TB.Helper()
	_, err := t.Admission.CarryOutSwitch(t.Ctx(), Actor("system"))
	t.Do(err)
}

func proposeSwitch(s *Story, who string, args []string) (string, error) {
	wish := admission.SwitchWish{Profile: args[0], From: civil.MustParseDate(args[1]), Act: "resolution"}
	w, err := s.Admission.ProposeSwitch(s.Ctx(), s.Who(who), wish)
	if err != nil {
		return "", err
	}
	s.Things["switch"], s.Things["preview"] = string(w.ID), w.PreviewSHA256
	p, err := admission.ReadSwitchPreview(w.Preview)
	if err != nil {
		return "", err
	}
	var lines []string
	for _, q := range p.Queues {
		lines = append(lines, fmt.Sprintf("queue %s: %d, then %d; turns %s", q.Queue, q.Before, q.After, q.Turns))
	}
	n := p.Positions
	lines = append(lines, fmt.Sprintf("positions: %d same, %d forward, %d back; %d by another queue, %d by another class, %d by another order",
		n.Same, n.Forward, n.Back, n.OtherQueue, n.OtherClass, n.OtherOrder))
	d := p.Placed
	lines = append(lines, fmt.Sprintf("placed: %d get a voucher, %d pass to the state order, %d keep the voucher, %d stay on the state order, %d unfunded",
		d.GetVoucher, d.LoseVoucher, d.KeepVoucher, d.KeepStateOrder, d.Unfunded))
	o := p.Offers
	lines = append(lines, fmt.Sprintf("offers: %d open seats, %d accepted, %d open vouchers, %d vouchers without a seat", o.OpenSeats, o.AcceptedSeats, o.OpenVouchers, o.UnseatedVouchers))
	for _, m := range p.Months {
		lines = append(lines, fmt.Sprintf("money %s to %s: %s", m.From, m.To, m.Scope))
	}
	return strings.Join(lines, "\n"), nil
}

func approveSwitch(s *Story, who string, _ []string) (string, error) {
	return "", s.Admission.ApproveSwitch(s.Ctx(), s.Who(who), register.ID[preschool.ProfileSwitch](s.Things["switch"]), s.Things["preview"])
}

func cancelSwitch(s *Story, who string, args []string) (string, error) {
	return "", s.Admission.CancelSwitch(s.Ctx(), s.Who(who), register.ID[preschool.ProfileSwitch](s.Things["switch"]), strings.Join(args, " "))
}

func sits(s *Story, who string, args []string) (string, error) {
	s.Hold(register.ID[register.Kindergarten](args[0]), number(s, args[1]))
	live, err := s.Admission.LivePlacements(s.Ctx(), Actor("officer"))
	for _, p := range live {
		if string(p.Kindergarten) == args[0] {
			s.People[who] = Person{p.Guardian, p.Child}
		}
	}
	return "", err
}

func attendUntil(s *Story, who string, args []string) (string, error) {
	n, k := 0, register.ID[register.Kindergarten](who)
	p, err := s.Deps.Profiles("kz-voucher-2026")
	if err != nil {
		return "", err
	}
	for d := civil.MustParseDate(args[0]); !d.After(civil.MustParseDate(args[1])); d = d.AddDays(1) {
		rules, err := p.On(d)
		if err != nil {
			return "", err
		}
		if working, err := rules.Calendar.IsWorking(d); err != nil || !working {
			continue
		}
		s.Call(k, d, register.DayCode(args[2][n%len(args[2])]))
		n++
	}
	return "", nil
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
var oldColumns = []string{"number", "registered", "child_iin", "guardian_iin", "phone", "language", "ground", "proof", "choices", "kindergarten", "group", "from"}

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
		s.Things["old batch"], s.Things["old list"] = string(report.Batch), ""
		s.nameTakenOver()
	}
	lines := []string{fmt.Sprintf("%d lines: %d accepted, %d double, %d contradict", report.Lines, report.Accepted, report.Doubled, report.Contradicted)}
	for _, f := range report.Faults {
		lines = append(lines, strings.TrimSuffix(fmt.Sprintf("line %d, %s: %s %d", f.Line, f.Column, f.Word, f.With), " 0"))
	}
	return strings.Join(lines, "\n"), nil
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
	var lines []string
	for _, t := range tasks {
		text := fmt.Sprintf("line %d: %s", t.Number, strings.Join(slices.Concat([]string{string(t.State)}, t.Words), ", "))
		if t.Overdue {
			text += ", not confirmed in time"
		}
		if t.AskedBy != "" {
			text += fmt.Sprintf(", %s asks to drop it: %s", t.AskedBy, t.Reason)
		}
		lines = append(lines, text)
	}
	return strings.Join(lines, "\n"), err
}
