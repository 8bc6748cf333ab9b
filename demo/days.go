package demo

import (
	"context"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/service/admission"
)

const (
	everyNotice  = 1_000_000 // all due notices go in one delivery: its instant is the same after a restart
	receiptBatch = 500
)

// days plays the days that are not done yet, to the end of the year.
func (y *year) days(ctx context.Context) error {
	first, last := civil.NewDate(Year, time.January, 1), civil.NewDate(Year, time.December, 31)
	total := last.DaysSince(first) + 1
	for day := y.state.Reached.AddDays(1); !day.After(last); day = day.AddDays(1) {
		if ctx.Err() != nil {
			return ErrInterrupted
		}
		if err := y.day(ctx, day); err != nil {
			if ctx.Err() != nil {
				return ErrInterrupted
			}
			return fmt.Errorf("play %s: %w", day, err)
		}
		stage := stageRunning
		if day == last {
			stage = stageFinished
		}
		if err := y.Registry.AdvanceSimulation(ctx, system, day, stage); err != nil {
			return err
		}
		y.state.Reached, y.state.Stage = day, stage
		y.Progress("year", day.DaysSince(first)+1, total)
	}
	return nil
}

// day is one day of the city, in the order of its hours: after a restart the newest event tells how much of it is done.
func (y *year) day(ctx context.Context, day civil.Date) error {
	rules := y.rules(day)
	working, err := rules.Calendar.IsWorking(day)
	if err != nil {
		return err
	}
	steps := []struct {
		stage   string
		onlyIf  bool
		do      func(context.Context, civil.Date) error
		purpose string
	}{
		{"admission", true, y.carryOutSwitch, "carry out switch"},
		{"admission", true, y.night, "end terms"},
		{"season", true, y.season, "form groups"},
		{"rounds", working && rules.Queue.Drawn(), y.publishSeed, "publish seed"},
		{"rounds", true, y.morningRound, "run round"},
		{"attendance", working, y.signSheets, "sign sheets"},
		{"admission", true, y.prepareSwitch, "prepare switch"},
		{"attendance", working, y.callRolls, "call rolls"},
		{"admission", true, y.daytime, "act"},
		{"answers", true, y.answerMonth, "answer lines"},
		{"rounds", rules.Round.Target == policy.TargetVoucher, y.eveningChoice, "run choice"},
		{"payments", working, y.pay, "pay"},
		{"season", true, y.release, "release leavers"},
		{"record", true, y.closeRecord, "close record"},
	}
	for _, s := range steps {
		if !s.onlyIf {
			continue
		}
		if err := y.timed(s.stage, func() error { return s.do(ctx, day) }); err != nil {
			return fmt.Errorf("%s: %w", s.purpose, err)
		}
	}
	return nil
}

// night starts placements and ends terms.
func (y *year) night(ctx context.Context, day civil.Date) error {
	clock := 5 * time.Minute
	if day == civil.NewDate(Year, time.January, 1) {
		clock = 3 * time.Hour // after the take-over
	}
	return y.once(y.at(day, clock), func() error {
		if err := y.Admission.StartPlacements(ctx, system); err != nil {
			return err
		}
		return y.Admission.LapseDeadlines(ctx, system)
	})
}

// season forms the groups of the new season on its day: every group moves up, emptied ones take the youngest.
func (y *year) season(ctx context.Context, day civil.Date) error {
	if day != y.forms {
		return nil
	}
	for i, k := range y.roll.sites {
		err := y.once(y.at(day, time.Hour+time.Duration(i)*time.Second), func() error { return y.Registry.FormGroups(ctx, officer, k) })
		if err != nil {
			return err
		}
		y.roll.stale(k)
	}
	return nil
}

// release lets the children of the age of release go at the end of the last day before the formation. The others of their
// groups, who turn six by the end of the year, go to school as well: their families say so in the evening.
func (y *year) release(ctx context.Context, day civil.Date) error {
	last := y.forms.AddDays(-1)
	rules := y.rules(last)
	if to := rules.Season.ReleaseTo.In(Year); last.After(to) {
		last = to
	}
	if day != last {
		return nil
	}
	if err := y.goToSchool(ctx, day, &rules.Season); err != nil {
		return err
	}
	for i, k := range y.roll.sites {
		err := y.once(y.at(day, 22*time.Hour+time.Duration(i)*time.Second), func() error {
			_, err := y.Admission.ReleaseLeavers(ctx, staff(k), k)
			return err
		})
		if err != nil {
			return fmt.Errorf("release leavers of %s: %w", k, err)
		}
		y.roll.stale(k)
	}
	return nil
}

// goToSchool is the word of the families whose children are to go to school and have not reached six yet.
func (y *year) goToSchool(ctx context.Context, day civil.Date, season *policy.Season) error {
	live, err := y.Admission.LivePlacements(ctx, officer)
	if err != nil {
		return err
	}
	var actions []action
	for _, p := range live {
		if !season.GrowsOut(p.BirthDate.Year(), Year) || policy.Reached(p.BirthDate, season.ReleaseAge, day) {
			continue
		}
		key := "school " + string(p.ID)
		at := y.at(day, 21*time.Hour+time.Duration(y.Seed.Draw("hour", key).Below(3600*1e6))*time.Microsecond)
		actions = append(actions, action{at, key, func(ctx context.Context) error {
			return y.Admission.EndPlacement(ctx, family(p.Guardian), p.ID, admission.ToSchool)
		}})
	}
	return y.act(ctx, actions)
}

// publishSeed publishes the seed of the morning's draw, unless one is open. A real city takes it from a public beacon; this one
// derives it from its own seed, so that the same year comes out again.
func (y *year) publishSeed(ctx context.Context, day civil.Date) error {
	return y.once(y.at(day, 5*time.Hour), func() error {
		draw := Entropy(y.Seed).Bytes("lottery|" + day.String())
		_, err := y.Admission.PublishSeed(ctx, approver, hex.EncodeToString(draw[:]), "demonstration, "+day.String())
		if code := register.CodeOf(err); code == "seed.open" || code == "seed.one_a_day" {
			return nil
		}
		return err
	})
}

// morningRound runs the day's iteration and delivers its notices.
func (y *year) morningRound(ctx context.Context, day civil.Date) error {
	err := y.once(y.at(day, 6*time.Hour), func() error {
		_, _, err := y.Admission.RunRound(ctx, system)
		return err
	})
	if err != nil {
		return err
	}
	return y.deliver(ctx, day, 6*time.Hour+30*time.Minute)
}

func (y *year) deliver(ctx context.Context, day civil.Date, clock time.Duration) error {
	return y.once(y.at(day, clock), func() error {
		_, err := y.Admission.DeliverNotices(ctx, system, noticeWorker, everyNotice)
		return err
	})
}

// daytime is what people do between eight and eight.
func (y *year) daytime(ctx context.Context, day civil.Date) error {
	actions, err := y.familyActions(ctx, day)
	if err != nil {
		return err
	}
	return y.act(ctx, actions)
}

// eveningChoice serves the day's choices and the waiting lists, and tells those who were served.
func (y *year) eveningChoice(ctx context.Context, day civil.Date) error {
	err := y.once(y.at(day, 20*time.Hour+30*time.Minute), func() error {
		_, _, err := y.Admission.RunChoice(ctx, system)
		return err
	})
	if err != nil {
		return err
	}
	return y.deliver(ctx, day, 20*time.Hour+45*time.Minute)
}

// closeRecord gives the day's entries their place, signs and publishes the log, and issues the day's receipts.
func (y *year) closeRecord(ctx context.Context, day civil.Date) error {
	y.Clock.Set(y.at(day, 23*time.Hour))
	for {
		taken, err := y.Oversight.IntegrateLog(ctx, system)
		if err != nil {
			return err
		}
		if taken == 0 {
			break
		}
	}
	if err := y.Oversight.PublishLog(ctx, system, service.Sub(y.Folder, "log")); err != nil {
		return err
	}
	for {
		n, err := y.Oversight.IssueReceipts(ctx, system, service.Sub(y.Folder, "receipts"), receiptBatch)
		if err != nil || n < receiptBatch {
			return err
		}
	}
}
