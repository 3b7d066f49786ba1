"""Everything that goes wrong here, as one tree; it knows no HTTP and no exit codes.

KgError
├── InputError                what was handed over is wrong
│   ├── MalformedText         it cannot be parsed; has line and column
│   │   ├── MalformedQuery    SPARQL
│   │   └── MalformedData     RDF, in any syntax; has the file's name
│   ├── UnknownName           no question, article, format or term of that name
│   ├── NotAnswerable         the answer has no form in any of the formats asked for
│   ├── Refused               asks for what is never done (SERVICE, LOAD)
│   ├── NotWritable           would change a graph that writes may not change
│   ├── Outdated              a write for a state that is no more
│   └── Nonconforming         data against the shapes; has the report
├── Unreadable                a file or address could not be read
│   └── Damaged               a store that is not what was written
├── LimitExceeded             names the limit and what to do
│   ├── DeadlineExceeded
│   ├── MemoryExceeded
│   ├── AnswerTooLarge
│   └── StorageFull           no room on the disk
└── Unavailable               cannot answer now
    ├── Busy                  the queue is full; has the seconds to wait
    ├── Cancelled             whoever asked went away
    ├── InUse                 another process has the store open
    └── WorkerDied            the process that evaluated the query was ended from outside
        ├── WorkerCrashed     the query ended it, most likely by its depth
        └── WorkerFailed      a fault of the service ended it
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.validation import Report


class KgError(Exception):
    """The root. ``str(error)`` says what was wrong, where, and what to do."""


class InputError(KgError):
    """What was handed over is wrong."""


class MalformedText(InputError):
    """Text that cannot be parsed. ``line`` and ``column`` count from 1, or are None where unknown."""

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class MalformedQuery(MalformedText):
    """A SPARQL query that does not parse (SPARQL 1.1 Query, section 19)."""


class MalformedData(MalformedText):
    """RDF that does not parse. ``source`` is the file's name as the user gave it."""

    def __init__(self, message: str, *, source: str = "", line: int | None = None, column: int | None = None) -> None:
        super().__init__(message, line=line, column=column)
        self.source = source


class UnknownName(InputError):
    """No question, article, format or term of that name; the message lists what there is."""


class NotAnswerable(InputError):
    """The query's form (rows, boolean or triples) has no serialisation among the formats asked for."""


class Refused(InputError):
    """Asks for what is never done: SERVICE, LOAD."""


class NotWritable(InputError):
    """Would change a graph that writes may not change: ontology, shapes, questions, what is derived."""


class Outdated(InputError):
    """A write that was to hold only for a state of a graph that is not the present one; nothing was changed."""


class Nonconforming(InputError):
    """Data that does not conform to the shapes. ``report`` says where and why."""

    def __init__(self, message: str, report: Report) -> None:
        super().__init__(message)
        self.report = report


class Unreadable(KgError):
    """A file or address could not be read."""


class Damaged(Unreadable):
    """A store whose content is not what was written into it."""


class LimitExceeded(KgError):
    """A limit was reached; the message names it and says what to do."""


class DeadlineExceeded(LimitExceeded):
    """The query ran longer than the timeout."""


class MemoryExceeded(LimitExceeded):
    """The query needed more memory than one query may take."""


class AnswerTooLarge(LimitExceeded):
    """The answer is larger than one answer may be."""


class StorageFull(LimitExceeded):
    """There is no room for what is to be written; nothing was changed, and nothing is lost."""


class Unavailable(KgError):
    """The service cannot answer now."""


class Busy(Unavailable):
    """Too many queries are waiting. ``retry_after`` is in seconds."""

    def __init__(self, message: str, *, retry_after: int = 1) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Cancelled(Unavailable):
    """Whoever asked went away, and the query was ended."""


class InUse(Unavailable):
    """Another process has the store open, and two would overwrite each other."""


class WorkerDied(Unavailable):
    """The process that evaluated the query ended, by itself or from outside; no other query was touched."""


class WorkerCrashed(WorkerDied):
    """The query ended the process that evaluated it: the stack was used up."""


class WorkerFailed(WorkerDied):
    """The process that evaluated the query failed, by a fault of the service."""
