"""How a fact is presented, as readers see it: five stances, each with a mark of its own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Stance:
    """One stance. ``name`` is its class in the style sheet; the others are interface strings.

    ``by`` is the badge where somebody other than the article vouches for the fact; it has a ``%(who)s``.
    """

    name: str
    badge: str
    by: str
    heading: str
    meaning: str


AS_FACT = Stance(
    "actual",
    "As fact",
    "As fact, according to %(who)s",
    "Presented as fact",
    "It happened or is so, as the article presents it.",
)
PLANNED = Stance(
    "planned",
    "Planned",
    "Planned by %(who)s",
    "Planned",
    "Intended or announced. Whether it came about is not said.",
)
ALLEGED = Stance(
    "alleged",
    "Alleged",
    "Alleged by %(who)s",
    "Alleged",
    "Somebody says it against somebody else. The article does not confirm it.",
)
DENIED = Stance(
    "denied",
    "Denied",
    "Denied by %(who)s",
    "Denied",
    "It is said not to be so.",
)
OPINION = Stance(
    "opinion",
    "Opinion",
    "Opinion of %(who)s",
    "Opinion",
    "A judgement or evaluation, not something that happened.",
)

STANCES = (AS_FACT, PLANNED, ALLEGED, DENIED, OPINION)

_BY_MODALITY = {"Actual": AS_FACT, "Planned": PLANNED, "Alleged": ALLEGED, "Assessed": OPINION}


def find_stance(polarity: str, modality: str) -> Stance | None:
    """Return the stance for the local names of a polarity and a modality; None where they are not ours.

    A denial is shown as one whatever its modality: that it is not so must never be overlooked.
    """
    return DENIED if polarity == "Denied" else _BY_MODALITY.get(modality)
