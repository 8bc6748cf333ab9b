package demo_test

import (
	"fmt"
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/policy"
)

func init() { stories["queue.categories"] = categories }

// categories are the numbers of three children who wait: two of one year, one of the next.
func categories(t *testing.T, p *policy.Profile) string {
	c := town.Under(t, p)
	var said string
	for _, birth := range []string{"2022-05-06", "2022-11-06", "2023-05-06"} {
		position, err := c.Admission.Position(c.Ctx(), town.Actor(access.Public), c.Queue(1, birth, "", town.Sun)[0])
		c.Do(err)
		said += fmt.Sprint(position.Category, " ")
	}
	return said
}
