package admission_test

import (
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
)

// send delivers the codes that are promised and gives the one of a guardian's way.
func send(c *town.Town, g register.ID[register.Guardian], way register.NoticeWay) string {
	c.TB.Helper()
	_, err := c.Admission.SendContactCodes(c.Ctx(), town.Actor(access.System), "town", 100)
	c.Do(err)
	list, err := c.Admission.Contacts(c.Ctx(), town.Guardian(g), g)
	c.Do(err)
	for _, k := range list {
		if k.Way == way {
			n, _ := c.Mail.Last(string(k.ID))
			return n.Args["code"]
		}
	}
	return ""
}

func contactTasks(c *town.Town) []admission.ContactTask {
	c.TB.Helper()
	list, err := c.Admission.UnconfirmedContacts(c.Ctx(), town.Actor(access.Officer))
	c.Do(err)
	return list
}

func TestContactsAreConfirmedByACode(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	id := c.Queue(1, "2023-05-06", "", town.Sun)[0]
	g := c.Application(id).Guardian
	family, s := town.Guardian(g), c.Admission
	for code, row := range map[string]struct {
		way   register.NoticeWay
		typed string
	}{"contact.way": {register.ByCounter, "+77010000001"}, "contact.address": {register.BySMS, "nobody"}} {
		c.Refused(code, s.KeepContact(c.Ctx(), family, g, row.way, row.typed))
	}
	c.Refused("contact.unknown", s.ConfirmContact(c.Ctx(), family, g, register.BySMS, "1"))
	c.Do(s.KeepContact(c.Ctx(), family, g, register.BySMS, "8 701 000 00 01"))
	c.Refused("contact.not_asked", s.ConfirmContact(c.Ctx(), family, g, register.BySMS, "1"))
	c.Refused("contact.twice", s.KeepContact(c.Ctx(), family, g, register.BySecondContact, "+7 701 000 00 01"))
	code := send(c, g, register.BySMS)
	if len(code) != 6 {
		t.Fatalf("the code is %q", code)
	}
	c.Refused("contact.code", s.ConfirmContact(c.Ctx(), family, g, register.BySMS, "wrong"))
	c.Do(s.ConfirmContact(c.Ctx(), family, g, register.BySMS, code))
	c.Refused("contact.not_asked", s.ConfirmContact(c.Ctx(), family, g, register.BySMS, code))
	if tasks := contactTasks(c); len(tasks) != 1 || tasks[0].Confirmed != 1 || tasks[0].Wanted != 2 || tasks[0].Second {
		t.Errorf("one way of two is confirmed: %+v", tasks)
	}
	c.Do(s.KeepContact(c.Ctx(), town.Actor(access.Officer), g, register.ByEmail, "Aida@example.kz")) // a clerk types it
	c.Do(s.KeepContact(c.Ctx(), family, g, register.BySecondContact, "+77010000002"))
	c.Do(s.ConfirmContact(c.Ctx(), family, g, register.ByEmail, send(c, g, register.ByEmail)))
	if tasks := contactTasks(c); len(tasks) != 0 {
		t.Errorf("two ways are confirmed: %+v", tasks)
	}
	c.Do(s.KeepContact(c.Ctx(), family, g, register.BySMS, "+77010000003")) // another telephone is not confirmed
	if tasks := contactTasks(c); len(tasks) != 1 || !tasks[0].Second {
		t.Errorf("after a change: %+v", tasks)
	}
}

// Every six months a waiting family is asked again, once; whoever does not answer loses nothing.
func TestContactsAreCheckedEverySixMonths(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	id := c.Queue(1, "2023-05-06", "", town.Sun)[0]
	g, s := c.Application(id).Guardian, c.Admission
	for way, address := range map[register.NoticeWay]string{register.BySMS: "+77010000001", register.ByEmail: "a@example.kz"} {
		c.Do(s.KeepContact(c.Ctx(), town.Guardian(g), g, way, address))
		c.Do(s.ConfirmContact(c.Ctx(), town.Guardian(g), g, way, send(c, g, way)))
	}
	ask := func() int {
		n, err := s.AskContacts(c.Ctx(), town.Actor(access.System))
		c.Do(err)
		return n
	}
	before := c.Application(id)
	for _, row := range []struct {
		day                string
		asked, unconfirmed int
	}{{"2026-06-30", 0, 0}, {"2026-07-10", 2, 1}, {"2026-07-10", 0, 1}, {"2026-12-01", 0, 1}, {"2027-01-20", 2, 1}} {
		c.At(row.day + " 05:00")
		c.Wait(2) // a second look on the same day
		if n, tasks := ask(), contactTasks(c); n != row.asked || len(tasks) != row.unconfirmed {
			t.Errorf("%s: %d asked, %d in the list", row.day, n, len(tasks))
		}
	}
	if a := c.Application(id); a.State != before.State || a.RegisteredAt != before.RegisteredAt {
		t.Errorf("a family that does not answer: %s since %s", a.State, a.RegisteredAt)
	}
	c.Do(s.ConfirmContact(c.Ctx(), town.Guardian(g), g, register.BySMS, send(c, g, register.BySMS)))
	c.Do(s.WithdrawApplication(c.Ctx(), town.Guardian(g), id))
	c.At("2027-09-01 05:00")
	if n := ask(); n != 0 {
		t.Errorf("%d families were asked that wait for nothing", n)
	}
}

func TestACodeThatDoesNotArriveIsSeen(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	id := c.Queue(1, "2023-05-06", "", town.Sun)[0]
	g := c.Application(id).Guardian
	c.Do(c.Admission.KeepContact(c.Ctx(), town.Guardian(g), g, register.BySMS, "+77010000001"))
	list, err := c.Admission.Contacts(c.Ctx(), town.Guardian(g), g)
	c.Do(err)
	c.Mail.Close(string(list[0].ID), true)
	send(c, g, register.BySMS)
	if tasks := contactTasks(c); len(tasks) != 1 || !tasks[0].Failed {
		t.Errorf("the list says %+v", tasks)
	}
	c.Mail.Close(string(list[0].ID), false)
	c.At("2026-01-06 09:00")
	c.Do(c.Admission.ConfirmContact(c.Ctx(), town.Guardian(g), g, register.BySMS, send(c, g, register.BySMS)))
	if tasks := contactTasks(c); len(tasks) != 1 || tasks[0].Failed {
		t.Errorf("after it arrived: %+v", tasks)
	}
	if contacts, err := c.Admission.Contacts(c.Ctx(), town.Guardian(g), g); err != nil || contacts[0].Code != "" || contacts[0].Tries != 0 {
		t.Errorf("%+v, %v", contacts, err)
	}
}
