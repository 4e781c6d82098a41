// Package directory is the directory of services 服务名录: who helps with what, where, when, in which language, at what cost.
// It is about organisations. Nobody who asks for help stands in it, and no search of it is written down.
//
// Words: organisation 机构 · programme 项目 · service 服务 · location 地点 · service at location 服务点 · schedule 开放时间 ·
// service area 服务范围 · taxonomy term 需求分类 (a need; never what somebody is) · redacted 地址保密 (a place such as a shelter
// that nothing public names) · stale 待核实 (nobody has said for long that the entry is still true).
//
// The model is the Open Referral Human Services Data Specification, HSDS 3.0 (docs.openreferral.org), with url,
// service_capacity and unit of 3.1. Each object is kept by itself, as a row of the tabular form ([Object]): its own fields,
// and the ids of what it belongs to. A nested document is put together from the rows ([Service.Tree]) and taken apart
// into them ([Service.Import]). [Kinds], drawn from the structs of model.go, is the one table of fields from which reading,
// checking, nesting and writing all work.
//
// Services, and what else can be listed, have an entry in an index ([Entry]): words of the names, needs, areas, languages
// and places. A Chinese name is indexed by its pairs of characters, so that a word of two characters is found. Contacts are
// not in it: a person who works for an organisation cannot be looked up by name.
package directory
