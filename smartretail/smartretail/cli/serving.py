"""Starting the services, and checking the setup."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from smartretail.cli.options import StateOption

commands = typer.Typer()


@commands.command()
def run(
    state: StateOption = None,
    host: Annotated[
        str | None, typer.Option(help="Address; default: HOST, otherwise 127.0.0.1")
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port; default: PORT, otherwise 8000")
    ] = None,
) -> None:
    """Serve everything in one process."""
    from smartretail.one_process import serve_one_process

    serve_one_process(state=state, host=host, port=port)


@commands.command()
def fleet() -> None:
    """Serve everything as eight processes under a supervisor that restarts what fails."""
    from smartretail.supervisor import become_process_manager

    become_process_manager()


@commands.command()
def doctor(state: StateOption = None) -> None:
    """Check settings, state, MongoDB, Gemini and ports; exit with code 1 if a check fails."""
    from smartretail.doctor import examine, findings_table

    findings = asyncio.run(examine(state))
    Console().print(findings_table(findings))
    raise typer.Exit(int(any(finding.failed for finding in findings)))


@commands.command()
def openapi(
    out: Annotated[Path, typer.Option(help="Where to write the document")] = Path(
        "gateway/gateway/openapi.json"
    ),
) -> None:
    """Merge the services' OpenAPI documents into the gateway's."""
    from smartretail.openapi import merged_openapi

    out.write_bytes(merged_openapi())
    typer.echo(str(out))
