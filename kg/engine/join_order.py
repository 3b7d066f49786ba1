"""Writes first, in each basic graph pattern, the triple pattern from which the others are joined with least work.

pyoxigraph begins with the kind of triple pattern that its table of sizes deems the smallest, and with the one written
first among those of that kind: whether 20 triples match or 20,000, it does not know. So those of that kind are counted
here, and how many solutions some of their own lead to, by which the cost of beginning with each is estimated
(index-based join sampling; Leis et al., "Cardinality Estimation Done Right", CIDR 2017). No count goes further than it
takes to tell which is the best: limits grow until one is cheaper than all others can be. What is written stays unless
another beginning is far cheaper.

The order of triple patterns is no part of a query's meaning (SPARQL 1.1 Query, section 18.3).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from functools import partial
from typing import NamedTuple

from kg.engine.lexer import split_tokens
from kg.engine.prologue import skip_prologue
from kg.engine.triple_patterns import BasicGraphPattern, TriplePattern, find_basic_graph_patterns, is_variable
from kg.vocabulary import PREFIXES

# Returns the number of solutions of a group graph pattern, at most so many.
Count = Callable[[str, int], int]

# pyoxigraph's estimates, by which of subject, predicate and object are known (sparopt, estimate_triple_pattern_size);
# a pattern of rdf:type comes after others like it.
_SIZES = {
    (True, True, True): 1,
    (True, False, True): 2,
    (True, True, False): 10,
    (True, False, False): 100,
    (False, True, True): 10_000,
    (False, False, True): 100_000,
    (False, True, False): 1_000_000,
    (False, False, False): 1_000_000_000,
}
_TYPE = ("a", "rdf:type", f"<{PREFIXES['rdf']}type>")
# How far is counted: a query that looks at more takes long enough without.
_LIMITS = (64, 512, 4096, 32_768)
# How many times dearer what is written first has to be: estimates from few solutions are no more exact than that.
_WORTHWHILE = 1.5
_SAMPLE = 16
_MOST_PATTERNS = 8


class _Cost(NamedTuple):
    """Solutions that are looked at from one beginning; at least so many where a limit was reached."""

    solutions: float
    is_exact: bool


def order_joins(text: str, count: Callable[[str], int]) -> str:
    """Return a query with the cheapest triple pattern first in each basic graph pattern where that is unknown.

    ``count`` answers a query, which has this one's declarations, by the number in its only solution.
    """
    tokens = list(split_tokens(text))
    if _is_left_alone({token.text.upper() for token in tokens if token.kind == "word"}):
        return text
    pieces, position = list[str](), 0
    for block in find_basic_graph_patterns(tokens):
        declarations = text[: tokens[skip_prologue(tokens)].start]
        first = _choose_first(block, _Counter(count, declarations))
        if first:
            pieces += [text[position : block.start], " . ".join(map(str, _put_first(block.patterns, first))), " "]
            position = block.end
    return "".join([*pieces, text[position:]])


def _is_left_alone(words: Set[str]) -> bool:
    """Say whether a query may begin with VALUES, whose number is known, or may be over after a few solutions."""
    return "VALUES" in words or "ASK" in words or ("LIMIT" in words and not words & {"ORDER", "GROUP"})


class _Counter:
    """Counts solutions by asking a store, which is not asked again for what it has counted to the end."""

    def __init__(self, count: Callable[[str], int], declarations: str) -> None:
        self._count, self._declarations, self._known = count, declarations, dict[str, int]()

    def __call__(self, group: str, limit: int) -> int:
        if group in self._known:
            return self._known[group]
        number = self._count(
            f"{self._declarations} SELECT (COUNT(*) AS ?__number) {{ SELECT * {{ {group} }} LIMIT {limit} }}"
        )
        if number < limit:
            self._known[group] = number
        return number


def _choose_first(block: BasicGraphPattern, count: Count) -> int:
    """Return the index of the pattern to begin with: 0 where what is written does well, or counting took too long."""
    ranks = [_rank(pattern, frozenset()) for pattern in block.patterns]
    choices = [index for index, rank in enumerate(ranks) if rank == min(ranks)]
    if len(choices) == 1 or len(ranks) > _MOST_PATTERNS:
        return 0
    for limit in _LIMITS:
        costs = {index: _estimate_cost(block, index, count, limit) for index in choices}
        written, best = costs[choices[0]], min(choices, key=costs.__getitem__)
        if not costs[best].is_exact:
            continue
        if best != choices[0] and written.solutions >= _WORTHWHILE * costs[best].solutions:
            return best
        if written.is_exact:
            return 0
    return 0


def _estimate_cost(block: BasicGraphPattern, first: int, count: Count, limit: int) -> _Cost:
    """Return how many solutions are looked at if a pattern is the first, from those that some of its own lead to."""
    pattern, *others = _put_first(block.patterns, first)
    own = _write_group(block.graph, [pattern])
    size = count(own, limit)
    sample = f"{{ SELECT * {{ {own} }} LIMIT {_SAMPLE} }}"
    looked_at, is_exact = 1.0, size < limit
    for joined in _follow(pattern, others) if size else ():
        solutions = count(f"{sample} {_write_group(block.graph, joined)}", limit)
        looked_at += solutions / min(size, _SAMPLE)
        is_exact = is_exact and solutions < limit
        if solutions in (0, limit):
            break
    return _Cost(size * looked_at, is_exact)


def _follow(first: TriplePattern, others: Sequence[TriplePattern]) -> Iterator[list[TriplePattern]]:
    """Yield what pyoxigraph joins with the first pattern, in its order: one pattern, two, and so on.

    Steps that cannot add solutions, as their pattern has no new variable, are not yielded.
    """
    known, joined, left = first.variables, list[TriplePattern](), list(others)
    while connected := [pattern for pattern in left if pattern.variables & known]:
        following = min(connected, key=partial(_rank, known=known))
        left.remove(following)
        joined.append(following)
        if not following.variables <= known:
            yield joined
        known |= following.variables


def _rank(pattern: TriplePattern, known: frozenset[str]) -> tuple[int, bool]:
    """Return what pyoxigraph compares triple patterns by while these variables are known; it takes the least."""
    subject, predicate, object_ = (not is_variable(term) or term[1:] in known for term in pattern)
    return _SIZES[subject, predicate, object_], pattern.predicate in _TYPE


def _write_group(graph: str, patterns: Sequence[TriplePattern]) -> str:
    triples = " . ".join(map(str, patterns))
    return f"GRAPH {graph} {{ {triples} }}" if graph else triples


def _put_first(patterns: Sequence[TriplePattern], index: int) -> list[TriplePattern]:
    return [patterns[index], *patterns[:index], *patterns[index + 1 :]]
