package app

import (
	"linli/casefile/bundle"
	cases "linli/store/casefile"
)

func (a *App) openBundles() {
	a.Bundles = &bundle.Service{Repo: cases.Bundles(a.Stores.Cases), Vault: a.Vault, Files: a.Blobs, Access: a.Rights, Recorder: a.offices, Clock: a.Clock, IDs: a.IDs,
		Actor: a.Office.AtWork, Wake: func() { a.worker.Nudge() }}
}
