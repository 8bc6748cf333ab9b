// Package registry keeps the registers: authorities and their profiles, kindergartens and groups, families, population.
package registry

import "github.com/balajol/balajol/service"

// Service holds the use cases of the registers.
type Service struct{ *service.Deps }
