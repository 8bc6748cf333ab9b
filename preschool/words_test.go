package preschool_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/preschool"
)

// The typed words of a noun and the states of its table are the same list.
func TestStateWordsAreTheTables(t *testing.T) {
	t.Parallel()
	same(t, preschool.ApplicationTable, preschool.ApplicationDrafted, preschool.ApplicationSubmitted, preschool.ApplicationQueued,
		preschool.ApplicationSuspended, preschool.ApplicationOffered, preschool.ApplicationPlaced, preschool.ApplicationWithdrawn, preschool.ApplicationClosed,
		preschool.ApplicationRefused)
	same(t, preschool.ProofTable, "none", preschool.ProofClaimed, preschool.ProofVerified, preschool.ProofRefused, preschool.ProofExpired)
	same(t, preschool.GuardianshipTable, preschool.GuardianshipClaimed, preschool.GuardianshipInForce, preschool.GuardianshipEnded, preschool.GuardianshipDropped)
	same(t, preschool.OfferTable, preschool.OfferOpen, preschool.OfferAccepted, preschool.OfferFulfilled, preschool.OfferDeclined,
		preschool.OfferExpired, preschool.OfferAnnulled)
	same(t, preschool.VoucherTable, preschool.VoucherIssued, preschool.VoucherActivated, preschool.VoucherExhausted, preschool.VoucherReturned, preschool.VoucherExpired)
	same(t, preschool.PlacementTable, preschool.PlacementPlanned, preschool.PlacementStarted, preschool.PlacementEnded)
	same(t, preschool.PapersTable, "none", preschool.PapersSubmitted, preschool.PapersAccepted, preschool.PapersRefused)
	same(t, preschool.TransferTable, preschool.TransferRequested, preschool.TransferOffered, preschool.TransferAccepted, preschool.TransferMoved,
		preschool.TransferWithdrawn, preschool.TransferClosed)
	same(t, preschool.ExchangeTable, preschool.ExchangeProposed, preschool.ExchangeAgreed, preschool.ExchangeCarriedOut, preschool.ExchangeDeclined, preschool.ExchangeCancelled)
	same(t, preschool.StaffTable, preschool.StaffClaimed, preschool.StaffVerified, preschool.StaffRefused)
	same(t, preschool.AppealTable, preschool.AppealSubmitted, preschool.AppealForwarded, preschool.AppealUpheld, preschool.AppealDismissed, preschool.AppealWithdrawn)
	same(t, preschool.SwitchTable, preschool.SwitchProposed, preschool.SwitchApproved, preschool.SwitchCarriedOut, preschool.SwitchCancelled)
	same(t, preschool.TakeoverTable, preschool.TakeoverLoaded, preschool.TakeoverConfirmed, preschool.TakeoverDoubled, preschool.TakeoverContradicted, preschool.TakeoverCorrected, preschool.TakeoverDropped)
	same(t, preschool.RoundPlanTable, preschool.PlanDrafted, preschool.PlanPublished, preschool.PlanCancelled)
	same(t, preschool.CapacityEventTable, preschool.CapacityRecorded, preschool.CapacityCarriedOut, preschool.CapacityCancelled)
	same(t, preschool.SheetTable, preschool.SheetOpen, preschool.SheetSigned, preschool.SheetClosed)
	same(t, preschool.LineTable, preschool.LineOpen, preschool.LineConfirmed, preschool.LineDisputed, preschool.LineSilent, preschool.LineCorrected)
	same(t, preschool.CycleTable, preschool.CycleOpened, preschool.CycleSheetsSigned, preschool.CycleAnswered, preschool.CycleCalculated, preschool.CycleChecked,
		preschool.CycleApproved, preschool.CycleIssued, preschool.CycleAccepted, preschool.CycleSettled, preschool.CycleReconciled, preschool.CycleClosed)
	same(t, preschool.ClaimTable, preschool.ClaimDrafted, preschool.ClaimSubmitted, preschool.ClaimApproved, preschool.ClaimReturned, preschool.ClaimPaid)
	same(t, preschool.PaymentTable, preschool.PaymentDrafted, preschool.PaymentApproved, preschool.PaymentSent, preschool.PaymentSettled, preschool.PaymentRejected)
}

func same[S ~string](t *testing.T, table preschool.Table, words ...S) {
	t.Helper()
	var got []string
	for _, word := range words {
		got = append(got, string(word))
	}
	if diff := cmp.Diff(table.States, got); diff != "" {
		t.Errorf("%s (-table +words):\n%s", table.Noun, diff)
	}
}
