package admission_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/store"
)

// contact gives a family a way to be reached and returns the key of its address.
func contact(c *town.Town, id register.ID[preschool.Application], way register.NoticeWay) string {
	c.TB.Helper()
	g := c.Application(id).Guardian
	key := string(g) + "-" + string(way)
	c.Do(c.DB.Update(c.Ctx(), town.Authority, func(tx *store.Tx) error {
		return tx.SaveContact(town.Actor(access.System), preschool.Contact{
			Authority: town.Authority, ID: register.ID[preschool.Contact](key), Guardian: g, Way: way, Address: "a@b.example",
		}, store.Cause{Event: "contact.kept"})
	}))
	return key
}

// unreachable is a town in which a family has an offer since Monday, 2 March, and its telephone is dead.
func unreachable(t *testing.T) (*town.Town, register.ID[preschool.Application]) {
	t.Helper()
	c := town.New(t, "kz-classic-2025")
	c.Open(town.Sun, 2023, 1)
	id := c.Queue(2, "2023-05-06", "", town.Sun)[0]
	c.Mail.Close(string(c.Application(id).Guardian), true)
	c.At("2026-03-02 09:00")
	c.Morning()
	return c, id
}

// attempts are the ways tried so far, "sms- sms- counter+".
func attempts(c *town.Town, id register.ID[preschool.Application]) string {
	said := ""
	c.Read(func(r *store.Reader) error {
		list, err := r.NoticesOf(c.Last(id).ID)
		for _, n := range list {
			said += string(n.Way) + map[bool]string{true: "+ ", false: "- "}[n.Delivered]
		}
		return err
	})
	return said
}

func wantOffer(t *testing.T, c *town.Town, id register.ID[preschool.Application], via register.NoticeWay, answerBy string) {
	t.Helper()
	o := c.Last(id)
	if by := o.AnswerBy.String(); o.State != preschool.OfferOpen || o.NoticeVia != via || o.WaitsForNotice() != (answerBy == "") || answerBy != "" && by != answerBy {
		t.Fatalf("the offer is %s, told by %q, answer by %s (told: %t); attempts %s", o.State, o.NoticeVia, by, !o.WaitsForNotice(), attempts(c, id))
	}
}

func TestANoticeGoesToTheSecondAddress(t *testing.T) {
	t.Parallel()
	c, id := unreachable(t)
	mail, second := contact(c, id, register.ByEmail), contact(c, id, register.BySecondContact)
	c.Mail.Close(mail, true)
	wantOffer(t, c, id, register.BySMS, "")
	for range 6 {
		c.Wait(time.Hour + time.Second)
		c.Deliver()
	}
	if got := attempts(c, id); got != "sms- sms- sms- email- email- email- second_contact+ " {
		t.Errorf("attempts: %s", got)
	}
	wantOffer(t, c, id, register.BySecondContact, "2026-03-04")
	if n, found := c.Mail.Last(second); !found || n.Template != "offer.made" {
		t.Errorf("the second contact has %v", n)
	}
	c.Read(func(r *store.Reader) error {
		list, err := r.ContactsOf(c.Application(id).Guardian)
		for _, k := range list {
			if failed := k.FailedOn == civil.MustParseDate("2026-03-02"); failed != (k.Way == register.ByEmail) {
				t.Errorf("%s failed on %s", k.Way, k.FailedOn)
			}
		}
		return err
	})
}

func TestAClerkHandsANoticeOver(t *testing.T) {
	t.Parallel()
	c, id := unreachable(t)
	officer := town.Actor(access.Officer)
	for range 2 {
		c.Wait(time.Hour + time.Second)
		c.Deliver()
	}
	wantOffer(t, c, id, register.ByCounter, "")
	list, err := c.Admission.NoticesToHandOver(c.Ctx(), officer)
	if err != nil || len(list) != 1 || list[0].Offer != c.Last(id).ID {
		t.Fatalf("%v, %v", list, err)
	}
	c.At("2026-03-03 11:00")
	c.Do(c.Admission.ConfirmHandedOver(c.Ctx(), officer, list[0].Offer))
	wantOffer(t, c, id, register.ByCounter, "2026-03-05")
	c.Refused("offer.noticed", c.Admission.ConfirmHandedOver(c.Ctx(), officer, list[0].Offer))
	if list, err = c.Admission.NoticesToHandOver(c.Ctx(), officer); err != nil || len(list) != 0 {
		t.Errorf("%v, %v", list, err)
	}
}

// Whom nobody can reach is told in public, by the beginning of a code that only its family knows, and the seat goes on to
// the next when the term is over.
func TestAPublicNoticeEndsTheWaiting(t *testing.T) {
	t.Parallel()
	c, id := unreachable(t)
	for range 2 {
		c.Wait(time.Hour + time.Second)
		c.Deliver()
	}
	c.At("2026-03-04 05:00") // the second working day of the clerk
	c.Night()
	wantOffer(t, c, id, register.ByCounter, "")
	c.At("2026-03-05 05:00")
	c.Night()
	wantOffer(t, c, id, register.ByPublic, "2026-03-13") // five working days; the 9th is a day off
	list, err := c.Admission.PublicNotices(c.Ctx(), town.Actor(access.Public))
	want := admission.PublicNotice{Code: string(id)[:8], Of: preschool.OfSeat, OfferedOn: civil.MustParseDate("2026-03-02"), AnswerBy: civil.MustParseDate("2026-03-13")}
	if err != nil || len(list) != 1 || list[0] != want {
		t.Fatalf("in public: %+v, %v", list, err)
	}
	c.At("2026-03-14 05:00")
	c.Night()
	if o := c.Last(id); o.State != preschool.OfferExpired {
		t.Errorf("the offer is %s", o.State)
	}
	if list, err = c.Admission.PublicNotices(c.Ctx(), town.Actor(access.Public)); err != nil || len(list) != 0 {
		t.Errorf("it stands in public: %+v, %v", list, err)
	}
}

// Rules without a public notice hold a family told after the last way, and the ordinary term begins.
func TestWithoutAPublicNoticeTheTermBeginsAfterTheLastWay(t *testing.T) {
	t.Parallel()
	c := town.Under(t, with(t, "kz-classic-2025", map[string]any{"notice.fallback": []string{"counter"}}))
	c.Open(town.Sun, 2023, 1)
	id := c.Queue(1, "2023-05-06", "", town.Sun)[0]
	c.Mail.Close(string(c.Application(id).Guardian), true)
	c.At("2026-03-02 09:00")
	c.Morning()
	for _, day := range []string{"2026-03-03", "2026-03-05", "2026-03-10", "2026-03-11"} {
		c.At(day + " 05:00")
		c.Night()
		c.Deliver()
	}
	if o := c.Last(id); o.WaitsForNotice() || o.State != preschool.OfferOpen {
		t.Errorf("the offer is %s and waits for its notice: %t; attempts %s", o.State, o.WaitsForNotice(), attempts(c, id))
	}
}

func TestFamiliesAreRemindedBeforeTheLastDay(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026") // two working days
	c.Open(town.Sun, 2023, 2)
	ids := c.Queue(2, "2023-05-06", "", town.Sun)
	c.At("2026-03-02 09:00")
	c.Morning()
	c.Accept(ids[1])
	reminders := func() int { return c.Mail.Counts()["offer.reminder"] }
	for _, day := range []struct {
		on   string
		want int
	}{{"2026-03-02", 0}, {"2026-03-03", 1}, {"2026-03-04", 1}, {"2026-03-05", 1}} {
		for range 2 {
			c.At(day.on + " 10:00")
			c.Night()
			c.Deliver()
			if reminders() != day.want {
				t.Errorf("%s: %d reminders, want %d", day.on, reminders(), day.want)
			}
		}
	}
}

// Whatever is delivered and whatever fails, and however long the program sleeps: no seat waits for ever.
func TestEveryOfferEnds(t *testing.T) {
	t.Parallel()
	const bound = 40 // days: sms, mailbox, second contact, clerk with two working days each, five in public, and the feasts of March
	rapid.Check(t, func(rt *rapid.T) {
		c := town.New(t, rapid.SampledFrom([]string{"kz-classic-2025", "kz-voucher-2026"}).Draw(rt, "profile"))
		c.Open(town.Sun, 2023, 3)
		ids := c.Queue(3, "2023-05-06", "", town.Sun)
		var keys []string
		for _, id := range ids {
			keys = append(keys, string(c.Application(id).Guardian))
			for _, way := range []register.NoticeWay{register.ByEmail, register.BySecondContact} {
				if rapid.Bool().Draw(rt, string(way)) {
					keys = append(keys, contact(c, id, way))
				}
			}
		}
		first := civil.MustParseDate("2026-03-02")
		c.At("2026-03-02 09:00")
		_, _, err := c.Admission.RunRound(c.Ctx(), town.Actor(access.System))
		c.Do(err)
		offers := map[register.ID[preschool.Offer]]bool{}
		for _, id := range ids {
			for _, o := range c.Offers(id) {
				offers[o.ID] = true
			}
		}
		for n := range bound {
			day := first.AddDays(n)
			for _, key := range keys {
				c.Mail.Close(key, rapid.IntRange(0, 3).Draw(rt, "fails") > 0)
			}
			if n > 0 && n < bound-1 && rapid.IntRange(0, 4).Draw(rt, "sleeps") < 2 {
				continue
			}
			c.At(day.String() + " 05:00")
			c.Night()
			for range rapid.IntRange(0, 3).Draw(rt, "deliveries") {
				c.Wait(70 * time.Minute)
				c.Deliver()
			}
		}
		c.At(first.AddDays(bound).String() + " 05:00")
		c.Night()
		for _, id := range ids {
			for _, o := range c.Offers(id) {
				if offers[o.ID] && o.State == preschool.OfferOpen {
					rt.Fatalf("after %d days the offer is open: via %s since %s, told %t, answer by %s; %s", bound, o.NoticeVia, o.NoticedOn, !o.WaitsForNotice(), o.AnswerBy, attempts(c, id))
				}
			}
		}
	})
}

// Answers that come in one burst take their turn: everybody gets what was offered to it, whoever was first.
func TestABurstOfAnswersIsServedWhole(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	c.Open(town.Sun, 2023, 5)
	ids := c.Queue(5, "2023-05-06", "", town.Sun)
	c.At("2026-03-02 09:00")
	c.Morning()
	var burst sync.WaitGroup
	failed := make(chan error, 20)
	for _, id := range ids {
		who, offer := guardian(c, id), c.Last(id).ID
		for range 4 { // an impatient family presses again and again
			burst.Go(func() {
				if err := c.Admission.AcceptOffer(c.Ctx(), who, offer); err != nil {
					failed <- fmt.Errorf("%s", register.CodeOf(err))
				}
			})
		}
	}
	burst.Wait()
	close(failed)
	n := 0
	for err := range failed {
		if n++; err.Error() != "offer.not_accept" {
			t.Error(err)
		}
	}
	for _, id := range ids {
		if o := c.Last(id); o.State != preschool.OfferAccepted {
			t.Errorf("an offer is %s", o.State)
		}
	}
	if n != 15 {
		t.Errorf("%d answers were refused, want the 15 that came again", n)
	}
}
