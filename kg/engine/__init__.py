"""The query engine: the only importer of pyoxigraph.

`InProcessEngine` answers in the caller's process, `ForkedEngine` in processes that can be ended; of each there is one
that takes writes, by a `Writer`. Every engine follows `Engine`, so that what uses one can use any.
"""

from kg.engine.cancellation import Cancellation
from kg.engine.change import DEFAULT_GRAPH, Change, GraphChange, GraphRemoval, Proposal, ReadTexts, Update
from kg.engine.forked import EngineStatus, ForkedEngine, can_fork, export_answer, query_soon
from kg.engine.forked_writes import WritableForkedEngine
from kg.engine.graphs import render_sources
from kg.engine.in_process import InProcessEngine
from kg.engine.lexer import Token, find_position, split_tokens
from kg.engine.limits import Limits
from kg.engine.loader import Loaded, Progress, load_files
from kg.engine.precondition import Precondition
from kg.engine.query import Answer, Engine, Form, Query
from kg.engine.remote import RemoteEngine
from kg.engine.spool import Spool
from kg.engine.volatility import is_volatile
from kg.engine.writable import WritableInProcessEngine
from kg.engine.writer import WritableEngine, Writer

__all__ = [
    "DEFAULT_GRAPH",
    "Answer",
    "Cancellation",
    "Change",
    "Engine",
    "EngineStatus",
    "ForkedEngine",
    "Form",
    "GraphChange",
    "GraphRemoval",
    "InProcessEngine",
    "Limits",
    "Loaded",
    "Precondition",
    "Progress",
    "Proposal",
    "Query",
    "ReadTexts",
    "RemoteEngine",
    "Spool",
    "Token",
    "Update",
    "WritableEngine",
    "WritableForkedEngine",
    "WritableInProcessEngine",
    "Writer",
    "can_fork",
    "export_answer",
    "find_position",
    "is_volatile",
    "load_files",
    "query_soon",
    "render_sources",
    "split_tokens",
]
