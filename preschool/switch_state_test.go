package preschool_test

import (
	"testing"

	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

func init() {
	tries["switch"], tries["takeover"] = trySwitch, tryTakeover
}

func trySwitch(state, event string) (string, error) {
	s := preschool.ProfileSwitch{State: preschool.SwitchState(state), From: monday, ProposedBy: "officer-1", PreviewSHA256: "p", SHA256: "t"}
	var err error
	switch event {
	case "approve":
		s, err = s.Approve("approver-1", "p", "t")
	case "cancel":
		s, err = s.Cancel("council")
	case "carry_out":
		s, err = s.CarryOut(monday, "t")
	default:
		return "", unknown(event)
	}
	return string(s.State), err
}

func tryTakeover(state, event string) (string, error) {
	l := preschool.TakeoverLine{State: preschool.TakeoverState(state), CorrectedBy: "officer-1"}
	var err error
	switch event {
	case "confirm":
		l, err = l.Confirm(monday)
	case "double":
		l, err = l.Double("here_queued")
	case "contradict":
		l, err = l.Contradict("seats")
	case "correct":
		l, err = l.Correct("officer-1")
	case "approve":
		l, err = l.Approve("approver-1")
	case "drop":
		l, err = l.Drop("double", "officer-1", "approver-1")
	default:
		return "", unknown(event)
	}
	return string(l.State), err
}

// What a switch refuses leaves it as it was: the second person must be another, and see what the first one saw.
func TestSwitchRefuses(t *testing.T) {
	t.Parallel()
	proposed := preschool.ProfileSwitch{State: preschool.SwitchProposed, From: monday, ProposedBy: "officer-1", PreviewSHA256: "p", SHA256: "t"}
	approved := proposed
	approved.State = preschool.SwitchApproved
	for want, try := range map[string]func() (preschool.ProfileSwitch, error){
		"switch.same_person":   func() (preschool.ProfileSwitch, error) { return proposed.Approve("officer-1", "p", "t") },
		"switch.other_preview": func() (preschool.ProfileSwitch, error) { return proposed.Approve("approver-1", "q", "t") },
		"switch.text_changed":  func() (preschool.ProfileSwitch, error) { return approved.CarryOut(monday, "u") },
		"switch.early":         func() (preschool.ProfileSwitch, error) { return approved.CarryOut(monday.AddDays(-1), "t") },
	} {
		if after, err := try(); register.CodeOf(err) != want || after.State != proposed.State && after.State != approved.State {
			t.Errorf("%s: got %v in state %s", want, err, after.State)
		}
	}
}

// A place that a line holds is given up by two people; a line that holds none by one.
func TestTakeoverDropNeedsTwo(t *testing.T) {
	t.Parallel()
	for _, state := range []preschool.TakeoverState{preschool.TakeoverLoaded, preschool.TakeoverCorrected} {
		held := preschool.TakeoverLine{State: state}
		for _, second := range []string{"", "officer-1"} {
			if _, err := held.Drop("double", "officer-1", second); register.CodeOf(err) != "takeover.second_person" {
				t.Errorf("%s, second person %q: %v", state, second, err)
			}
		}
	}
	if l, err := (preschool.TakeoverLine{State: preschool.TakeoverDoubled}).Drop("double", "officer-1", ""); err != nil || l.State != preschool.TakeoverDropped {
		t.Errorf("a double: %s, %v", l.State, err)
	}
}

// An old list, and a line that is corrected, count on the word of two people, the second of whom names the file.
func TestAnOldListNeedsTwo(t *testing.T) {
	t.Parallel()
	loaded := preschool.TakeoverBatch{SHA256: "f", LoadedBy: "officer-1"}
	if err := loaded.Require(); register.CodeOf(err) != "takeover.not_approved" {
		t.Errorf("before: %v", err)
	}
	for want, who := range map[string][2]string{"takeover.second_person": {"officer-1", "f"}, "takeover.other_file": {"approver-1", "g"}} {
		if b, err := loaded.Approve(who[0], who[1], monday); register.CodeOf(err) != want || b != loaded {
			t.Errorf("%v: got %v and %+v", who, err, b)
		}
	}
	b, err := loaded.Approve("approver-1", "f", monday)
	if err != nil || b.Require() != nil || b.ApprovedOn != monday {
		t.Fatalf("%+v, %v", b, err)
	}
	if _, err := b.Approve("approver-2", "f", monday); register.CodeOf(err) != "takeover.approved_before" {
		t.Errorf("again: %v", err)
	}
	line, err := preschool.TakeoverLine{State: preschool.TakeoverContradicted, Faults: "seats"}.Correct("officer-1")
	if err != nil || line.CorrectedBy != "officer-1" || line.Faults != "" {
		t.Fatalf("%+v, %v", line, err)
	}
	for _, second := range []string{"", "officer-1"} {
		if _, err := line.Approve(second); register.CodeOf(err) != "takeover.second_person" {
			t.Errorf("approved by %q: %v", second, err)
		}
	}
	if line, err = line.Approve("approver-1"); err != nil || line.State != preschool.TakeoverLoaded || line.ApprovedBy != "approver-1" {
		t.Errorf("%+v, %v", line, err)
	}
}
