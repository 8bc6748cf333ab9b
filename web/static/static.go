// Package static embeds the files that pages load: one stylesheet and the icon. Only web/page reads them.
package static

import "embed"

// Files holds them.
//
//go:embed *.css *.svg
var Files embed.FS
