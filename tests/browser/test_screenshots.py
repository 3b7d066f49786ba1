"""README's screenshots can be made, and show no text that is not ours."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from kg.resources import find_folder

from .screenshots import SHOTS, take_screenshots


def test_every_screenshot_is_made_and_kept_in_the_project(browser: Browser, tmp_path: Path) -> None:
    made = take_screenshots(browser, tmp_path)

    kept = find_folder("web") / "screenshots"
    assert [file.name for file in made] == [f"{name}.png" for name, *_ in SHOTS]
    assert all(file.stat().st_size > 10_000 for file in made)
    assert {file.name for file in kept.glob("*.png")} == {file.name for file in made}
