"""How well a text's language serves a reader; never chooses the reader's own."""

from __future__ import annotations

FALLBACKS = ("en", "")


def rank_language(language: str, reader: str) -> int:
    """Return how well a text in that language (a tag of RFC 5646, or nothing) serves the reader; 0 is best.

    The reader's own comes first, then English, then no language, then any; ``de-AT`` is German.
    """
    preferred = (reader, *FALLBACKS)
    main = language.lower().partition("-")[0]
    return preferred.index(main) if main in preferred else len(preferred)
