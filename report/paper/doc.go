// Package paper prints the whole file 报事卷宗 of a report, for an account that handles it: a cover, the contents, what was reported, what the
// reporter was told, the letters between both, the words for the unit, what happened when, and every photograph and paper, each page
// with its number of how many and with a code that anybody can check.
//
// No name and no contact of the reporter is in it, and no note among those who handle it: a printed file is handed on, and paper cannot
// follow a reporter who has its contact destroyed. These are not opened for it either.
package paper
