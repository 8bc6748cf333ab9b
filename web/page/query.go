package page

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
)

// QueryWord reads a word of a closed list from the query, "" when it is absent. Another word is refused.
func QueryWord[W ~string](r *http.Request, name string, list []W) (W, error) {
	word := W(r.URL.Query().Get(name))
	if word != "" && !slices.Contains(list, word) {
		return "", refuseQuery(name)
	}
	return word, nil
}

// QueryNumber reads a number from 1 to limit from the query, 0 when it is absent. Anything else is refused.
func QueryNumber(r *http.Request, name string, limit int) (int, error) {
	text := r.URL.Query().Get(name)
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > limit {
		return 0, refuseQuery(name)
	}
	return n, nil
}

// QueryMonth reads a month such as 2026-03 from the query, the first of the list when it is absent. Another text is refused;
// a month that the list does not have is not found.
func QueryMonth(r *http.Request, name string, list []civil.Month) (civil.Month, error) {
	text := r.URL.Query().Get(name)
	if text == "" && len(list) > 0 {
		return list[0], nil
	}
	month, err := civil.ParseMonth(text)
	switch {
	case err != nil:
		return month, refuseQuery(name)
	case !slices.Contains(list, month):
		return month, register.Refuse(register.NotFound, "page.unknown")
	}
	return month, nil
}

func refuseQuery(name string) error {
	return &register.Error{Kind: register.Invalid, Code: "page.query", Field: name, Args: map[string]string{"name": name}}
}

// Pager leads through the pages of a list.
type Pager struct {
	Number, Of int    // page, and how many there are
	Prev, Next string // addresses; "" at the ends
}

// maxPage is more than any list has.
const maxPage = 1_000_000

// Paginate gives the part of a list that ?page=N asks for. A page that the list does not have is not found.
func Paginate[T any](r *http.Request, items []T, size int) ([]T, Pager, error) {
	number, err := QueryNumber(r, "page", maxPage)
	if err != nil {
		return nil, Pager{}, err
	}
	p := Pager{Number: max(1, number), Of: max(1, (len(items)+size-1)/size)}
	if p.Number > p.Of {
		return nil, Pager{}, register.Refuse(register.NotFound, "page.unknown")
	}
	from := (p.Number - 1) * size
	if p.Number > 1 {
		p.Prev = pageHref(r, p.Number-1)
	}
	if p.Number < p.Of {
		p.Next = pageHref(r, p.Number+1)
	}
	return items[from:min(from+size, len(items))], p, nil
}

func pageHref(r *http.Request, number int) string {
	query := r.URL.Query()
	query.Del("lang")
	query.Set("page", strconv.Itoa(number))
	there := url.URL{Path: r.URL.Path, RawQuery: query.Encode()}
	return there.String()
}
