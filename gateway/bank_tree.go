package gateway

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// element is one element of a message as it was read: either elements in it or text, never both.
type element struct {
	name     string
	path     string // from the document down, with the place among its like: for errors
	text     string
	currency string // attribute Ccy
	children []*element
	like     map[string]int // children by name
}

// maxDepth is more than the message has levels.
const maxDepth = 16

// readTree reads a whole document of the message's namespace. Document types, processing instructions, foreign
// namespaces and unknown attributes are refused.
func readTree(file []byte) (*element, error) {
	decoder := xml.NewDecoder(bytes.NewReader(file))
	open := []*element{{}} // the way down to the element that is being read, from a ground that holds the document
	for first := true; ; first = false {
		token, err := decoder.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("it is no XML: %w", hideText(err))
		}
		if p, ok := token.(xml.ProcInst); ok && first && p.Target == "xml" {
			continue
		}
		if open, err = take(open, token); err != nil {
			return nil, err
		}
	}
	if ground := open[0]; len(ground.children) == 1 {
		return ground.children[0], nil
	}
	return nil, errors.New("it is not one document")
}

// take adds a token to the element at the end of open.
func take(open []*element, token xml.Token) ([]*element, error) {
	last := open[len(open)-1]
	switch token := token.(type) {
	case xml.StartElement:
		child, err := last.add(token)
		if err == nil && len(open) > maxDepth {
			err = fmt.Errorf("%s: it lies too deep", child.path)
		}
		return append(open, child), err
	case xml.EndElement:
		return open[:len(open)-1], nil
	case xml.CharData:
		return open, last.write(string(token))
	case xml.ProcInst:
		return open, errors.New("it holds a processing instruction")
	case xml.Directive:
		return open, errors.New("it holds a document type")
	}
	return open, nil
}

// hideText keeps the place of a syntax error and drops its words, which may repeat a name from the file.
func hideText(err error) error {
	if broken, ok := errors.AsType[*xml.SyntaxError](err); ok {
		return fmt.Errorf("line %d is broken", broken.Line)
	}
	return errors.New("it is not in UTF-8")
}

// add opens a child.
func (e *element) add(start xml.StartElement) (*element, error) {
	child := &element{name: start.Name.Local, path: e.path + "/" + start.Name.Local}
	if !grammarKnows(child.name) {
		child.path = e.path + "/(unknown)"
	}
	if e.like == nil {
		e.like = map[string]int{}
	}
	if e.like[child.name]++; e.like[child.name] > 1 {
		child.path += fmt.Sprintf("[%d]", e.like[child.name])
	}
	if start.Name.Space != namespace {
		return child, fmt.Errorf("%s: its namespace is not %s", child.path, namespace)
	}
	if err := child.attributes(start.Attr); err != nil {
		return child, fmt.Errorf("%s: %w", child.path, err)
	}
	if e.children = append(e.children, child); len(e.children) == 1 {
		space := e.text
		e.text = ""
		return child, e.write(space)
	}
	return child, nil
}

// attributes takes the currency and passes over the declarations of namespaces.
func (e *element) attributes(list []xml.Attr) error {
	for i, a := range list {
		switch {
		case slices.ContainsFunc(list[:i], func(before xml.Attr) bool { return before.Name == a.Name }):
			return errors.New("it has an attribute twice") // the decoder lets this pass, XML does not
		case a.Name.Space == "xmlns" || a.Name.Space == "" && a.Name.Local == "xmlns":
		case a.Name.Space == "" && a.Name.Local == "Ccy" && e.name == "InstdAmt":
			e.currency = a.Value
		default:
			return errors.New("it has an attribute that the message does not know")
		}
	}
	return nil
}

// write adds text; between elements and outside the document only white space may stand, and it is dropped.
func (e *element) write(text string) error {
	outside := e.path == "" || len(e.children) > 0
	switch {
	case !outside:
		e.text += text
	case strings.Trim(text, " \t\r\n") != "":
		return fmt.Errorf("%s: text stands where only elements may", e.path)
	}
	return nil
}

// find follows names to the first element at their end; nil if there is none.
func (e *element) find(names ...string) *element {
	for _, name := range names {
		var found *element
		for _, child := range e.children {
			if child.name == name {
				found = child
				break
			}
		}
		if found == nil {
			return nil
		}
		e = found
	}
	return e
}

// all returns the children of a name.
func (e *element) all(name string) (list []*element) {
	for _, child := range e.children {
		if child.name == name {
			list = append(list, child)
		}
	}
	return list
}
