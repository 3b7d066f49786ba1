"""``kg load``: facts go into a store, all or none, judged."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kg.engine import Loaded, load_files
from kg.formats import N_QUADS
from kg.store import Store
from kg.stored import open_stored
from tests.acme import ACME, ACQUIRED, read_acme
from tests.cli.conftest import Run

pytestmark = pytest.mark.slow


@pytest.fixture
def acme(tmp_path: Path) -> str:
    """Name a file with README's article."""
    (tmp_path / "acme.ttl").write_text(read_acme(), encoding="utf-8")
    return str(tmp_path / "acme.ttl")


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "facts.kg")


def read_names(path: str) -> list[str]:
    store = Store.open(path)
    names = sorted(name.rpartition("/")[2] for name, text in store.read_graphs() if text is not None)
    store.close()
    return names


def test_a_new_store_has_the_packaged_facts_and_those_loaded(run: Run, acme: str, path: str) -> None:
    done = run("load", acme, "--store", path)

    assert (done.exit_code, done.output) == (0, "1 graph changed, of 38 triples.\n")
    assert read_names(path) == ["acme", "entities", "first-release", "salesforce-microsoft"]


def test_what_is_loaded_is_served_with_what_is_derived_from_it(run: Run, acme: str, path: str) -> None:
    run("load", acme, "--store", path, "--only-data")

    graph = open_stored(path)

    assert ACQUIRED.replace(" .\n", f" <{ACME}/derived> .\n").encode() in graph.engine.export(N_QUADS)
    graph.writer.close()
    graph.engine.close()


def test_loading_again_replaces_and_changes_nothing(run: Run, acme: str, path: str) -> None:
    run("load", acme, "--store", path, "--only-data")

    again = run("load", acme, "--store", path)

    assert (again.exit_code, again.output) == (0, "0 graphs changed, of 0 triples.\n")
    assert read_names(path) == ["acme"]


def test_facts_that_violate_a_shape_are_not_loaded_nor_those_beside_them(
    run: Run, acme: str, path: str, tmp_path: Path
) -> None:
    (tmp_path / "wrong.ttl").write_text(
        "@prefix kg: <https://example.org/kg/ontology#> .\n\n<http://x> kg:uses <http://y> .\n", encoding="utf-8"
    )

    done = run("load", acme, str(tmp_path / "wrong.ttl"), "--store", path, "--only-data")

    assert done.exit_code == 1
    assert "wrong.ttl:3: http://x: No fact yields this direct relation" in done.output
    assert not Path(path).exists()


@pytest.mark.parametrize(
    ("content", "status", "sentence"),
    [
        ("<http://x> <http://y> .\n", 2, "bad.ttl"),
        ("<http://x> <https://example.org/kg/ontology#uses> <http://y> .\n", 1, "so nothing was loaded"),
    ],
)
def test_what_is_refused_leaves_no_new_store(
    run: Run, acme: str, path: str, tmp_path: Path, content: str, status: int, sentence: str
) -> None:
    (tmp_path / "bad.ttl").write_text(content, encoding="utf-8")

    refused = run("load", acme, str(tmp_path / "bad.ttl"), "--store", path)
    left = sorted(file.name for file in tmp_path.iterdir())
    loaded = run("load", acme, "--only-data", "--store", path)

    assert (refused.exit_code, sentence in refused.stderr) == (status, True)
    assert left == ["acme.ttl", "bad.ttl"]
    assert loaded.exit_code == 0
    assert read_names(path) == ["acme"]


def test_the_facts_of_a_store_that_is_there_are_not_left_out(run: Run, acme: str, path: str) -> None:
    Store.create(path, {"http://old": "<http://s> <http://p> <http://o> .\n"}).close()

    refused = run("load", acme, "--store", path, "--only-data")
    before = read_names(path)
    by_variable = run("load", acme, "--store", path, env={"KG_PACKAGED": "0"})

    assert (refused.exit_code, "--only-data is for a new store" in refused.stderr, before) == (2, True, ["old"])
    assert (by_variable.exit_code, read_names(path)) == (0, ["acme", "old"])


def test_a_store_that_another_makes_meanwhile_is_left_as_it_is(
    run: Run, acme: str, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load_late(*arguments: Any, **options: Any) -> Loaded:
        Store.create(path, {"http://theirs": ""}).close()
        return load_files(*arguments, **options)

    monkeypatch.setattr("kg.stored.load_files", load_late)

    done = run("load", acme, "--store", path)

    assert (done.exit_code, "meanwhile, so nothing was loaded" in done.stderr) == (2, True)
    assert read_names(path) == ["theirs"]


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of POSIX")
@pytest.mark.parametrize("moment", ["BEGIN IMMEDIATE", "UPDATE head", "COMMIT"])
def test_a_load_that_is_killed_leaves_no_half_store(acme: str, path: str, moment: str) -> None:
    script = """
import os, signal, sys
from kg import store
from kg.stored import load_store
def connect(*arguments, **options):
    connection = opened(*arguments, **options)
    connection.set_trace_callback(lambda sql: sql.startswith(sys.argv[3]) and os.kill(os.getpid(), signal.SIGKILL))
    return connection
opened, store.connect = store.connect, connect
load_store(sys.argv[2], [sys.argv[1]])
"""

    died = subprocess.run([sys.executable, "-c", script, acme, path, moment], check=False)

    assert died.returncode == -signal.SIGKILL
    assert not Path(path).exists()


def test_what_is_loaded_unjudged_into_a_new_store_does_not_count_as_judged(run: Run, acme: str, path: str) -> None:
    run("load", acme, "--store", path, "--only-data", "--no-validate")

    store = Store.open(path)

    assert not store.is_judged
    store.close()


def test_without_validation_they_are_loaded(run: Run, path: str, tmp_path: Path) -> None:
    (tmp_path / "wrong.nq").write_text(
        "<http://x> <http://p> _:a <http://g> .\n_:a <http://p> _:a .\n", encoding="utf-8"
    )

    done = run("load", str(tmp_path / "wrong.nq"), "--store", path, "--only-data", "--no-validate")

    assert done.exit_code == 0
    assert read_names(path) == ["g", "wrong"]


def test_the_ontology_cannot_be_loaded(run: Run, path: str, tmp_path: Path) -> None:
    (tmp_path / "o.ttl").write_text("@base <https://example.org/kg/ontology> .\n<> a <x> .\n", encoding="utf-8")

    done = run("load", str(tmp_path / "o.ttl"), "--store", path, "--only-data")

    assert (done.exit_code, "writes do not change it" in done.output) == (2, True)


def test_a_graph_without_a_name_of_its_own_is_refused(run: Run, path: str, tmp_path: Path) -> None:
    (tmp_path / "blank.nq").write_text("<http://x> <http://p> <http://y> _:g .\n", encoding="utf-8")

    done = run("load", str(tmp_path / "blank.nq"), "--store", path, "--only-data", "--no-validate")

    assert (done.exit_code, "name it by an IRI" in done.output) == (2, True)


def test_a_store_in_use_is_a_sentence(run: Run, acme: str, path: str) -> None:
    store = Store.create(path, {})

    done = run("load", acme, "--store", path)

    assert (done.exit_code, "in use by another process" in done.output) == (2, True)
    store.close()
