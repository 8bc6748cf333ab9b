package registry

import (
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

const (
	// kazakhPerMille is the share of Kazakh-language teaching that the city reported for 2017 (F003 line 46, row C-44).
	// It only fills in what a network file does not say.
	kazakhPerMille = 366

	// Generated places on the map lie inside the city's box, in micro-degrees; its districts meet at a parallel.
	southLat, westLon   = 49_750_000, 73_030_000
	heightLat, widthLon = 190_000, 200_000
	districtLat         = 49_850_000

	generatedBank = "999" // no bank has this code
)

// dealtAges is the order in which ages are dealt to the groups of a kindergarten.
var dealtAges = []int{2, 3, 4, 5, 1}

// generatedDistricts are the city's districts, from the south.
var generatedDistricts = []string{"Қазыбек би", "Әлихан Бөкейхан"}

// dealer completes what a network file lacks. Everything it adds is named in Kindergarten.Generated.
type dealer struct {
	tx     *store.Tx
	season int // year in which the groups of today were formed
	known  map[string]register.Kindergarten
	bins   map[string]bool
	dealt  int // seats dealt a language so far, in thousandths of a Kazakh seat
}

func newDealer(tx *store.Tx, day service.Day) *dealer {
	season := day.Today.Year()
	if day.Today.Before(day.Rules.Season.Formation.In(season)) {
		season--
	}
	return &dealer{tx: tx, season: season, known: map[string]register.Kindergarten{}, bins: map[string]bool{}}
}

// draw gives a generated number below n for a row and a purpose.
func (d *dealer) draw(purpose, code string, n uint64) uint64 {
	b := d.tx.Draw(purpose + "|" + code)
	return binary.BigEndian.Uint64(b[:8]) % n
}

func (d *dealer) complete(k register.Kindergarten) (register.Provider, register.Kindergarten) {
	k.Authority = d.tx.Authority
	k.ID = register.ID[register.Kindergarten](k.Code)
	k.Provider = register.ID[register.Provider](k.Code)
	k.Generated = append(k.Generated, "bin", "iban", "groups")
	if k.Lat == 0 && k.Lon == 0 {
		k.Lat = southLat + int64(d.draw("lat", k.Code, heightLat))
		k.Lon = westLon + int64(d.draw("lon", k.Code, widthLon))
		k.Generated = append(k.Generated, "place")
	}
	if k.District == "" {
		k.District = generatedDistricts[0]
		if k.Lat > districtLat {
			k.District = generatedDistricts[1]
		}
		k.Generated = append(k.Generated, "district")
	}
	if k.Languages == "" {
		k.Languages = "kk|ru"
		k.Generated = append(k.Generated, "languages")
	}
	if k.Regime == "" {
		k.Regime = "10.5"
		k.Generated = append(k.Generated, "regime")
	}
	p := register.Provider{Authority: k.Authority, ID: k.Provider, Name: k.Name, BIN: d.bin(k.Code), IBAN: d.iban(k.Code), Generated: true}
	return p, k
}

// bin generates a business number with a right control digit that no row has yet: year and month of registration, 4 for a
// resident entity (which tells it from the number of a sole trader), and a serial.
func (d *dealer) bin(code string) string {
	for try := 0; ; try++ {
		draw := func(what string, n uint64) uint64 { return d.draw(fmt.Sprint(what, try), code, n) }
		body := fmt.Sprintf("%02d%02d4%06d", 5+draw("bin year", 20), 1+draw("bin month", 12), draw("bin", 1e6))
		if digit, ok := register.ControlDigit(body); ok && !d.bins[body] {
			d.bins[body] = true
			return body + string(digit)
		}
	}
}

func (d *dealer) iban(code string) string {
	account := generatedBank + fmt.Sprintf("%013d", d.draw("iban", code, 1e13))
	digits, _ := register.IBANCheckDigits("KZ", account) // digits only: always right
	return "KZ" + digits + account
}

// groups deals the seats as evenly as possible, the ages in turn, and languages so that the whole city keeps its share.
func (d *dealer) groups(k register.Kindergarten, kind register.GroupKind) []register.Group {
	groups := make([]register.Group, k.Groups)
	for i := range groups {
		seats := k.Places / k.Groups
		if i < k.Places%k.Groups {
			seats++
		}
		age := dealtAges[i%len(dealtAges)]
		groups[i] = register.Group{
			Authority: k.Authority, ID: register.ID[register.Group](fmt.Sprintf("%s-g%02d", k.Code, i+1)), Kindergarten: k.ID, Number: i + 1,
			Age: age, BirthYear: d.season - age, Language: d.language(k.Languages, seats), Kind: kind, Seats: seats, Generated: true,
		}
	}
	return groups
}

func (d *dealer) language(languages string, seats int) register.Language {
	if !strings.Contains(languages, "|") {
		return register.Language(languages)
	}
	d.dealt += seats * kazakhPerMille
	if d.dealt >= seats*500 {
		d.dealt -= seats * 1000
		return register.Kazakh
	}
	return register.Russian
}
