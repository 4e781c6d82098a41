// Package backup writes the rows of a database into an archive and loads them back, on either engine and from one to the
// other: what is written are tables, columns and values of the three kinds that linli has, and no engine's own form.
//
//	database.json          the tables, their columns, the version of the schema, the engine
//	rows/TABLE/000001 …    one JSON array a row, one row a line, in chunks; bytes as base64
//
// All rows are read in one transaction, so that they are one state of the database while the office works on.
package backup
