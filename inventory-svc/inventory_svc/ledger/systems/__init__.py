"""Systems whose exports are recognised by their columns, one file each.

A file is a mapping file (see `ledger.mapping`) with a table `layout`:

* `name`: its name in the manifest and the data-quality report;
* `columns`: headers that together identify the export;
* `source`: the vendor's page that names the headers;
* `tried`: whether it was tested with a real export.
"""
