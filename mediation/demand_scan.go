package mediation

import (
	"context"
	"time"

	"linli/platform/access"
	"linli/platform/blob"
	"linli/platform/id"
	"linli/platform/vault"
)

// scanned is the scan of a court's order, cleaned and sealed under the key of its demand, with which it is destroyed. It is no
// file of the case: whoever works there does not find it.
type scanned struct {
	demand  id.ID
	kind    string // media type after cleaning
	content vault.Sealed
}

// DemandWith enters a demand with the scan of its order on paper. Whether it can be entered at all is asked first, so that a
// refused one leaves no file. Errors: as [Service.Act] and [Service.SignWith], and the faults of package blob.
func (s *Service) DemandWith(ctx context.Context, a access.Actor, caseID id.ID, x AskDemand, file UploadInput, ask Ask) (_ Case, err error) {
	defer wrap(&err, "demand with a scan")
	if _, err := s.wouldDo(ctx, a, caseID, x, time.Time{}); err != nil {
		return Case{}, err
	}
	if !file.Prints.Said() {
		return Case{}, refuse("thumbprint")
	}
	clean, err := s.Cleaner.CleanMasked(ctx, file.Reader, file.Name, file.Prints.At)
	if err != nil {
		return Case{}, err
	}
	x.scan = &scanned{demand: s.IDs.New(), kind: clean.Type}
	if x.scan.content, err = s.keep(ctx, a.Tenant, vault.Sealed{Case: caseID, Owner: x.scan.demand, Field: FieldDemandScan, Body: clean.Packed()}); err != nil {
		return Case{}, err
	}
	c, _, err := s.Act(ctx, a, caseID, x, ask)
	return c, err
}

// DemandScan opens the scan of a demand's order for whoever decides on the demand, once the reading is written down, and tells its
// media type. Errors: as [Service.ForDemand]; [ErrNotFound] also where none was filed.
func (s *Service) DemandScan(ctx context.Context, a access.Actor, caseID, demand id.ID) (kind string, _ []byte, err error) {
	defer wrap(&err, "scan of a demand")
	c, grant, err := s.granted(ctx, a, caseID, demand)
	if err != nil {
		return "", nil, err
	}
	keys, err := s.Repo.Keys(ctx, a.Tenant, caseID)
	if err != nil {
		return "", nil, err
	}
	key, ok := vault.Find(keys, vault.Scope{Kind: vault.Register, Of: demand})
	if kind = c.demand(demand).Scan; kind == "" || !ok {
		return "", nil, ErrNotFound
	}
	body, err := s.Files.Get(ctx, a.Tenant, key)
	if err != nil {
		return "", nil, err
	}
	texts, err := s.Vault.OpenAll(ctx, grant, []vault.Sealed{{Case: caseID, Owner: demand, Field: FieldDemandScan, Key: key, Version: contentVersion, Body: body}})
	if err != nil {
		return "", nil, err
	}
	whole, _, err := blob.Unpack(texts[0])
	return kind, whole, err
}
