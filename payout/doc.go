// Package payout turns attendance sheets and tariffs into the money of a month: one line for each child and sheet, and
// the adjustment that brings what was posted before to what is due now. It computes and reads nothing but the texts it is given.
//
// A line is rate × payable days ÷ working days, rounded once, in whole tiyn (rules-kz.md, 5.11). The sheet is its own
// calendar: a day that is not '.' is a working day, and no table of holidays is asked. Only a month that the guardian
// confirmed with an explicit yes is paid; silence and dispute make the line 0 and leave the sheet alone (5.13).
//
// Nothing posted is ever edited: adjustment = target − posted, for lines that are gone as well.
package payout
