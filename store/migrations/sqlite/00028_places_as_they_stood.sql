-- The register of public places as it stood: a row for each change of a place, by which the coverage of a period that is over is counted.
-- What stood before this table began counts as if it had always stood.
-- +goose Up
create table inspection_listed (
	tenant_id blob    not null,
	id        blob    not null,
	version   integer not null,
	at        integer not null,
	unit_id   blob    not null,
	kind      text    not null,
	ended     integer not null,
	primary key (tenant_id, id, version)
) strict, without rowid;
insert into inspection_listed (tenant_id, id, version, at, unit_id, kind, ended)
	select p.tenant_id, p.id, 0, 0, p.unit_id, f.kind, 0 from report_place p join inspection_place f on f.tenant_id = p.tenant_id and f.id = p.id;
insert into inspection_listed (tenant_id, id, version, at, unit_id, kind, ended)
	select p.tenant_id, p.id, f.version, p.closed_at, p.unit_id, f.kind, 1 from report_place p join inspection_place f on f.tenant_id = p.tenant_id and f.id = p.id
	where p.closed_at > 0 and p.closed_at < 9223372036854775807;

-- +goose Down
drop table inspection_listed;
