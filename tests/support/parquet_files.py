"""Hand-made Parquet files: one text per column, repeated any number of times in a few bytes."""

import gzip
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

Value = int | bytes | list["Value"] | dict[int, "Value"]
"""A value of a thrift structure: fields by number, i64 as `Long`."""


class Long(int):
    """An integer that thrift writes as 64 bits."""


_MAGIC: Final = b"PAR1"
_INT, _LONG, _BINARY, _LIST, _STRUCT = 5, 6, 8, 9, 12
_PLAIN, _RLE, _DICTIONARY = 0, 3, 8
_BYTE_ARRAY, _UTF8, _GZIP = 6, 0, 2


def write_repeated(path: Path, texts: Mapping[str, str], rows: int) -> Path:
    """Write `rows` identical lines: `texts` by column."""
    content, chunks = bytearray(_MAGIC), list[Value]()
    for name, text in texts.items():
        chunks.append(_column(content, name, text.encode(), rows))
    columns: list[Value] = [{1: _BYTE_ARRAY, 3: 0, 4: name.encode(), 6: _UTF8} for name in texts]
    group: Value = {1: chunks, 2: Long(len(content)), 3: Long(rows)}
    schema: list[Value] = [{4: b"schema", 5: len(texts)}, *columns]
    footer = _struct({1: 1, 2: schema, 3: Long(rows), 4: [group]})
    path.write_bytes(bytes(content) + footer + len(footer).to_bytes(4, "little") + _MAGIC)
    return path


def _column(content: bytearray, name: str, text: bytes, rows: int) -> Value:
    """Append a column's two pages; returns their description for the footer."""
    start = len(content)
    size = _page(content, len(text).to_bytes(4, "little") + text, 2, {7: {1: 1, 2: _PLAIN}})
    data = len(content)
    levels: Value = {1: rows, 2: _DICTIONARY, 3: _RLE, 4: _RLE}
    size += _page(content, b"\1" + _varint(rows << 1) + b"\0", 0, {5: levels})
    described: Value = {
        1: _BYTE_ARRAY, 2: [_PLAIN, _DICTIONARY], 3: [name.encode()], 4: _GZIP, 5: Long(rows),
        6: Long(size), 7: Long(len(content) - start), 9: Long(data), 11: Long(start),
    }  # fmt: skip
    return {2: Long(start), 3: described}


def _page(content: bytearray, page: bytes, kind: int, header: dict[int, Value]) -> int:
    packed = gzip.compress(page, 9)
    content += _struct({1: kind, 2: len(page), 3: len(packed), **header}) + packed
    return len(page)


def _struct(fields: Mapping[int, Value]) -> bytes:
    written, last = bytearray(), 0
    for number, value in fields.items():
        written.append(((number - last) << 4) | _kind(value))
        written += _value(value)
        last = number
    return bytes(written) + b"\0"


def _kind(value: Value) -> int:
    if isinstance(value, Long):
        return _LONG
    kinds = {int: _INT, bytes: _BINARY, list: _LIST, dict: _STRUCT}
    return kinds[type(value)]


def _value(value: Value) -> bytes:
    if isinstance(value, int):
        return _varint(value << 1)
    if isinstance(value, bytes):
        return _varint(len(value)) + value
    if isinstance(value, dict):
        return _struct(value)
    return _list(value)


def _list(values: Sequence[Value]) -> bytes:
    head = bytes([(min(len(values), 15) << 4) | _kind(values[0])])
    length = _varint(len(values)) if len(values) >= 15 else b""
    return head + length + b"".join(_value(value) for value in values)


def _varint(number: int) -> bytes:
    written = bytearray()
    while number > 0x7F:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*written, number])
