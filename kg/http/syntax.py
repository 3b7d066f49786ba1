"""The parts of a SELECT query as the pages look at them: its clauses, and its pattern's elements, triples one by one.

A reader of queries that the engine has accepted; it judges nothing. What it does not follow - sub-SELECT, aggregates,
collections - raises Unfollowed, and the pages then say less.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.engine import Token, split_tokens
from kg.http.depth import is_deep

# Characters of a query that is followed.
LONGEST = 20_000
AGGREGATES = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT", "GROUP", "HAVING"})
CLOSING = {"{": "}", "(": ")", "[": "]"}


class Unfollowed(Exception):
    """The query has something that is not followed here."""


@dataclass(frozen=True)
class Element:
    """A part of a group: its text, where it stands in the query, and its triple where it is one.

    ``kind`` is triple, filter, or the keyword that begins it; ``branches`` are the groups inside that may have matched
    when a row is there (not those of MINUS and EXISTS), after ``head``.
    """

    kind: str
    text: str
    start: int
    end: int
    triple: tuple[str, str, str] | None = None
    head: str = ""
    branches: tuple[tuple[Element, ...], ...] = ()

    def write(self) -> str:
        """Return the element as SPARQL, with variables for anonymous nodes."""
        if not self.branches:
            return self.text
        groups = ("{ " + " ".join(element.write() for element in branch) + " }" for branch in self.branches)
        return f"{self.head} {' UNION '.join(groups)}"

    def find_triples(self) -> Iterator[tuple[str, str, str]]:
        """Yield its triple, or those of its branches."""
        if self.triple:
            yield self.triple
        for branch in self.branches:
            for element in branch:
                yield from element.find_triples()


@dataclass(frozen=True)
class Select:
    """A SELECT query: what stands before it, what it projects, its dataset clauses, and its pattern's elements."""

    prologue: str
    projected: tuple[str, ...] | None
    dataset: str
    elements: tuple[Element, ...]


def read_select(text: str) -> Select:
    """Return the parts of a query. Raises Unfollowed for what is not followed, and for length and depth."""
    if len(text) > LONGEST:
        raise Unfollowed
    tokens = list(split_tokens(text))
    selects = [index for index, token in enumerate(tokens) if is_word(token, "SELECT")]
    if len(selects) != 1 or is_deep(tokens) or any(is_word(token, *AGGREGATES) for token in tokens):
        raise Unfollowed
    begin = selects[0]
    opening = next((index for index in range(begin, len(tokens)) if tokens[index].text == "{"), None)
    if opening is None or any(token.text == "{" for token in tokens[:begin]):
        raise Unfollowed
    clause = [token for token in tokens[begin + 1 : opening] if not is_word(token, "WHERE", "DISTINCT", "REDUCED")]
    split = next((index for index, token in enumerate(clause) if is_word(token, "FROM")), len(clause))
    dataset = text[clause[split].start : clause[-1].end] if split < len(clause) else ""
    reader = _Reader(text, tokens, opening)
    return Select(text[: tokens[begin].start], _read_projection(clause[:split]), dataset, tuple(reader.group()))


def _read_projection(clause: Sequence[Token]) -> tuple[str, ...] | None:
    """Return the projected variables, those of expressions left out; None for ``*``."""
    if any(token.text == "*" for token in clause[:1]):
        return None
    depth, names = 0, []
    for token in clause:
        depth += (token.text == "(") - (token.text == ")")
        if token.kind == "variable" and depth == 0:
            names.append(token.text[1:])
    return tuple(names)


def is_word(token: Token, *words: str) -> bool:
    """Say whether the token is one of these keywords."""
    return token.kind == "word" and token.text.upper() in words


class _Reader:
    """Reads a group's tokens from the brace at ``place`` on; anonymous nodes become variables, to be seen."""

    def __init__(self, text: str, tokens: Sequence[Token], place: int) -> None:
        self.text = text
        self.tokens = tokens
        self.place = place
        self.anonymous = 0

    @property
    def token(self) -> Token:
        if self.place >= len(self.tokens):
            raise Unfollowed
        return self.tokens[self.place]

    def take(self) -> Token:
        token = self.token
        self.place += 1
        return token

    def accept(self, text: str) -> bool:
        is_there = self.token.text == text
        self.place += is_there
        return is_there

    def balanced(self) -> None:
        """Pass over a bracket and all up to the one that closes it."""
        depth = 0
        while True:
            token = self.take()
            depth += (token.text in CLOSING) - (token.text in CLOSING.values())
            if depth == 0:
                return

    def group(self) -> Iterator[Element]:
        """Read ``{ … }``."""
        if not self.accept("{"):
            raise Unfollowed
        while not self.accept("}"):
            yield from self.element()

    def element(self) -> Iterator[Element]:
        token = self.token
        word = token.text.upper() if token.kind == "word" else ""
        if token.text == "{":
            yield self.nested("UNION")
        elif word in ("OPTIONAL", "MINUS", "GRAPH"):
            yield self.nested(word)
        elif word in ("FILTER", "BIND", "VALUES"):
            yield self.clause(word)
        elif word and word not in ("TRUE", "FALSE", "A"):
            raise Unfollowed
        elif not self.accept("."):
            yield from self.triples()

    def nested(self, kind: str) -> Element:
        start = self.token.start
        if kind == "UNION":
            branches = [tuple(self.group())]
            while self.place < len(self.tokens) and is_word(self.token, "UNION"):
                self.take()
                branches.append(tuple(self.group()))
            return self.finish(kind, start, "", tuple(branches))
        self.take()
        if kind == "GRAPH":
            self.take()
        head = self.text[start : self.tokens[self.place - 1].end]
        inner = tuple(self.group())
        return self.finish(kind, start) if kind == "MINUS" else self.finish(kind, start, head, (inner,))

    def clause(self, kind: str) -> Element:
        start = self.take().start
        while self.token.text not in ("(", "{"):
            self.take()
        self.balanced()
        if kind == "VALUES" and self.tokens[self.place - 1].text == ")":
            self.balanced()
        return self.finish("filter" if kind == "FILTER" else kind, start)

    def finish(self, kind: str, start: int, head: str = "", branches: tuple[tuple[Element, ...], ...] = ()) -> Element:
        end = self.tokens[self.place - 1].end
        return Element(kind, self.text[start:end], start, end, head=head, branches=branches)

    def triples(self) -> Iterator[Element]:
        start = self.token.start
        subject, further = self.node()
        yield from further
        if not (further and self.token.text in (".", "}")):
            yield from self.properties(subject, start)

    def properties(self, subject: str, start: int) -> Iterator[Element]:
        """Read the properties and values of one subject, up to what ends them."""
        while True:
            path = self.path()
            while True:
                value, further = self.node()
                end = self.tokens[self.place - 1].end
                yield Element("triple", f"{subject} {path} {value} .", start, end, (subject, path, value))
                yield from further
                if not self.accept(","):
                    break
            is_more = False
            while self.accept(";"):
                is_more = True
            if not is_more or self.token.text in (".", "}", "]") or is_clause(self.token):
                return
            start = self.token.start

    def path(self) -> str:
        start = self.token.start
        while True:
            while self.token.text in ("^", "!"):
                self.take()
            if self.token.text == "(":
                self.balanced()
            else:
                self.take()
            while self.token.text in ("*", "+", "?"):
                self.take()
            if self.token.text not in ("/", "|"):
                return self.text[start : self.tokens[self.place - 1].end]
            self.take()

    def node(self) -> tuple[str, list[Element]]:
        """Read a subject or value; of an anonymous node also its triples."""
        start = self.token.start
        if self.token.text == "[":
            return self.anonymous_node(start)
        if self.token.text in ("(", "<<", "<<("):
            raise Unfollowed
        first = self.take()
        if first.kind == "blank":
            return f"?_{first.text[2:].replace('-', '_').replace('.', '_')}", []
        if first.text in ("-", "+") or (
            first.kind == "string" and (self.token.kind == "language" or self.accept("^^"))
        ):
            self.take()
        return self.text[start : self.tokens[self.place - 1].end], []

    def anonymous_node(self, start: int) -> tuple[str, list[Element]]:
        self.take()
        self.anonymous += 1
        name = f"?_anonymous{self.anonymous}"
        found = [] if self.token.text == "]" else list(self.properties(name, start))
        if not self.accept("]"):
            raise Unfollowed
        return name, found


def is_clause(token: Token) -> bool:
    """Say whether a keyword begins another element here."""
    return is_word(token, "OPTIONAL", "MINUS", "GRAPH", "FILTER", "BIND", "VALUES", "SERVICE")
