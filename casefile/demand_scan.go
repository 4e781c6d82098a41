package casefile

import (
	"context"
	"io"

	"linli/platform/access"
	"linli/platform/blob"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// DemandScan is the scan of a court's order, cleaned and sealed under the key of its demand, with which it is destroyed. It is no
// file of the case: whoever works there does not find it.
type DemandScan struct {
	Demand  id.ID
	Kind    string // media type after cleaning
	Content vault.Sealed
}

// ScanFile is a scan as it comes in.
type ScanFile struct {
	Name   string
	Prints blob.Prints // what its sender says of fingerprints, which stay on paper
	Reader io.Reader
}

// scanVersion is the only version of a scan: it is never changed.
const scanVersion = 1

// ScanOrder is the demand with the scan of its order, cleaned, sealed and kept as a blob. Whether it can be entered at all is asked before, so that
// a refused one leaves no file. Errors: the guard "thumbprint" of mediation where nothing was said of prints, and the faults of package blob.
func (s *Service) ScanOrder(ctx context.Context, tenant, c id.ID, in DemandFields, x AskDemand, file ScanFile) (AskDemand, error) {
	if !file.Prints.Said() {
		return x, fault.New(fault.Guard, "mediation.guard.thumbprint")
	}
	clean, err := s.Cleaner.CleanMasked(ctx, file.Reader, file.Name, file.Prints.At)
	if err != nil {
		return x, err
	}
	scan := &DemandScan{Demand: s.IDs.New(), Kind: clean.Type}
	key, err := s.Vault.Take(ctx, tenant)
	if err != nil {
		return x, err
	}
	scan.Content, err = s.Vault.Seal(ctx, tenant, vault.Sealed{Case: c, Owner: scan.Demand, Field: in.Scan, Key: key, Version: scanVersion, Body: clean.Packed()})
	if err != nil {
		return x, err
	}
	x.scan = scan
	return x, s.Files.Put(ctx, tenant, key, scan.Content.Body)
}

// OrderScan opens the scan of a demand's order, under a reading that was written down, and tells its media type. missing is the error where
// none was filed.
func (s *Service) OrderScan(ctx context.Context, g access.Grant, kept Kept, in DemandFields, x *Demand, missing error) (kind string, _ []byte, err error) {
	keys, err := kept.Keys(ctx, g.Tenant(), g.Case())
	if err != nil {
		return "", nil, err
	}
	key, ok := vault.Find(keys, vault.Scope{Kind: vault.Register, Of: x.ID})
	if x.Scan == "" || !ok {
		return "", nil, missing
	}
	body, err := s.Files.Get(ctx, g.Tenant(), key)
	if err != nil {
		return "", nil, err
	}
	texts, err := s.Vault.OpenAll(ctx, g, []vault.Sealed{{Case: g.Case(), Owner: x.ID, Field: in.Scan, Key: key, Version: scanVersion, Body: body}})
	if err != nil {
		return "", nil, err
	}
	whole, _, err := blob.Unpack(texts[0])
	return x.Scan, whole, err
}
