package registry

import (
	"context"
	"fmt"
	"io"
	"reflect"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// NetworkImport counts what an import did.
type NetworkImport struct {
	Added, Changed, Same int
	Places               int        // licensed seats of all rows
	Wrong                FileErrors // rows that were left out (partial import only)
}

// CheckNetwork reads a department's list through as ImportNetwork does, before there is anything to store it in.
func CheckNetwork(file io.Reader, partial bool) error {
	_, _, err := networkRows(file, partial)
	return err
}

// networkRows are the rows to store and those that are left out; with none to store, or a wrong one unless partial, FileErrors.
func networkRows(file io.Reader, partial bool) (rows []networkRow, wrong FileErrors, err error) {
	rows, wrong, err = readNetwork(file)
	if err == nil && len(wrong) > 0 && (!partial || len(rows) == 0) {
		err = wrong
	}
	return rows, wrong, err
}

// ImportNetwork reads a department's list of organisations from CSV: one row, one kindergarten with its own provider.
// It is all or nothing: a wrong row means that nothing is stored and every wrong row is listed (FileErrors); with
// partial the good rows are taken. The key is the register's code, never the name. A second run changes nothing.
// What the source lacks (groups' ages and languages, BIN, IBAN, place on the map) is generated and typed so.
func (s *Service) ImportNetwork(ctx context.Context, actor access.Actor, file io.Reader, partial bool) (NetworkImport, error) {
	if err := actor.Require(access.ImportNetwork, access.Place(actor.Authority)); err != nil {
		return NetworkImport{}, err
	}
	rows, wrong, err := networkRows(file, partial)
	if err != nil {
		return NetworkImport{Wrong: wrong}, err
	}
	var done NetworkImport
	err = s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		done = NetworkImport{Wrong: wrong}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		known, err := tx.Kindergartens()
		if err != nil {
			return err
		}
		d := newDealer(tx, day)
		for _, k := range known {
			d.known[k.Code] = k
		}
		for _, row := range rows {
			if err := s.importRow(tx, actor, d, row, &done); err != nil {
				return fmt.Errorf("import kindergarten %s: %w", row.kindergarten.Code, err)
			}
			done.Places += row.kindergarten.Places
		}
		return nil
	})
	return done, err
}

func (s *Service) importRow(tx *store.Tx, actor access.Actor, d *dealer, row networkRow, done *NetworkImport) error {
	old, found := d.known[row.kindergarten.Code]
	if !found {
		done.Added++
		provider, k := d.complete(row.kindergarten)
		if err := tx.SaveNewKindergarten(actor, provider, k, store.Cause{Event: "kindergarten.imported", Ground: "network"}); err != nil {
			return err
		}
		for _, g := range d.groups(k, row.groupKind) {
			if err := tx.SaveNewGroup(actor, g, store.Cause{Event: "group.opened", Ground: "network"}); err != nil {
				return err
			}
		}
		return nil
	}
	if old.Groups != row.kindergarten.Groups || old.Places != row.kindergarten.Places {
		return register.Refuse(register.Conflict, "network.capacity_changed").With("code", old.Code)
	}
	renewed := merge(old, row.kindergarten)
	if reflect.DeepEqual(old, renewed) {
		done.Same++
		return nil
	}
	done.Changed++
	return tx.SaveKindergarten(actor, renewed, store.Cause{Event: "kindergarten.changed", Ground: "network"})
}

// merge takes what the file says and keeps what was generated where the file says nothing. A new spelling keeps the
// old one among the former names, so that search finds both.
func merge(old, row register.Kindergarten) register.Kindergarten {
	k := old
	if row.Name != old.Name {
		k.FormerNames = append([]string{old.Name}, old.FormerNames...)
	}
	if row.FormerNames != nil {
		k.FormerNames = row.FormerNames
	}
	k.Name, k.Ownership, k.Kind, k.Opened, k.StateOrder = row.Name, row.Ownership, row.Kind, row.Opened, row.StateOrder
	k.PlacesSource, k.Ref = row.PlacesSource, row.Ref
	k.Generated = nil
	for _, g := range old.Generated {
		switch {
		case g == "district" && row.District != "", g == "place" && row.Lat != 0, g == "languages" && row.Languages != "", g == "regime" && row.Regime != "":
		default:
			k.Generated = append(k.Generated, g)
		}
	}
	if row.District != "" {
		k.District = row.District
	}
	if row.Settlement != "" {
		k.Settlement = row.Settlement
	}
	if row.Lat != 0 || row.Lon != 0 {
		k.Lat, k.Lon = row.Lat, row.Lon
	}
	if row.Languages != "" {
		k.Languages = row.Languages
	}
	if row.Regime != "" {
		k.Regime = row.Regime
	}
	return k
}
