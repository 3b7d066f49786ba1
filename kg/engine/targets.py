"""Tells from the text of a SPARQL Update which graphs it can change, before anything runs.

Follows the grammar of SPARQL 1.1 Query, section 19.8, rules 29-52, over the lexer's tokens, and is sure of what it says
or says that it is not: then `Targets.is_open`, and whoever needs to know compares all graphs before and after.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.engine.lexer import Token, split_tokens
from kg.engine.patterns import find_unnamed_pattern, skip_group
from kg.vocabulary import PREFIXES

# A scheme, and nothing that resolving against a base could change or an escape could hide.
_PLAIN_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:(?!.*/\.)[^\\]*$")
# What pyoxigraph's parser may read apart: GRAPHx:y as GRAPH x:y.
_GLUED = re.compile(r"(?:SILENT|GRAPH|DEFAULT|NAMED|ALL)[\w\-]*:", re.IGNORECASE)
_UPDATE_FORMS = ("INSERT", "DELETE")
_MANAGEMENT = ("CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY")


@dataclass(frozen=True)
class Targets:
    """The graphs that an update can change.

    ``default`` says that it names the unnamed default graph as what to change. ``unnamed_write`` and ``unnamed_read``
    are offsets of the first triples that it writes or looks for without naming a graph. ``is_open`` says that it can
    change others too; unless it ``is_understood``, that is all that is known.
    """

    graphs: frozenset[str]
    default: bool
    unnamed_write: int | None
    unnamed_read: int | None
    is_open: bool
    is_understood: bool

    @property
    def writes_default(self) -> bool:
        """True if it can change the unnamed default graph."""
        return self.default or self.unnamed_write is not None


def find_targets(text: str, *, has_dataset: bool = False) -> Targets:
    """Return what ``text`` can change; ``has_dataset`` says that the protocol names the graphs to look in."""
    tokens = list(split_tokens(text))
    reader = _Reader(tokens, has_dataset=has_dataset)
    is_clear = not any(token.kind == "unclosed" or token.is_ambiguous for token in tokens)
    is_understood = is_clear and reader.read_operations()
    return Targets(
        frozenset(reader.graphs),
        reader.default,
        reader.unnamed_write,
        reader.unnamed_read,
        reader.is_open or not is_understood,
        is_understood,
    )


class _Reader:
    """Reads operation after operation; what it does not understand ends the reading."""

    def __init__(self, tokens: Sequence[Token], *, has_dataset: bool) -> None:
        self.graphs: set[str] = set()
        self.default = self.is_open = False
        self.unnamed_write: int | None = None
        self.unnamed_read: int | None = None
        self._tokens, self._index, self._has_dataset = tokens, 0, has_dataset
        self._prefixes = dict(PREFIXES)
        self._with: Token | None = None
        self._has_using = has_dataset

    def read_operations(self) -> bool:
        """Read all; return False where something is not understood."""
        while self._index < len(self._tokens):
            if not self._read_part():
                return False
        return True

    def _read_part(self) -> bool:
        """Read one clause; return False where none is known to begin here."""
        if self._take("BASE"):
            return self._next() is not None
        if self._take("PREFIX"):
            return self._read_prefix()
        if self._take(";"):
            self._with, self._has_using = None, self._has_dataset
            return True
        if self._take("WITH"):
            self._with = self._next()
            return self._with is not None
        if self._take("USING"):
            self._take("NAMED")
            self._has_using = True
            return self._next() is not None
        if self._take("WHERE"):
            return self._read_where()
        return self._read_form() or self._read_management()

    def _read_prefix(self) -> bool:
        name, iri = self._next(), self._next()
        if name is None or iri is None or not _PLAIN_IRI.match(iri.text[1:-1]):
            return False
        self._prefixes[name.text.partition(":")[0]] = iri.text[1:-1]
        return True

    def _read_form(self) -> bool:
        """Read INSERT or DELETE and its braces (rules 38-43)."""
        if not any(self._take(word) for word in _UPDATE_FORMS):
            return False
        if self._take("WHERE"):
            start = self._index
            understood = self._read_quads()
            self._index, end = start, self._index
            self._read_where()
            return understood and self._index == end
        self._take("DATA")
        return self._read_quads()

    def _read_quads(self) -> bool:
        """Read braces with triples, in GRAPH or not (rules 48-51)."""
        if not self._take("{"):
            return False
        while not self._take("}"):
            if self._take("GRAPH"):
                self._add_graph(self._next())
                if not self._skip_group():
                    return False
                continue
            token = self._next()
            if token is None or token.text == "{":
                return False
            if token.text != ".":
                self._add_triple(token)
        return True

    def _add_triple(self, token: Token) -> None:
        if self._with is not None:
            self._add_graph(self._with)
        elif self.unnamed_write is None:
            self.unnamed_write = token.start

    def _read_where(self) -> bool:
        """Read the pattern of an operation (rule 41)."""
        start = self._index
        if not self._skip_group():
            return False
        if self._with is None and not self._has_using and self.unnamed_read is None:
            self.unnamed_read = find_unnamed_pattern(self._tokens[start : self._index])
        return True

    def _read_management(self) -> bool:
        """Read CLEAR, DROP, CREATE, ADD, MOVE or COPY (rules 32-37)."""
        word = next((word for word in _MANAGEMENT if self._take(word)), None)
        if word is None:
            return False
        self._take("SILENT")
        if word in ("CLEAR", "DROP", "CREATE"):
            return self._read_target()
        source = self._index
        understood = self._read_target(changes=word == "MOVE") and self._take("TO") and self._read_target()
        return understood and self._index > source

    def _read_target(self, *, changes: bool = True) -> bool:
        if self._take("DEFAULT"):
            self.default = self.default or changes
            if not changes and self.unnamed_read is None:
                self.unnamed_read = self._tokens[self._index - 1].start
            return True
        if self._take("ALL") or self._take("NAMED"):
            self.is_open = True
            return True
        self._take("GRAPH")
        token = self._next()
        if token is not None and _GLUED.match(token.text):
            self.is_open = True
        if changes:
            self._add_graph(token)
        return token is not None

    def _add_graph(self, token: Token | None) -> None:
        name = None if token is None else self._resolve(token)
        if name is None:
            self.is_open = True
        else:
            self.graphs.add(name)

    def _resolve(self, token: Token) -> str | None:
        """Return the IRI that a token stands for, or None for a variable and for what would need a base."""
        if token.kind == "iri":
            iri: str | None = token.text[1:-1]
        elif token.kind == "name":
            prefix, _, local = token.text.partition(":")
            iri = self._prefixes[prefix] + local if prefix in self._prefixes else None
        else:
            return None
        return iri if iri is not None and _PLAIN_IRI.match(iri) else None

    def _skip_group(self) -> bool:
        end = skip_group(self._tokens, self._index)
        self._index = end or self._index
        return end is not None

    def _next(self) -> Token | None:
        token = self._tokens[self._index] if self._index < len(self._tokens) else None
        self._index += 1
        return token

    def _take(self, text: str) -> bool:
        """Step over the next token if it is this mark or word."""
        if self._index < len(self._tokens) and _is(self._tokens[self._index], text):
            self._index += 1
            return True
        return False


def _is(token: Token, text: str) -> bool:
    return token.kind in ("mark", "word") and token.text.upper() == text
