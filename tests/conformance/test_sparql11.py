"""The W3C's tests of SPARQL 1.1 over HTTP: none fails but those listed, each with its reason."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.service import TOKEN, run_service

EXPECTED = Path(__file__).parent / "expected_failures.txt"
# Of those that can be decided without reaching another host: SERVICE and LOAD are refused.
LEAST = 531


@pytest.mark.slow
@pytest.mark.skipif("KG_CONFORMANCE" not in os.environ, reason="KG_CONFORMANCE names no folder with the W3C's tests")
def test_no_test_of_the_w3c_fails_but_those_listed(tmp_path: Path) -> None:
    runner = Path(os.environ["KG_CONFORMANCE"]) / "run_sparql11.py"
    with run_service(tmp_path / "facts.kg", "--no-validate", "--strict-default-graph") as service:
        addresses = {"--query-url": "sparql", "--update-url": "update", "--gsp-url": "graphs"}
        arguments = [part for name, path in addresses.items() for part in (name, f"{service.address}/{path}")]
        arguments += ["--header", f"Authorization: Bearer {TOKEN}", "--xfail", str(EXPECTED)]

        done = subprocess.run([sys.executable, runner, *arguments], capture_output=True, text=True, check=False)

    summary = done.stdout.splitlines()[-1]
    assert done.returncode == 0, done.stdout[-4000:]
    assert int(summary.split()[0]) >= LEAST


def test_every_failure_that_is_expected_has_a_reason() -> None:
    lines = [line for line in EXPECTED.read_text(encoding="utf-8").splitlines() if not line.startswith("#!")]

    assert [line for line in lines if not (line.startswith("http://www.w3.org/") and " #! " in line)] == []
    assert len(lines) == 7
