package ledger

// The statements of this package, in the subset that both engines share (see package dialect).
//
// A run of hashes or ids travels as one value, the bytes of all of them on end, and is cut up where it arrives: a batch of
// 2,048 leaves is three statements instead of thousands. The common table expression "typed" is never read; PostgreSQL
// gives a parameter the type of its first use, and that is its first use.
const (
	insertQueued = `insert into ledger_queue (tenant_id, id, event_id, commitment, queued_at) values ($1, $2, $3, $4, $5)`

	insertTree = `insert into ledger_tree (tenant_id, size, indexed, checkpointed, checkpoint_at, holder, lease_until)
values ($1, 0, 0, 0, 0, null, 0) on conflict (tenant_id) do nothing`

	selectState = `select size, indexed, checkpointed, checkpoint_at, holder, lease_until,
	case when exists (select 1 from ledger_queue where ledger_queue.tenant_id = $1) then 1 else 0 end
from ledger_tree where tenant_id = $1`

	selectQueued = `select id, event_id, commitment, queued_at from ledger_queue where tenant_id = $1 order by id limit $2`

	// The lease's rule is the same in all three writes, as ledger.Lease.Bars has it.
	leased = ` and (holder is null or holder = $4 or lease_until <= $6 or lease_until > $7)`

	updateSize       = `update ledger_tree set size = $3, holder = $4, lease_until = $5 where tenant_id = $1 and size = $2` + leased
	updateIndexed    = `update ledger_tree set indexed = $3, holder = $4, lease_until = $5 where tenant_id = $1 and indexed = $2 and size >= $3` + leased
	updateCheckpoint = `update ledger_tree set checkpointed = $3, checkpoint_at = $8, holder = $4, lease_until = $5
where tenant_id = $1 and checkpointed = $2 and size = $3` + leased

	insertLeaves = `insert into ledger_leaf (tenant_id, idx, leaf)
with recursive typed as (select 1 from ledger_leaf where tenant_id = $1 and idx = $2 and leaf = $3 and idx < $4),
n (i) as (select 0 union all select i + 1 from n where i + 1 < $4)
select $1, $2 + i, substr($3, 1 + 32 * i, 32) from n`

	insertNodes = `insert into ledger_node (tenant_id, idx, hash)
with recursive typed as (select 1 from ledger_node where tenant_id = $1 and idx = $2 and hash = $3 and idx < $4),
n (i) as (select 0 union all select i + 1 from n where i + 1 < $4)
select $1, $2 + i, substr($3, 1 + 32 * i, 32) from n`

	deleteQueued = `delete from ledger_queue where tenant_id = $1 and id in (
with recursive typed as (select 1 from ledger_queue where tenant_id = $1 and id = $2 and queued_at < $3),
n (i) as (select 0 union all select i + 1 from n where i + 1 < $3)
select substr($2, 1 + 16 * i, 16) from n)`

	insertPlaces = `insert into ledger_place (tenant_id, prefix, idx)
select tenant_id, substr(leaf, 1, 8), idx from ledger_leaf where tenant_id = $1 and idx >= $2 and idx < $3 order by 2`

	insertCheckpoint = `insert into ledger_checkpoint (tenant_id, size, root, at, note) values ($1, $2, $3, $4, $5)`
	insertCosigned   = `insert into ledger_cosignature (tenant_id, size, witness, line)
select tenant_id, size, $3, $4 from ledger_checkpoint where tenant_id = $1 and size = $2 on conflict (tenant_id, size, witness) do nothing`

	selectNewest      = `select size, root, at, note from ledger_checkpoint where tenant_id = $1 order by size desc limit 1`
	selectCheckpoints = `select size, root, at, note from ledger_checkpoint where tenant_id = $1 and size > $2 order by size limit $3`
	selectCosigned    = `select size, line from ledger_cosignature where tenant_id = $1 and size >= $2 and size <= $3 order by size, witness`

	selectFound = `select p.idx from ledger_place p join ledger_leaf l on l.tenant_id = p.tenant_id and l.idx = p.idx
where p.tenant_id = $1 and p.prefix = $2 and l.leaf = $3 order by p.idx limit 1`

	selectCommitments = `select commitment from ledger_queue where tenant_id = $1`
	selectUnindexed   = `select leaf from ledger_leaf where tenant_id = $1 and idx >= (select indexed from ledger_tree where tenant_id = $1)`

	selectLeaves = `select idx, leaf from ledger_leaf where tenant_id = $1 and idx >= $2 and idx < $3 order by idx`
	selectNodes  = `select idx, hash from ledger_node where tenant_id = $1 and idx >= $2 and idx < $3 order by idx`

	selectKeys = `select ordinal, verifier, sealed, made_at from ledger_key where tenant_id = $1 order by ordinal`
	insertKey  = `insert into ledger_key (tenant_id, ordinal, verifier, sealed, made_at) values ($1, $2, $3, $4, $5)`

	// A proof in a tree of n leaves needs at most two leaves and 2·log2(n) nodes; more than one query asks for the rest.
	hashLeaves = 4
	hashNodes  = 28

	selectHashes = `select 0, idx, leaf from ledger_leaf where tenant_id = $1 and idx in ($2, $3, $4, $5)
union all select 1, idx, hash from ledger_node where tenant_id = $1 and idx in ($6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
	$16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33)`

	knownAtOnce = 16

	selectKnown = `select l.leaf from ledger_place p join ledger_leaf l on l.tenant_id = p.tenant_id and l.idx = p.idx
where p.tenant_id = $1 and p.prefix in ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`
)

// Queries lists every statement, for the test that prepares them on both engines.
func Queries() []string {
	return []string{insertQueued, insertTree, selectState, selectQueued, updateSize, updateIndexed, updateCheckpoint, insertLeaves,
		insertNodes, deleteQueued, insertPlaces, insertCheckpoint, insertCosigned, selectNewest, selectCheckpoints, selectCosigned,
		selectFound, selectCommitments, selectUnindexed, selectLeaves, selectNodes, selectKeys, insertKey, selectHashes, selectKnown}
}
