// Package sheet writes workbooks that a spreadsheet program opens: Office Open XML, SpreadsheetML (ISO/IEC 29500-1).
//
// It writes what an office hands on, lists of typed cells on a few sheets, and nothing that runs: no formula, link, macro or
// property of the file. The same workbook gives the same bytes, so that a hash can be taken of it.
//
// A cell holds text, a whole number, an amount of money or a day. Text that a spreadsheet could take for a formula, were it
// copied or saved as CSV, gets an apostrophe before it (OWASP, CSV Injection).
package sheet
