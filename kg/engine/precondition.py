"""What must hold when a write begins, and the states that a writer remembers to judge it by."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kg.errors import Outdated

# Versions that are remembered; whoever read an earlier one reads again.
_AT_MOST = 1000

IsMeant = Callable[[str], bool]


@dataclass(frozen=True)
class Precondition:
    """What a writer took for the state of a graph, or of the whole dataset where ``graph`` is None.

    A state goes by the versions of the dataset in which the graph was as it is now; a graph that is not there has none.
    ``wanted`` has to say yes to one of them, ``unwanted`` to none; None asks for nothing.
    """

    graph: str | None
    wanted: IsMeant | None = None
    unwanted: IsMeant | None = None

    def require(self, versions: tuple[str, ...]) -> None:
        """Raise Outdated where the state that has these versions is not the one that the writer took it for."""
        name = (
            "The dataset" if self.graph is None else f"The graph <{self.graph}>" if self.graph else "The unnamed graph"
        )
        if self.wanted and not any(map(self.wanted, versions)):
            state = "has changed since you read it" if versions else "is not there"
            raise Outdated(f"{name} {state}, so nothing was changed. Read it again, and write what follows from that.")
        if self.unwanted and any(map(self.unwanted, versions)):
            raise Outdated(f"{name} is there already as you did not want it to be, so nothing was changed.")


class History:
    """The latest versions of a dataset, each with the graphs that changed when it began."""

    def __init__(self, version: str) -> None:
        self._entries: deque[tuple[str, frozenset[str]]] = deque([(version, frozenset())], maxlen=_AT_MOST)

    def add(self, version: str, graphs: frozenset[str]) -> None:
        """Remember a version in which these graphs are not as they were in the one before."""
        self._entries.append((version, graphs))

    def find_versions(self, graph: str | None) -> Iterator[str]:
        """Yield the versions in which a graph was as it is now, the latest first; of the dataset (None) the latest."""
        for version, graphs in reversed(self._entries):
            yield version
            if graph is None or graph in graphs:
                return
