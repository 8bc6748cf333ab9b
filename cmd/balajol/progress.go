package main

import (
	"fmt"
	"os"

	"github.com/schollz/progressbar/v3"
)

// bar shows progress: a bar on a terminal, plain lines elsewhere.
type bar struct {
	stage string
	bar   *progressbar.ProgressBar
	plain bool
	shown int
}

func newBar() *bar {
	info, err := os.Stderr.Stat()
	return &bar{plain: err != nil || info.Mode()&os.ModeCharDevice == 0}
}

var stageWords = map[string]string{"setup": "setting up the city", "opening": "children who hold a seat", "year": "days of the year",
	"check": "lines checked", "enter": "lines entered", "codes": "codes sent"}

func (b *bar) show(stage string, done, total int) {
	if b.plain {
		if tenth := done * 10 / max(total, 1); stage != b.stage || tenth != b.shown {
			fmt.Fprintf(os.Stderr, "%s: %d of %d (%.0f s)\n", stageWords[stage], done, total, elapsed().Seconds())
			b.stage, b.shown = stage, tenth
		}
		return
	}
	if stage != b.stage {
		b.end()
		b.stage = stage
		b.bar = progressbar.NewOptions(total, progressbar.OptionSetDescription(stageWords[stage]), progressbar.OptionShowCount(),
			progressbar.OptionSetWriter(os.Stderr), progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish())
	}
	b.bar.Set(done)
}

func (b *bar) end() {
	if b.bar != nil {
		b.bar.Finish()
		b.bar = nil
	}
}
