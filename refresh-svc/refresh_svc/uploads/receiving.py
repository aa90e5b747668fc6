"""Writes an uploaded file to disk in parts, without holding it in memory."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import BinaryIO, Final

import anyio.to_thread

from fleet.errors import InsufficientStorage, InvalidInput, PayloadTooLarge
from fleet.failures import is_full
from fleet.file_kinds import PARQUET, refuse_kind
from fleet.statements import statement
from fleet.workbook_files import ZIP, refuse_unreadable
from refresh_svc.uploads.schemas import Format

PART_BYTES: Final = 1024 * 1024
RESERVE_BYTES: Final = 64 * 1024 * 1024
"""Space left free for everything else written to this disk."""


def refuse_size(declared: int | None, limit: int, folder: Path) -> None:
    """Refuse a file by its declared size, before receiving any of it.

    Raises:
        PayloadTooLarge: it is above the limit.
        InsufficientStorage: the disk has no room for it.
    """
    if declared is None:
        return
    if declared > limit:
        raise too_large(limit)
    if declared + RESERVE_BYTES > shutil.disk_usage(folder).free:
        raise no_room()


async def receive(parts: AsyncIterator[bytes], path: Path, limit: int) -> tuple[int, Format]:
    """Write the incoming file to `path`; returns its size and its format by content.

    Raises:
        InvalidInput: it is empty, or neither text nor a whole Parquet file or workbook.
        PayloadTooLarge: it exceeds the limit.
        InsufficientStorage: the disk is full.
    """
    try:
        with path.open("xb") as file:
            written = await _write(parts, file, path.name, limit)
            await anyio.to_thread.run_sync(os.fsync, file.fileno())
    except OSError as error:
        if is_full(error):
            raise no_room() from None
        raise
    return written, await anyio.to_thread.run_sync(_format, path)


async def _write(parts: AsyncIterator[bytes], file: BinaryIO, name: str, limit: int) -> int:
    written, waiting = 0, bytearray()
    async for part in parts:
        waiting += part
        if written + len(waiting) > limit:
            raise too_large(limit)
        if len(waiting) >= PART_BYTES:
            written += await _put(bytes(waiting), file, name, first=not written)
            waiting.clear()
    return written + await _put(bytes(waiting), file, name, first=not written)


async def _put(part: bytes, file: BinaryIO, name: str, *, first: bool) -> int:
    """Write a part; an unusable file is refused at its first part, before the rest is received."""
    if first:
        refuse_kind(part, name)
    return await anyio.to_thread.run_sync(file.write, part)


def _format(path: Path) -> Format:
    with path.open("rb") as file:
        head = file.read(4)
        if head == ZIP:
            refuse_unreadable(path)
            return "xlsx"
        if head != PARQUET:
            return "csv"
        file.seek(-4, os.SEEK_END)
        if file.read() != PARQUET:
            raise InvalidInput(statement("file_cut_off", file=path.name))
    return "parquet"


def too_large(limit: int) -> PayloadTooLarge:
    """The error to raise for a file above the limit."""
    return PayloadTooLarge(statement("upload_too_large", most=limit))


def no_room() -> InsufficientStorage:
    """The error to raise for a full disk."""
    return InsufficientStorage(statement("upload_no_room"))
