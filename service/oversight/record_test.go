package oversight_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/service/oversight"
	"github.com/balajol/balajol/translog"
)

var (
	system  = town.Actor(access.System)
	auditor = town.Actor(access.Auditor)
)

// published is a town whose record lies in a folder.
func published(t *testing.T) (*town.Town, service.Dir) {
	t.Helper()
	c := town.New(t, "kz-voucher-2026")
	folder := service.Dir(t.TempDir())
	publish(c, folder)
	return c, folder
}

func publish(c *town.Town, to service.Folder) {
	_, err := c.Oversight.IntegrateLog(c.Ctx(), system)
	c.Do(err)
	c.Do(c.Oversight.PublishLog(c.Ctx(), system, to))
}

// The head that was published lies outside the database: an old copy that is restored, another history and a foreign log are
// refused, and what was published stays as it is.
func TestAPublishedHeadIsContinued(t *testing.T) {
	t.Parallel()
	c, folder := published(t)
	before := checkpoint(t, folder)
	publish(c, folder)
	if checkpoint(t, folder) != before {
		t.Error("without new entries the head has changed")
	}
	c.Queue(1, "2023-05-06", "", town.Sun)
	publish(c, folder)
	if checkpoint(t, folder) == before {
		t.Error("new entries do not change the head")
	}
	newest := checkpoint(t, folder)

	old := town.New(t, "kz-voucher-2026") // the same town as it was when it began
	_, err := old.Oversight.IntegrateLog(old.Ctx(), system)
	old.Do(err)
	old.Refused("log.rolled_back", old.Oversight.PublishLog(old.Ctx(), system, folder))
	old.Queue(1, "2022-05-06", "", town.Moon) // another history of the same length
	_, err = old.Oversight.IntegrateLog(old.Ctx(), system)
	old.Do(err)
	old.Refused("log.forked", old.Oversight.PublishLog(old.Ctx(), system, folder))
	old.Queue(1, "2022-05-06", "", town.Moon) // and a longer one
	_, err = old.Oversight.IntegrateLog(old.Ctx(), system)
	old.Do(err)
	old.Refused("log.forked", old.Oversight.PublishLog(old.Ctx(), system, folder))

	if err := folder.WriteFile(oversight.CheckpointFile, []byte(strings.Replace(newest, "balajol.example/krg", "balajol.example/tmr", 1))); err != nil {
		t.Fatal(err)
	}
	c.Refused("log.foreign_checkpoint", c.Oversight.PublishLog(c.Ctx(), system, folder))
}

func checkpoint(t *testing.T, folder service.Dir) string {
	t.Helper()
	text, err := fs.ReadFile(folder, oversight.CheckpointFile)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A receipt is promised with the application and issued once the log covers it; it verifies with nothing but the key.
func TestAReceiptVerifiesWithoutUs(t *testing.T) {
	t.Parallel()
	c, folder := published(t)
	id := c.Queue(1, "2023-05-06", "", town.Sun)[0]
	verifier, err := translog.VerifierOf(town.LogKey(town.Authority))
	c.Do(err)
	if n, err := c.Oversight.IssueReceipts(c.Ctx(), system, folder, 10); n != 0 || err != nil {
		t.Fatalf("%d receipts before the log covers them, %v", n, err)
	}
	c.Wait(2 * time.Minute) // the lease of the job runs out
	publish(c, folder)
	if n, err := c.Oversight.IssueReceipts(c.Ctx(), system, folder, 10); n != 1 || err != nil {
		t.Fatalf("%d receipts, %v", n, err)
	}
	files, err := filepath.Glob(filepath.Join(string(folder), string(id)+"-*.txt"))
	if err != nil || len(files) != 1 {
		t.Fatalf("files %v, %v", files, err)
	}
	text, err := os.ReadFile(files[0])
	c.Do(err)
	if _, err := translog.VerifyReceipt(text, verifier); err != nil {
		t.Errorf("verify receipt: %v", err)
	}
	if n, err := c.Oversight.IssueReceipts(c.Ctx(), system, folder, 10); n != 0 || err != nil {
		t.Errorf("%d receipts were issued again, %v", n, err)
	}
}

func TestAnAuditOfATownIsTrue(t *testing.T) {
	t.Parallel()
	c, _ := published(t)
	checks, err := c.Oversight.AuditYear(c.Ctx(), auditor)
	if err != nil || len(checks) < 6 {
		t.Fatalf("%d checks, %v", len(checks), err)
	}
	for _, check := range checks {
		if !check.OK {
			t.Errorf("%s: %s", check.Name, check.Detail)
		}
	}
}
