"""Imports point one way, and each third-party library has one door."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from kg.resources import PACKAGE

# Each layer may import from those before it and from itself: as the package's docstring has them, lowest first.
_LINES = re.findall(r"^    (\w+(?:, \w+)*)  +\w", str(kg.__doc__), re.MULTILINE)
LAYERS = tuple(tuple(f"kg.{name}" for name in line.split(", ")) for line in reversed(_LINES))

# The modules that alone may import a library.
DOORS = {
    "pyshacl": ("kg.validation",),
    "pyoxigraph": ("kg.engine",),
    "flask": ("kg.http",),
    "werkzeug": ("kg.http",),
    "jinja2": ("kg.http",),
    "granian": ("kg.http",),
    "uvloop": ("kg.http",),
    "click": ("kg.cli",),
    "rich": ("kg.cli",),
}

# The front doors, which put the layers together: the public API and ``python -m kg``.
FRONT = ("kg", "kg.__main__")


def name_module(file: Path) -> str:
    """Return the dotted name of a module of the package."""
    parts = file.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def find_imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield the name and line of each module imported at run time, not those for type checking alone."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names = (f"kg.{alias.name}" for alias in node.names) if node.module == "kg" else (str(node.module),)
            yield from ((name, node.lineno) for name in names)
        else:
            yield from find_imports(node)


def lies_in(module: str, package: str) -> bool:
    """Say whether the module is the package or in it."""
    return module == package or module.startswith(f"{package}.")


def find_layer(module: str) -> int | None:
    """Return the number of the module's layer, counted from below; None for what has none."""
    for number, packages in enumerate(LAYERS):
        if any(lies_in(module, package) for package in packages):
            return number
    return None


def find_faults(source: str, module: str) -> list[str]:
    """Return what is wrong with the imports of a module's source."""
    layer = find_layer(module)
    faults = []
    for imported, line in find_imports(ast.parse(source)):
        above = find_layer(imported)
        if layer is not None and above is not None and above > layer:
            faults.append(f"{module}:{line} imports {imported}, which lies above it")
        doors = DOORS.get(imported.partition(".")[0])
        if doors is not None and not any(lies_in(module, door) for door in doors):
            faults.append(f"{module}:{line} imports {imported}, which only {', '.join(doors)} may")
    return faults


MODULES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("file", MODULES, ids=name_module)
def test_imports_point_down_and_libraries_have_one_door(file: Path) -> None:
    assert find_faults(file.read_text(encoding="utf-8"), name_module(file)) == []


def test_every_layer_is_a_module() -> None:
    modules = {name_module(file) for file in MODULES}

    assert [module for layer in LAYERS for module in layer if module not in modules] == []
    assert len(LAYERS) == 7


@pytest.mark.parametrize("file", MODULES, ids=name_module)
def test_every_module_has_a_layer(file: Path) -> None:
    assert name_module(file) in FRONT or find_layer(name_module(file)) is not None


@pytest.mark.parametrize(
    ("source", "module"),
    [
        ("import kg.graph", "kg.engine.loading"),
        ("def late():\n    from kg.http import create_app", "kg.graph"),
        ("from kg import engine", "kg.formats"),
        ("import pyoxigraph", "kg.graph"),
        ("from flask.views import View", "kg.cli.serve"),
        ("try:\n    import click\nexcept ImportError:\n    click = None", "kg.validation"),
    ],
)
def test_an_import_that_points_up_is_found(source: str, module: str) -> None:
    assert len(find_faults(source, module)) == 1


@pytest.mark.parametrize(
    ("source", "module"),
    [
        ("from kg.errors import KgError", "kg.engine.loading"),
        (
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from kg.validation import Report",
            "kg.errors",
        ),
        ("import pyoxigraph", "kg.engine.loading"),
        ("from kg.http import create_app", "kg"),
    ],
)
def test_an_import_that_points_down_is_allowed(source: str, module: str) -> None:
    assert find_faults(source, module) == []


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("kg.graph", "pyshacl"),
        ("kg.http", "pyshacl"),
        ("kg.cli.main", "rdflib"),
        ("kg.cli.main", "flask"),
        ("kg", "rdflib"),
    ],
)
def test_what_is_costly_is_imported_only_where_it_is_needed(module: str, heavy: str) -> None:
    look = f"import sys, {module}; print({heavy!r} in sys.modules)"

    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"
