// Package preschool holds the nouns of a child's path: application, offer, voucher, placement, roll call, attendance
// sheet and line, claim, payment order, payment cycle; their states and the transitions between them.
//
// Transitions are pure and total: a method takes resolved values (an instant, a day to answer by), never a profile,
// and returns the changed noun or an error of kind conflict. The table of every state type is public (Tables), so
// that a test walks each state × event and docs/states.md is drawn from it. State words are those of GLOSSARY.md.
package preschool
