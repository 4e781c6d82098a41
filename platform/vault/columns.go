package vault

// Needed is a column of a table with what it is needed for.
type Needed struct{ Name, Why string }

// Columns are the rows of the field table for the columns of one table of a store: what stands there can be read by
// whoever reads the store. A column that holds sealed text or a hash says so in its reason.
func Columns(table string, columns ...Needed) []Field {
	out := make([]Field, len(columns))
	for i, c := range columns {
		name := table + "." + c.Name
		out[i] = Field{Name: name, Class: ClassClear, Column: name, Why: c.Why}
	}
	return out
}

// KeyFields are the rows of the field table for the key store. It holds no fact of any case.
func KeyFields() []Field {
	tenant := Needed{"tenant_id", "whose row it is"}
	var out []Field
	for _, rows := range [][]Field{
		Columns("tenant_key", tenant,
			Needed{"generation", "counts the tenant's keys; the highest open one wraps"},
			Needed{"operator", "which operator key wraps it"},
			Needed{"wrapped", "the tenant's key, wrapped by the operator key"},
			Needed{"made_at", "when it was made"},
			Needed{"closed_at", "when it stopped wrapping"}),
		Columns("wrapped_key", tenant,
			Needed{"key_id", "names the data key; cases point at it"},
			Needed{"generation", "which of the tenant's keys wraps it"},
			Needed{"wrapped", "the data key, wrapped by the tenant's key"},
			Needed{"made_at", "age, for the sweep of keys that no case uses"},
			Needed{"state", "fresh, used or marked by the sweep"},
			Needed{"marked_at", "when the sweep marked it"}),
		Columns("erasure_journal", tenant,
			Needed{"key_id", "the key that was destroyed"},
			Needed{"journal_id", "the erasure that it belongs to"},
			Needed{"ordered_at", "when the erasure was ordered"},
			Needed{"finished_at", "when its last step was done"}),
		Columns("sweep_hold", tenant,
			Needed{"held_at", "since when a restore waits to be confirmed"}),
	} {
		out = append(out, rows...)
	}
	return out
}
