// Package house holds no code of linli: its tests hold the rules of the house, those that no single package can hold for
// itself.
//
//	imports_test.go   who may import whom, how files and packages are called, what no file contains
//	words_*_test.go   the ban list: no name, text, column or address rates, tags, tracks or matches people; each search is shown what it must find
//	schema_test.go    which columns there are, in what form each is kept (the field table), and that no index leads to a person
//	site_*_test.go    the walk: everybody goes to every route that the program serves, taken from its own route tables
//	matters_test.go   what the office holds besides mediations, a thing of every kind, which the walks and the refusals below are held over
//	twins_test.go     one person in five cases looks as five persons in five cases do, to everybody and in every table
//	twins_web_test.go the same over every route, on paper and in the log; no answer links two cases of one person
//	twins_command_test.go the same in what every command prints
//	slip_test.go      opening the address of a slip or of a link leaves no trace of who opened it
//	grant_test.go     without a written access row nothing opens
//	grant_web_test.go the same over every route: no plaintext, and a sentence that says why
//	grant_jobs_test.go the same for every kind of job and every command; a mail that was not sent waits
//	alone_test.go     who withdraws from one case loses nothing in another; tables found by a person are not taken in, nor case numbers that are persons
//	alone_imports_test.go the same for every other import; alone_matters_test.go for every other matter: who ends one, who files a grievance
//	forget_test.go    what is due to be forgotten is gone, in copies made before as well
//	forget_files_test.go the same for what people upload; what a file carries unseen is gone at once
//	forget_matters_test.go the same for reports, help, duties and inspections, and what is seen where nothing is destroyed
//	walls_test.go     no planted word stands in a raw file; a note does not open with another section's key
//	roles_test.go     every command by every wrong role
//
// Each of these tests was seen to fail once on a program that breaks its rule. Where the rule is one of the refusals over
// the web, the broken program stands beside the test: a check returns what it found, which has to be nothing in the true
// world and something in each of the broken ones. An exception to a rule stands in the test
// as a row with its reason; a row that no longer excuses anything is a failure as well.
package house
