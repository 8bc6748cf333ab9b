package open

import (
	"net/http"

	"github.com/balajol/balajol/service/oversight"
	"github.com/balajol/balajol/web/page"
)

type startPage struct {
	page.Base
	oversight.Figures
}

func (o *Room) start(w http.ResponseWriter, r *http.Request) error {
	figures, err := o.Oversight.Figures(r.Context(), o.actor())
	if err != nil {
		return err
	}
	return o.Site.Render(w, r, http.StatusOK, "open/start", &startPage{Base: page.Base{Section: "start"}, Figures: figures})
}
