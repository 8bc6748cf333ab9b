package payout_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/payout"
	"github.com/balajol/balajol/register"
	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write the golden stories anew")

// voucherRules are the payable codes of the voucher pilot: everything but an absence without a good reason, and three
// days a month on the parent's application.
func voucherRules(t testing.TB) payout.Rules {
	t.Helper()
	rules, err := payout.NewRules(voucherCaps, money.HalfUp)
	if err != nil {
		t.Fatal(err)
	}
	return rules
}

var voucherCaps = map[register.DayCode]int{
	register.Present: payout.NoCap, register.Ill: payout.NoCap, register.Sanatorium: payout.NoCap, register.Quarantine: payout.NoCap,
	register.Weather: payout.NoCap, register.Leave: payout.NoCap, register.ByRequest: 3,
}

// TestStories settles the files of each story and compares the report, or the error, with the one told.
func TestStories(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) < 20 {
		t.Fatalf("found %d stories: %v", len(paths), err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			files := map[string]string{}
			for _, file := range archive.Files {
				files[file.Name] = string(file.Data)
			}
			name, got := tell(t, files)
			if *update {
				rewrite(t, path, archive, name, got)
				return
			}
			if diff := cmp.Diff(files[name], got); diff != "" {
				t.Errorf("%s (-told +got):\n%s", name, diff)
			}
		})
	}
}

// tell runs one story as the command does and returns the name and text of what comes out: an account that an officer
// can read, or the file itself where the story is about the file.
func tell(t *testing.T, files map[string]string) (name, text string) {
	t.Helper()
	report, err := settleFiles(voucherRules(t), files)
	if err != nil {
		return "error.txt", err.Error() + "\n"
	}
	if _, wanted := files["report.json"]; wanted {
		var b bytes.Buffer
		if err := report.Write(&b); err != nil {
			t.Fatal(err)
		}
		return "report.json", b.String()
	}
	return "account.txt", account(report)
}

func account(report payout.Report) string {
	var b strings.Builder
	for _, l := range report.Lines {
		fmt.Fprintf(&b, "%s at %s in %s: %d of %d days, %s tenge, adjustment %s", l.Child, l.Organisation, l.Month,
			l.PayableDays, l.WorkingDays, l.Tiyn, l.Adjustment)
		if l.Held != "" {
			fmt.Fprintf(&b, ", held: %s", l.Held)
		}
		b.WriteByte('\n')
		for i, day := range l.Unpaid {
			if i == 0 || day.Reason != l.Unpaid[i-1].Reason {
				fmt.Fprintf(&b, "  unpaid, %s:", day.Reason)
			}
			fmt.Fprintf(&b, " %d%s", day.Day.Day(), day.Code)
			if i == len(l.Unpaid)-1 || day.Reason != l.Unpaid[i+1].Reason {
				b.WriteByte('\n')
			}
		}
	}
	fmt.Fprintf(&b, "all: %s tenge, adjustment %s\n", report.Total, report.TotalAdjustment)
	return b.String()
}

func settleFiles(rules payout.Rules, files map[string]string) (payout.Report, error) {
	tariffs, err := payout.ReadTariffs(strings.NewReader(files["tariffs.csv"]))
	if err != nil {
		return payout.Report{}, err
	}
	lines, err := payout.ReadSheet(strings.NewReader(files["sheet.csv"]))
	if err != nil {
		return payout.Report{}, err
	}
	var posted []payout.Posted
	if text, given := files["posted.csv"]; given {
		if posted, err = payout.ReadPosted(strings.NewReader(text)); err != nil {
			return payout.Report{}, err
		}
	}
	return payout.Settle(rules, tariffs, lines, posted)
}

func rewrite(t *testing.T, path string, archive *txtar.Archive, name, text string) {
	t.Helper()
	var kept []txtar.File
	for _, file := range archive.Files {
		if strings.HasSuffix(file.Name, ".csv") {
			kept = append(kept, file)
		}
	}
	archive.Files = append(kept, txtar.File{Name: name, Data: []byte(text)})
	if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}
