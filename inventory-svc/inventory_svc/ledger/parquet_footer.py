"""The size of the table in a Parquet file, from its footer alone, without decoding data.

The footer is a struct in Thrift's compact protocol; only its counts are used. See
https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fleet.file_kinds import PARQUET

Value = int | bytes | list["Value"] | dict[int, "Value"]
_TAIL: Final = 8
_MOST_FOOTER: Final = 64 * 1024 * 1024
_TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _STRUCT = 1, 2, 3, 7, 8, 9, 10, 12
_INTEGERS: Final = frozenset({4, 5, 6})
_DEEPEST: Final = 32


@dataclass(frozen=True)
class TableSize:
    """The size stated in a footer.

    Attributes:
        rows: Lines of data.
        columns: Number of columns, including nested ones.
        unpacked_bytes: Size of the unpacked pages of all columns.
    """

    rows: int
    columns: int
    unpacked_bytes: int


def table_size(path: Path) -> TableSize | None:
    """The size stated in the footer of `path`; None without a readable footer."""
    footer = _footer(path)
    if footer is None:
        return None
    try:
        stated = _Reader(footer).struct()
        groups = [_fields(group) for group in _list(stated.get(4, []))]
        return TableSize(
            rows=max(_int(stated.get(3, 0)), sum(_int(group.get(3, 0)) for group in groups)),
            columns=max(len(_list(stated.get(2, []))) - 1, 0),
            unpacked_bytes=sum(_int(group.get(2, 0)) for group in groups),
        )
    except (LookupError, ValueError):
        return None


def _footer(path: Path) -> bytes | None:
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(size - _TAIL, 0))
        tail = file.read()
        length = int.from_bytes(tail[:4], "little")
        if tail[4:] != PARQUET or length > min(size - _TAIL, _MOST_FOOTER):
            return None
        file.seek(size - _TAIL - length)
        return file.read(length)


def _int(value: Value) -> int:
    if isinstance(value, int):
        return value
    raise ValueError(value)


def _list(value: Value) -> list[Value]:
    if isinstance(value, list):
        return value
    raise ValueError(value)


def _fields(value: Value) -> dict[int, Value]:
    if isinstance(value, dict):
        return value
    raise ValueError(value)


class _Reader:
    """Reads Thrift's compact protocol; raises LookupError or ValueError if it is broken."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0
        self._depth = 0

    def struct(self) -> dict[int, Value]:
        """Read a struct: its fields by number."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ValueError(self._depth)
        fields: dict[int, Value] = {}
        number = 0
        while head := self._byte():
            number = number + (head >> 4) if head >> 4 else self._zigzag()
            fields[number] = self._value(head & 15)
        self._depth -= 1
        return fields

    def _value(self, kind: int) -> Value:
        if kind in _INTEGERS:
            return self._zigzag()
        if kind == _BINARY:
            return self._bytes(self._varint())
        if kind in {_LIST, _SET}:
            return self._elements()
        if kind == _STRUCT:
            return self.struct()
        if kind in {_TRUE, _FALSE}:
            return int(kind == _TRUE)
        return self._bytes({_BYTE: 1, _DOUBLE: 8}[kind])

    def _elements(self) -> list[Value]:
        head = self._byte()
        count = head >> 4 if head >> 4 < 15 else self._varint()  # noqa: PLR2004 - of the protocol
        if count > len(self._content):
            raise ValueError(count)
        kind = (
            _BYTE if head & 15 in {_TRUE, _FALSE} else head & 15
        )  # booleans in a list take a byte each
        return [self._value(kind) for _ in range(count)]

    def _bytes(self, count: int) -> bytes:
        self._at += count
        if self._at > len(self._content):
            raise IndexError(self._at)
        return self._content[self._at - count : self._at]

    def _byte(self) -> int:
        return self._bytes(1)[0]

    def _varint(self) -> int:
        number, shift = 0, 0
        while (part := self._byte()) & 0x80:
            number |= (part & 0x7F) << shift
            shift += 7
        return number | part << shift

    def _zigzag(self) -> int:
        number = self._varint()
        return number >> 1 ^ -(number & 1)
