"""The query engine: the only importer of pyoxigraph.

`InProcessEngine` answers in the caller's process. Every engine follows `Engine`, so that what uses one can
use any.
"""

from kg.engine.in_process import InProcessEngine
from kg.engine.lexer import Token, find_position, split_tokens
from kg.engine.query import Answer, Engine, Form, Query

__all__ = ["Answer", "Engine", "Form", "InProcessEngine", "Query", "Token", "find_position", "split_tokens"]
