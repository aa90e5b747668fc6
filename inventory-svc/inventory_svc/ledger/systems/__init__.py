"""Systems whose exports are recognised by their columns: one small file each.

A file is a mapping file (see `ledger.mapping`) with a table `layout`:

* `name`: as the manifest and the data-quality report call it;
* `columns`: headers that together tell the export from any other;
* `source`: the vendor's page that names the headers;
* `tried`: whether a real export was seen.
"""
