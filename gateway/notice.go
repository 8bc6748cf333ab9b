package gateway

import (
	"context"
	"errors"
	"slices"
)

// Channel is a way in which a notice reaches somebody.
type Channel string

// The channels.
const (
	SMS   Channel = "sms"
	Email Channel = "email"
	Push  Channel = "push" // into the application of the state portal
)

// Channels is the closed list of channels.
var Channels = []Channel{SMS, Email, Push}

// Notice is one message to one person. It holds no phone number and no mailbox: Address is the key under which the sender
// finds them, so that neither a job nor an error carries personal data.
type Notice struct {
	Key      string // the same notice has the same key: it is delivered once, however often it is sent
	Channel  Channel
	Address  string            // key of the address
	Template string            // message key of the text, such as offer.made
	Args     map[string]string // values of the text
}

// Notices delivers notices.
type Notices interface {
	// Send takes a notice for delivery. An error names the key and never the address or the values.
	Send(ctx context.Context, n Notice) error
}

// Check refuses a notice that cannot be delivered.
func (n Notice) Check() error {
	switch {
	case n.Key == "":
		return errors.New("check notice: it has no key")
	case !slices.Contains(Channels, n.Channel):
		return errors.New("check notice " + n.Key + ": its channel is unknown: sms, email or push")
	case n.Address == "":
		return errors.New("check notice " + n.Key + ": it has no address key")
	case n.Template == "":
		return errors.New("check notice " + n.Key + ": it has no template")
	}
	return nil
}

// String names the notice without address and values, so that printing one by accident tells nothing about a person.
func (n Notice) String() string { return n.Key + " " + n.Template + " by " + string(n.Channel) }
