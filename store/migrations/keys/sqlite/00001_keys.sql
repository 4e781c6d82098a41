-- +goose Up
-- The key store: a database of its own, with a short backup life. It holds no fact of any case.

-- A tenant's key under the operator key. The highest generation whose closed_at is 0 wraps new data keys.
create table tenant_key (
    tenant_id  BLOB not null,
    generation INTEGER not null,
    operator   TEXT not null, -- id of the operator key
    wrapped    BLOB not null,
    made_at    INTEGER not null,
    closed_at  INTEGER not null,
    primary key (tenant_id, generation)
) strict, without rowid;

-- A data key under its tenant's key. Deleting the row destroys what the key sealed.
create table wrapped_key (
    tenant_id  BLOB not null,
    key_id     BLOB not null,
    generation INTEGER not null,
    wrapped    BLOB not null,
    made_at    INTEGER not null,
    state      INTEGER not null, -- 0 fresh, 1 used, 2 marked
    marked_at  INTEGER not null,
    primary key (tenant_id, key_id)
) strict, without rowid;

create index wrapped_key_state on wrapped_key (tenant_id, state, key_id);

-- Which keys were destroyed: ids and instants only. It is replayed over a restored copy.
create table erasure_journal (
    tenant_id   BLOB not null,
    key_id      BLOB not null,
    journal_id  BLOB not null,
    ordered_at  INTEGER not null,
    finished_at INTEGER not null, -- 0 while a step is still to do
    primary key (tenant_id, key_id)
) strict, without rowid;

create index erasure_journal_finished on erasure_journal (tenant_id, finished_at, key_id);

-- A restore that nobody has confirmed: while the row stands, no orphan of the tenant is swept.
create table sweep_hold (
    tenant_id BLOB not null,
    held_at   INTEGER not null,
    primary key (tenant_id)
) strict, without rowid;

-- +goose Down
drop table sweep_hold;
drop table erasure_journal;
drop table wrapped_key;
drop table tenant_key;
