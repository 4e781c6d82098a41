package main

// exportCommand writes what the office publishes.
type exportCommand struct {
	Open311 exportReportsCommand `cmd:"" name:"open311-csv" help:"Reports as everybody may read them, in the GeoReport bulk form."`
	HSDS    exportHSDSCommand    `cmd:"" name:"hsds" help:"The directory of services, without what is redacted."`
}
