"""Whole answers are kept by request, within bounds, and never past the dataset's version."""

from __future__ import annotations

import pytest

from kg.http.cache import ResponseCache, make_key

TAG = [("ETag", 'W/"a"')]
KEY = make_key("/sparql", "query=ASK{}", [("accept", "text/csv")])


class Dataset:
    version = "1"

    def read_version(self) -> str:
        return self.version


@pytest.fixture
def dataset() -> Dataset:
    return Dataset()


@pytest.fixture
def cache(dataset: Dataset) -> ResponseCache:
    return ResponseCache(25_000, dataset.read_version)


def test_answer_with_a_tag_is_found_again(cache: ResponseCache) -> None:
    cache.keep(KEY, "1", TAG, b"yes")

    found = cache.find(KEY)

    assert found is not None
    assert (found.body, found.headers) == (b"yes", TAG)


@pytest.mark.parametrize("headers", [[], [*TAG, ("Set-Cookie", "lang=de")]])
def test_answer_that_is_for_one_client_or_volatile_is_not_kept(
    cache: ResponseCache, headers: list[tuple[str, str]]
) -> None:
    cache.keep(KEY, "1", headers, b"yes")

    assert cache.find(KEY) is None


def test_nothing_outlives_the_version_of_the_dataset(cache: ResponseCache, dataset: Dataset) -> None:
    cache.keep(KEY, "1", TAG, b"yes")

    dataset.version = "2"

    assert cache.find(KEY) is None


def test_answer_of_an_earlier_version_is_not_kept(cache: ResponseCache, dataset: Dataset) -> None:
    dataset.version = "2"

    cache.keep(KEY, "1", TAG, b"yes")

    assert cache.find(KEY) is None


def test_least_recently_used_is_dropped_past_the_bound(cache: ResponseCache) -> None:
    keys = [make_key("/", str(number), []) for number in range(10)]
    for key in keys[:9]:
        cache.keep(key, "1", TAG, b"x" * 900)
        cache.find(keys[0])

    assert [cache.find(key) is not None for key in keys[:9]] == [True, False, *[True] * 7]


def test_what_a_request_says_counts_as_well(cache: ResponseCache) -> None:
    for number in range(40):
        cache.keep(make_key("/", str(number), [("cookie", "x" * 900)]), "1", TAG, b"yes")

    assert 0 < cache.size <= 25_000
    assert [cache.find(make_key("/", str(number), [("cookie", "x" * 900)])) is not None for number in (0, 39)] == [
        False,
        True,
    ]
    cache.keep(large := make_key("/", "", [("cookie", "x" * 2000)]), "1", TAG, b"yes")
    assert cache.find(large) is None


def test_answer_that_would_take_most_of_the_cache_is_not_kept(cache: ResponseCache) -> None:
    cache.keep(KEY, "1", TAG, b"x" * 2000)

    assert cache.find(KEY) is None


@pytest.mark.parametrize("name", ["host", "accept", "accept-language", "accept-encoding", "cookie"])
def test_key_has_all_that_an_answer_depends_on(name: str) -> None:
    assert make_key("/", "", [(name, "a")]) != make_key("/", "", [(name, "b")])


def test_client_that_has_the_answer_is_told_so(cache: ResponseCache) -> None:
    cache.keep(KEY, "1", TAG, b"yes")

    found = cache.find(KEY)

    assert found is not None
    assert [found.is_known(value) for value in (None, '"b"', 'W/"b", W/"a"')] == [False, False, True]


def test_headers_that_come_twice_are_another_request() -> None:
    twice = [("accept-encoding", "gzip"), ("accept-encoding", "identity")]

    assert make_key("/", "", twice) == make_key("/", "", [("accept-encoding", "gzip, identity")])
    assert make_key("/", "", twice) != make_key("/", "", twice[1:])
