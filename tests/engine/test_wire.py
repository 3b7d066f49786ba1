"""What goes between the processes arrives as it was."""

import socket
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg.errors
from kg.engine import Query, wire
from kg.errors import Busy, KgError, MalformedData, MalformedQuery, Nonconforming
from kg.formats import CSV, RDF_FORMATS, RESULTS_FORMATS

HEADERS = st.dictionaries(st.text(), st.none() | st.booleans() | st.integers() | st.text(), max_size=5)


@given(HEADERS, st.binary(max_size=300_000))
def test_a_message_arrives_whole(header: dict[str, object], body: bytes) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        thread = threading.Thread(target=wire.send, args=[ours, header, body])
        thread.start()
        received = wire.receive(theirs)
        thread.join()

    assert received == (header, body)


def test_a_message_that_breaks_off_is_the_end() -> None:
    ours, theirs = socket.socketpair()
    with theirs:
        wire.send(ours, {"a": 1}, b"body")
        message = theirs.recv(100)
        ours.close()
    for length in range(len(message)):
        ours, theirs = socket.socketpair()
        with theirs:
            ours.sendall(message[:length])
            ours.close()
            with pytest.raises(EOFError):
                wire.receive(theirs)


@given(
    st.builds(
        Query,
        st.text(st.characters()),
        st.none() | st.sampled_from(RESULTS_FORMATS),
        st.none() | st.sampled_from(RDF_FORMATS),
        st.lists(st.text()).map(tuple),
        st.lists(st.text()).map(tuple),
        st.booleans(),
        st.none() | st.text(),
        st.none() | st.text(),
    )
)
def test_a_query_arrives_as_it_was(query: Query) -> None:
    assert wire.decode_query(wire.encode_query(query)) == query


def test_a_query_with_half_a_character_arrives_for_the_worker_to_refuse() -> None:
    query = Query("\ud800", CSV)

    assert wire.decode_query(wire.encode_query(query)) == query


@pytest.mark.parametrize(
    "error",
    [
        MalformedQuery("a", line=1, column=2),
        MalformedData("b", source="x.ttl", line=3),
        Busy("c", retry_after=7),
        *(
            kind("text")
            for kind in vars(kg.errors).values()
            if isinstance(kind, type) and issubclass(kind, KgError) and kind is not Nonconforming
        ),
    ],
    ids=lambda error: type(error).__name__,
)
def test_every_error_that_an_engine_raises_arrives_as_it_was(error: KgError) -> None:
    decoded = wire.decode_error(wire.encode_error(error))

    assert type(decoded) is type(error)
    assert (str(decoded), vars(decoded)) == (str(error), vars(error))
