"""Hand-made Excel workbooks, cell by cell, as small as Excel's format allows."""

import zipfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

Cell = str | float | bool | date | datetime | None
_DAY_ZERO: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - cells know no time zone
_DAY_SECONDS: Final = 86_400
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>'
# Cells of style 1 are date-times, those of style 2 dates.
_STYLES: Final = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><cellXfs count="3"><xf numFmtId="0"/>'
    '<xf numFmtId="22"/><xf numFmtId="14"/></cellXfs></styleSheet>'
)


def write_workbook(
    path: Path,
    sheets: Mapping[str, Iterable[Iterable[Cell]]],
    *,
    hidden: Iterable[str] = (),
    more: Mapping[str, bytes] | None = None,
) -> Path:
    """Write a workbook.

    Args:
        path: Where.
        sheets: The rows of each sheet, by its name; a text such as `#N/A` is an error's.
        hidden: Names of the sheets that nobody sees.
        more: Other files of the archive, such as macros.
    """
    unseen = set(hidden)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"/>')
        archive.writestr("_rels/.rels", _relations(_one("d", "officeDocument", "xl/workbook.xml")))
        archive.writestr("xl/workbook.xml", _book(list(sheets), unseen))
        archive.writestr("xl/_rels/workbook.xml.rels", _parts(len(sheets)))
        archive.writestr("xl/styles.xml", _STYLES)
        for number, rows in enumerate(sheets.values(), start=1):
            with archive.open(f"xl/worksheets/sheet{number}.xml", "w") as file:
                file.write(f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
                for row in rows:
                    file.write(f"<row>{''.join(map(_cell, row))}</row>".encode())
                file.write(b"</sheetData></worksheet>")
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return path


def _book(names: list[str], hidden: set[str]) -> str:
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="r{number}"'
        f"{' state=' + chr(34) + 'hidden' + chr(34) if name in hidden else ''}/>"
        for number, name in enumerate(names, start=1)
    )
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>'
    )


def _parts(count: int) -> str:
    sheets = "".join(
        _one(f"r{number}", "worksheet", f"worksheets/sheet{number}.xml")
        for number in range(1, count + 1)
    )
    return _relations(sheets + _one("rs", "styles", "styles.xml"))


def _one(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def _relations(listed: str) -> str:
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _cell(value: Cell) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return f'<c t="b"><v>{value:d}</v></c>'
    if isinstance(value, datetime):
        return f'<c s="1"><v>{(value - _DAY_ZERO).total_seconds() / _DAY_SECONDS!r}</v></c>'
    if isinstance(value, date):
        return f'<c s="2"><v>{(value - _DAY_ZERO.date()).days}</v></c>'
    return f"<c><v>{value!r}</v></c>"


def _text(value: str) -> str:
    if value.startswith("#"):
        return f'<c t="e"><v>{value}</v></c>'
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
