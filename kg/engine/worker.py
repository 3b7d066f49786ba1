"""A forked worker: answers one request after another from its parent's store, until its channel closes or it is ended.

Runs in a child of `kg.engine.store_process`. It can open nothing: it writes into its channel, a spool file and its
error output, which it was given. The kernel ends it at the deadline of a request (SIGALRM at its default action, which
needs no help from the program), and refuses it memory past its limit.
"""

from __future__ import annotations

import errno
import os
import signal
import socket
from contextlib import suppress

import pyoxigraph as ox

from kg.engine import wire
from kg.engine.evaluation import evaluate
from kg.engine.export import write_export
from kg.engine.limits import describe_answer_limit, describe_memory_limit
from kg.engine.output import Output
from kg.engine.process import confine, measure_peak_memory
from kg.engine.rewriting import Rewriter
from kg.errors import AnswerTooLarge, KgError, MemoryExceeded, Unavailable
from kg.formats import find_format

_SPOOL_SLACK = 1 << 16  # so that the output's own count speaks before the kernel does


def serve_requests(store: ox.Store, channel: socket.socket, spool: int, limits: wire.Header) -> None:
    """Answer requests until the channel closes. ``limits`` has memory_bytes, max_answer_bytes and spool_threshold."""
    confine(memory_bytes=limits["memory_bytes"], file_bytes=limits["max_answer_bytes"] + _SPOOL_SLACK)
    bound = measure_peak_memory() + limits["memory_bytes"] // 4
    rewriter = Rewriter(store)
    with suppress(EOFError, OSError):  # the other side is gone
        while True:
            request, _ = wire.receive(channel)
            output = Output(spool=spool, threshold=limits["spool_threshold"], limit=limits["max_answer_bytes"])
            header = _answer_in_time(rewriter, request, output, limits)
            header["is_worn"] = output.is_spooled or measure_peak_memory() > bound
            wire.send(channel, header, b"" if "error" in header else output.take())


def _answer_in_time(rewriter: Rewriter, request: wire.Header, output: Output, limits: wire.Header) -> wire.Header:
    signal.setitimer(signal.ITIMER_REAL, request["timeout_s"])
    try:
        return _answer(rewriter, request, output)
    except KgError as error:
        return wire.encode_error(error)
    except MemoryError:
        return wire.encode_error(MemoryExceeded(describe_memory_limit(limits["memory_bytes"])))
    except OSError as error:
        return wire.encode_error(_translate(error, limits))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _answer(rewriter: Rewriter, request: wire.Header, output: Output) -> wire.Header:
    if "export" in request:
        write_export(rewriter.store, output, find_format(request["export"]), request["graph"])
        return {"is_spooled": output.is_spooled, "size": output.size}
    evaluation = evaluate(wire.decode_query(request["query"]), rewriter)
    evaluation.write(output)
    return {
        "form": evaluation.form,
        "format": evaluation.format.name,
        "boolean": evaluation.boolean,
        "is_spooled": output.is_spooled,
        "size": output.size,
    }


def _translate(error: OSError, limits: wire.Header) -> KgError:
    if error.errno == errno.EFBIG:
        return AnswerTooLarge(describe_answer_limit(limits["max_answer_bytes"]))
    if error.errno == errno.ENOMEM:
        return MemoryExceeded(describe_memory_limit(limits["memory_bytes"]))
    return Unavailable(f"The answer could not be written: {os.strerror(error.errno or 0)}.")
