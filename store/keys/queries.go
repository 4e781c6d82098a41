package keys

// Queries lists the package's SQL, for the test that prepares each on both engines.
func Queries() []string {
	return []string{
		holdGeneration, insertKey, selectKey, selectKeys, listFresh, listMarked, listGeneration, countKeys,
		deleteKey, deleteMarkedKey, settleKey, markKey, rewrapKey,
		selectNextTenant, selectTenantKeys, insertTenantKey, rewrapTenantKey, closeTenantKey, dropTenantKey,
		insertEntry, finishEntry, selectEntry, selectUnfinished, countShredded, selectEntries,
		insertHold, selectHold, deleteHold,
	}
}
