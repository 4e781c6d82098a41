// Package release takes a new version of an office's rulebook 规程版本 from a draft to the day on which it takes effect.
//
//	version 版本   a whole rulebook under a name of its own, kept with all its files
//	draft 草稿      what an administrator writes; mistakes may stand in it, and nobody works under it
//	propose 提请    the draft is without a mistake and holds its own examples, one for each rule; a second person is asked
//	bring 带来      it came with the program or in a folder: it is published without a draft
//	release 发布    the second person's yes: it is published, and takes effect fourteen whole days later
//	withdraw 撤回   it is given up, or stopped before its day
//
//	draft ─propose▶ proposed ─release▶ released ─(its day)▶ in effect
//	  │ ◀take back, send back─┘             │
//	  └────────────withdraw─────────────────┴▶ withdrawn
//
// The version under which an office begins is the first: it takes effect at once. Each later one is published fourteen days
// before. Whoever wrote or proposed a version never releases it, a yes counts for the text that was read and for no other, and
// what is released is read whole from one row or not at all.
package release
