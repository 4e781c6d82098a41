// Package open311 answers other programs in the words of Open311 GeoReport v2 and of mySociety's updates: what can be
// reported here, a report that is filed, where it stands, and what happened to it since. The wire is package georeport's.
//
//	/open311/discovery                          where the endpoints are
//	/open311/v2/services                        the categories of the office's rulebook that are about no unit of the office
//	/open311/v2/services/CODE                   their questions
//	/open311/v2/requests           GET POST     reports; filing one wants an api_key
//	/open311/v2/requests/ID
//	/open311/v2/tokens/TOKEN                    for clients that ask: a token is the id, because every id is given at once
//	/open311/v2/servicerequestupdates  GET POST
//
// each with .xml or .json. A jurisdiction is an office ("demo") or a unit of one ("demo:A01"); an installation with a single
// office needs none.
//
// What is shown is what everybody may read: the row that a report's category lets into public, with words and a place only once
// a person has let them through. A grievance or a complaint has no such row, and so cannot be listed, asked for or updated; its
// categories are no services. A service_request_id is a random number that opens nothing. Where a category rounds places,
// because they could show a home, it also rounds times: everything of a week is told when it is over, on the Monday at 00:00, in
// lists, updates and filters alike. Before, who knows the id is told that it was this week, by its first day: no date lies ahead.
//
// Whoever files here gets what anybody gets at the office's own page. The api_key says which program asks, an entry of the office
// ([office.Program]): what a program filed is its own whatever key it asks with, and what it sends again is the same report.
package open311
