// Package house holds no code of linli: its tests hold the rules of the house, those that no single package can hold for
// itself.
//
//	imports_test.go   who may import whom, how files and packages are called, what no file contains
//	words_test.go     the ban list: no name, text, column or address rates, tags, tracks or matches people
//	schema_test.go    which columns there are, in what form each is kept (the field table), and that no index leads to a person
//	twins_test.go     one person in five cases looks as five persons in five cases do, to everybody and in every table
//	slip_test.go      opening a slip's address leaves no trace of who opened it
//	grant_test.go     without a written access row nothing opens
//	forget_test.go    what is due to be forgotten is gone, in copies made before as well
//	walls_test.go     no planted word stands in a raw file; a note does not open with another section's key
//	roles_test.go     every command by every wrong role
//
// Each of these tests was seen to fail once on a program that breaks its rule. An exception to a rule stands in the test
// as a row with its reason; a row that no longer excuses anything is a failure as well.
package house
