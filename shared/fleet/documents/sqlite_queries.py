"""The SQL of the SQLite store. Names are checked; values are always bound as parameters."""

from collections.abc import Iterable, Sequence

from fleet.documents.store import OneOf, Order, Range, Scalar, Where, checked_field

Statement = tuple[str, list[Scalar]]
_TRUTH, _NUMBER, _TEXT = "('true', 'false')", "('integer', 'real')", "('text')"


def creations(table: str, indexes: Iterable[tuple[str, ...]]) -> list[str]:
    """Statements that create the table and its indexes if missing."""
    statements = [
        f'CREATE TABLE IF NOT EXISTS "{table}" (id TEXT PRIMARY KEY NOT NULL, body TEXT NOT NULL)'
    ]
    for fields in indexes:
        name = "__".join((table, *fields)).replace(".", "_")
        columns = ", ".join((*map(_extract, fields), "id"))
        statements.append(f'CREATE INDEX IF NOT EXISTS "{name}" ON "{table}" ({columns})')
    return statements


def get(table: str, document_id: str) -> Statement:
    """One document: id, body."""
    return f'SELECT id, body FROM "{table}" WHERE id = ?', [document_id]  # noqa: S608 - checked names, bound values


def insert(table: str, document_id: str, body: str) -> Statement:
    """Insert a document; violates the primary key if the id is taken."""
    return f'INSERT INTO "{table}" (id, body) VALUES (?, ?)', [document_id, body]  # noqa: S608 - checked names, bound values


def put(table: str, document_id: str, body: str) -> Statement:
    """Insert or replace a document."""
    sql = (
        f'INSERT INTO "{table}" (id, body) VALUES (?, ?) '  # noqa: S608 - checked names, bound values
        "ON CONFLICT (id) DO UPDATE SET body = excluded.body"
    )
    return sql, [document_id, body]


def replace(table: str, document_id: str, body: str, version: int | None, field: str) -> Statement:
    """Replace the document if its field has this value; returns its id on success."""
    condition, values = _condition(field, version)
    sql = f'UPDATE "{table}" SET body = ? WHERE id = ? AND {condition} RETURNING id'  # noqa: S608 - checked names, bound values
    return sql, [body, document_id, *values]


def delete(table: str, document_id: str) -> Statement:
    """Delete the document; returns its id if it existed."""
    return f'DELETE FROM "{table}" WHERE id = ? RETURNING id', [document_id]  # noqa: S608 - checked names, bound values


def count(table: str, where: Where) -> Statement:
    """One row: the number of matches."""
    condition, values = _conditions(where)
    return f'SELECT count(*) FROM "{table}" WHERE {condition}', values  # noqa: S608 - checked names, bound values


def count_by(table: str, field: str, where: Where) -> Statement:
    """Rows of text and count."""
    condition, values = _conditions(where)
    column = _extract(field)
    sql = (
        f'SELECT {column}, count(*) FROM "{table}" '  # noqa: S608 - checked names, bound values
        f"WHERE {condition} AND {_kind(field)} = 'text' GROUP BY 1"
    )
    return sql, values


def page(
    table: str, where: Where, order: Order, place: tuple[Scalar, str] | None, limit: int
) -> Statement:
    """Rows of id, body and the ordered value."""
    condition, values = _conditions(where)
    column = _extract(order.field)
    if place is not None:
        further, more = _after(order, *place)
        condition, values = f"{condition} AND {further}", [*values, *more]
    way = "DESC" if order.descending else "ASC"
    ordering = f"id {way}" if order.field == "_id" else f"{column} {way}, id {way}"
    sql = (
        f'SELECT id, body, {column} FROM "{table}" '  # noqa: S608 - checked names, bound values
        f"WHERE {condition} ORDER BY {ordering} LIMIT ?"
    )
    return sql, [*values, limit]


def _after(order: Order, value: Scalar, document_id: str) -> Statement:
    """The documents after one in this order; SQLite sorts null, numbers, text, as required."""
    sign = "<" if order.descending else ">"
    if order.field == "_id":
        return f"id {sign} ?", [document_id]
    column = _extract(order.field)
    if value is None:
        later = "0" if order.descending else f"{column} IS NOT NULL"
        return f"(({column} IS NULL AND id {sign} ?) OR {later})", [document_id]
    nulls = f" OR {column} IS NULL" if order.descending else ""
    return (
        f"({column} {sign} ? OR ({column} = ? AND id {sign} ?){nulls})",
        [value, value, document_id],
    )


def _conditions(where: Where) -> Statement:
    parts: list[str] = []
    values: list[Scalar] = []
    for field, criterion in where.items():
        part, bound = _criterion(field, criterion)
        parts.append(part)
        values.extend(bound)
    return " AND ".join(parts) or "1", values


def _criterion(field: str, criterion: Scalar | Range | OneOf) -> Statement:
    if isinstance(criterion, Range):
        return _range(field, criterion)
    if not isinstance(criterion, OneOf):
        return _condition(field, criterion)
    choices = [_condition(field, value) for value in criterion.values]
    values = [value for _, bound in choices for value in bound]
    return f"({' OR '.join(part for part, _ in choices)})", values


def _condition(field: str, value: Scalar) -> Statement:
    """Equality within one kind: true is not 1, and the text "1" is not 1."""
    column = _extract(field)
    if value is None:
        return f"{column} IS NULL", []
    return f"({column} = ? AND {_of_kind(field, value)})", [value]


def _range(field: str, criterion: Range) -> Statement:
    bounds = [("<", criterion.below), (">=", criterion.at_least)]
    present = [(sign, bound) for sign, bound in bounds if bound is not None]
    column = _extract(field)
    parts = [f"{column} {sign} ? AND {_of_kind(field, bound)}" for sign, bound in present]
    return f"({' AND '.join(parts) or '1'})", [bound for _, bound in present]


def _of_kind(field: str, value: str | float) -> str:
    names = _TEXT if isinstance(value, str) else _TRUTH if isinstance(value, bool) else _NUMBER
    return f"{_kind(field)} IN {names}"


def _extract(field: str) -> str:
    return "id" if field == "_id" else f"json_extract(body, {_path(field)})"


def _kind(field: str) -> str:
    return "typeof(id)" if field == "_id" else f"json_type(body, {_path(field)})"


def _path(field: str) -> str:
    names: Sequence[str] = checked_field(field).split(".")
    return "'$" + "".join(f'."{name}"' for name in names) + "'"
