// Package cmc reads cases of mediation from tables of the form in which Singapore's Community Mediation Centre published
// its own: a folder with four CSV files, joined by case number.
//
//	registered    case_number, date_registered
//	source        case_number, type_of_intake     how the case came
//	relationship  case_number, type_of_dispute    kind of relationship between the parties
//	outcome       case_number, outcome_of_cases
//
// A file is known by its header, in English or Chinese and in any order of columns. Other columns are never
// read, and a file with a column of persons (a name, a telephone, an identity card) is refused whole. Text is
// UTF-8, UTF-16 with a byte order mark, or GB18030, which is recognised. A line is a row: a quoted field does not reach
// over a line's end, so that one wrong quote costs one row and not the rest of the file.
//
// A case that one file calls by another number than the three others is joined where its place in all four leaves no
// doubt, and reported as paired; the published tables have one.
//
// Labels are read whatever their case, spaces and hyphens; one that is not written as published is reported as mapped.
// A row that cannot be read is reported with its file, line, field and reason, and the others are kept. Every row ends
// up as a case or as one rejection: [Report.Rows] is the sum of both, and a case for which several things are wrong is
// rejected once, for the first of them.
//
// A case number that is an identity card's or a mobile telephone's is rejected, and where most of a table's are, the table
// is refused: the number of a case stands in the clear, and linli is found by cases, never by persons.
//
// No cell leaves this package except a case number of a strict form, a day, a code, and a label that was recognised: a
// formula or a name in a table goes no further.
package cmc
