package registry

import (
	"context"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// Site is a kindergarten with its groups.
type Site struct {
	register.Kindergarten
	Groups []register.Group
}

// Network lists every kindergarten with its groups, by code.
func (s *Service) Network(ctx context.Context, actor access.Actor) ([]Site, error) {
	var sites []Site
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadOpen, access.Place(actor.Authority)); err != nil {
			return err
		}
		all, err := r.Kindergartens()
		if err != nil {
			return err
		}
		at := map[register.ID[register.Kindergarten]]int{}
		for i, k := range all {
			at[k.ID] = i
			sites = append(sites, Site{Kindergarten: k})
		}
		groups, err := r.Groups()
		for _, g := range groups {
			site := &sites[at[g.Kindergarten]]
			site.Groups = append(site.Groups, g)
		}
		return err
	})
	return sites, err
}
