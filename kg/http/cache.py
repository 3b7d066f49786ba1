"""A cache of whole answers in front of the application (RFC 9111), bounded in bytes; never outlives a dataset version.

It keeps answers to GET that carry an entity tag: those say by it that only dataset and request decide them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

# A request's headers that its answer may depend on, besides its address, the dataset, the software and its settings.
DEPENDS_ON = ("host", "accept", "accept-language", "accept-encoding", "cookie")
# The largest share of the cache that one answer may take.
LARGEST_SHARE = 8
# About what Python's objects for one entry take beside their texts, in bytes.
ENTRY = 2048

Headers = list[tuple[str, str]]
Key = tuple[str | None, ...]


@dataclass(frozen=True)
class Cached:
    """An answer with status 200, as it was sent."""

    headers: Headers
    body: bytes
    tag: str

    @property
    def size(self) -> int:
        """About what it takes, in bytes, but for the request that it answers."""
        return len(self.body) + sum(len(name) + len(value) for name, value in self.headers)

    def is_known(self, if_none_match: str | None) -> bool:
        """Say whether the client has it already (RFC 9110, section 13.1.2)."""
        return if_none_match is not None and (if_none_match.strip() == "*" or self.tag in if_none_match)


class ResponseCache:
    """Answers by request, the least recently used dropped first; for one thread, as an event loop is.

    ``hits`` counts what was found; ``observe`` is told, by whoever sends it, the path and the seconds that it took.
    """

    def __init__(self, max_bytes: int, version: Callable[[], str]) -> None:
        """Keep at most ``max_bytes``; whatever was kept goes when ``version()`` gives another value."""
        self._max_bytes, self._read_version = max_bytes, version
        self._answers: OrderedDict[Key, Cached] = OrderedDict()
        self._size = 0
        self._version = version()
        self.hits = 0
        self.observe: Callable[[str, float], None] = lambda _path, _seconds: None

    def find(self, key: Key) -> Cached | None:
        """Return the answer kept for this request, or None."""
        version = self._read_version()
        if version != self._version:
            self._answers.clear()
            self._size, self._version = 0, version
        cached = self._answers.get(key)
        if cached is not None:
            self._answers.move_to_end(key)
            self.hits += 1
        return cached

    @property
    def size(self) -> int:
        """How many bytes it keeps."""
        return self._size

    @property
    def version(self) -> str:
        """The dataset version of what is kept."""
        return self._version

    def keep(self, key: Key, version: str, headers: Headers, body: bytes) -> None:
        """Keep an answer that was asked for at ``version``, unless it has no tag, is too large or no longer true."""
        named = {name.lower(): value for name, value in headers}
        if "etag" not in named or "set-cookie" in named or version != self._read_version():
            return
        cached = Cached(headers, body, named["etag"].removeprefix("W/"))
        size = measure(key, cached)
        if size > self._max_bytes // LARGEST_SHARE or key in self._answers:
            return
        self._answers[key] = cached
        self._size += size
        while self._size > self._max_bytes:
            self._size -= measure(*self._answers.popitem(last=False))


def measure(key: Key, cached: Cached) -> int:
    """Return about how many bytes an answer and the request that it answers take."""
    return cached.size + ENTRY + sum(map(len, filter(None, key)))


def make_key(path: str, query: str, headers: Iterable[tuple[str, str]]) -> Key:
    """Return what decides the answer to a GET: its address and the headers that matter."""
    named: dict[str, str] = {}
    for name, value in headers:
        named[name] = f"{named[name]}, {value}" if name in named else value
    return (path, query, *(named.get(name) for name in DEPENDS_ON))
