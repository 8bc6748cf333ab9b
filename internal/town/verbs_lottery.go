package town

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/balajol/balajol/access"
)

// Verbs of lots:
//
//	approver publish-seed WORD [SOURCE …]   the seed is the SHA-256 of the word, or the word itself after "hex:"
//	public seeds           the seeds in the protocol of the month, and whether the next is missing
//	NAME lot               the number that the holder of the code sees, and the seed that gave it
//	public draw WORD NAME …   anybody draws the lots of these applications anew: names in their order
func init() {
	maps.Copy(Verbs, map[string]Verb{"publish-seed": publishSeed, "seeds": seeds, "lot": lot, "draw": drawAnew})
}

// SeedOf is a seed for a story: the SHA-256 of a word.
func SeedOf(word string) string { return hex.EncodeToString(seedBytes(word)) }

func seedBytes(word string) []byte {
	sum := sha256.Sum256([]byte(word))
	return sum[:]
}

// PublishSeed publishes the seed of the next draw.
func (t *Town) PublishSeed(seed string) {
	t.TB.Helper()
	_, err := t.Admission.PublishSeed(t.Ctx(), Actor(access.Approver), seed, "beacon, round 1")
	t.Do(err)
}

func publishSeed(s *Story, who string, args []string) (string, error) {
	seed, typed := strings.CutPrefix(args[0], "hex:")
	if !typed {
		seed = SeedOf(seed)
	}
	_, err := s.Admission.PublishSeed(s.Ctx(), s.Who(who), seed, strings.Join(args[1:], " "))
	return "", err
}

func seeds(s *Story, who string, _ []string) (string, error) {
	p, err := s.Admission.Protocol(s.Ctx(), s.Who(who), s.Clock.Now().Date(Zone).Month())
	if err != nil {
		return "", err
	}
	var lines []string
	for _, seed := range p.Seeds {
		lines = append(lines, fmt.Sprintf("%s %s…, %s", seed.On, seed.Seed[:8], seed.Source))
	}
	if p.NoSeed {
		lines = append(lines, "the next round waits for its seed")
	}
	return strings.Join(lines, "\n"), nil
}

func lot(s *Story, who string, _ []string) (string, error) {
	p, err := s.Admission.Position(s.Ctx(), Actor(access.Public), s.App(who))
	if err != nil {
		return "", err
	}
	text := fmt.Sprintf("%s: no number of %d, %s", who, p.Of, p.Reason)
	if p.Number > 0 {
		text = fmt.Sprintf("%s: %d of %d, %s, seed %s… of %s, %s", who, p.Number, p.Of, p.Reason, p.Seed.Seed[:8], p.Seed.On, p.Seed.Source)
	}
	for _, m := range p.Moves {
		text += fmt.Sprintf("\n  %s: %d → %d %s", m.On, m.From, m.To, m.Own)
		for _, c := range m.Causes {
			text += fmt.Sprintf(" (%s: %d fewer, %d more ahead)", c.Ground, c.Left, c.Came)
		}
	}
	return text, nil
}

func drawAnew(s *Story, _ string, args []string) (string, error) {
	names := slices.Clone(args[1:])
	lots := map[string]string{}
	for _, name := range names {
		mac := hmac.New(sha256.New, seedBytes(args[0]))
		mac.Write([]byte(s.App(name)))
		lots[name] = hex.EncodeToString(mac.Sum(nil))
	}
	slices.SortFunc(names, func(a, b string) int { return strings.Compare(lots[a], lots[b]) })
	return strings.Join(names, " "), nil
}
