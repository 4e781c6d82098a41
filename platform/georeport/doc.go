// Package georeport is the wire of Open311: what GeoReport v2 (http://wiki.open311.org/GeoReport_v2) and mySociety's updates
// send and receive, as values and as bytes. It knows no case, no store and no request: package open311 serves with it, and
// linli's own client asks other servers with it.
//
//	service 服务 (a category with its questions) · request 报事 · token (stands in until a request has its id) · update 进展
//	· jurisdiction 辖区 (an office; one endpoint may serve several) · attribute 附加问题
//
// Both formats come from one tree ([node]), the JSON by the rules that the specification calls Spark: a list loses the names
// of its items, what is empty becomes null. Every code and id is text in JSON, although the specification's examples write
// some as numbers: 001 is no number of JSON, and a client that reads it as one loses its noughts.
//
// What is read is hostile until it has been read: XML has no document type, no depth beyond what the specification has, and
// no character set but UTF-8; forms have limits in bytes, fields and files. device_id and account_id have no place in any
// value of this package: what a device or another system calls a person is dropped where it arrives.
package georeport
