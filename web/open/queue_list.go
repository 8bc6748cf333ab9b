package open

import (
	"net/http"
	"strings"

	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/web/page"
)

type queueListPage struct {
	page.Base
	Territories []territory
	Waiting     int
}

// territory is the queues of one territory, by age and language.
type territory struct {
	Name   string // "" for the whole authority
	Queues []admission.QueueLength
}

func (o *Room) listQueues(w http.ResponseWriter, r *http.Request) error {
	queues, err := o.Admission.Queues(r.Context(), o.actor())
	if err != nil {
		return err
	}
	view := &queueListPage{Base: page.Base{Section: "queues"}}
	for _, q := range queues {
		view.Waiting += q.Waiting
		name := territoryName(q.Territory)
		if n := len(view.Territories); n == 0 || view.Territories[n-1].Name != name {
			view.Territories = append(view.Territories, territory{Name: name})
		}
		last := &view.Territories[len(view.Territories)-1]
		last.Queues = append(last.Queues, q)
	}
	return o.Site.Render(w, r, http.StatusOK, "open/queue_list", view)
}

// territoryName is the part of the authority that a queue runs over, "" for the whole.
func territoryName(scope string) string {
	_, part, _ := strings.Cut(scope, "/")
	return part
}

// placesShown is how many places of a queue a page lists.
const placesShown = 100

type queuePage struct {
	page.Base
	page.Pager
	admission.AnonymousQueue
	Part   string // of the authority, "" = the whole
	Length int
	Shown  []admission.AnonymousPlace
}

func (o *Room) showQueue(w http.ResponseWriter, r *http.Request) error {
	queue, err := o.Admission.Queue(r.Context(), o.actor(), r.PathValue("key"))
	if err != nil {
		return err
	}
	shown, pager, err := page.Paginate(r, queue.Places, placesShown)
	if err != nil {
		return err
	}
	view := &queuePage{
		Base: page.Base{Section: "queues"}, Pager: pager, AnonymousQueue: queue, Part: territoryName(queue.Territory), Length: len(queue.Places), Shown: shown,
	}
	return o.Site.Render(w, r, http.StatusOK, "open/queue_show", view)
}
