"""The pages' own SPARQL: reads the ``.rq`` texts beside this module, fills them in and runs them.

A text is a query as it stands: its parameters are IRIs of the scheme ``param:`` and literals ``"param:…"``,
which ``fill`` replaces by checked terms. Nothing from a request enters a query in any other way.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import cast

from kg.engine import Engine, Query
from kg.errors import UnknownName
from kg.formats import JSON, Format

_LETTERS = (
    r"A-Za-z0-9\-._~\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    + "".join(rf"\U000{plane:x}0000-\U000{plane:x}fffd" for plane in range(1, 14))
    + r"\U000e1000-\U000efffd"
)
_MARKS = r"!$&'()*+,;="
_PIECE = rf"(?:[{_LETTERS}{_MARKS}:@]|%[0-9A-Fa-f]{{2}})"
_HOST = rf"(?:[{_LETTERS}{_MARKS}]|%[0-9A-Fa-f]{{2}})"
_IRI = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.\-]*:"
    rf"(?://(?:(?:{_HOST}|:)*@)?{_HOST}*(?::[0-9]*)?(?:/{_PIECE}*)*|(?!//)(?:{_PIECE}|/)*)"
    rf"(?:\?(?:{_PIECE}|[/?])*)?(?:\#(?:{_PIECE}|[/?])*)?"
)
LONGEST_IRI = 8192
_PARAMETER = re.compile(r'<param:(\w+)>|"param:(\w+)"')


# One RDF term as SPARQL 1.1 Query Results JSON has it (section 3.2.2): type, value, datatype, xml:lang.
Term = dict[str, str]
Row = dict[str, Term]


def is_iri(text: str) -> bool:
    """Say whether the text is an absolute IRI (RFC 3987, section 2.2), but for one with an IPv6 address.

    A query can compute texts of any length; past `LONGEST_IRI` none is taken for an IRI.
    """
    return len(text) <= LONGEST_IRI and _IRI.fullmatch(text) is not None


def write_iris(iris: Iterable[str]) -> str:
    """Return the IRIs as SPARQL terms; UnknownName for what is none."""
    terms = []
    for iri in iris:
        if not is_iri(iri):
            raise UnknownName(f"'{iri}' is not an IRI.")
        terms.append(f"<{iri}>")
    return " ".join(terms)


def write_string(text: str) -> str:
    """Return the text as a SPARQL string literal."""
    return json.dumps(text, ensure_ascii=False)


@cache
def read_query(name: str) -> str:
    """Return the text of ``queries/<name>.rq``."""
    return files("kg.http").joinpath("queries", f"{name}.rq").read_text(encoding="utf-8")


def fill(text: str, iris: Mapping[str, Iterable[str]], strings: Mapping[str, str] | None = None) -> str:
    """Replace each ``<param:name>`` by IRIs (several in VALUES) and each ``"param:name"`` by a string."""

    def replace(match: re.Match[str]) -> str:
        if match[1]:
            return write_iris(iris[match[1]])
        return write_string((strings or {})[match[2]])

    return _PARAMETER.sub(replace, text)


def read_answer(engine: Engine, query: Query) -> bytes:
    """Run a query and return its whole answer."""
    answer = engine.query(query)
    try:
        return answer.body
    finally:
        answer.close()


def read_rows(engine: Engine, query: Query) -> list[Row]:
    """Run a SELECT, whose results format is JSON, and return its rows, each a dict from variable to term."""
    return cast("list[Row]", json.loads(read_answer(engine, query))["results"]["bindings"])


def run_select(engine: Engine, text: str) -> list[Row]:
    """Run a SELECT over the union of all graphs and return its rows."""
    return read_rows(engine, Query(text, results_format=JSON, graph_format=None))


def select_iris(engine: Engine, name: str, variable: str, **iris: str | Iterable[str]) -> list[str]:
    """Run the SELECT of this name and return one of its columns, which holds IRIs."""
    return [row[variable]["value"] for row in select(engine, name, **iris)]


def select(engine: Engine, name: str, **iris: str | Iterable[str]) -> list[Row]:
    """Run the SELECT of this name with these IRIs and return its rows, each a dict from variable to term."""
    listed = {key: (value,) if isinstance(value, str) else tuple(value) for key, value in iris.items()}
    return run_select(engine, fill(read_query(name), listed))


def construct(engine: Engine, name: str, format: Format, *, first: str, **iris: str) -> bytes:
    """Run the CONSTRUCT of this name with these IRIs and return its answer in the format, that on ``first`` first."""
    text = fill(read_query(name), {key: (value,) for key, value in iris.items()})
    return read_answer(engine, Query(text, results_format=None, graph_format=format, first=first))
