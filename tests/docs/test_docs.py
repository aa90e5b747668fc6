"""The documents match the code."""

import importlib
import inspect
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("deploy/*/*.md")])
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
OPERATIONS = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
SERVICES = {
    match["name"]: match
    for match in re.finditer(
        r"^\| (?P<name>[\w-]+) \| \[(?P<folder>[\w/-]+)\]\([\w/-]+\) \| (?P<port>\d+) \|",
        README,
        re.MULTILINE,
    )
}
ENV_EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")


def make_targets() -> set[str]:
    """The targets `make help` lists."""
    listed = subprocess.run(
        ["make", "help"],  # noqa: S607 - the `make` of whoever runs the tests
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    plain = re.sub(r"\x1b\[\d+m", "", listed.stdout)
    return {line.split()[0] for line in plain.splitlines() if line.strip()}


def headings(document: Path) -> set[str]:
    """Anchors of a document's headings, as used in links."""
    titles = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\s-]", "", title.lower()).strip().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_are_valid(document: Path) -> None:
    """Every relative link leads to an existing file and heading."""
    links = re.findall(r"\]\(([^)\s]+)\)", document.read_text(encoding="utf-8"))
    for link in links:
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = (document.parent / path) if path else document
        assert target.exists(), f"{link} leads nowhere"
        if anchor:
            assert anchor in headings(target), f"{link}: no such heading"


def test_named_make_targets_exist() -> None:
    """A `make` target named in a document exists, and every target has a description."""
    known = make_targets()
    named = {
        name
        for document in DOCUMENTS
        for name in re.findall(r"(?:^|`)make ([a-z-]+)", document.read_text("utf-8"), re.MULTILINE)
    }
    assert named <= known
    defined = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert defined == known


def test_service_table_is_complete() -> None:
    """The table lists every service with its folder, and its port in `.env.example`."""
    folders = {path.name for path in ROOT.glob("*-svc")} | {"gateway"}
    assert {match["folder"] for match in SERVICES.values()} == folders
    for name, match in SERVICES.items():
        address = f"{name.removesuffix('-svc').upper()}_URL=http://127.0.0.1:{match['port']}\n"
        expected = f"\nPORT={match['port']}\n" if name == "gateway" else address
        assert expected in ENV_EXAMPLE, f"{name} listens elsewhere"


def test_commands_are_described() -> None:
    """operations.md lists the commands of the command line, and no others."""
    from smartretail.cli import app  # noqa: PLC0415 - the command line is slow to import

    described = set(re.findall(r"^\| `smartretail ([\w -]+)` \|", OPERATIONS, re.MULTILINE))
    groups = {"": app} | {
        f"{group.name} ": group.typer_instance
        for group in app.registered_groups
        if group.typer_instance is not None
    }
    registered = {
        prefix + (command.name or inspect.unwrap(command.callback).__name__.replace("_", "-"))
        for prefix, group in groups.items()
        for command in group.registered_commands
        if command.callback is not None and not command.hidden
    }
    assert described == registered


def test_refresh_options_are_described() -> None:
    """README's table has the options of `smartretail refresh`, and no others."""
    from smartretail.cli import app  # noqa: PLC0415 - the command line is slow to import

    described = set(re.findall(r"^\| `--([\w-]+)` \|", README, re.MULTILINE))
    callback = next(
        command.callback
        for command in app.registered_commands
        if command.callback is not None and "refresh" in (command.name, command.callback.__name__)
    )
    options = {name.replace("_", "-") for name in inspect.signature(callback).parameters}
    assert described == options - {"state"}


def test_fleet_modules_are_listed() -> None:
    """`fleet` is a closed list of modules, and architecture.md has it."""
    section = ARCHITECTURE.split("`fleet` is a closed list:")[1]
    described = {
        name
        for row in re.findall(r"^\| (`.+?) \|", section, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row)
    }
    package = ROOT / "shared/fleet"
    modules = {path.stem for path in package.glob("*.py")} | {
        path.parent.name for path in package.glob("*/__init__.py")
    }
    assert described == modules - {"__init__"}


def test_decisions_are_indexed() -> None:
    """Every decision record is in the index with its own quotable line."""
    index = (ROOT / "docs/decisions/README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| \[\d+\]\((.+?)\) \| (.+) \|$", index, re.MULTILINE))
    records = {path.name for path in ROOT.glob("docs/decisions/0*.md")}
    assert set(rows) == records
    for name, line in rows.items():
        record = (ROOT / "docs/decisions" / name).read_text(encoding="utf-8")
        assert f"\n**{line}**\n" in record, f"{name} says it otherwise"


def test_mapping_example_is_valid() -> None:
    """The reader accepts the mapping file shown in operations.md, word for word."""
    mapping = importlib.import_module("inventory_svc.ledger.mapping")
    shown = re.search(r"```toml\n(.+?)```", OPERATIONS, re.DOTALL)
    assert shown is not None
    documented = inspect.getdoc(mapping) or ""
    for line in filter(None, shown[1].splitlines()):
        assert line in documented


def test_no_index_address_in_the_lock() -> None:
    """The lock pins every package by hash and has no address."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "--hash=sha256:" in lock
    assert not re.search(r"https?://|--index-url|--find-links", lock)
    assert not (ROOT / "uv.lock").exists()
