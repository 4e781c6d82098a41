// Package invitation is the office's general invitation 普遍邀请: the one way in which the office begins by itself. It speaks
// to everybody of a place and to nobody by name: before somebody asks for mediation, linli stores no name and no dwelling.
//
//	invitation 邀请   a title and a text in one or more languages, the types of dispute that it speaks of, a unit, the days on
//	                  which it is shown
//	poster 海报       the same on paper, with a code that opens the public page
//
// An invitation has no field for a person, its text is refused where it names one or a dwelling, and nobody counts who read it.
// Whoever answers applies as everybody does.
package invitation
