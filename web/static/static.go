// Package static embeds the files that pages load: one stylesheet, the icon, and the check of an outcome, which is built from
// web/checker. Only web/page reads them.
package static

import "embed"

// Files holds them.
//
//go:embed *.css *.mjs *.svg
var Files embed.FS
