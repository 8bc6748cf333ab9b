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
	l := preschool.TakeoverLine{State: preschool.TakeoverState(state)}
	var err error
	switch event {
	case "confirm":
		l, err = l.Confirm(monday)
	case "double":
		l, err = l.Double("here_queued")
	case "contradict":
		l, err = l.Contradict("seats")
	case "load":
		l, err = l.Load()
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
	loaded := preschool.TakeoverLine{State: preschool.TakeoverLoaded}
	for _, second := range []string{"", "officer-1"} {
		if _, err := loaded.Drop("double", "officer-1", second); register.CodeOf(err) != "takeover.second_person" {
			t.Errorf("second person %q: %v", second, err)
		}
	}
	if l, err := (preschool.TakeoverLine{State: preschool.TakeoverDoubled}).Drop("double", "officer-1", ""); err != nil || l.State != preschool.TakeoverDropped {
		t.Errorf("a double: %s, %v", l.State, err)
	}
}
