// Package route is the way of a request through the programming interface: one pipeline for every route.
//
//	who asks (Bearer token) → may be repeated? (Idempotency-Key) → is the body JSON of the right shape? → the capability
//
// A capability's folder beside this one lists its routes as plain values ([Route]); from the same values come the
// dispatch, the OpenAPI document and the tests that walk over every route. Each refusal, from wherever it comes, is
// rendered in one place as a problem document (RFC 9457) in the reader's language.
//
// Huma draws the document: its schemas come from the Go types that are decoded and encoded. Its request path is not
// used. A stored answer must come back byte for byte, a wrong field must be named in three languages without repeating
// what a person typed, and none of that passes through huma's error hook, which is one variable for the whole process.
package route
