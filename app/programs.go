package app

import "linli/api"

// Programs is what the programming interface opens.
func (a *App) Programs() api.Options {
	return api.Options{Mediation: a.Mediation, Report: a.Report, Referral: a.Referral, Inspection: a.Inspect, Duty: a.Duty, Breaches: a.Breaches, Insight: a.Insight,
		Office: a.Office, Texts: a.Texts, Clock: a.Clock, Log: a.Log}
}
