// Command portable solves problems of every kind and prints the hashes of their outcomes. Its test runs it on several
// machines: the same bytes must come from all of them.
package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/internal/nation"
)

func main() {
	for _, shape := range []nation.Shape{nation.OwnOrders, nation.CommonOrder, nation.Slots, nation.FamiliesCommon, nation.FamiliesOrders} {
		for seed := range uint64(2) {
			if err := solve(shape, seed); err != nil {
				fmt.Fprintln(os.Stderr, "portable:", err)
				os.Exit(1)
			}
		}
	}
}

// solve prints a line for each number of threads, and one for the problem in another order.
func solve(shape nation.Shape, seed uint64) error {
	problem := nation.Problem(2000, seed, shape)
	for _, threads := range []int{1, 2, 8} {
		if err := hash(fmt.Sprintf("%v/%d", shape, seed), problem, threads); err != nil {
			return err
		}
	}
	dice := rand.New(rand.NewPCG(seed, 1))
	dice.Shuffle(len(problem.Groups), func(i, j int) { problem.Groups[i], problem.Groups[j] = problem.Groups[j], problem.Groups[i] })
	dice.Shuffle(len(problem.Children), func(i, j int) {
		problem.Children[i], problem.Children[j] = problem.Children[j], problem.Children[i]
	})
	dice.Shuffle(len(problem.Families), func(i, j int) {
		problem.Families[i], problem.Families[j] = problem.Families[j], problem.Families[i]
	})
	return hash(fmt.Sprintf("%v/%d", shape, seed), problem, 1)
}

func hash(name string, problem allocation.Problem, threads int) error {
	outcome, err := allocation.Solve(context.Background(), problem, allocation.Options{Threads: threads})
	if err != nil {
		return err
	}
	sum, err := outcome.Hash()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(os.Stdout, name, outcome.Path, sum)
	return err
}
