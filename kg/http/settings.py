"""What the service can be told, by ``kg serve`` or by environment variables; never reads the graph itself."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from kg.engine import Limits
from kg.errors import InputError
from kg.http.variables import Bounds, Environment, read_number, read_path, read_switch
from kg.sources import read_text
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
    Raises InputError for a ``base`` to which nothing can be appended, and for settings that do not go together.
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
        if self.engine and (self.data or self.store or self.strict_default_graph):
            raise InputError(
                "--engine (KG_ENGINE) serves what the endpoint holds, as that defines its default graph; "
                "it goes with none of --data, --store and --strict-default-graph, nor with their variables."
            )
        if self.store and self.data:
            raise InputError(
                "--store (KG_STORE) has facts of its own; put those of --data (KG_DATA) into it with 'kg load'."
            )

    @classmethod
    def from_environment(cls, environment: Environment = os.environ) -> Settings:
        """Read what ``kg serve`` reads for the same settings, and refuse what it refuses.

        KG_DATA (separated as PATH is), KG_BASE, KG_MAX_BODY and KG_CACHE (MiB), KG_TEXT, KG_PACKAGED, KG_NO_VALIDATE;
        KG_ENGINE, KG_STORE, KG_TOKEN_FILE or KG_TOKEN, KG_STRICT_DEFAULT_GRAPH; of the limits KG_TIMEOUT and
        KG_WRITE_TIMEOUT (seconds), KG_MEMORY and KG_MAX_ANSWER (MiB), KG_WORKERS, KG_QUEUE. An empty one is not set.
        Raises InputError, which names the variable, and what `read_token` raises.
        """
        files = environment.get("KG_DATA", "").split(os.pathsep)
        return cls(
            data=tuple(Path(file) for file in files if file),
            packaged=read_switch(environment, "KG_PACKAGED", usual=True),
            base=environment.get("KG_BASE") or BASE,
            max_body=int(read_number(environment, "KG_MAX_BODY", 4) * MIB),
            text=read_path(environment, "KG_TEXT"),
            cache=int(read_number(environment, "KG_CACHE", 64, Bounds()) * MIB),
            validates=not read_switch(environment, "KG_NO_VALIDATE"),
            limits=_read_limits(environment),
            engine=environment.get("KG_ENGINE") or None,
            store=read_path(environment, "KG_STORE"),
            token=read_token(read_path(environment, "KG_TOKEN_FILE"), environment),
            strict_default_graph=read_switch(environment, "KG_STRICT_DEFAULT_GRAPH"),
        )


def read_token(file: Path | None, environment: Environment = os.environ) -> str | None:
    """Return the token in the file, or without a file that of KG_TOKEN.

    Raises Unreadable and MalformedText for a file that cannot be read, InputError for one without a token.
    """
    if file is None:
        return environment.get("KG_TOKEN") or None
    token = read_text(file.absolute()).strip()
    if not token:
        raise InputError(f"There is no token in '{file}' (--token-file, KG_TOKEN_FILE).")
    return token


def _read_limits(environment: Environment) -> Limits:
    usual = Limits()
    memory = Bounds(16, is_whole=True)
    return Limits(
        timeout_s=read_number(environment, "KG_TIMEOUT", usual.timeout_s),
        write_timeout_s=read_number(environment, "KG_WRITE_TIMEOUT", usual.write_timeout_s),
        memory_bytes=int(read_number(environment, "KG_MEMORY", usual.memory_bytes / MIB, memory) * MIB),
        max_answer_bytes=int(read_number(environment, "KG_MAX_ANSWER", usual.max_answer_bytes / MIB) * MIB),
        workers=int(read_number(environment, "KG_WORKERS", usual.workers, Bounds(1, is_whole=True))),
        queue=int(read_number(environment, "KG_QUEUE", usual.queue, Bounds(is_whole=True))),
    )
