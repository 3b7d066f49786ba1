"""Options that commands share."""

from __future__ import annotations

import pytest

from kg.cli.options import find_language


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "de_AT.UTF-8"}, "de"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "", "LC_MESSAGES": "de_DE.UTF-8"}, "de"),
    ],
)
def test_the_readers_language_is_the_terminals(environment: dict[str, str], language: str) -> None:
    assert find_language(environment) == language
