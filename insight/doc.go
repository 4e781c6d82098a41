// Package insight 公开 turns published counts into figures that cannot flatter.
//
//	measure 计量     a count that is published, such as mediation.registered
//	tally 累计       a measure of one unit and day, kept as deltas in the writing transaction, so that no figure needs a scan
//	indicator 指标   a quotient of two measures: numerator ÷ denominator
//	scorecard 记分卡 the office's own conduct, weighed; everything else stands beside it unweighed
//	figure 数字      an indicator for a unit and a window, with n, N, a 95 % interval and the cut-off, or suppressed
//
// A case counts on the day of its registration in every measure: when it is mediated a year later, mediated grows on the
// day of registration. A numerator is therefore part of its denominator in every window (a cohort), no rate exceeds
// 1, and a later outcome restates the cohort it belongs to. Performance has cohorts of its own: an agreement counts on the
// last day on which anything is due under it. Figures say as of when they are known: the cut-off.
//
// Beside the days, counts are kept by unit and month along kinds of dispute and along sources, and with them what a return
// counts: a case in the month in which something happened to it. What is counted is written as steps and folded into sums
// afterwards (docs/decisions/0022); a figure reads both. A table along one of these shows every indicator in each row and a total.
//
// Beside the six indicators of mediation that are built in, a rulebook declares its own over published measures
// ([rulebook.Measures]), for closed periods: what came of a period is known at the indicator's cut-off. A promise counts on
// the day on which it falls due, kept or not, so that leaving it open is no way to look better.
//
// Small cells. A figure is suppressed whole when its numerator, its complement or its denominator is below the minimum:
// any two of the three give the third, and an interval gives them all away. One exception: a denominator of 0 speaks of
// nobody and is shown as 0 of 0, with no value and no interval, because 0 ÷ 0 is not a number and JSON has none.
// In a table further rows are hidden until neither the total nor another table of the same cases gives one away.
//
// The indicators of help stand by need and by provider as well. There, counts of which one is a part of the other are hidden together
// in a row (docs/decisions/0063).
//
// A funnel plot sets the shares of units beside what chance alone would make of them. It ranks nobody, and no weight,
// target or reward hangs on it.
//
// Windows are free for entitled accounts of the office only. What the public reads are returns and scorecards of closed, fixed periods,
// frozen at first release, so that no two releases can be subtracted from each other (docs/decisions/0069).
package insight
