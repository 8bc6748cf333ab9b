package gateway

import (
	"fmt"
	"strconv"

	"github.com/balajol/balajol/money"
)

// ValidatePain001 reads a message from its bytes and tests it against the grammar of the subset that we send (order,
// cardinality, length, pattern, check digits) and against what no grammar can say: counts, control sums, currency and ids
// used twice. It shares no type with BuildPain001. Errors name the element by its path and never its text.
func ValidatePain001(file []byte) error {
	root, err := readTree(file)
	if err == nil && root.name != "Document" {
		err = fmt.Errorf("%s: the message begins with Document", root.path)
	}
	if err == nil {
		err = match(root, "Document")
	}
	if err == nil {
		err = checkMessage(root.find("CstmrCdtTrfInitn"))
	}
	if err != nil {
		return fmt.Errorf("check bank file: %w", err)
	}
	return nil
}

// checkMessage holds the rules between elements of a message that the grammar has passed.
func checkMessage(message *element) error {
	ids, references := map[string]bool{}, map[string]bool{}
	var sums []money.Tiyn
	for _, instruction := range message.all("PmtInf") {
		if err := once(ids, instruction.find("PmtInfId")); err != nil {
			return err
		}
		if bank := instruction.find("DbtrAgt", "FinInstnId"); len(bank.children) != 1 {
			return fmt.Errorf("%s: either a BIC or %s stands there", bank.path, noBIC)
		}
		var own []money.Tiyn
		for _, transfer := range instruction.all("CdtTrfTxInf") {
			if err := once(references, transfer.find("PmtId", "EndToEndId")); err != nil {
				return err
			}
			ordered := transfer.find("Amt", "InstdAmt")
			if ordered.currency != currency {
				return fmt.Errorf("%s: the currency is not %s", ordered.path, currency)
			}
			sum, err := money.ParseTenge(ordered.text)
			if err != nil {
				return fmt.Errorf("%s: it is no amount", ordered.path)
			}
			own = append(own, sum)
		}
		if err := recount(instruction, own); err != nil {
			return err
		}
		sums = append(sums, own...)
	}
	return recount(message.find("GrpHdr"), sums)
}

func once(seen map[string]bool, id *element) error {
	if seen[id.text] {
		return fmt.Errorf("%s: the id stands in the message twice", id.path)
	}
	seen[id.text] = true
	return nil
}

// recount compares NbOfTxs and CtrlSum of a block with its transfers.
func recount(block *element, sums []money.Tiyn) error {
	stated, number := block.find("CtrlSum"), block.find("NbOfTxs")
	if n, err := strconv.ParseInt(number.text, 10, 64); err != nil || n != int64(len(sums)) {
		return fmt.Errorf("%s: the transfers are %d", number.path, len(sums))
	}
	total, err := money.Sum(sums...)
	if err != nil {
		return fmt.Errorf("%s: %w", stated.path, err)
	}
	if control, err := money.ParseTenge(stated.text); err != nil || control != total {
		return fmt.Errorf("%s: the transfers come to another sum", stated.path)
	}
	return nil
}
