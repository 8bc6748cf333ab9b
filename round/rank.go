package round

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/balajol/balajol/civil"
)

// ranks are what entries are compared by, computed once: one row for each entry, one column for each word of a criterion,
// less before more.
type ranks struct {
	width   int
	words   []int64
	columns []Criterion // by column
}

// drawWords is how many columns a draw takes: those of a SHA-256.
const drawWords = sha256.Size / 8

// rank computes the ranks of entries; nil where the date alone decides.
func (o Ordering) rank(entries []Entry) *ranks {
	if o.byDate() {
		return nil
	}
	r := &ranks{}
	for _, c := range o.Criteria {
		n := 1
		if c == ByLottery {
			n = drawWords
		}
		r.columns = append(r.columns, slices.Repeat([]Criterion{c}, n)...)
	}
	r.width = len(r.columns)
	r.words = make([]int64, 0, r.width*len(entries))
	seed, _ := hex.DecodeString(o.Seed) // Check has refused another
	draw := hmac.New(sha256.New, seed)
	for _, e := range entries {
		for _, c := range o.Criteria {
			r.words = o.appendRank(r.words, c, e, draw)
		}
	}
	return r
}

func (o Ordering) appendRank(words []int64, c Criterion, e Entry, draw hash.Hash) []int64 {
	switch c.Kind() {
	case "registered_at":
		return append(words, micros(e))
	case "lottery":
		return appendDraw(words, draw, e)
	case "sibling":
		return append(words, behind(names(FactOf(e.Facts, "sibling"), o.Kindergarten)))
	case "territory":
		return append(words, behind(names(FactOf(e.Facts, "territory"), o.Territory)))
	case "residence":
		return append(words, o.residence(e))
	case "category":
		return append(words, category(e))
	case "guarantee":
		return append(words, days(o.GuaranteedBy(e)))
	case "birth_date":
		return append(words, days(e.BirthDate))
	case "points":
		return append(words, -int64(Points(o.Points, c.Name(), e.Facts)))
	}
	return append(words, number(e, c))
}

func micros(e Entry) int64 { return e.RegisteredAt.Time().UnixMicro() }

// appendDraw draws as allocation.Lottery does: HMAC-SHA-256(seed, id), compared byte by byte.
func appendDraw(words []int64, draw hash.Hash, e Entry) []int64 {
	draw.Reset()
	draw.Write([]byte(e.Application))
	var digest [sha256.Size]byte
	draw.Sum(digest[:0])
	for i := 0; i < len(digest); i += 8 {
		words = append(words, int64(binary.BigEndian.Uint64(digest[i:])^1<<63))
	}
	return words
}

func behind(ahead bool) int64 {
	if ahead {
		return 0
	}
	return 1
}

// names tells whether a fact names a place among others, with spaces between them; in the common order whether it says
// anything but no.
func names(fact, place string) bool {
	if place == "" {
		return fact != "" && fact != "no"
	}
	return slices.Contains(strings.Fields(fact), place)
}

func (o Ordering) residence(e Entry) int64 {
	if tier := slices.Index(o.Residence, FactOf(e.Facts, "residence")); tier >= 0 {
		return int64(tier)
	}
	return int64(len(o.Residence))
}

// category orders by CategoryOf, whatever the oldest year is.
func category(e Entry) int64 {
	if e.BirthDate.IsZero() {
		return math.MaxInt64
	}
	return int64(e.BirthDate.Year()*8 + classRank(e))
}

// days orders days; none is the last.
func days(d civil.Date) int64 {
	if d.IsZero() {
		return math.MaxInt64
	}
	return int64(d.DaysSince(civil.Date{}))
}

// number is a number among the facts; whoever lacks it stands last.
func number(e Entry, c Criterion) int64 {
	n, err := strconv.ParseInt(FactOf(e.Facts, c.Name()), 10, 64)
	if err != nil {
		return math.MaxInt64
	}
	if strings.HasPrefix(string(c), "fact:-") {
		return -max(n, -math.MaxInt64+1)
	}
	return n
}

// GuaranteedBy is the day by which an application was promised a seat; none where there is no promise.
func (o Ordering) GuaranteedBy(e Entry) civil.Date {
	zone := cmp.Or(o.Zone, time.UTC)
	day := e.RegisteredAt.Date(zone)
	if day.IsZero() || o.Guarantee.Term == (Span{}) {
		return civil.Date{}
	}
	by := o.Guarantee.Term.after(day)
	if urgent := o.Guarantee.Urgent; urgent != (Span{}) && FactOf(e.Facts, "urgent") == "yes" {
		if sooner := urgent.after(day); sooner.Before(by) {
			by = sooner
		}
	}
	return by
}

func (s Span) after(d civil.Date) civil.Date { return d.AddMonths(s.Months).AddDays(s.Days) }

// compare orders entries i and j by their ranks alone.
func (r *ranks) compare(i, j int) int {
	return slices.Compare(r.words[i*r.width:(i+1)*r.width], r.words[j*r.width:(j+1)*r.width])
}

// deciding is the criterion that tells entries i and j apart, "" if none of the ranks does.
func (r *ranks) deciding(i, j int) Criterion {
	for c, criterion := range r.columns {
		if r.words[i*r.width+c] != r.words[j*r.width+c] {
			return criterion
		}
	}
	return ""
}
