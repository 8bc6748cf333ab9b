package open

import (
	"net/http"

	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/web/page"
)

// noticesShown is how many notices a page lists.
const noticesShown = 100

type noticeListPage struct {
	page.Base
	page.Pager
	Notices int
	Shown   []admission.PublicNotice
}

func (o *Room) listNotices(w http.ResponseWriter, r *http.Request) error {
	notices, err := o.Admission.PublicNotices(r.Context(), o.actor())
	if err != nil {
		return err
	}
	shown, pager, err := page.Paginate(r, notices, noticesShown)
	if err != nil {
		return err
	}
	view := &noticeListPage{Base: page.Base{Section: "notices"}, Pager: pager, Notices: len(notices), Shown: shown}
	return o.Site.Render(w, r, http.StatusOK, "open/notice_list", view)
}
