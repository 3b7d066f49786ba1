"""Which languages serve a reader."""

from __future__ import annotations

import pytest

from kg.language import rank_language


@pytest.mark.parametrize("reader", ["en", "de", "fr"])
def test_the_readers_language_serves_best_then_english_then_none_then_any(reader: str) -> None:
    ranked = sorted(["it", "", "en", reader], key=lambda language: rank_language(language, reader))

    assert list(dict.fromkeys(ranked)) == list(dict.fromkeys([reader, "en", "", "it"]))


@pytest.mark.parametrize("language", ["de", "DE", "de-AT", "De-ch-1996"])
def test_a_languages_varieties_are_it(language: str) -> None:
    assert rank_language(language, "de") == 0
