package town

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

// Month is a month of admission in which something of everything happens that its protocol tells, for tests of what shows
// it: March 2026, told as a story is. Ten and more directions, a child of the staff, an exchange, a transfer, closures, changes
// of the seats, appeals, a family that nobody can reach, and a switch that is approved.
const Month = `-- town --
system open sun:2023:5 moon:2023:5 sun:2022:5 moon:2022:5
dana family 2023-05-06
bolat family 2023-05-07
ali family 2023-05-08
eve family 2022-05-08
gul family 2022-05-09
-- play --
2026-02-02 08:00 dana apply sun
2026-02-02 08:01 bolat apply moon
2026-02-02 09:00 system morning
2026-02-02 10:00 dana accept
2026-02-02 10:01 bolat accept
2026-02-03 10:00 dana sign
2026-02-03 10:01 bolat sign
2026-02-04 05:00 system night
2026-03-02 08:00 ali apply sun
2026-03-02 08:01 sun ask-staff ali grandchild 1
2026-03-02 08:02 officer verify-staff ali genuine
2026-03-02 08:05 gul apply sun
2026-03-02 08:06 system lost gul sms
2026-03-02 08:10 system crowd 4 2022-06-06 sun
2026-03-02 08:20 system crowd 5 2022-06-06 moon
2026-03-02 08:30 system crowd 3 2023-06-06 moon
2026-03-02 09:00 system morning
2026-03-02 10:00 eve apply ground=large_family sun
2026-03-02 10:01 officer verify-proof eve false
2026-03-02 10:02 eve appeal proof The certificate is valid.
2026-03-02 10:03 system deliver
2026-03-02 11:10 system deliver
2026-03-02 12:20 system deliver
2026-03-03 05:00 system night
2026-03-04 05:00 system night
2026-03-05 05:00 system night
2026-03-05 10:00 dana exchange bolat
2026-03-06 05:00 system night
2026-03-06 10:00 bolat agree-exchange dana
2026-03-06 11:00 officer close-at moon 2023 1 renovation to=2026-04-30 Order 12
2026-03-06 11:10 officer capacity sun expansion from=2026-03-20 birth=2022 seats=2 Decision 14
2026-03-06 11:20 officer capacity moon renaming from=2026-03-31 name=Жарық Decision 15
2026-03-06 12:00 officer propose-switch kz-voucher-2026 2026-07-01
2026-03-06 12:10 approver approve-switch
2026-03-10 05:00 system night
2026-03-10 08:00 bolat transfer moon
2026-03-10 19:00 system transfers
2026-03-11 10:00 bolat accept-transfer
2026-03-12 05:00 system night
2026-03-12 12:00 public notices
`

// Play plays a story that meets no refusal, and gives the town as it then stands.
func Play(t *testing.T, text string) *Story {
	t.Helper()
	given, play, ok := strings.Cut(text, "-- play --\n")
	if !ok {
		t.Fatal("a story has the sections town and play, in this order")
	}
	s := &Story{People: map[string]Person{}, Apps: map[string]register.ID[preschool.Application]{}, Things: map[string]string{}}
	s.Town = Under(t, profileOf(t, given))
	for line := range strings.Lines(given) {
		words := strings.Fields(line)
		if len(words) > 1 && !slices.Contains([]string{"--", "profile", "figure", "#"}, words[0]) {
			if _, err := s.do(words); err != nil {
				t.Fatalf("%s: %v", strings.TrimSpace(line), err)
			}
		}
	}
	for line := range strings.Lines(play) {
		if words := strings.Fields(line); len(words) > 0 {
			if seen := s.line(words); strings.Contains(seen, "refused: ") {
				t.Fatal(fmt.Sprintln(line, seen))
			}
		}
	}
	return s
}
