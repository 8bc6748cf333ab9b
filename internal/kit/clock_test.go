package kit_test

import (
	"testing"
	"time"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/kit"
)

func TestClockMovesOnlyWhenMoved(t *testing.T) {
	t.Parallel()
	clock := kit.NewClock("2026-09-01T09:00:00.000000Z")
	first := clock.Now()
	if again := clock.Now(); again != first {
		t.Errorf("the clock moved by itself from %v to %v", first, again)
	}
	clock.Advance(90 * time.Minute)
	if got, want := clock.Now(), civil.MustParseInstant("2026-09-01T10:30:00.000000Z"); got != want {
		t.Errorf("after an hour and a half the clock shows %v, want %v", got, want)
	}
	clock.Set(first)
	if got := clock.Now(); got != first {
		t.Errorf("set back, the clock shows %v, want %v", got, first)
	}
}
