package admission_test

import (
	"testing"
	"time"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// tellOfTransfers sends the notices of transfers that are due.
func tellOfTransfers(c *town.Town) {
	c.TB.Helper()
	_, err := c.Admission.DeliverTransferNotices(c.Ctx(), town.Actor(access.System), "town", 100)
	c.Do(err)
}

// A family that no notice reached loses no seat unheard: its term begins when the last way has had its own, and not before. No
// seat waits for ever, and nights that are lived twice change nothing.
func TestATransferLapsesOnlyAfterItsFamilyWasToldOrIsHeldToBe(t *testing.T) {
	t.Parallel()
	c, sun, _ := sitters(t, "kz-classic-2025", 1, 0, 0, 1)
	c.Mail.Close(string(sun[0].Guardian), true)
	id := ask(c, sun[0], town.Moon)
	runTransfers(c)
	for range 5 {
		c.Wait(time.Hour + time.Second)
		tellOfTransfers(c)
	}
	if got := transferOf(c, id); got.NoticeVia != register.BySMS || got.NoticeTries != 6 || !got.WaitsForNotice() {
		t.Fatalf("%d tries by %q, told: %t", got.NoticeTries, got.NoticeVia, !got.WaitsForNotice())
	}
	for _, night := range []struct {
		day      string
		state    preschool.TransferState
		answerBy string // none: not told
	}{
		{"2026-03-04", preschool.TransferOffered, ""}, {"2026-03-05", preschool.TransferOffered, "2026-03-10"},
		{"2026-03-10", preschool.TransferOffered, "2026-03-10"}, {"2026-03-11", preschool.TransferClosed, "2026-03-10"},
	} {
		c.At(night.day + " 00:30")
		c.Night()
		c.Night()
		got := transferOf(c, id)
		if told := !got.DeliveredAt.IsZero(); got.State != night.state || told != (night.answerBy != "") || told && got.AnswerBy.String() != night.answerBy {
			t.Fatalf("%s: %s, told %t, answer by %s", night.day, got.State, told, got.AnswerBy)
		}
	}
	if got := transferOf(c, id).Reason; got != "expired" {
		t.Errorf("it ended for %q", got)
	}
	sound(c)
}

// No worker sends anything at all: the ways have their terms all the same. The family that looks by itself may accept.
func TestATransferThatNobodySentWaitsForItsFamily(t *testing.T) {
	t.Parallel()
	c, sun, _ := sitters(t, "kz-classic-2025", 1, 0, 0, 1)
	id := ask(c, sun[0], town.Moon)
	_, _, err := c.Admission.RunTransfers(c.Ctx(), town.Actor(access.System))
	c.Do(err)
	offered := transferOf(c, id).AnswerBy
	c.At("2026-03-04 00:30")
	c.Night()
	c.At(offered.AddDays(1).String() + " 00:30")
	c.Night()
	if got := transferOf(c, id); !got.WaitsForNotice() || got.NoticeVia != register.BySMS {
		t.Fatalf("%s, told %s by %q", got.State, got.DeliveredAt, got.NoticeVia)
	}
	c.Do(c.Admission.AcceptTransfer(c.Ctx(), town.Guardian(sun[0].Guardian), id))
	tellOfTransfers(c)
	if n := c.Mail.Counts()["transfer.offered"]; n != 0 {
		t.Errorf("%d notices of a seat that is taken", n)
	}
	sound(c)
}

// The notice goes to the guardian's own telephone, and when that is dead to the second contact.
func TestANoticeOfATransferGoesToTheGuardian(t *testing.T) {
	t.Parallel()
	for _, dead := range []bool{false, true} {
		c, sun, _ := sitters(t, "kz-classic-2025", 1, 0, 0, 1)
		guardian := sun[0].Guardian
		c.Do(c.DB.Update(c.Ctx(), town.Authority, func(tx *store.Tx) error {
			return tx.SaveContact(town.Actor(access.System), preschool.Contact{
				Authority: town.Authority, ID: "second", Guardian: guardian, Way: register.BySecondContact, Address: "+77010000000",
			}, store.Cause{Event: "contact.kept"})
		}))
		c.Mail.Close(string(guardian), dead)
		id := ask(c, sun[0], town.Moon)
		runTransfers(c)
		for range 3 {
			c.Wait(time.Hour + time.Second)
			tellOfTransfers(c)
		}
		_, first := c.Mail.Last(string(guardian))
		_, second := c.Mail.Last("second")
		if got := transferOf(c, id); first == dead || second != dead || got.WaitsForNotice() {
			t.Errorf("telephone dead: %t; told there %t, second contact %t, transfer told %t", dead, first, second, !got.WaitsForNotice())
		}
		sound(c)
	}
}
