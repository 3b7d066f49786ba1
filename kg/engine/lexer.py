"""Splits SPARQL text into the terminals of SPARQL 1.1 Query, section 19.8; never judges grammar.

Enough to tell a keyword from the same letters in a string, an IRI, a comment, a prefixed name or a
variable, and to say where a token stands. Where SPARQL's grammar alone decides whether ``<`` opens an IRI
or compares, the longest IRI wins, as section 19.8 says; `Token.is_ambiguous` marks the places where a
grammar-driven parser may read on differently. An unclosed string is all up to where it could have been closed.

Takes time in proportion to the text, whatever it is: no character can be read in two ways within one terminal, and
nothing but the beginning of a name, whose length is bounded, is looked through twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_OTHER = r"\x80-\U0010ffff"
_NAME = rf"[\w\-{_OTHER}]"
_LOCAL = rf"(?:{_NAME}|:|\\.|%[0-9A-Fa-f]{{2}}|\.(?=[\w\-:.\\%{_OTHER}]))*+"
_LONGEST_PREFIX = 100

_TERMINALS = re.compile(
    rf"""
    (?P<space>\s+)
  | (?P<comment>\#[^\n\r]*)
  | (?P<string>\"\"\"(?:"{{0,2}}(?:[^"\\]|\\.))*+\"\"\" | '''(?:'{{0,2}}(?:[^'\\]|\\.))*+'''
             | "(?!"")(?:[^"\\\n\r]|\\.)*+" | '(?!'')(?:[^'\\\n\r]|\\.)*+' | ""(?!") | ''(?!'))
  | (?P<unclosed>\"\"\".*+ | '''.*+ | "(?:[^"\\\n\r]|\\.)*+ | '(?:[^'\\\n\r]|\\.)*+)
  | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*+>)
  | (?P<blank>_:{_LOCAL})
  | (?P<variable>[?$][\w{_OTHER}]+)
  | (?P<language>@[A-Za-z]+(?:-+[A-Za-z0-9]+)*)
  | (?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)
  | (?P<name>(?:[A-Za-z{_OTHER}](?:{_NAME}|\.(?=\S)){{0,{_LONGEST_PREFIX - 1}}}+)?:{_LOCAL})
  | (?P<word>[A-Za-z_{_OTHER}][\w{_OTHER}]*)
  | (?P<mark>\^\^|&&|\|\||!=|<=|>=|<<\(|\)>>|<<|>>|.)
    """,
    re.VERBOSE | re.DOTALL,
)

# In the other reading such an IRI is a comparison, and what follows # or ' is a comment or a string.
_READABLE_AS_COMPARISON = re.compile(r"(?:(?!//)[^#'])*[#']")


class Token(NamedTuple):
    """One terminal: ``kind`` is string, unclosed, iri, blank, variable, language, number, name, word or mark.

    ``start`` and ``end`` are offsets in characters, end exclusive.
    """

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset just after the token."""
        return self.start + len(self.text)

    @property
    def is_ambiguous(self) -> bool:
        """True for an IRI that a grammar-driven parser may take for a comparison and a comment or string."""
        return self.kind == "iri" and _READABLE_AS_COMPARISON.match(self.text) is not None


def split_tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of ``text`` in order, without white space and comments; every text can be split."""
    for match in _TERMINALS.finditer(text):
        kind = match.lastgroup
        if kind != "space" and kind != "comment":
            yield Token(kind or "mark", match[0], match.start())


def find_position(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, both from 1, of the character at ``offset``."""
    start_of_line = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, offset - start_of_line + 1
