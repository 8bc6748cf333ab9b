// Package admission leads a child through the queue: applications, priority proofs, rounds, offers, contracts and
// placements.
package admission

import "github.com/balajol/balajol/service"

// Service holds the use cases of the queue.
type Service struct{ *service.Deps }
