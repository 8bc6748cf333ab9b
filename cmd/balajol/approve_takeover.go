package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/service/admission"
)

type importApproveCmd struct {
	Batch   string `arg:"" help:"The list, as its loading printed it."`
	SHA256  string `name:"sha256" help:"Hash of the file that you have seen; without it the list is shown and nothing is approved." placeholder:"HASH"`
	Notices string `help:"Folder into which the codes for the families are put for the sender of messages; needed to approve." placeholder:"FOLDER"`
	As      string `help:"Who you are: the key that the record shows." required:"" placeholder:"KEY"`
	Show    int    `help:"How many lines with remarks to list; 0 = all." default:"50"`
	dbFlags
}

// Run shows the list to the second person, and approves it when the hash of the file is given.
func (c *importApproveCmd) Run(ctx context.Context) error {
	approver := person(access.Approver, c.Authority, c.As)
	id := register.ID[preschool.TakeoverBatch](c.Batch)
	if c.SHA256 == "" {
		return c.with(ctx, func(city *city) error {
			review, err := city.admission.ReviewTakeover(ctx, approver, id)
			if err != nil {
				return err
			}
			return c.show(os.Stdout, review)
		})
	}
	if c.Notices == "" {
		return register.Refuse(register.Invalid, "takeover.no_notices")
	}
	if err := os.MkdirAll(c.Notices, 0o700); err != nil {
		return err
	}
	city, err := c.open(ctx, mailbox{service.Dir(c.Notices)})
	if err != nil {
		return err
	}
	codes, unsent, err := city.admission.ApproveTakeover(ctx, approver, id, c.SHA256)
	if err == nil {
		fmt.Printf("list %s approved: %d families get a code; %d codes did not go out and are on the worklist\n", c.Batch, codes, unsent)
	}
	return errors.Join(err, city.db.Close())
}

// show prints what the second person has to see, and what to do then.
func (c *importApproveCmd) show(w io.Writer, r admission.TakeoverReview) error {
	messages, err := i18n.Load()
	if err != nil {
		return err
	}
	p := messages.Printer(i18n.English)
	fmt.Fprintf(w, "list %s of %s, kind %s, loaded by %s\nfile  %s\norder %s\n%d lines", r.ID, r.Source, r.Kind, r.LoadedBy, r.SHA256, r.OrderSHA256, r.Lines)
	for _, state := range preschool.TakeoverTable.States {
		if n := r.Counts[preschool.TakeoverState(state)]; n > 0 {
			fmt.Fprintf(w, ", %d %s", n, state)
		}
	}
	fmt.Fprintln(w)
	shown := r.Tasks
	if c.Show > 0 && len(shown) > c.Show {
		shown = shown[:c.Show]
	}
	for _, t := range shown {
		var words []string
		for _, word := range t.Words {
			word, with, _ := strings.Cut(word, ":")
			words = append(words, p.T("takeover.fault."+word, map[string]any{"With": with}))
		}
		fmt.Fprintf(w, "line %d, %s: %s\n", t.Number, t.State, strings.Join(words, " "))
	}
	if more := len(r.Tasks) - len(shown); more > 0 {
		fmt.Fprintf(w, "and %d more: --show 0 lists all\n", more)
	}
	if r.Approved() {
		fmt.Fprintf(w, "approved by %s on %s\n", r.ApprovedBy, r.ApprovedOn)
		return nil
	}
	fmt.Fprintf(w, "compare the hash with that of the file (sha256sum), then: balajol import approve %s --as KEY --sha256 HASH --notices FOLDER\n", r.ID)
	return nil
}
