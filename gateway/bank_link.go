package gateway

import (
	"context"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/money"
)

// Bank is the payer's bank.
type Bank interface {
	// Submit hands over a pain.001 message. It may be called again with the same id and bytes, after a crash between
	// sending and remembering: the orders are paid once. The same id with other bytes is an error.
	Submit(ctx context.Context, messageID string, file []byte) error
	// Statement lists what became of orders on a day. Asked again for a day that is over, it answers the same; the
	// caller passes over what it knows already.
	Statement(ctx context.Context, day civil.Date) ([]Settlement, error)
}

// Settlement is what became of one payment order.
type Settlement struct {
	EndToEndID string     // the id of the payment order
	Tiyn       money.Tiyn // as ordered
	Settled    bool       // false = rejected or returned
	Reason     string     // ISO 20022 external status reason code of a rejection, such as AC04 (account closed)
}
