package api_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/balajol/balajol/api"
)

// schema is a JSON schema of the few words that the document uses.
type schema map[string]any

type document struct {
	Paths map[string]map[string]struct {
		RequestBody map[string]any
		Responses   map[string]struct {
			Content map[string]struct{ Schema schema }
		}
	}
	Components struct{ Schemas map[string]schema }
}

func readDocument(t *testing.T) document {
	t.Helper()
	var d document
	if err := json.Unmarshal(api.Document, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d document) operations() []string {
	var list []string
	for path, methods := range d.Paths {
		for method := range methods {
			list = append(list, strings.ToUpper(method)+" "+path)
		}
	}
	slices.Sort(list)
	return list
}

func (d document) answerOf(method, path, status string) schema {
	return d.Paths[path][strings.ToLower(method)].Responses[status].Content["application/json"].Schema
}

func (d document) unusedSchemas() []string {
	var unused []string
	for _, name := range slices.Sorted(maps.Keys(d.Components.Schemas)) {
		if !strings.Contains(string(api.Document), `"#/components/schemas/`+name+`"`) {
			unused = append(unused, name)
		}
	}
	return unused
}

// check lists where a value is not as its schema says.
func (d document) check(s schema, value any, at string) []string {
	if ref, ok := s["$ref"].(string); ok {
		known, ok := d.Components.Schemas[strings.TrimPrefix(ref, "#/components/schemas/")]
		if !ok {
			return []string{at + ": no schema " + ref}
		}
		return d.check(known, value, at)
	}
	if choices, ok := s["oneOf"].([]any); ok {
		for _, choice := range choices {
			if len(d.check(choice.(map[string]any), value, at)) == 0 {
				return nil
			}
		}
		return []string{fmt.Sprintf("%s: %v is none of the choices", at, value)}
	}
	if words, ok := s["enum"].([]any); ok && !slices.Contains(words, value) {
		return []string{fmt.Sprintf("%s: %v is no word of %v", at, value, words)}
	}
	return d.checkType(s, value, at)
}

func (d document) checkType(s schema, value any, at string) []string {
	right := false
	switch s["type"] {
	case "object":
		return d.checkObject(s, value, at)
	case "array":
		items, ok := value.([]any)
		if !ok {
			return []string{fmt.Sprintf("%s: %v is no array", at, value)}
		}
		var faults []string
		for i, item := range items {
			faults = append(faults, d.check(s["items"].(map[string]any), item, fmt.Sprintf("%s[%d]", at, i))...)
		}
		return faults
	case "string":
		_, right = value.(string)
	case "boolean":
		_, right = value.(bool)
	case "integer":
		n, ok := value.(float64)
		right = ok && n == math.Trunc(n) && n >= 0
	case "null":
		right = value == nil
	}
	if !right {
		return []string{fmt.Sprintf("%s: %v is no %v", at, value, s["type"])}
	}
	return nil
}

func (d document) checkObject(s schema, value any, at string) []string {
	fields, ok := value.(map[string]any)
	if !ok {
		return []string{fmt.Sprintf("%s: %v is no object", at, value)}
	}
	properties, described := s["properties"].(map[string]any)
	if !described {
		return nil // any object, as the document itself
	}
	var faults []string
	for _, name := range s["required"].([]any) {
		if _, ok := fields[name.(string)]; !ok {
			faults = append(faults, fmt.Sprintf("%s: %v is missing", at, name))
		}
	}
	for name, field := range fields {
		property, ok := properties[name].(map[string]any)
		if !ok {
			faults = append(faults, at+"."+name+": not documented")
			continue
		}
		faults = append(faults, d.check(property, field, at+"."+name)...)
	}
	return faults
}
