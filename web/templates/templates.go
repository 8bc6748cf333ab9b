// Package templates embeds the templates of the pages. Only web/page reads them.
package templates

import "embed"

// Files holds layout.html, error.html and one folder for each room of pages.
//
//go:embed *.html open/*.html
var Files embed.FS
