"""Says of a query that does not parse where and why, in a sentence for people.

pyoxigraph's parser reports the furthest character that any of its rules looked at, often several words past
the mistake, and a list of character classes. Here the parser itself is asked instead: the longest run of
tokens that can still become a query ends just before the token at fault, and what may stand there is what
it accepts there. That takes some thirty more parses of the text, on an empty store, and only when a query
is wrong.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pyoxigraph as ox

from kg.engine.lexer import Token, find_position, split_tokens
from kg.engine.sentences import PROBES, REASONS, REASONS_OF_SELECT, REUSED_BLANK_NODE, UPDATES, WORDS
from kg.errors import MalformedQuery
from kg.vocabulary import PREFIXES

_PADDING = " " * 64  # longer than any keyword, so that reading ahead for one never reaches the end
_BRACKETS = {"}": "{", ")": "(", "]": "["}


@dataclass(frozen=True)
class _Parser:
    """pyoxigraph's parser, with the base of relative IRIs."""

    base: str | None

    def accepts(self, text: str) -> bool:
        """True if ``text`` is a query or the beginning of one: then the parser looks for more at its very end."""
        padded = text + _PADDING
        line, column = find_position(padded, len(padded))
        message = self.complain(padded)
        return not message or message.startswith(f"error at {line}:{column}: ")

    def complain(self, text: str) -> str:
        """Return the parser's message, or nothing where it has none."""
        try:
            ox.Store().query(text, prefixes=PREFIXES, base_iri=self.base)
        except SyntaxError as error:
            return str(error)
        except RuntimeError:  # it parses, and asks for a function that there is not
            return ""
        return ""


def diagnose_query(text: str, error: SyntaxError, base: str | None = None) -> MalformedQuery:
    """Return the error to raise for ``text``, which pyoxigraph refused with ``error``; ``base`` resolved its IRIs."""
    parser = _Parser(base)
    tokens = list(split_tokens(text))
    if not tokens:
        return _locate(text, 0, "there is no query; write one that begins with SELECT, ASK, CONSTRUCT or DESCRIBE")
    if tokens[0].text.upper() in UPDATES:
        return _locate(text, tokens[0].start, f"{tokens[0].text.upper()} begins an update, and this answers queries")
    index = _count_accepted(parser, text, tokens)
    index = next((i for i, token in enumerate(tokens[: index + 1]) if token.kind == "unclosed"), index)
    if index == len(tokens):
        return _diagnose_end(parser, text, tokens, str(error))
    return _diagnose_token(parser, text, tokens, index)


def diagnose_surrogate(text: str, error: UnicodeEncodeError) -> MalformedQuery:
    """Return the error to raise for text with half of a surrogate pair in it, which is no Unicode text."""
    return _locate(text, error.start, f"{text[error.start]!r} is half a surrogate pair, no character; remove it")


def diagnose_term(error: RuntimeError) -> MalformedQuery:
    """Return the error to raise for a query that parses but calls what there is not."""
    return MalformedQuery(f"The query cannot be evaluated: {str(error).rstrip('.')}.")


def _count_accepted(parser: _Parser, text: str, tokens: Sequence[Token]) -> int:
    """Return how many tokens from the start can still become a query, by halving."""
    low, high = 0, len(tokens)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if parser.accepts(text[: tokens[middle - 1].end]) else (low, middle - 1)
    return low


def _diagnose_end(parser: _Parser, text: str, tokens: Sequence[Token], message: str) -> MalformedQuery:
    """Every token can stand where it stands: the text ends too early, or says something contradictory."""
    for phrase, reason in (REASONS_OF_SELECT | REASONS).items():
        if phrase in message:
            return _locate(text, tokens[0].start, reason)
    opened = _find_open_brackets(tokens)
    if not opened:
        return _locate(text, len(text), f"the query ends too early; expected {_list_expected(parser, text)}")
    bracket = opened[-1]
    line, column = find_position(text, bracket.start)
    where = f"the '{bracket.text}' of line {line}, column {column} is not closed"
    return _locate(text, len(text), f"the query ends too early: {where}; expected {_list_expected(parser, text)}")


def _diagnose_token(parser: _Parser, text: str, tokens: Sequence[Token], index: int) -> MalformedQuery:
    token, before = tokens[index], text[: tokens[index].start]
    if reason := _find_reason(parser, text, tokens, index):
        return _locate(text, token.start, reason)
    found = f"found '{_shorten(token.text)}'"
    if token.kind == "word" and token.text.upper() not in WORDS:
        close = difflib.get_close_matches(token.text.upper(), WORDS, 1, 0.8)
        hint = f" (did you mean {close[0]}?)" if close else ""
        found = f"'{_shorten(token.text)}' is no word of SPARQL{hint}"
    opened = _find_open_brackets(tokens[:index])
    if opened and _BRACKETS.get(token.text, opened[-1].text) != opened[-1].text:
        line, column = find_position(text, opened[-1].start)
        found += f" before the '{opened[-1].text}' of line {line}, column {column} is closed"
    return _locate(text, token.start, f"{found}; expected {_list_expected(parser, before)}")


def _find_reason(parser: _Parser, text: str, tokens: Sequence[Token], index: int) -> str | None:
    """Return what is wrong with a token where that is more than its being out of place."""
    token = tokens[index]
    if token.kind == "unclosed":
        quote = token.text[:3] if token.text[:3] in ('"""', "'''") else token.text[0]
        return f"the string that begins here is not closed; expected {quote} at its end"
    if token.kind == "name" and (prefix := token.text.partition(":")[0]) not in (known := _find_prefixes(tokens)):
        return f"unknown prefix {prefix}: - known are {', '.join(f'{name}:' for name in sorted(known))}"
    message = parser.complain(text[: token.end] + _PADDING) + parser.complain(text[: token.start] + _PADDING)
    if token.kind == "blank" and "<unreported>" in message:
        return REUSED_BLANK_NODE
    return next((reason for phrase, reason in REASONS.items() if phrase in message), None)


def _list_expected(parser: _Parser, before: str) -> str:
    """Return what the parser accepts after ``before``, in words."""
    words = [word for probe, word in PROBES.items() if parser.accepts(f"{before} {probe}")]
    if not words:
        return "the end of the query" if not parser.complain(before) else "a prefix such as kg:"
    return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def _find_prefixes(tokens: Sequence[Token]) -> set[str]:
    """Return the prefixes that the query declares, and those implied."""
    declared = {name.text.partition(":")[0] for word, name in pairwise(tokens) if word.text.upper() == "PREFIX"}
    return declared | set(PREFIXES)


def _find_open_brackets(tokens: Sequence[Token]) -> list[Token]:
    opened: list[Token] = []
    for token in tokens:
        if token.kind == "mark" and token.text in "({[":
            opened.append(token)
        elif token.text in _BRACKETS and opened:
            opened.pop()
    return opened


def _shorten(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:37]}..."


def _locate(text: str, offset: int, reason: str) -> MalformedQuery:
    line, column = find_position(text, offset)
    return MalformedQuery(f"Line {line}, column {column}: {reason}.", line=line, column=column)
