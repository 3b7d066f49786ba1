"""All pairs, and what validating them gave: once for all the tests that look at it."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from rdflib import SH
from rdflib.term import Node

from kg.resources import find_folder
from tests.shapes.scheme import Case, Validation, shorten, validate_texts

FILES = tuple(path.stem for path in sorted(find_folder("shapes").glob("*.ttl")) if path.stem != "prefixes")
CASES: tuple[Case, ...] = tuple(case for name in FILES for case in import_module(f"tests.shapes.cases.{name}").CASES)
CONFORMING = tuple(dict.fromkeys(case.valid for case in CASES))


@cache
def validate_conforming() -> Validation:
    """Validate every graph that conforms."""
    return validate_texts(CONFORMING)


@cache
def validate_failing() -> Validation:
    """Validate every graph that fails, in the order of the cases."""
    return validate_texts([case.invalid for case in CASES])


@cache
def find_results() -> frozenset[tuple[Node | None, str, str]]:
    """Return focus node, shape and constraint component of every result for the graphs that fail."""
    report = validate_failing().report.graph
    return frozenset(
        (
            report.value(result, SH.focusNode),
            shorten(report.value(result, SH.sourceShape)),
            shorten(report.value(result, SH.sourceConstraintComponent)),
        )
        for result in report.objects(predicate=SH.result)
    )
