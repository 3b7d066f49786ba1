"""Proves the evidence of facts against the article's text, and makes passages for new facts.

The text is compared and forgotten: nothing of it is kept, and no report quotes it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from hashlib import sha256
from itertools import combinations
from unicodedata import normalize

from kg.article import Article, Passage
from kg.errors import InputError, UnknownName

NO_PASSAGES = "no passage of it is described, so the text proves nothing"
UNDESCRIBED = "it is named as evidence, but not described as a passage of the article: describe it, or correct its IRI"


@dataclass(frozen=True)
class EvidenceFailure:
    """A passage (or the article, by its IRI) that is not as the facts say, and the reason."""

    passage: str
    reason: str


@dataclass(frozen=True)
class EvidenceReport:
    """What a text proves of an article's facts.

    ``total`` counts passages that are described, ``proved`` those whose range and hash the text bears out.
    ``coverage`` is the share of the text's characters, 0 to 1, and ``sentences_covered`` the number of its sentences,
    that are evidence of a fact.
    """

    article: str
    total: int
    proved: int
    failures: tuple[EvidenceFailure, ...]
    coverage: float
    sentences_covered: int
    sentences_total: int

    @property
    def ok(self) -> bool:
        """Whether everything is proved, the article's own length and hash included."""
        return not self.failures


def hash_text(text: str) -> str:
    """Return the SHA-256 of the text's UTF-8, in lower-case hexadecimal."""
    return sha256(text.encode("utf-8")).hexdigest()


def prove_evidence(article: Article, text: str) -> EvidenceReport:
    """Hold every passage and time phrase of an article, and its length and hash, against a text."""
    wrong = {passage.iri: reason for passage in article.passages if (reason := _find_fault(passage, text))}
    whole = _compare_whole(article, text, changed=bool(wrong))
    failures = [EvidenceFailure(article.iri, whole)] if whole else []
    if not article.passages:
        failures.append(EvidenceFailure(article.iri, NO_PASSAGES))
    failures += [EvidenceFailure(iri, UNDESCRIBED) for iri in article.undescribed]
    failures += [EvidenceFailure(iri, reason) for iri, reason in wrong.items()]
    failures += _find_missing_phrases(article, text, wrong)
    evidence = [passage for passage in article.passages if passage.is_evidence and passage.iri not in wrong]
    sentences = [passage for passage in article.passages if passage.sentence is not None]
    covered = {position for passage in evidence for position in range(passage.start, passage.end)}
    return EvidenceReport(
        article=article.iri,
        total=len(article.passages),
        proved=len(article.passages) - len(wrong),
        failures=tuple(failures),
        coverage=len(covered) / max(len(text), 1),
        sentences_covered=sum(any(_contains(sentence, passage) for passage in evidence) for sentence in sentences),
        sentences_total=len(sentences),
    )


def _find_fault(passage: Passage, text: str) -> str | None:
    if passage.end > len(text):
        return f"it ends at character {passage.end}, but the text has only {len(text)}"
    if hash_text(text[passage.start : passage.end]) == passage.sha256:
        return None
    if position := _find_moved(passage, text):
        return f"its words now stand at characters {position},{position + passage.end - passage.start}"
    return "the text there is not the one that the facts rest on (its hash differs)"


def _find_moved(passage: Passage, text: str, reach: int = 40) -> int | None:
    """Return where the passage's words start now, if within ``reach`` characters of their place."""
    length = passage.end - passage.start
    for start in range(max(0, passage.start - reach), min(len(text) - length, passage.start + reach) + 1):
        if hash_text(text[start : start + length]) == passage.sha256:
            return start
    return None


def _find_missing_phrases(article: Article, text: str, wrong: dict[str, str]) -> list[EvidenceFailure]:
    places = {passage.iri: text[passage.start : passage.end] for passage in article.passages}
    return [
        EvidenceFailure(phrase.fact, f"its time phrase '{phrase.words}' does not stand in its evidence")
        for phrase in article.time_phrases
        if not wrong.keys() & set(phrase.passages)
        and not any(phrase.words in places.get(iri, "") for iri in phrase.passages)
    ]


# What editors do to a text unasked.
_REPAIRS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("with Windows line ends", lambda text: text.replace("\r\n", "\n")),
    ("with an extra line end at its end", lambda text: text.removesuffix("\n")),
    ("with its letters and their marks apart (Unicode NFD, not NFC)", lambda text: normalize("NFC", text)),
)


def _compare_whole(article: Article, text: str, *, changed: bool) -> str | None:
    if hash_text(text) == article.sha256:
        if len(text) == article.length:
            return None
        return f"the text has {len(text)} characters, but kg:length is {article.length}"
    if faults := _find_faults(article, text):
        return f"the text is the article's, but {' and '.join(faults)}: undo that"
    if len(text) != article.length:
        return f"the text has {len(text)} characters, the article {article.length}"
    return f"the text differs from the article's{'' if changed else ' between the passages'} (its hash differs)"


def _find_faults(article: Article, text: str) -> list[str]:
    """Return the fewest faults that make the text another than the article's; none if there is more."""
    for number in range(1, len(_REPAIRS) + 1):
        for chosen in combinations(_REPAIRS, number):
            if hash_text(reduce(lambda repaired, item: item[1](repaired), chosen, text)) == article.sha256:
                return [fault for fault, _ in chosen]
    return []


def _contains(outer: Passage, inner: Passage) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def choose_article(
    articles: Sequence[Article],
    text: str,
    slug: str | None = None,
    *,
    advice: str = "Name the one that you mean to see what differs.",
) -> Article:
    """Return the article of that slug, or else the one that most of the text's passages prove.

    Raises UnknownName for a slug that is not there, InputError, which ends with ``advice``, where nothing in the text
    points to any article.
    """
    if slug is not None:
        for article in articles:
            if slug in (article.slug, article.iri):
                return article
        raise UnknownName(f"There is no article '{slug}'. There are: {_list(articles)}.")
    fitting = max(articles, key=lambda article: _count_signs(article, text), default=None)
    if fitting is None or not _count_signs(fitting, text):
        raise InputError(
            f"This is the text of none of the articles here ({_list(articles)}): none of their passages stands in it. "
            f"{advice}"
        )
    return fitting


def _count_signs(article: Article, text: str) -> int:
    proved = sum(_find_fault(passage, text) is None for passage in article.passages)
    return proved + (len(text) == article.length) + (hash_text(text) == article.sha256)


def _list(articles: Sequence[Article]) -> str:
    return ", ".join(article.slug for article in articles) or "none"
