package main

import (
	"context"
	"errors"
	"net"

	"github.com/balajol/balajol/register"
)

func listen(addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, register.Refuse(register.Invalid, "address.busy").With("address", addr)
	}
	return l, nil
}

func serveDemo(ctx context.Context, a *app, l net.Listener, w wiring, dev bool) error { return errors.New("later") }
