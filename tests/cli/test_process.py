"""The command as a process: speed, pipes, terminals, signals."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import read_terminal

KG = (sys.executable, "-m", "kg")
posix = pytest.mark.skipif(os.name != "posix", reason="pipes, terminals and signals of POSIX")


def start(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([*KG, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def service() -> Iterator[subprocess.Popen[str]]:
    """Start ``kg serve`` on a free port."""
    with start("serve", "--port", "0") as process:
        yield process
        process.kill()


def read_address(service: subprocess.Popen[str]) -> str:
    """Return the address that the service announces."""
    assert service.stdout is not None
    line = service.stdout.readline()
    assert line.startswith("Serving on http://127.0.0.1:")
    return line.split()[2]


def test_help_loads_nothing_heavy() -> None:
    heavy = {"rdflib", "pyshacl", "flask", "granian", "uvloop", "pyoxigraph"}
    look = f"import sys, kg.cli.main; print(sys.modules.keys() & {heavy})"

    assert subprocess.run([sys.executable, "-c", look], check=True, capture_output=True, text=True).stdout == "set()\n"


@posix
def test_a_reader_that_goes_away_is_no_error() -> None:
    with start("export", "--format", "nt") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()

        assert process.stderr.read() == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full, a disk without space")
@pytest.mark.parametrize("form", ["csv", "table"])
def test_a_full_disk_is_one_sentence(form: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*KG, "query", "-e", "SELECT * { ?a kg:leads ?b }", "-f", form],
            check=False,
            stdout=full,
            stderr=-1,
            text=True,
        )

    assert (done.returncode, done.stderr) == (2, "Error: Cannot write to standard output: No space left on device.\n")


@posix
def test_a_real_terminal_gets_a_table() -> None:
    import pty

    leader, follower = pty.openpty()
    subprocess.run([*KG, "query", "-e", "SELECT ?who { ?who kg:leads id:salesforce }"], stdout=follower, check=True)
    os.close(follower)

    assert "Marc Benioff" in read_terminal(leader)


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_service_answers_and_stops_cleanly(service: subprocess.Popen[str], number: signal.Signals) -> None:
    query = urllib.parse.urlencode({"query": "ASK { ?who kg:leads id:salesforce }"})
    with urllib.request.urlopen(f"{read_address(service)}sparql?{query}", timeout=60) as response:
        answer = response.read().decode()
    service.send_signal(number)
    _, errors = service.communicate(timeout=60)

    assert "true" in answer
    assert (service.returncode, errors) == (0, "")


def test_a_port_in_use_is_one_sentence() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]

        done = subprocess.run(
            [*KG, "serve"], check=False, env={**os.environ, "KG_PORT": str(port)}, capture_output=True, text=True
        )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"Error: Port {port} of 127.0.0.1 is in use.")


def test_serve_refuses_facts_that_violate_a_shape(tmp_path: Path) -> None:
    facts = tmp_path / "facts.ttl"
    facts.write_text(
        "@prefix kg: <https://example.org/kg/ontology#> .\n"
        "@prefix id: <https://example.org/kg/id/> .\nid:x kg:leads id:y .\n",
        encoding="utf-8",
    )

    done = subprocess.run([*KG, "serve", "--port", "0", "--data", facts], check=False, capture_output=True, text=True)

    assert (done.returncode, done.stdout) == (1, "")
    assert f"{facts}:3: https://example.org/kg/id/x: No fact yields this direct relation" in done.stderr
