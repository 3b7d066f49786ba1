"""A forked candidate: tries one change on its own copy of the store, copy on write, judges it, reports, and ends.

Runs in a child of `kg.engine.store_process`, under the same limits as a worker, which takes nothing that it could need
by then: what validating imports was imported before the fork.
"""

from __future__ import annotations

import errno
import gc
import signal
import socket
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.engine import wire
from kg.engine.candidate import propose_change
from kg.engine.change_wire import decode_change, encode_proposal
from kg.engine.limits import describe_memory_limit
from kg.engine.output import Output
from kg.engine.process import confine
from kg.errors import AnswerTooLarge, KgError, MemoryExceeded

if TYPE_CHECKING:
    from kg.engine.validator import Validator

_SLACK = 1 << 16  # so that the output's own count speaks before the kernel does


class ChangeWorker:
    """What a candidate needs: the rule, and the shapes from the first time that they are asked for.

    ``is_awaited`` says that they shall be read before that, when there is time.
    """

    def __init__(self, rule: str) -> None:
        self._rule = rule
        self.is_awaited = False
        self._validator: Validator | None = None

    def prepare(self) -> None:
        """Read the shapes, before a candidate is forked that needs them."""
        self.is_awaited = False
        if self._validator is None:
            from kg.engine.validator import Validator

            self._validator = Validator()
            gc.collect()
            gc.freeze()  # else the collector's marks would copy pages in every child

    def serve_request(self, store: ox.Store, channel: socket.socket, spool: int, limits: wire.Header) -> None:
        """Answer the one request that comes; ``limits`` as in `kg.engine.worker`, and whether to validate."""
        confine(memory_bytes=limits["memory_bytes"], file_bytes=limits["max_answer_bytes"] + _SLACK)
        request, _ = wire.receive(channel)
        output = Output(spool=spool, threshold=limits["spool_threshold"], limit=limits["max_answer_bytes"])
        signal.setitimer(signal.ITIMER_REAL, request["timeout_s"])
        try:
            header = self._propose(store, request, output, validates=limits["validates"])
        except KgError as error:
            header = wire.encode_error(error)
        except MemoryError:
            header = wire.encode_error(MemoryExceeded(describe_memory_limit(limits["memory_bytes"])))
        except OSError as error:
            if error.errno != errno.EFBIG:
                raise
            header = wire.encode_error(AnswerTooLarge("The graphs that this write touches are too large."))
        signal.setitimer(signal.ITIMER_REAL, 0)
        header["is_worn"] = True
        wire.send(channel, header, b"" if "error" in header else output.take())

    def _propose(self, store: ox.Store, request: wire.Header, output: Output, *, validates: bool) -> wire.Header:
        validator = self._validator if validates else None
        proposal = propose_change(store, decode_change(request["change"]), rule=self._rule, validator=validator)
        output.write(encode_proposal(proposal))
        output.flush()
        return {"is_spooled": output.is_spooled, "size": output.size}
