package fake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"
	"sync"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/money"
)

// rejection is the reason of every order that the fake bank rejects: account closed (ISO 20022 external status reason).
const rejection = "AC04"

// Bank takes pain.001 files, validates and reads them, and books every order on the first statement that is asked for a
// day not before the day of payment. It may be used by several goroutines.
type Bank struct {
	seed   uint64
	reject int // orders rejected of a thousand

	mu      sync.Mutex
	files   map[string][]byte // by message id
	known   map[string]bool   // orders by id, of every file
	pending []order           // in the order of arrival
	booked  map[civil.Date][]gateway.Settlement
}

type order struct {
	id  string
	sum money.Tiyn
	on  civil.Date
}

// NewBank makes a bank that rejects about rejectPerMille of a thousand orders, chosen by seed and order id.
func NewBank(seed uint64, rejectPerMille int) *Bank {
	return &Bank{
		seed: seed, reject: rejectPerMille,
		files: map[string][]byte{}, known: map[string]bool{}, booked: map[civil.Date][]gateway.Settlement{},
	}
}

// Submit takes a valid file once; see gateway.Bank. A file is taken whole or not at all.
func (b *Bank) Submit(ctx context.Context, messageID string, file []byte) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("submit bank file: %w", err)
	}
	if err := gateway.ValidatePain001(file); err != nil {
		return fmt.Errorf("submit bank file: %w", err)
	}
	id, orders, err := read(file)
	if err != nil {
		return fmt.Errorf("submit bank file: %w", err)
	}
	if id != messageID {
		return fmt.Errorf("submit bank file: it is sent under another message id than its own, %s", id)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if before, known := b.files[id]; known {
		if !bytes.Equal(before, file) {
			return fmt.Errorf("submit bank file %s: another file was taken under this message id", id)
		}
		return nil
	}
	for _, o := range orders {
		if b.known[o.id] {
			return fmt.Errorf("submit bank file %s: order %s was taken with an earlier file", id, o.id)
		}
	}
	for _, o := range orders {
		b.known[o.id] = true
	}
	b.files[id], b.pending = bytes.Clone(file), append(b.pending, orders...)
	return nil
}

// Statement books what is due and lists the orders booked on that day, in the order of arrival.
func (b *Bank) Statement(ctx context.Context, day civil.Date) ([]gateway.Settlement, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("read statement of %s: %w", day, err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	var later []order
	for _, o := range b.pending {
		if o.on.After(day) {
			later = append(later, o)
			continue
		}
		b.booked[day] = append(b.booked[day], b.settle(o))
	}
	b.pending = later
	return slices.Clone(b.booked[day]), nil
}

// settle decides by seed and id alone, so that neither the day nor the other orders matter.
func (b *Bank) settle(o order) gateway.Settlement {
	digest := sha256.Sum256([]byte(strconv.FormatUint(b.seed, 10) + "|" + o.id))
	if binary.BigEndian.Uint64(digest[:])%1000 < uint64(max(b.reject, 0)) {
		return gateway.Settlement{EndToEndID: o.id, Tiyn: o.sum, Reason: rejection}
	}
	return gateway.Settlement{EndToEndID: o.id, Tiyn: o.sum, Settled: true}
}

// read takes the orders out of a valid message, with its own picture of it: not the one that wrote it.
func read(file []byte) (messageID string, orders []order, err error) {
	var message struct {
		ID           string `xml:"CstmrCdtTrfInitn>GrpHdr>MsgId"`
		Instructions []struct {
			On        string `xml:"ReqdExctnDt>Dt"`
			Transfers []struct {
				ID     string `xml:"PmtId>EndToEndId"`
				Amount string `xml:"Amt>InstdAmt"`
			} `xml:"CdtTrfTxInf"`
		} `xml:"CstmrCdtTrfInitn>PmtInf"`
	}
	if err := xml.Unmarshal(file, &message); err != nil {
		return "", nil, fmt.Errorf("read message: %w", err)
	}
	for _, instruction := range message.Instructions {
		on, err := civil.ParseDate(instruction.On)
		if err != nil {
			return "", nil, fmt.Errorf("read message %s: %w", message.ID, err)
		}
		for _, t := range instruction.Transfers {
			sum, err := money.ParseTenge(t.Amount)
			if err != nil {
				return "", nil, fmt.Errorf("read message %s: order %s: %w", message.ID, t.ID, err)
			}
			orders = append(orders, order{t.ID, sum, on})
		}
	}
	return message.ID, orders, nil
}
