"""What every test shares: Hypothesis without clock and files, and an option that makes a skip a failure."""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest
from hypothesis import settings

pytest.register_assert_rewrite("tests.writers", "tests.engine.asking")

settings.register_profile("quiet", deadline=None, database=None, derandomize="CI" in os.environ)
settings.load_profile("quiet")

# What some tests need and the project never has: the publisher's text, and the W3C's tests. A skip that gives the name
# of the variable as its reason is right where that is not set.
NEEDED = ("KG_ARTICLE_TEXT", "KG_CONFORMANCE")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="A skipped test has failed.")


def must_run(report: pytest.TestReport | pytest.CollectReport) -> bool:
    """Say whether the report is of a skip that is none of those allowed."""
    if not report.skipped or hasattr(report, "wasxfail"):
        return False
    return not any(name in str(report.longrepr) and name not in os.environ for name in NEEDED)


def fail(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure that gives the skip's reason."""
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
    report.outcome = "failed"
    report.longrepr = f"Skipped, and --no-skips allows none: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if item.config.getoption("--no-skips") and must_run(report):
        fail(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if collector.config.getoption("--no-skips") and must_run(report):
        fail(report)
    return report
