"""Names the variables of ``SELECT *`` in the order in which the query first says them; pyoxigraph's is the alphabet's.

SPARQL 1.1 Query, section 18.2.4.1, says which variables ``*`` stands for, and leaves their order open.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.engine.lexer import split_tokens

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_MODIFIERS = ("DISTINCT", "REDUCED")


def find_star(text: str) -> int | None:
    """Return the offset of the ``*`` of a query that is ``SELECT *``, None for any other."""
    if "*" not in text:
        return None
    tokens = split_tokens(text)
    form = next((token.text.upper() for token in tokens if token.kind == "word" and token.text.upper() in _FORMS), "")
    following = next((token for token in tokens if token.text.upper() not in _MODIFIERS), None)
    return following.start if form == "SELECT" and following is not None and following.text == "*" else None


def name_variables(text: str, star: int, variables: Iterable[str]) -> str:
    """Return the query with the variables in place of its star; none leave it as it is."""
    said = {token.text[1:]: token.start for token in reversed(list(split_tokens(text))) if token.kind == "variable"}
    names = sorted(variables, key=lambda name: said.get(name, len(text)))
    return f"{text[:star]} ?{' ?'.join(names)} {text[star + 1 :]}" if names else text
