package admission

import (
	"context"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/service"
)

// Planted are the use cases with another engine in the place of the real one.
func Planted(deps *service.Deps, solve func(context.Context, allocation.Problem, allocation.Options) (allocation.Outcome, error)) *Service {
	return &Service{Deps: deps, solve: solve}
}
