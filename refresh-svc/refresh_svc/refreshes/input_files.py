"""Resolves a request to the files that a refresh reads."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from contract.child_tasks import FileKind, RefreshFiles
from contract.ledgers import COMPLETE_JOURNEY, SAMPLE
from fleet.errors import Conflict, InvalidInput, NotFound
from fleet.statements import statement
from refresh_svc.live_inputs import LiveInputs
from refresh_svc.refreshes.schemas import Input, RefreshRequest
from refresh_svc.uploads.repository import UploadRepository
from refresh_svc.uploads.schemas import RECORDS, StoredUpload

_NONE = "none"
_CURRENT = "current"
_KINDS: tuple[FileKind, ...] = get_args(FileKind)


@dataclass(frozen=True)
class InputFiles:
    """The files of one refresh.

    Attributes:
        sales: The source of the sales; likewise for the other fields.
        files: For the child process: paths, and the inputs for the manifest.
    """

    sales: Input
    stock: Input | None
    products: Input | None
    files: RefreshFiles


def find_files(request: RefreshRequest, live: LiveInputs, uploads: UploadRepository) -> InputFiles:
    """Find the files; reads the disk, so call it in a thread.

    Raises:
        NotFound: an upload does not exist.
        InvalidInput: an upload has the wrong kind or cannot be read.
        Conflict: the files of the live snapshot are requested, but no longer exist.
    """
    words: dict[FileKind, str | None] = {
        kind: _resolved(getattr(request, kind), kind, live) for kind in _KINDS
    }
    found = {
        kind: None if word in {None, SAMPLE} else _upload(word, kind, uploads, again=again)
        for kind, word in words.items()
        for again in [getattr(request, kind) == _CURRENT]
    }
    inputs = {kind: _input(words[kind], found[kind]) for kind in words}
    if inputs["sales"] is None:
        raise Conflict(statement("nothing_to_refresh"), note=_takes("sales"))
    sales = found["sales"]
    _refuse_without_records(sales, found["products"])
    paths = {kind: str(uploads.file(one)) for kind, one in found.items() if one}
    files = RefreshFiles(
        sales=paths.get("sales", SAMPLE),
        stock=paths.get("stock"),
        products=paths.get("products"),
        mapping=_text(uploads.mapping(sales)) if sales else None,
        as_of=request.as_of,
        stock_list=request.stock_list,
        inputs=dict(words.items()),
    )
    return InputFiles(inputs["sales"], inputs["stock"], inputs["products"], files)


def _resolved(word: str, kind: FileKind, live: LiveInputs) -> str | None:
    """`sample`, the id of an upload, or None for none."""
    if word != _CURRENT:
        return None if word == _NONE else word
    if live.id is not None and not live.inputs:
        raise Conflict(statement("inputs_unrecorded", kind=kind), note=_takes(kind))
    current = live.inputs.get(kind)
    if current == "file":
        raise Conflict(statement("inputs_elsewhere", kind=kind), note=_takes(kind))
    return current


def _takes(kind: FileKind) -> str:
    other = SAMPLE if kind == "sales" else _NONE
    return f"`{kind}` accepts `{other}` or the id of an upload."


def _upload(
    word: str | None, kind: FileKind, uploads: UploadRepository, *, again: bool
) -> StoredUpload:
    assert word is not None  # noqa: S101 - sources without a file were handled above
    try:
        found = uploads.get(word)
    except NotFound:
        if not again:
            raise
        raise Conflict(statement("upload_deleted", kind=kind)) from None
    if found.kind != kind:
        raise InvalidInput(
            statement("upload_other_kind", file=found.name, kind=found.kind, expected=kind)
        )
    if found.preview and found.preview.problem:
        raise InvalidInput(
            statement("upload_unusable", file=found.name), note=found.preview.problem
        )
    return found


def _refuse_without_records(sales: StoredUpload | None, products: StoredUpload | None) -> None:
    """Refuse sales without product records before the refresh begins, not in its first job."""
    if _layout(sales) == COMPLETE_JOURNEY and _layout(products) != RECORDS:
        assert sales is not None  # noqa: S101 - it has a layout, so it exists
        raise InvalidInput(statement("products_not_beside", file=sales.name))


def _layout(upload: StoredUpload | None) -> str | None:
    return upload.preview.layout if upload and upload.preview else None


def _input(word: str | None, upload: StoredUpload | None) -> Input | None:
    if word is None:
        return None
    source: Literal["sample", "upload"] = "upload" if upload else "sample"
    return Input(
        source=source,
        upload=upload.id if upload else None,
        name=upload.name if upload else None,
    )


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)
