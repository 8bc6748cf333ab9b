package gateway_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/balajol/balajol/gateway"
)

func TestNoticeCheck(t *testing.T) {
	t.Parallel()
	good := gateway.Notice{Key: "n1", Channel: gateway.SMS, Address: "guardian-1", Template: "offer.made", Args: map[string]string{"child": "Secret"}}
	if err := good.Check(); err != nil {
		t.Error(err)
	}
	for want, spoil := range map[string]func(*gateway.Notice){
		"no key":         func(n *gateway.Notice) { n.Key = "" },
		"channel":        func(n *gateway.Notice) { n.Channel = "pigeon" },
		"no address key": func(n *gateway.Notice) { n.Address = "" },
		"no template":    func(n *gateway.Notice) { n.Template = "" },
	} {
		n := good
		spoil(&n)
		if err := n.Check(); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "Secret") {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
	if text := fmt.Sprintf("%v %+v %s", good, good, good); strings.Contains(text, "Secret") || strings.Contains(text, "guardian-1") {
		t.Errorf("a printed notice tells %q", text)
	}
}
