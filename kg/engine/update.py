"""Carries out a SPARQL Update on a store that may be thrown away; judges nothing of what it writes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

import pyoxigraph as ox

from kg.engine.asking import SORT_KEY, SORTING
from kg.engine.change import Update
from kg.engine.diagnosis import diagnose_surrogate
from kg.engine.lexer import Token, split_tokens
from kg.engine.order_by import wrap_conditions
from kg.engine.patterns import skip_group
from kg.engine.refusal import refuse_outreach
from kg.engine.update_diagnosis import diagnose_update
from kg.errors import InputError, Refused, UnknownName
from kg.vocabulary import PREFIXES

_MISSING_GRAPH = re.compile(r"The graph (<.*>) does not exist")


def run_update(store: ox.Store, update: Update) -> None:
    """Carry out all operations of ``update``, or none.

    Raises Refused (LOAD, SERVICE), MalformedQuery, UnknownName for a graph that is dropped or copied and is not there,
    InputError for a graph that is created and is there.
    """
    update = replace(update, text=_drop_silent_loads(update.text))
    refuse_outreach(update.text)
    tokens = list(split_tokens(update.text))
    _refuse_hidden_load(tokens)
    text = wrap_conditions(_add_dataset(update, tokens), SORT_KEY)
    try:
        store.update(text, base_iri=update.base, prefixes=PREFIXES, custom_functions=SORTING)
    except SyntaxError as error:
        raise diagnose_update(update.text, tokens, error) from error
    except UnicodeEncodeError as error:
        raise diagnose_surrogate(update.text, error) from error
    except RuntimeError as error:
        if missing := _MISSING_GRAPH.search(str(error)):
            raise UnknownName(f"There is no graph {missing[1]} here; with SILENT that would be no error.") from error
        raise InputError(f"The update cannot be carried out: {str(error).rstrip('.')}.") from error


def _drop_silent_loads(text: str) -> str:
    """Return the text with each LOAD SILENT as what it comes to where nothing is ever loaded: success (rule 31)."""
    tokens = list(split_tokens(text))
    pieces, position = [], 0
    for index, token in enumerate(tokens):
        words = [following.text.upper() for following in tokens[index : index + 5]]
        if token.kind == "word" and words[:2] == ["LOAD", "SILENT"] and len(words) > 2:
            has_target = words[3:] == ["INTO", "GRAPH"] and index + 5 < len(tokens)
            last = tokens[index + 5] if has_target else tokens[index + 2]
            pieces += [text[position : token.start], "INSERT DATA {}"]
            position = last.end
    return "".join([*pieces, text[position:]])


def _refuse_hidden_load(tokens: Sequence[Token]) -> None:
    """Raise Refused for LOAD grown together with a name, which pyoxigraph's parser reads apart: ``LOADex:file``."""
    depths = accumulate((token.text == "{") - (token.text == "}") for token in tokens)
    before: Token | None = None
    for token, depth in zip(tokens, depths, strict=True):
        is_name = token.kind in ("name", "word") and token.text.upper().startswith("LOAD")
        if is_name and depth == 0 and (before is None or before.kind != "word"):
            raise Refused(f"LOAD is never carried out here, as it reaches out to another host: '{token.text}'.")
        before = token


def _add_dataset(update: Update, tokens: Sequence[Token]) -> str:
    """Return the text with the protocol's dataset as USING clauses (SPARQL 1.1 Protocol, section 2.2.3)."""
    if not (update.using_graphs or update.using_named_graphs):
        return update.text
    clauses = [f"USING <{graph}>" for graph in update.using_graphs]
    clauses += [f"USING NAMED <{graph}>" for graph in update.using_named_graphs]
    pieces, position = [], 0
    for offset, insertion in _place_dataset(update.text, tokens, " ".join(clauses)):
        pieces += [update.text[position:offset], insertion]
        position = offset
    return "".join([*pieces, update.text[position:]])


def _place_dataset(text: str, tokens: Sequence[Token], clauses: str) -> Iterator[tuple[int, str]]:
    """Yield what to insert at which offset. Raises InputError where the text has a dataset of its own."""
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.kind == "word" and token.text.upper() in ("USING", "WITH"):
            raise InputError(
                f"The update names its dataset by {token.text.upper()}, and the request by using-graph-uri or "
                "using-named-graph-uri; only one of them may."
            )
        if token.kind == "word" and token.text.upper() == "WHERE":
            end = skip_group(tokens, index + 1)
            is_short = index > 0 and tokens[index - 1].text.upper() == "DELETE"
            pattern = text[tokens[index + 1].start : tokens[end - 1].end] if is_short and end else ""
            yield token.start, f"{pattern} {clauses} "
        index = skip_group(tokens, index) or index + 1
