"""What the service can be told, by ``kg serve`` or by environment variables; never reads the graph itself."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.engine import Limits
from kg.errors import InputError
from kg.vocabulary import BASE

MIB = 1 << 20
# An absolute IRI of http or https (RFC 3987) up to the part that names a thing.
_BASE = re.compile(r"https?://[^\x00-\x20<>\"{}|\\^`?#/]+(/[^\x00-\x20<>\"{}|\\^`?#]*)?[/#]")


@dataclass(frozen=True)
class Settings:
    """Settings of one service.

    ``data`` are further files of facts, ``packaged`` says whether the packaged articles are loaded,
    ``base`` is the IRI prefix for whose IRIs this server answers, ``max_body`` the largest request body in
    bytes, ``text`` a file with the text of an article, shown on its page when its hash is right; ``validates`` says
    whether ``data`` and writes must conform to the shapes; ``cache`` is how many bytes of answers are kept to be given
    again; ``limits`` are those of a query, None for an engine without any;
    ``engine`` is the address of a SPARQL endpoint that holds the facts, with its password if it wants one, None for
    facts held here. ``store`` is the file that keeps what is written,
    None for a service that takes no writes; ``token`` is what writers send; ``strict_default_graph`` leaves the default
    graph of a query to what has no graph's name, in place of the union of all graphs.
    Raises InputError for a ``base`` to which nothing can be appended.
    """

    data: tuple[Path, ...] = ()
    packaged: bool = True
    base: str = BASE
    max_body: int = 4 * MIB
    text: Path | None = None
    validates: bool = True
    cache: int = 64 * MIB
    limits: Limits | None = field(default_factory=Limits)
    engine: str | None = field(default=None, repr=False)
    store: Path | None = None
    token: str | None = field(default=None, repr=False)
    strict_default_graph: bool = False

    def __post_init__(self) -> None:
        if not _BASE.fullmatch(self.base):
            raise InputError(f"The base '{self.base}' is not an absolute http or https IRI that ends with / or #.")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read what ``kg serve`` reads for the same settings.

        KG_DATA (separated as PATH is), KG_BASE, KG_MAX_BODY and KG_CACHE (MiB), KG_TEXT, KG_PACKAGED, KG_NO_VALIDATE;
        KG_ENGINE, KG_STORE, KG_TOKEN, KG_STRICT_DEFAULT_GRAPH; of the limits KG_TIMEOUT and KG_WRITE_TIMEOUT (seconds),
        KG_MEMORY and KG_MAX_ANSWER (MiB), KG_WORKERS, KG_QUEUE. Raises InputError for what is no such number.
        """
        files = environment.get("KG_DATA", "").split(os.pathsep)
        text, store = environment.get("KG_TEXT"), environment.get("KG_STORE")
        return cls(
            data=tuple(Path(file) for file in files if file),
            packaged=environment.get("KG_PACKAGED", "1") != "0",
            base=environment.get("KG_BASE", BASE),
            max_body=int(_read_number(environment, "KG_MAX_BODY", 4) * MIB),
            text=Path(text) if text else None,
            cache=int(_read_number(environment, "KG_CACHE", 64) * MIB),
            validates=environment.get("KG_NO_VALIDATE", "0") == "0",
            limits=_read_limits(environment),
            engine=environment.get("KG_ENGINE") or None,
            store=Path(store) if store else None,
            token=environment.get("KG_TOKEN") or None,
            strict_default_graph=environment.get("KG_STRICT_DEFAULT_GRAPH", "0") != "0",
        )


def _read_limits(environment: Mapping[str, str]) -> Limits:
    usual = Limits()
    return Limits(
        timeout_s=_read_number(environment, "KG_TIMEOUT", usual.timeout_s),
        write_timeout_s=_read_number(environment, "KG_WRITE_TIMEOUT", usual.write_timeout_s),
        memory_bytes=int(_read_number(environment, "KG_MEMORY", usual.memory_bytes / MIB) * MIB),
        max_answer_bytes=int(_read_number(environment, "KG_MAX_ANSWER", usual.max_answer_bytes / MIB) * MIB),
        workers=int(_read_number(environment, "KG_WORKERS", usual.workers, least=1)),
        queue=int(_read_number(environment, "KG_QUEUE", usual.queue)),
    )


def _read_number(environment: Mapping[str, str], name: str, usual: float, *, least: float = 0) -> float:
    text = environment.get(name) or str(usual)
    try:
        number = float(text)
    except ValueError as error:
        raise InputError(f"{name} is '{text}', which is no number.") from error
    if not least <= number < math.inf:
        raise InputError(f"{name} is {text}; give a number from {least:g} on.")
    return number
