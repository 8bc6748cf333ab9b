package open

import (
	"net/http"

	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/service/oversight"
	"github.com/balajol/balajol/web/page"
)

type aboutPage struct {
	page.Base
	Day     service.Day
	Network oversight.Network
}

// about says how places are given, what the figures mean and what is generated.
func (o *Room) about(w http.ResponseWriter, r *http.Request) error {
	day, network, err := o.Oversight.Network(r.Context(), o.actor())
	if err != nil {
		return err
	}
	return o.Site.Render(w, r, http.StatusOK, "open/about", &aboutPage{page.Base{Section: "about"}, day, network})
}
