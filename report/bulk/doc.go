// Package bulk reads service requests from CSV files and Excel workbooks as cities publish them: each city names its columns, writes its times and
// calls its services in its own way. A map ([Map]) says how, as a file; those of Los Angeles, New York and San Francisco and of
// the GeoReport bulk form are shipped, and recognised by the header.
//
// A map is YAML:
//
//	name: my-city
//	header: [Case, Opened, Kind]       # the columns by which a file is recognised
//	columns:                           # which column is what; of several, the first that is not empty
//	  ref: Case                        # required: the number in the register it comes from
//	  requested: Opened                # required: when it was told
//	  type: Kind                       # required
//	  updated, closed, status, description, notes, address, lat, long, point: …
//	dates: [MM/DD/YYYY hh:mm:ss AM]    # besides 2017-12-31T23:59:58-08:00 and the like, which are always read
//	datum: wgs84                       # or gcj02, bd09
//	nowhere: true                      # 0, 0 stands for no place
//	status: {Closed: closed, Open: open, Cancelled: cancelled, Referred: elsewhere}
//	types: {Street lamp: [street_light]}   # to categories of the rulebook; the first that the office has
//	other: [facility, request]         # for every other type
//
// Columns that a map does not name are never read, and there is no name under which a map could ask for a person, a telephone
// or an address of e-mail. A number that is an identity card's or a mobile telephone's is rejected; a file that is kept by such
// numbers is refused.
//
// Every row is told to the caller or is one rejection with its line, column and reason. A file is read twice, as a stream:
// first to find out the encoding of a text and whether a workbook is whole, then row by row; memory does not grow with it.
//
// Of a workbook one sheet is read, the first that is shown or the one that is named, by the numbers of its rows: a day is what the cell
// shows as one, by the clock of --zone as in a text; of a formula the result that the file has is taken and nothing is reckoned; a number
// that is not shown as a day is none, and one of more than fifteen digits is rejected, because its last ones are lost.
package bulk
