"""The query engine: the only importer of pyoxigraph.

`InProcessEngine` answers in the caller's process, `ForkedEngine` in processes that can be ended. Every engine follows
`Engine`, so that what uses one can use any.
"""

from kg.engine.cancellation import Cancellation
from kg.engine.forked import EngineStatus, ForkedEngine, can_fork
from kg.engine.in_process import InProcessEngine
from kg.engine.lexer import Token, find_position, split_tokens
from kg.engine.limits import Limits
from kg.engine.query import Answer, Engine, Form, Query
from kg.engine.spool import Spool
from kg.engine.volatility import is_volatile

__all__ = [
    "Answer",
    "Cancellation",
    "Engine",
    "EngineStatus",
    "ForkedEngine",
    "Form",
    "InProcessEngine",
    "Limits",
    "Query",
    "Spool",
    "Token",
    "can_fork",
    "find_position",
    "is_volatile",
    "split_tokens",
]
