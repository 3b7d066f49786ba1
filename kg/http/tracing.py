"""The facts behind each row of a result: those that the query's own patterns matched, never those that merely co-occur.

The query's pattern is run again for the rows shown, with all its variables visible. Behind a row are the facts among
their values, the facts that the query names, and the facts that yield the direct relations that it matched. Where a
query cannot be followed (aggregates, sub-SELECT) the facts that a row's things take part in are given as related.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.engine import Engine, Query, split_tokens
from kg.errors import KgError
from kg.formats import JSON
from kg.http.facts import Fact
from kg.http.queries import Row, Term, is_iri, read_rows, select, select_iris, write_string
from kg.http.reading import read_facts
from kg.http.syntax import Select, Unfollowed, read_select
from kg.vocabulary import PREFIXES

MOST_SOLUTIONS = 5000
# Triple patterns times solutions.
MOST_MATCHED = 100_000
MOST_A_ROW = 12

Triple = tuple[str, str, str]


@dataclass(frozen=True)
class Trace:
    """The facts behind the rows shown, in their order; ``is_exact`` is false where they are only related."""

    rows: tuple[tuple[Fact, ...], ...]
    is_exact: bool

    @property
    def is_empty(self) -> bool:
        """Whether no row has a fact behind it."""
        return not any(self.rows)


def trace_rows(engine: Engine, query: Query, rows: Sequence[Row], language: str) -> Trace | None:
    """Return the facts behind the rows of a SELECT; None where the engine does not say."""
    if not rows:
        return None
    try:
        try:
            found, is_exact = _follow(engine, query, read_select(query.text), rows), True
        except Unfollowed:
            found, is_exact = _relate(engine, rows), False
        wanted = sorted({iri for iris in found for iri in sorted(iris)[:MOST_A_ROW]})
        facts = {fact.iri: fact for fact in read_facts(engine, wanted, language)}
    except KgError:
        return None
    kept = (sorted((facts[iri] for iri in iris if iri in facts), key=lambda fact: fact.place) for iris in found)
    return Trace(tuple(tuple(row) for row in kept), is_exact)


def _follow(engine: Engine, query: Query, parts: Select, rows: Sequence[Row]) -> list[set[str]]:
    names = sorted({name for row in rows for name in row})
    shared = [name for name in names if parts.projected is None or name in parts.projected]
    solutions = read_rows(engine, _write_tracing(query, parts, shared, rows))
    triples = [triple for element in parts.elements for triple in element.find_triples()]
    behind = _collect(engine, query.text, triples, solutions)
    found: dict[tuple[str, ...], set[str]] = {}
    for solution, facts in zip(solutions, behind, strict=True):
        found.setdefault(_make_key(solution, shared), set()).update(facts)
    return [found.get(_make_key(row, shared), set()) for row in rows]


def _make_key(row: Row, names: Iterable[str]) -> tuple[str, ...]:
    """Return what tells rows apart; blank nodes have other names each time."""
    terms = (row.get(name) for name in names)
    return tuple("" if term is None else "_" if term["type"] == "bnode" else write_value(term) for term in terms)


def write_value(term: Term) -> str:
    """Return a term as a value in VALUES; what has no such form is UNDEF, which fits any."""
    if term["type"] == "uri":
        return f"<{term['value']}>" if is_iri(term["value"]) else "UNDEF"
    if term["type"] != "literal":
        return "UNDEF"
    text = write_string(term["value"])
    if "xml:lang" in term:
        return f"{text}@{term['xml:lang']}"
    return f"{text}^^<{term['datatype']}>" if "datatype" in term else text


def _write_tracing(query: Query, parts: Select, names: Sequence[str], rows: Sequence[Row]) -> Query:
    pattern = " ".join(element.write() for element in parts.elements)
    listed = {" ".join(write_value(row[name]) if name in row else "UNDEF" for name in names) for row in rows}
    values = " ".join(f"({row})" for row in sorted(listed))
    bound = f"VALUES ({' '.join('?' + name for name in names)}) {{ {values} }}" if names else ""
    text = f"{parts.prologue}SELECT * {parts.dataset} WHERE {{ {{ {pattern} }} {bound} }} LIMIT {MOST_SOLUTIONS}"
    return Query(
        text,
        results_format=JSON,
        graph_format=None,
        default_graphs=query.default_graphs,
        named_graphs=query.named_graphs,
        union=query.union,
    )


def _collect(engine: Engine, text: str, triples: Sequence[Triple], solutions: Sequence[Row]) -> list[set[str]]:
    """Return the facts behind each solution: among its values, named in its triples, or yielding its relations."""
    if len(triples) * len(solutions) > MOST_MATCHED:
        raise Unfollowed
    resolver = _Resolver(text)
    matched = [[resolver.resolve(triple, solution) for triple in triples] for solution in solutions]
    mentioned = {iri for found in matched for triple in found for iri in triple if iri}
    mentioned |= {term["value"] for row in solutions for term in row.values() if term["type"] == "uri"}
    if not mentioned:
        return [set() for _ in solutions]
    facts = set(select_iris(engine, "known-facts", "fact", things=sorted(filter(is_iri, mentioned))))
    relations = set(select_iris(engine, "relations", "relation"))
    related = {triple for found in matched for triple in found if triple[1] in relations and all(triple)}
    yielding = _find_yielding(engine, related)
    return [
        {iri for triple in found for iri in triple if iri in facts}
        | {term["value"] for term in solution.values() if term["type"] == "uri" and term["value"] in facts}
        | {fact for triple in found for fact in yielding.get(triple, ())}
        for found, solution in zip(matched, solutions, strict=True)
    ]


def _find_yielding(engine: Engine, triples: Iterable[Triple]) -> dict[Triple, set[str]]:
    things = sorted({end for triple in triples for end in (triple[0], triple[2]) if is_iri(end)})
    found: dict[Triple, set[str]] = {}
    for row in select(engine, "yielding", things=things) if things else ():
        key = (row["from"]["value"], row["relation"]["value"], row["to"]["value"])
        found.setdefault(key, set()).add(row["fact"]["value"])
    return found


class _Resolver:
    """Turns the terms of a query's triples into IRIs: by its prefixes, and by the values of a solution."""

    def __init__(self, text: str) -> None:
        self.prefixes = dict(PREFIXES) | read_declared(text)

    def resolve(self, triple: Triple, solution: Row) -> Triple:
        subject, relation, value = (self.term(term, solution) for term in triple)
        return subject, relation, value

    def term(self, text: str, solution: Row) -> str:
        """Return the IRI that a term stands for; an empty string for literals, paths and what is not bound."""
        if text[0] in "?$":
            term = solution.get(text[1:])
            return term["value"] if term and term["type"] == "uri" else ""
        if text[0] == "<":
            return text[1:-1]
        prefix, colon, local = text.partition(":")
        return self.prefixes[prefix] + local if colon and prefix in self.prefixes else ""


def read_declared(text: str) -> dict[str, str]:
    """Return the prefixes that a query declares."""
    tokens = list(split_tokens(text))
    found = zip(tokens, tokens[1:], tokens[2:], strict=False)
    return {
        name.text[:-1]: iri.text[1:-1]
        for word, name, iri in found
        if word.text.upper() == "PREFIX" and name.kind == "name" and iri.kind == "iri"
    }


def _relate(engine: Engine, rows: Sequence[Row]) -> list[set[str]]:
    """Return for each row the facts in which all of its things take part."""
    things = [
        {term["value"] for term in row.values() if term["type"] == "uri" and is_iri(term["value"])} for row in rows
    ]
    wanted = sorted(filter(is_iri, set().union(*things)))
    taking: dict[str, set[str]] = {}
    for row in select(engine, "related", things=wanted) if wanted else ():
        taking.setdefault(row["it"]["value"], set()).add(row["fact"]["value"])
    known = [[taking[iri] for iri in iris if iri in taking] for iris in things]
    return [set.intersection(*facts) if facts else set() for facts in known]
