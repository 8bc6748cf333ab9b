package api

import "net/http"

// Notices lists the open offers of families whom no message reached.
type Notices struct {
	Day     string   `json:"day"`
	Notices []Notice `json:"notices"`
}

// Notice tells of an offer by the beginning of the application's code.
type Notice struct {
	Code      string `json:"code"`
	Of        string `json:"of"`
	OfferedOn string `json:"offered_on"`
	AnswerBy  string `json:"answer_by"`
}

func (c Config) listNotices(r *http.Request) (any, error) {
	setting, err := c.Oversight.Setting(r.Context(), c.actor())
	if err != nil {
		return nil, err
	}
	notices, err := c.Admission.PublicNotices(r.Context(), c.actor())
	if err != nil {
		return nil, err
	}
	answer := Notices{setting.Today.String(), []Notice{}}
	for _, n := range notices {
		answer.Notices = append(answer.Notices, Notice{n.Code, string(n.Of), n.OfferedOn.String(), n.AnswerBy.String()})
	}
	return answer, nil
}
