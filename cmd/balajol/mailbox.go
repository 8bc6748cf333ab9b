package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/service"
)

// mailbox hands notices over to the sender of messages: each is a file under its key, so that a notice that is sent twice
// lies there once. Whose phone the address key means, the sender finds in the register.
type mailbox struct{ folder service.Folder }

// Send implements gateway.Notices.
func (m mailbox) Send(_ context.Context, n gateway.Notice) error {
	if err := n.Check(); err != nil {
		return err
	}
	text, err := json.MarshalIndent(struct {
		Key      string            `json:"key"`
		Channel  gateway.Channel   `json:"channel"`
		Address  string            `json:"address"`
		Template string            `json:"template"`
		Args     map[string]string `json:"args"`
	}{n.Key, n.Channel, n.Address, n.Template, n.Args}, "", "  ")
	if err != nil {
		return fmt.Errorf("write notice %s: %w", n.Key, err)
	}
	return m.folder.WriteFile(n.Key+".json", append(text, '\n'))
}
