package gateway_test

import (
	"fmt"
	"testing"

	"github.com/balajol/balajol/gateway"
)

// BenchmarkNation writes and checks the file of a national month: one order for each of 10,000 kindergartens.
func BenchmarkNation(b *testing.B) {
	batch := newBatch()
	creditor := batch.Orders[0].Creditor
	batch.Orders = nil
	for i := range 10_000 {
		batch.Orders = append(batch.Orders, gateway.Order{ID: fmt.Sprintf("payment-%d", i), Creditor: creditor, Tiyn: 100_000_000})
	}
	for b.Loop() {
		file, err := gateway.BuildPain001(batch)
		if err != nil {
			b.Fatal(err)
		}
		if err := gateway.ValidatePain001(file); err != nil {
			b.Fatal(err)
		}
	}
}
