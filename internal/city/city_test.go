package city_test

import (
	"testing"

	"github.com/balajol/balajol/internal/city"
)

func TestCityIsTheSameEachTime(t *testing.T) {
	t.Parallel()
	first, second := city.New(t), city.New(t)
	if first.Waiting != second.Waiting || first.Offered != second.Offered {
		t.Errorf("waiting %s and %s, offered %s and %s", first.Waiting, second.Waiting, first.Offered, second.Offered)
	}
}
