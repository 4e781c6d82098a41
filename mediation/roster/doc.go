// Package roster is the directory of mediators 调解员名录: what each of the office's mediators knows, speaks, serves, and when
// it has time. It is about the office's own people; nobody whose case the office holds stands in it.
//
//	entry 条目          what one mediator says of itself, and what its lead has confirmed
//	skill 擅长类型      a type of dispute of the rulebook
//	area 服务单位       a unit that the mediator serves
//	hours 可调解时间    weekly hours; leave 请假 are days without
//	training 培训       shown against the rulebook's yearly hours (人民调解法 art. 14: mediators are trained regularly)
//
// A mediator writes its own entry, its lead confirms it. The public sees the names, languages and skills of those who
// agreed to be listed, as they were confirmed last: who sits on a mediation committee is reported to the court and no secret
// (人民调解法 art. 10). It sees no load. Nobody sees a rating, and how a mediator's cases end is counted for no mediator.
package roster
