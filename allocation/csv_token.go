package allocation

import "bytes"

// special are the bytes that may end an element outside quotes.
var special = [256]bool{',': true, '\n': true, '"': true, '|': true}

// read reads up to the next separator, which is also | inside a list.
func (t *table) read(list bool) {
	if t.quoted {
		t.readQuoted(list)
		return
	}
	t.mark = t.at
	for {
		window, at := t.window, t.at
		for at < len(window) && !special[window[at]] {
			at++
		}
		if t.at = at; at == len(window) {
			if t.fill() {
				continue
			}
			t.end(t.window[t.mark:], '\n')
			return
		}
		switch stop := window[at]; {
		case stop == '"':
			t.failRow(`bare " in non-quoted field`)
			t.end(nil, '\n')
			return
		case stop != '|' || list:
			t.end(window[t.mark:at], stop)
			t.at++
			return
		}
		t.at++
	}
}

// run reads elements of a list as long as the window and the batch have room for them and no quote is met. It reports whether
// it read any.
func (t *table) run(to *batch) bool {
	window, at, before := t.window, t.at, to.size
	for t.stop == '|' && to.size < batchSize {
		from := at
		for at < len(window) && !special[window[at]] {
			at++
		}
		if at == len(window) || window[at] == '"' {
			break
		}
		t.end(window[from:at], window[at])
		to.add(t.token)
		at++
		t.at = at
	}
	return to.size > before
}

// end ends an element; a line may end with a carriage return before its line feed.
func (t *table) end(token []byte, stop byte) {
	if stop == '\n' {
		token = bytes.TrimSuffix(token, []byte("\r"))
	}
	t.token, t.stop = token, stop
}

// peek returns the next byte, and whether there is one.
func (t *table) peek() (byte, bool) {
	if t.at == len(t.window) {
		if t.mark = t.at; !t.fill() {
			return 0, false
		}
	}
	return t.window[t.at], true
}

// readQuoted reads an element inside quotes, where "" stands for a quote.
func (t *table) readQuoted(list bool) {
	if t.batch == nil || t.batch.size == 0 {
		t.scratch = t.scratch[:0]
	}
	from := len(t.scratch)
	for {
		b, more := t.peek()
		t.at++
		switch {
		case !more:
			t.at--
			t.failRow(`missing " at the end of a quoted field`)
			t.end(nil, '\n')
			return
		case b == '"':
			if second, _ := t.peek(); second != '"' {
				t.closeQuote(from)
				return
			}
			t.at++
		case b == '|' && list:
			t.token, t.stop = t.scratch[from:], '|'
			return
		}
		t.scratch = append(t.scratch, b)
	}
}

// closeQuote reads what follows the closing quote, a comma or the end of the row; the element begins at from in scratch.
func (t *table) closeQuote(from int) {
	t.quoted = false
	b, more := t.peek()
	if more && b == '\r' {
		t.at++
		if b, more = t.peek(); more && b != '\n' {
			b = '\r'
		}
	}
	switch {
	case !more:
		t.token, t.stop = t.scratch[from:], '\n'
	case b == ',' || b == '\n':
		t.at++
		t.token, t.stop = t.scratch[from:], b
	default:
		t.failRow(`extraneous " in quoted field`)
		t.end(nil, '\n')
	}
}
