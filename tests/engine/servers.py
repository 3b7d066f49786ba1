"""SPARQL servers of others, started for a test with the packaged graph in them, and ended after it."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kg.formats import N_QUADS
from tests.packaged import open_packaged

PATIENCE_S = 60.0
# In place of Virtuoso's own: nothing outside the folder, few rows and seconds, so that these limits can be tested.
VIRTUOSO_INI = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql_port}
DirsAllowed = .
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = .
ServerThreads = 10
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = 10000
MaxQueryExecutionTime = 2
"""
LOAD = "ld_dir('.', 'packaged.nq', 'http://e/'); rdf_loader_run(); checkpoint;"


def find_program(name: str) -> str | None:
    """Return the path of a program, in the environment of this Python or on the search path."""
    return shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)


def find_port() -> int:
    """Return a port that is free now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def running(command: Sequence[str], folder: Path, *ports: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until it listens on these ports, and kill it at the end."""
    with (folder / "log").open("wb") as log, subprocess.Popen(command, cwd=folder, stdout=log, stderr=log) as process:
        try:
            for port in ports:
                wait_for(port, process)
            yield process
        finally:
            process.kill()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until something listens there. Raises RuntimeError if the process ends, or takes too long."""
    give_up_at = time.monotonic() + PATIENCE_S
    while time.monotonic() < give_up_at and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"{process.args!r} does not listen on port {port}.")


@contextmanager
def running_oxigraph(program: str, folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run ``oxigraph serve`` in memory; yield the address of its endpoint, and its process."""
    port = find_port()
    command = [program, "serve", "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    with running(command, folder, port) as process:
        body = open_packaged().export(N_QUADS)
        headers = {"Content-Type": N_QUADS.media_type}
        request = urllib.request.Request(f"http://127.0.0.1:{port}/store", body, headers, method="POST")
        urllib.request.urlopen(request, timeout=PATIENCE_S).close()
        yield f"http://127.0.0.1:{port}/query", process


@contextmanager
def running_virtuoso(program: str, isql: str, folder: Path) -> Iterator[str]:
    """Run Virtuoso with a new database in the folder; yield the address of its endpoint."""
    port, sql_port = find_port(), find_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO_INI.format(port=port, sql_port=sql_port), encoding="utf-8")
    (folder / "packaged.nq").write_bytes(open_packaged().export(N_QUADS))
    with running([program, "+foreground", "+configfile", "virtuoso.ini"], folder, sql_port, port):
        command = [isql, f"127.0.0.1:{sql_port}", "dba", "dba", f"exec={LOAD}"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=PATIENCE_S)
        yield f"http://127.0.0.1:{port}/sparql"
