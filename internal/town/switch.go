package town

import (
	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/service/admission"
)

// Propose lets an officer propose that the town passes to another profile, and a second person approve it.
func (t *Town) Propose(profile, from string) preschool.ProfileSwitch {
	t.TB.Helper()
	wish := admission.SwitchWish{Profile: profile, From: civil.MustParseDate(from), Act: "resolution 7"}
	w, err := t.Admission.ProposeSwitch(t.Ctx(), Actor(access.Officer), wish)
	t.Do(err)
	t.Do(t.Admission.ApproveSwitch(t.Ctx(), Actor(access.Approver), w.ID, w.PreviewSHA256))
	return w
}

// Pass is the night of the day of an approved switch: it is carried out, and the other terms of the night end.
func (t *Town) Pass(day string) {
	t.TB.Helper()
	t.At(day + " 00:02")
	done, err := t.Admission.CarryOutSwitch(t.Ctx(), Actor(access.System))
	t.Do(err)
	if !done {
		t.TB.Fatal("no switch was carried out")
	}
	t.Night()
}
