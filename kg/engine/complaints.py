"""What another server says went wrong, in the words of the error to raise: one sentence without query or markup."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from kg.engine.lexer import find_position
from kg.errors import AnswerTooLarge, Busy, DeadlineExceeded, KgError, MalformedQuery, Unavailable

_LONGEST = 300
# How servers write a place: Oxigraph; Jena and RDF4J; Virtuoso; QLever and others that give no column.
_PLACES = (
    re.compile(r"\berror at (?P<line>\d{1,9}):(?P<column>\d{1,9}):? *"),
    re.compile(r"(?:\bat )?\bline:? (?P<line>\d{1,9}),? (?:col|column):? *(?P<column>\d{1,9})[.:,]? *", re.IGNORECASE),
    re.compile(r"(?:\bat )?\bline:? (?P<line>\d{1,9})[.:,]? *", re.IGNORECASE),
)
# From here on servers list what their grammar would take, or repeat the query.
_BLANKS = re.compile(r"[ \t]+")
_TAIL = re.compile(r"(?:,? *\b(?:was )?expect(?:ed|ing) one of\b|\bSPARQL query:|\n\s*\n).*", re.IGNORECASE | re.DOTALL)
_MARKUP = re.compile(r"<(?:style|script|head)\b.*?</(?:style|script|head)>|</?[a-z][^<>]*>", re.IGNORECASE | re.DOTALL)
_LONG_REFERENCE = re.compile(r"&#[xX]?[0-9a-fA-F]{9,}")  # of no character; Python refuses very many digits
_IN_JSON = re.compile(r'"(?:message|detail|exception|error|error_description)"\s*:\s*"((?:[^"\\]|\\.)*)"')
_SECONDS = re.compile(r"[0-9]{1,9}")
_LATE = re.compile(r"\btime[ds]?[ -]?(?:out|limit)\b", re.IGNORECASE)

_SENTENCES = {
    206: "gives a part of the answer alone; ask for less",
    401: "wants a user and a password; write them into its address, as in http://user:password@host/sparql",
    403: "does not allow this query",
    404: "has nothing at this address; give the address where it answers queries",
    405: "takes no query by POST at this address; give the address where it answers queries",
    406: "gives answers neither in SPARQL results JSON nor in N-Triples",
    413: "takes no query as long as this",
    415: "takes no query as a form; give the address where it follows the SPARQL 1.1 Protocol",
}


@dataclass(frozen=True)
class Complaint:
    """An answer that is no success: ``words`` are its body's beginning; ``retry_after`` its header, or nothing."""

    status: int
    words: str
    media_type: str
    retry_after: str = ""

    def explain(self, name: str, text: str, header: str) -> KgError:
        """Return the error to raise.

        ``name`` is the endpoint's, ``text`` the query as its asker wrote it, ``header`` what was put before it.
        """
        said = clean_words(self.words, self.media_type)
        if self.status == 400:
            return _locate(name, said, text, header)
        if self.status in (408, 504) or (self.status >= 500 and _LATE.search(said)):
            return DeadlineExceeded(f"The endpoint {name} ended the query, as it took too long. Ask for less.")
        if self.status in (429, 503) and _SECONDS.fullmatch(self.retry_after):
            seconds = min(int(self.retry_after), 3600)
            return Busy(f"The endpoint {name} is busy; ask again in {seconds} s.", retry_after=seconds)
        if self.status in _SENTENCES:
            return Unavailable(f"The endpoint {name} {_SENTENCES[self.status]}.")
        reason = f": {said}" if said and self.media_type == "text/plain" else ""
        return Unavailable(f"The endpoint {name} failed with status {self.status}{reason}.")


def explain_row_limit(name: str, limit: str) -> AnswerTooLarge:
    """Return the error for an answer that the endpoint itself has cut at so many rows."""
    rows = f"{limit} rows" if limit.isascii() and limit.isdigit() else "some of its rows"
    return AnswerTooLarge(
        f"The endpoint {name} gives at most {rows} and has cut this answer. Ask for less: add LIMIT, or name more."
    )


def clean_words(words: str, media_type: str = "text/plain") -> str:
    """Return one line of what a server says, without full stop, or nothing."""
    if media_type.endswith("json") and (match := _IN_JSON.search(words)):
        words = match[1].replace('\\"', '"').replace("\\n", "\n")
    if "html" in media_type or "xml" in media_type:
        words = html.unescape(_LONG_REFERENCE.sub(" ", _MARKUP.sub(" ", words)))
    line = " ".join(_TAIL.sub("", _BLANKS.sub(" ", words.strip())).split())
    line = "".join(character for character in line if character.isprintable())
    return f"{line[:_LONGEST]}…" if len(line) > _LONGEST else line.rstrip(". ")


def _locate(name: str, said: str, text: str, header: str) -> MalformedQuery:
    """Return the error for a query that the endpoint refuses, with the place in the asker's own text."""
    match = next((match for place in _PLACES if (match := place.search(said))), None)
    if match is None:
        return MalformedQuery(f"The endpoint {name} refuses the query: {said or 'it does not say why'}.")
    line = int(match["line"])
    column = int(match["column"]) if "column" in match.groupdict() else None
    said = f"{said[: match.start()]} {said[match.end() :]}".strip(" ,:")
    if column is not None and line == 1:
        column = max(1, column - len(header))
    last_line, _ = find_position(text, len(text))
    line, column = (line, column) if 1 <= line <= last_line else (last_line, None)
    place = f"Line {line}, column {column}" if column else f"Line {line}"
    reason = " ".join(said.split())
    reason = f": {reason}" if reason else ""
    return MalformedQuery(f"{place}: the endpoint {name} cannot read the query here{reason}.", line=line, column=column)
