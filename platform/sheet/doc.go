// Package sheet writes workbooks that a spreadsheet program opens, and reads those of others: Office Open XML, SpreadsheetML (ISO/IEC 29500-1).
//
// It writes what an office hands on, lists of typed cells on a few sheets, and nothing that runs: no formula, link, macro or
// property of the file. The same workbook gives the same bytes, so that a hash can be taken of it.
//
// A cell holds text, a whole number, an amount of money or a day. Text that a spreadsheet could take for a formula, were it
// copied or saved as CSV, gets an apostrophe before it (OWASP, CSV Injection).
//
// Two readings: [ReadTemplate] takes an office's own layout, and refuses a file with anything that it does not know; [Open] reads the
// rows of any program's workbook as text, in constant memory but for the words that cells share, and passes over all else.
package sheet
