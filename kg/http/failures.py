"""Says what went wrong: one table from error to status, pages to browsers, RFC 9457 to programs."""

from __future__ import annotations

import json
from http import HTTPStatus

from flask import Flask, Response, current_app, g, render_template, request
from flask.globals import request_ctx
from flask_babel import gettext
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge

from kg import errors
from kg.http.negotiation import wants_page

# The most specific class that an error belongs to decides.
STATUS: dict[type[errors.KgError], HTTPStatus] = {
    errors.KgError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.InputError: HTTPStatus.BAD_REQUEST,
    errors.MalformedText: HTTPStatus.BAD_REQUEST,
    errors.MalformedQuery: HTTPStatus.BAD_REQUEST,
    errors.MalformedData: HTTPStatus.BAD_REQUEST,
    errors.UnknownName: HTTPStatus.NOT_FOUND,
    errors.NotAnswerable: HTTPStatus.NOT_ACCEPTABLE,
    errors.Refused: HTTPStatus.FORBIDDEN,
    errors.NotWritable: HTTPStatus.FORBIDDEN,
    errors.Outdated: HTTPStatus.PRECONDITION_FAILED,
    errors.Nonconforming: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.Unreadable: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.Damaged: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.LimitExceeded: HTTPStatus.INSUFFICIENT_STORAGE,
    errors.DeadlineExceeded: HTTPStatus.GATEWAY_TIMEOUT,
    errors.MemoryExceeded: HTTPStatus.INSUFFICIENT_STORAGE,
    errors.AnswerTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.StorageFull: HTTPStatus.INSUFFICIENT_STORAGE,
    errors.Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.Busy: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.Cancelled: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.InUse: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.WorkerDied: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.WorkerCrashed: HTTPStatus.INSUFFICIENT_STORAGE,
    errors.WorkerFailed: HTTPStatus.INTERNAL_SERVER_ERROR,
}

PROBLEM_TYPE = "application/problem+json"


def find_status(error: errors.KgError) -> HTTPStatus:
    """Return the status of an error: that of its nearest class in the table."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def answer_failure(error: errors.KgError) -> Response:
    """Answer one of our errors, with line and column where it has them."""
    g.outcome = type(error).__name__
    details: dict[str, int] = {}
    if isinstance(error, errors.MalformedText):
        places = (("line", error.line), ("column", error.column))
        details = {name: number for name, number in places if number is not None}
    response = _answer(find_status(error), str(error), details)
    if isinstance(error, errors.Busy):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def answer_http_failure(error: HTTPException) -> Response:
    """Answer a failure that Flask found (404, 405, 413, 415 …), keeping its headers such as Allow."""
    response = _answer(HTTPStatus(error.code or 500), _put_into_words(error), {})
    for name, value in error.get_headers(request.environ):
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def _put_into_words(error: HTTPException) -> str:
    """Return what is wrong and what to do, also where Werkzeug found it and says neither."""
    if error.description != type(error).description:
        return error.description or error.name
    if isinstance(error, RequestEntityTooLarge):
        most = current_app.config["MAX_CONTENT_LENGTH"] / 2**20
        return f"The body is larger than {most:g} MiB, the most that is read here (--max-body). Send less at a time."
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        return f"{request.method} is not for this address, which takes {', '.join(sorted(error.valid_methods))}."
    return error.description or error.name


def answer_defect(_: HTTPException) -> Response:
    """Answer an error of the service itself, without its particulars: those are in the log."""
    return _answer(HTTPStatus.INTERNAL_SERVER_ERROR, "The service failed. The failure is in its log.", {})


def _answer(status: HTTPStatus, sentence: str, details: dict[str, int]) -> Response:
    can_link = request_ctx.url_adapter is not None  # there is none for a Host that is no host
    if can_link and wants_page(request.accept_mimetypes):
        page = render_template("error.html", status=status, sentence=sentence, title=gettext(status.phrase))
        return Response(page, status, mimetype="text/html")
    problem = {"type": "about:blank", "title": status.phrase, "status": int(status), "detail": sentence}
    return Response(json.dumps(problem | details, ensure_ascii=False) + "\n", status, mimetype=PROBLEM_TYPE)


def register_failures(app: Flask) -> None:
    """Let the application answer every failure in this way."""
    app.register_error_handler(errors.KgError, answer_failure)
    app.register_error_handler(HTTPException, answer_http_failure)
    app.register_error_handler(HTTPStatus.INTERNAL_SERVER_ERROR, answer_defect)
