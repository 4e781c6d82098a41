-- +goose Up
-- The key store: a database of its own, with a short backup life. It holds no fact of any case.

-- A tenant's key under the operator key. The highest generation whose closed_at is 0 wraps new data keys.
create table tenant_key (
    tenant_id  BYTEA not null,
    generation BIGINT not null,
    operator   TEXT not null, -- id of the operator key
    wrapped    BYTEA not null,
    made_at    BIGINT not null,
    closed_at  BIGINT not null,
    primary key (tenant_id, generation)
);

-- A data key under its tenant's key. Deleting the row destroys what the key sealed.
create table wrapped_key (
    tenant_id  BYTEA not null,
    key_id     BYTEA not null,
    generation BIGINT not null,
    wrapped    BYTEA not null,
    made_at    BIGINT not null,
    state      BIGINT not null, -- 0 fresh, 1 used, 2 marked
    marked_at  BIGINT not null,
    primary key (tenant_id, key_id)
);

create index wrapped_key_state on wrapped_key (tenant_id, state, key_id);

-- Which keys were destroyed: ids and instants only. It is replayed over a restored copy.
create table erasure_journal (
    tenant_id   BYTEA not null,
    key_id      BYTEA not null,
    journal_id  BYTEA not null,
    ordered_at  BIGINT not null,
    finished_at BIGINT not null, -- 0 while a step is still to do
    primary key (tenant_id, key_id)
);

create index erasure_journal_finished on erasure_journal (tenant_id, finished_at, key_id);

-- A restore that nobody has confirmed: while the row stands, no orphan of the tenant is swept.
create table sweep_hold (
    tenant_id BYTEA not null,
    held_at   BIGINT not null,
    primary key (tenant_id)
);

-- +goose Down
drop table sweep_hold;
drop table erasure_journal;
drop table wrapped_key;
drop table tenant_key;
