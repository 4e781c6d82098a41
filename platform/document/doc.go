// Package document turns a template of the rulebook and a case's data into a paper: a fragment of HTML for the screen and
// a PDF for the printer, from one source.
//
// A template 模板 is Markdown with a front matter and Go text/template actions. Executing it gives a Doc 文书, a short tree
// of blocks that both renderers walk; nothing that a person typed into a case can become markup on the way. PDF sets one
// document, or several as one file with a contents page 卷宗目录, with Chinese line breaking 行首行尾禁则, the case number,
// the page x of y and a verification code on every page, and unbroken places for signature 签名, fingerprint 捺印 and seal
// 盖章.
//
// A character that no font holds is never dropped and never a reason to refuse: its place is left open, one em wide, to be
// written by hand, and the caller is told which character it was.
//
// The package knows nothing of mediation; docs/documents.md lists the fields that the shipped templates ask for.
package document
