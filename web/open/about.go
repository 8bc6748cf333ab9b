package open

import (
	"net/http"

	"github.com/balajol/balajol/service/oversight"
	"github.com/balajol/balajol/web/page"
)

type aboutPage struct {
	page.Base
	oversight.Figures
}

// about says how places are given, what the figures mean and what is generated.
func (o *Room) about(w http.ResponseWriter, r *http.Request) error {
	figures, err := o.Oversight.Figures(r.Context(), o.actor())
	if err != nil {
		return err
	}
	return o.Site.Render(w, r, http.StatusOK, "open/about", &aboutPage{Base: page.Base{Section: "about"}, Figures: figures})
}
