"""What XML cannot carry, which pyoxigraph writes all the same, as a document that no parser reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.engine.output import Output

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LOCAL_NAME = re.compile(r"(?:[A-Za-z_]|[^\x00-\x7f])[\w.\-\u00b7\u0300-\u036f]*$")


_FORBIDDEN_BYTES = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


class CharacterGuard:
    """An output that passes XML on, and raises ValueError at a character that XML excludes."""

    def __init__(self, output: Output) -> None:
        self._output = output

    def write(self, data: bytes) -> int:
        """Pass ``data`` on."""
        if match := _FORBIDDEN_BYTES.search(data):
            require_characters(match.group().decode())
        return self._output.write(data)

    def flush(self) -> None:
        """Do nothing: all that is written is there."""


def require_xml(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """Pass on the triples that RDF/XML can carry; raise ValueError at the first that it cannot."""
    named: set[str] = set()
    for triple in triples:
        predicate = triple.predicate.value
        if predicate not in named:
            if not _LOCAL_NAME.search(predicate):
                raise ValueError(f"the predicate <{predicate}> does not end with a name")
            named.add(predicate)
        if isinstance(triple.object, ox.Literal):
            require_characters(triple.object.value)
        yield triple


def require_characters(text: str) -> None:
    """Raise ValueError for text with a character that XML 1.0, section 2.2, excludes."""
    if match := _FORBIDDEN.search(text):
        raise ValueError(f"the character {match.group()!r} cannot be written in XML")
