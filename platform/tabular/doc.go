// Package tabular reads tables of text as spreadsheets and other programs write them: CSV in UTF-8, UTF-16 with a byte order
// mark or GB18030, with commas, tabs or semicolons. It reads line by line or record by record in constant memory, and knows
// the numbers of persons, so that an import can refuse a table that is kept by persons.
package tabular
