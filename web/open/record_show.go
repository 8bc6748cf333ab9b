package open

import (
	"net/http"

	"github.com/balajol/balajol/service/oversight"
	"github.com/balajol/balajol/web/page"
)

type recordPage struct {
	page.Base
	oversight.Record
	Verifier string
}

func (o *Room) showRecord(w http.ResponseWriter, r *http.Request) error {
	record, err := o.Oversight.Record(r.Context(), o.actor())
	if err != nil {
		return err
	}
	return o.Site.Render(w, r, http.StatusOK, "open/record_show", &recordPage{page.Base{Section: "record"}, record, o.Verifier})
}
