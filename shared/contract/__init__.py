"""Names, types, tables and id formats that services agree on; no logic."""
