package admission_test

import (
	"flag"
	"path/filepath"
	"testing"

	"github.com/balajol/balajol/internal/town"
)

var update = flag.Bool("update", false, "rewrite what is seen in testdata/stories")

// The stories of testdata are written for officers; how to read and write one stands with town.Story.
func TestStories(t *testing.T) {
	t.Parallel()
	town.PlayStories(t, filepath.Join("testdata", "stories", "*.txtar"), *update)
}
