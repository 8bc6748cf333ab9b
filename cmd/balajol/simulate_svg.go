package main

import (
	"bytes"
	_ "embed"
	"html"
	"strings"
	"text/template"

	"github.com/balajol/balajol/indicator"
)

// The measures of the picture, in pixels.
const (
	pictureWidth = 980
	barsFrom     = 260
	barsWidth    = 400
	numbersFrom  = barsFrom + barsWidth + 16
	rowHeight    = 46
	barHeight    = 14
	lineHeight   = 18
	margin       = 20
	textColumns  = 130 // characters of a line of text
)

//go:embed simulate.svg.tmpl
var pictureText string

// The template escapes what it prints where it says x.
var pictureTemplate = template.Must(template.New("picture").Funcs(template.FuncMap{"x": html.EscapeString}).Parse(pictureText))

// picture is a drawing of the shares of placed children, row by row.
type picture struct {
	Lang, Title, Description           string
	Base, Try, Hidden                  string // words of the legend
	Width, Height, BarsFrom, BarsWidth int
	LegendAt                           int
	Preface, Notes                     []pictureLine
	Panels                             []picturePanel
}

type pictureLine struct {
	Y    int
	Text string
}

type picturePanel struct {
	Y, Top, Bottom int // of the heading, of the first and behind the last row
	Heading        string
	Rows           []pictureRow
	Note           pictureLine
}

type pictureRow struct {
	Y, Text         int // upper edge of the bars, base line of the label
	Label, Spoken   string
	Bars            [2]pictureBar
	NumbersFrom     int
	Placed, Changes string
}

// pictureBar is the share of one side; Known is false where it is hidden, and the bar is only an outline.
type pictureBar struct {
	Y, Width, Height int
	Known            bool
	Class            string
}

// svg draws the report: for each row a bar of base and one of try, the share of children who get a place.
func (r simulationReport) svg() ([]byte, error) {
	p := picture{
		Lang: string(r.Lang()), Title: r.title(), Description: strings.Join(append(r.preface(), r.notes()...), " "),
		Base: r.T("simulate.picture.base", nil), Try: r.T("simulate.picture.try", nil), Hidden: r.T("simulate.picture.hidden", nil), Width: pictureWidth, BarsFrom: barsFrom, BarsWidth: barsWidth,
	}
	y := margin + 2*lineHeight
	y = lay(&p.Preface, r.preface()[1:], y)
	p.LegendAt = y + lineHeight
	y = p.LegendAt + 3*lineHeight
	for _, t := range r.tables() {
		y = p.panel(r, t, y)
		if r.Dropped {
			break
		}
	}
	p.Height = lay(&p.Notes, r.notes(), y) + margin
	var b bytes.Buffer
	err := pictureTemplate.Execute(&b, p)
	return b.Bytes(), err
}

// panel draws a table from a height on and returns where it ends.
func (p *picture) panel(r simulationReport, t indicator.Table, y int) int {
	panel := picturePanel{Y: y, Top: y + 10, Heading: r.T("simulate.by."+t.By, nil)}
	y = panel.Top
	if note := r.dropped(t); note != "" {
		panel.Note = pictureLine{y + lineHeight, note}
		panel.Bottom = y + 2*lineHeight
		p.Panels = append(p.Panels, panel)
		return panel.Bottom + lineHeight
	}
	for _, row := range t.Rows {
		panel.Rows = append(panel.Rows, r.drawn(t.By, row, y))
		y += rowHeight
	}
	panel.Bottom = y
	p.Panels = append(p.Panels, panel)
	return y + 2*lineHeight
}

func (r simulationReport) drawn(by string, row indicator.Row, y int) pictureRow {
	d := pictureRow{Y: y + 8, Text: y + 8 + barHeight + 5, Label: r.label(by, row.Key), NumbersFrom: numbersFrom}
	for i, f := range []indicator.Figure{indicator.BasePlaced, indicator.TryPlaced} {
		bar := pictureBar{Y: d.Y + i*(barHeight+2), Width: barsWidth, Height: barHeight, Class: []string{"base", "try"}[i]}
		whole, part := row.Counts[indicator.Children], row.Counts[f]
		switch {
		case part == indicator.Cell{}:
			bar.Known, bar.Width = true, 0
		case part.Mark == indicator.Shown && whole.Mark == indicator.Shown:
			bar.Known, bar.Width = true, (2*part.N*barsWidth+whole.N)/(2*whole.N)
		}
		d.Bars[i] = bar
	}
	count := func(f indicator.Figure) string { return r.cell(row.Counts[f], r.Number) }
	d.Placed = r.T("simulate.picture.placed", map[string]any{"Base": count(indicator.BasePlaced), "Try": count(indicator.TryPlaced), "Children": count(indicator.Children)})
	d.Changes = r.T("simulate.picture.changes", map[string]any{"Gain": count(indicator.Gain), "Lose": count(indicator.Lose)})
	d.Spoken = d.Label + ": " + d.Placed + "; " + d.Changes
	return d
}

// lay breaks texts into lines from a height on and returns where they end.
func lay(lines *[]pictureLine, texts []string, y int) int {
	for _, text := range texts {
		for _, line := range wrap(text, textColumns) {
			*lines = append(*lines, pictureLine{y, line})
			y += lineHeight
		}
	}
	return y
}

// wrap breaks a text between words; a word that is too long stays whole.
func wrap(text string, columns int) (lines []string) {
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && len([]rune(line))+1+len([]rune(word)) > columns {
			lines, line = append(lines, line), ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	return append(lines, line)
}
