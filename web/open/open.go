// Package open holds the public pages: figures, kindergartens, queues, a position by its code, the
// protocol of admission, notices, rules and the record.
// Nobody signs in here, and no page names a person.
package open

import (
	"context"
	"net/http"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/service/oversight"
	"github.com/balajol/balajol/service/registry"
	"github.com/balajol/balajol/web/page"
)

// Room is the public part of the site.
type Room struct {
	Site      *page.Site
	Authority register.ID[register.Authority]
	Verifier  string // public key of the log
	Registry  *registry.Service
	Admission *admission.Service
	Oversight *oversight.Service
}

// Routes lists the pages.
func (o *Room) Routes() []page.Route {
	route := func(pattern string, action access.Action, serve func(http.ResponseWriter, *http.Request) error) page.Route {
		return page.Route{Pattern: pattern, Action: action, Handler: o.Site.Handle(serve)}
	}
	return []page.Route{
		route("GET /{$}", access.ReadOpen, o.start),
		route("GET /kindergartens", access.ReadOpen, o.listKindergartens),
		route("GET /kindergartens/{code}", access.ReadOpen, o.showKindergarten),
		route("GET /queue", access.ReadOpen, o.askPosition),
		route("POST /queue", access.ReadPosition, o.showPosition),
		route("GET /queues", access.ReadOpen, o.listQueues),
		route("GET /queues/{key...}", access.ReadOpen, o.showQueue),
		route("GET /protocol", access.ReadOpen, o.showProtocol),
		route("GET /notices", access.ReadOpen, o.listNotices),
		route("GET /rules", access.ReadOpen, o.listRules),
		route("GET /record", access.ReadOpen, o.showRecord),
		route("GET /check", access.ReadOpen, o.checkOutcome),
		route("GET /about", access.ReadOpen, o.about),
	}
}

// actor is the public of the authority.
func (o *Room) actor() access.Actor { return access.Actor{Role: access.Public, Authority: o.Authority} }

// Setting is what every page says of itself.
func (o *Room) Setting(ctx context.Context) (oversight.Setting, error) {
	return o.Oversight.Setting(ctx, o.actor())
}
