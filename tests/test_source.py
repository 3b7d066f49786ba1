"""What no linter looks for in the source: keys that a table says twice, and functions past the house's limit."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from kg.resources import PACKAGE

# Lines of one function, with its docstring.
LONGEST = 40


def find_repeated_keys(tree: ast.AST) -> Iterator[str]:
    """Yield the keys, in source, that a dictionary's display has twice."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            keys = [ast.unparse(key) for key in node.keys if key is not None]
            yield from (key for key in set(keys) if keys.count(key) > 1)


def find_long_functions(tree: ast.AST) -> Iterator[str]:
    """Yield the names of functions past the limit."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST:
                yield f"{node.name}: {length}"


def find_faults(tree: ast.AST) -> Iterator[str]:
    yield from find_repeated_keys(tree)
    yield from find_long_functions(tree)


def test_source_repeats_no_key_and_has_no_long_function() -> None:
    trees = {file.relative_to(PACKAGE): ast.parse(file.read_text(encoding="utf-8")) for file in PACKAGE.rglob("*.py")}

    faults = [(str(file), fault) for file, tree in trees.items() for fault in find_faults(tree)]

    assert faults == []
    assert len(trees) > 100


def test_what_is_at_fault_is_found() -> None:
    tree = ast.parse("{a.b: 1, a.c: 2, a.b: 1}\ndef f():\n" + "    pass\n" * LONGEST)

    assert [*find_faults(tree)] == ["a.b", "f: 41"]
