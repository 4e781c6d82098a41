// Package app puts the parts of linli together.
//
//	config.go   what the operator sets
//	stores.go   the two databases, the operator key, the blobs
//	app.go      the services, built on the stores
//	mediation.go what a mediation needs to know of the office
//	work.go     what runs beside the requests: jobs, deadlines, the ledger's sequencers
//	serve.go    the HTTP server
//	demo.go     a furnished office
//	flows/      steps that cross capabilities
package app
