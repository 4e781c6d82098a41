package migrations_test

import (
	"strings"
	"testing"

	"linli/store/dialect"
)

func query(t *testing.T, db *dialect.DB, text string, args []any, scan func(*dialect.Rows) error) {
	t.Helper()
	if err := db.Query(t.Context(), text, args, scan); err != nil {
		t.Fatal(err)
	}
}

func column1(t *testing.T, db *dialect.DB, text string) []string {
	t.Helper()
	var list []string
	query(t, db, text, nil, func(r *dialect.Rows) error {
		var s string
		err := r.Scan(&s)
		list = append(list, s)
		return err
	})
	return list
}

func sqliteSchema(t *testing.T, db *dialect.DB) map[string]table {
	t.Helper()
	tables := map[string]table{}
	query(t, db, `select name, sql from sqlite_schema where type = 'table' and name not like 'sqlite%'`, nil, func(r *dialect.Rows) error {
		var name, ddl string
		err := r.Scan(&name, &ddl)
		tables[name] = table{indexes: map[string]string{}, options: ddl[strings.LastIndex(ddl, ")")+1:]}
		return err
	})
	for name, table := range tables {
		table.primary = nil
		query(t, db, `select name, lower(type), "notnull", coalesce(dflt_value, ''), pk from pragma_table_info($1) order by cid`, []any{name},
			func(r *dialect.Rows) error {
				var (
					c             column
					kind          string
					notNull, rank int
				)
				err := r.Scan(&c.name, &kind, &notNull, &c.fallback, &rank)
				c.family, c.null = family(kind), notNull == 0
				table.columns = append(table.columns, c)
				return err
			})
		query(t, db, `select name from pragma_table_info($1) where pk > 0 order by pk`, []any{name}, func(r *dialect.Rows) error {
			var c string
			err := r.Scan(&c)
			table.primary = append(table.primary, c)
			return err
		})
		query(t, db, `select l.name, l."unique", l.partial, group_concat(i.name, ', ' order by i.seqno) from pragma_index_list($1) l, pragma_index_info(l.name) i
			where l.origin <> 'pk' group by l.name, l."unique", l.partial`, []any{name}, func(r *dialect.Rows) error {
			var (
				index, columns string
				unique, part   bool
			)
			err := r.Scan(&index, &unique, &part, &columns)
			table.indexes[index] = over(unique, part, columns)
			return err
		})
		tables[name] = table
	}
	return tables
}

func postgresSchema(t *testing.T, db *dialect.DB) map[string]table {
	t.Helper()
	tables := map[string]table{}
	query(t, db, `select table_name, column_name, data_type, is_nullable = 'YES', coalesce(column_default, '')
		from information_schema.columns where table_schema = current_schema() order by table_name, ordinal_position`, nil, func(r *dialect.Rows) error {
		var (
			name, kind string
			c          column
		)
		err := r.Scan(&name, &c.name, &kind, &c.null, &c.fallback)
		c.family = family(kind)
		c.fallback, _, _ = strings.Cut(c.fallback, "::")
		of := tables[name]
		of.columns = append(of.columns, c)
		of.indexes = map[string]string{}
		tables[name] = of
		return err
	})
	query(t, db, `select t.relname, i.relname, x.indisprimary, x.indisunique, x.indpred is not null,
			(select string_agg(a.attname, ', ' order by k.n) from unnest(x.indkey) with ordinality k (attnum, n)
				join pg_attribute a on a.attrelid = t.oid and a.attnum = k.attnum)
		from pg_index x join pg_class t on t.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
		where t.relnamespace = current_schema()::regnamespace`, nil, func(r *dialect.Rows) error {
		var (
			name, index, columns string
			primary              bool
			unique, part         bool
		)
		err := r.Scan(&name, &index, &primary, &unique, &part, &columns)
		of := tables[name]
		if primary {
			of.primary = strings.Split(columns, ", ")
		} else {
			of.indexes[index] = over(unique, part, columns)
		}
		tables[name] = of
		return err
	})
	return tables
}

func family(kind string) string {
	if f, ok := families[kind]; ok {
		return f
	}
	return kind
}

func over(unique, partial bool, columns string) string {
	text := "(" + columns + ")"
	if unique {
		text = "unique " + text
	}
	if partial {
		text += " where …"
	}
	return text
}
