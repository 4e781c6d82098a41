package help_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"linli/referral"
)

// TestTheArchivistsPagesOfARestrictedRequest: the worker answers a correction; once the person asks to be erased, the worker reads nothing more, and the archivist
// finds the request among what is due, reads it and answers.
func TestTheArchivistsPagesOfARestrictedRequest(t *testing.T) {
	s := newSite(t)
	c, person := s.Ask(s.Request())
	c = s.Help(s.Worker(), c, referral.Take{Apart: true})
	c, service := s.ReferTo(c, person, s.Clinic("青石法律援助站"))
	c = s.Help(service, c, referral.Accept{Referral: service.Party}, referral.Complete{Referral: service.Party, Outcome: "given", Text: "周三见过"})
	c = s.Help(person, c, referral.AskChange{What: "correct", Text: "我住三楼"})
	at := "/help/" + c.ID.String()
	file := at + "/" + service.Party.String() + "/fhir.json"
	s.says("clerk", "GET", file, nil, 200)
	s.says("clerk", "GET", at, nil, 200, "我住三楼", "Waits for an answer", "Answer the correction or objection")
	s.says("clerk", "POST", at+"/answer_change", url.Values{"text": {"已经更正"}}, 400)
	s.says("clerk", "POST", at+"/answer_change", url.Values{"done": {"yes"}, "text": {"已经更正"}}, 303)
	s.says("records", "GET", at, nil, 404)
	s.says("clerk", "POST", at+"/close", nil, 303)
	s.Help(person, c, referral.AskErasure{})
	if shut := s.says("clerk", "GET", at, nil, 200, "The file is restricted"); strings.Contains(shut, "我住三楼") || strings.Contains(shut, "Take it before you read") {
		t.Error("the worker reads a restricted file, or is told to take it")
	}
	s.Clock.Add(15 * 24 * time.Hour)
	s.says("records", "GET", "/due", nil, 200, at, "An answer to a request to be erased")
	s.says("records", "GET", at, nil, 200, "阿依古丽欧阳", "已经更正", "Answer the request to be erased")
	s.says("records", "GET", file, nil, 404)
	s.says("clerk", "GET", file, nil, 404)
	s.says("clerk", "POST", at+"/answer_erasure", nil, 403)
	s.says("records", "POST", at+"/answer_erasure", nil, 303)
	s.says("records", "GET", at, nil, 200, "gave no name")
}
