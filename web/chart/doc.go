// Package chart draws charts on the server, as values that the page prints as SVG ([page.Chart]).
//
// A drawing has no colour and no script: it has the reader's own colours, on paper, in the dark and enlarged, and tells by
// shape what colour alone would tell. Each has a title, a description for who does not see it, a caption, and stands beside
// a table that says the same; no chart shows a figure that its table hides. Shares have the whole scale from nothing to all,
// so that no small difference is drawn large, and the order is the table's, so that nobody is ranked.
//
//	[Funnel]  units, beside what chance alone would make of them
//	[Months]  a share month by month, with its interval
//	[Bars]    shares of rows, with their intervals
//	[Stacked] counts of rows, and the part of each that is over
//	[Heat]    a year of what is owed, day by day
package chart
