"""Answers of text are compressed for who takes it, and say that they vary by it."""

from __future__ import annotations

import gzip
from dataclasses import replace

import pytest

from kg.http.compression import SMALLEST, accepts_gzip, compress, is_compressible, vary
from kg.http.rsgi import LARGE, WsgiAnswer

TEXT = ("Content-Type", "text/turtle; charset=utf-8")
BODY = b"<a> <b> <c> .\n" * 200


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("", False), ("gzip", True), ("GZIP", True), ("gzip, deflate, br", True), ("br", False), ("*", True),
        ("gzip;q=0", False), ("*, gzip;q=0", False), ("identity", False), ("gzip;q=nonsense", False),
    ],
)  # fmt: skip
def test_gzip_is_taken_as_the_header_says(accepted: str, expected: bool) -> None:
    assert accepts_gzip(accepted) is expected


def make_answer(*headers: tuple[str, str], body: bytes = BODY) -> WsgiAnswer:
    return WsgiAnswer(200, [*headers, ("Content-Length", str(len(body)))], [body])


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (make_answer(TEXT), True),
        (make_answer(("content-type", "application/sparql-results+json")), True),
        (make_answer(("Content-Type", "application/n-quads")), True),
        (make_answer(("Content-Type", "font/woff2")), False),
        (make_answer(("Content-Type", "image/png")), False),
        (make_answer(), False),
        (make_answer(TEXT, ("Content-Encoding", "gzip")), False),
        (make_answer(TEXT, ("Content-Range", "bytes 0-2799/9000")), False),
        (make_answer(TEXT, body=b"x" * (SMALLEST - 1)), False),
        (make_answer(TEXT, body=b"x" * SMALLEST), True),
        (make_answer(TEXT, body=b"x" * (LARGE + 1)), False),
    ],
)
def test_what_is_whole_and_text_is_compressed(answer: WsgiAnswer, expected: bool) -> None:
    assert is_compressible(answer) is expected


def test_compressed_answer_is_the_same_after_decoding_with_a_length_and_a_weak_tag() -> None:
    answer = compress(make_answer(TEXT, ("ETag", '"abc"')))

    (body,) = answer.pieces
    assert gzip.decompress(body) == BODY
    assert dict(answer.headers) == {
        "Content-Type": TEXT[1],
        "Content-Encoding": "gzip",
        "Content-Length": str(len(body)),
        "ETag": 'W/"abc"',
    }


def test_head_has_the_headers_of_get_but_for_the_length_that_nobody_knows() -> None:
    whole = make_answer(TEXT, ("ETag", '"abc"'))
    head = replace(whole, pieces=[b""])

    assert is_compressible(head)
    assert compress(head) == replace(
        head, headers=[each for each in compress(whole).headers if each[0] != "Content-Length"], pieces=[]
    )


def test_what_may_be_compressed_says_so_to_caches() -> None:
    assert dict(vary(make_answer(TEXT, ("Vary", "Accept"))).headers)["Vary"] == "Accept, Accept-Encoding"
    assert dict(vary(WsgiAnswer(304, [], [])).headers)["Vary"] == "Accept-Encoding"
    assert "Vary" not in dict(vary(make_answer(("Content-Type", "font/woff2"))).headers)
