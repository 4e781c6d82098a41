// Package access decides who may do what.
//
// The rules are Cedar policies (policies/*.cedar, https://docs.cedarpolicy.com), short enough to be read in one sitting.
// This package turns what a policy needs to know, who asks ([Actor]) and what stands on the case ([Facts]), into the few
// relations that the policies speak of, and asks them. Rights follow the case: being assigned opens it, being unassigned
// closes it at once, because the facts are loaded with the case and share its version.
//
// Whoever may not see a case does not learn that it exists: the answer is "not found". Whoever may see it and asks for
// more is told which act was refused.
//
// Lists do not ask row by row: [Engine.Scope] puts the same policies into a form that a store can write as SQL.
//
// Sealed content opens only against a [Grant], and a Grant exists only after the row that says who reads which case, and
// why, has been committed ([Engine.Open]). The resident is shown those rows.
package access
