package oversight_test

import (
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/service"
)

func TestEveryUseCaseAsksForRights(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	ctx, s, folder := c.Ctx(), c.Oversight, service.Dir(t.TempDir())
	use := func(action access.Action, do func(access.Actor) error) town.Use {
		return town.Use{Action: action, Do: do}
	}
	c.Rights(s, map[string]town.Use{
		"AuditYear": use(access.AuditYear, func(a access.Actor) error {
			_, err := s.AuditYear(ctx, a)
			return err
		}),
		"ExportYear":  use(access.ExportYear, func(a access.Actor) error { return s.ExportYear(ctx, a, folder) }),
		"PublishLog":  use(access.IntegrateLog, func(a access.Actor) error { return s.PublishLog(ctx, a, folder) }),
		"ReclaimJobs": use(access.IntegrateLog, func(a access.Actor) error { return s.ReclaimJobs(ctx, a, "worker") }),
		"IntegrateLog": use(access.IntegrateLog, func(a access.Actor) error {
			_, err := s.IntegrateLog(ctx, a)
			return err
		}),
		"IssueReceipts": use(access.IntegrateLog, func(a access.Actor) error {
			_, err := s.IssueReceipts(ctx, a, folder, 1)
			return err
		}),
		"RefreshStatistics": use(access.IntegrateLog, func(a access.Actor) error { return s.RefreshStatistics(ctx, a) }),
		"Figures": use(access.ReadOpen, func(a access.Actor) error {
			_, err := s.Figures(ctx, a)
			return err
		}),
		"Network": use(access.ReadOpen, func(a access.Actor) error {
			_, _, err := s.Network(ctx, a)
			return err
		}),
		"ProfileHistory": use(access.ReadOpen, func(a access.Actor) error {
			_, err := s.ProfileHistory(ctx, a)
			return err
		}),
		"Record": use(access.ReadOpen, func(a access.Actor) error {
			_, err := s.Record(ctx, a)
			return err
		}),
		"Rules": use(access.ReadOpen, func(a access.Actor) error {
			_, err := s.Rules(ctx, a)
			return err
		}),
		"Setting": use(access.ReadOpen, func(a access.Actor) error {
			_, err := s.Setting(ctx, a)
			return err
		}),
		"YearReport": use(access.ReadOpen, func(a access.Actor) error {
			_, err := s.YearReport(ctx, a)
			return err
		}),
	})
}
