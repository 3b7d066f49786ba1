"""Descriptors: as many as are needed may be open, and a worker has none but its own."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Iterator

import pytest

from kg.engine.process import allow_descriptors, keep_descriptors

LIMIT = resource.RLIMIT_NOFILE
KEEPING = """
import os
from kg.engine.process import keep_descriptors

descriptors = [os.dup(0) for _ in range(20)]
keep_descriptors(descriptors[7:9])
closed = []
for descriptor in descriptors:
    try:
        os.fstat(descriptor)
    except OSError:
        closed.append(descriptor)
assert closed == descriptors[:7] + descriptors[9:], closed
"""


@pytest.fixture
def limits() -> Iterator[tuple[int, int]]:
    """A soft limit that is low, and the hard one; both are as they were after the test."""
    soft, hard = resource.getrlimit(LIMIT)
    resource.setrlimit(LIMIT, (256, hard))
    yield 256, hard
    resource.setrlimit(LIMIT, (soft, hard))


@pytest.mark.parametrize(("asked", "expected"), [(300, 300), (200, 256)])
def test_the_limit_is_raised_to_what_is_asked_for_and_never_lowered(
    limits: tuple[int, int], asked: int, expected: int
) -> None:
    allow_descriptors(asked)

    assert resource.getrlimit(LIMIT) == (expected, limits[1])


def test_the_limit_is_raised_no_further_than_the_system_lets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = (256, 512)
    monkeypatch.setattr(resource, "getrlimit", lambda _: limits)
    seen: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda _, both: seen.append(both))

    allow_descriptors(1000)

    assert seen == [(512, 512)]


def test_all_descriptors_but_those_kept_are_closed() -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}

    done = subprocess.run([sys.executable, "-c", KEEPING], stdin=subprocess.DEVNULL, env=environment, check=False)

    assert done.returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="descriptors are listed in /proc")
def test_no_descriptor_is_tried_that_is_past_those_open(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, _ = pipe = os.pipe()
    tried: list[int] = []
    monkeypatch.setattr(os, "closerange", lambda _, end: tried.append(end))

    keep_descriptors([kept])
    for descriptor in pipe:
        os.close(descriptor)

    assert max(tried) < resource.getrlimit(LIMIT)[0]
