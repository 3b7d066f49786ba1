"""An output keeps its bytes in memory or in its file, and refuses to grow past its limit."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.engine import Spool
from kg.engine.output import Output
from kg.engine.spool import open_nameless
from kg.errors import AnswerTooLarge


@given(st.lists(st.binary(max_size=40), max_size=20), st.integers(0, 100))
def test_all_bytes_come_out_wherever_the_threshold_is(pieces: list[bytes], threshold: int) -> None:
    file = open_nameless()
    output = Output(spool=file.fileno(), threshold=threshold)

    for piece in pieces:
        output.write(piece)
    output.flush()
    content = b"".join(Spool(file, output.size).chunks()) if output.is_spooled else output.take()
    file.close()

    assert content == b"".join(pieces)
    assert output.size == len(content)
    assert output.is_spooled == (len(content) > threshold)


def test_a_byte_more_than_the_limit_is_too_much() -> None:
    output = Output(limit=1 << 20)
    output.write(b"x" * (1 << 20))

    with pytest.raises(AnswerTooLarge, match="larger than 1 MiB"):
        output.write(b"x")


def test_what_is_in_memory_can_be_rewritten_and_what_is_in_the_file_is_left() -> None:
    reader, writer = os.pipe()
    in_memory, spooled = Output(), Output(spool=writer, threshold=1)
    in_memory.write(b"abc")
    spooled.write(b"abc")

    for output in (in_memory, spooled):
        output.rewrite(bytes.upper)
    content = os.read(reader, 100)
    os.close(reader)
    os.close(writer)

    assert (in_memory.take(), in_memory.size) == (b"ABC", 3)
    assert (content, spooled.size) == (b"abc", 3)
