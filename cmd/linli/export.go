package main

// exportCommand writes what the office publishes.
type exportCommand struct {
	HSDS exportHSDSCommand `cmd:"" name:"hsds" help:"The directory of services, without what is redacted."`
}
