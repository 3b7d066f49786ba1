"""Makes README's screenshots: ``python -m tests.browser.screenshots`` writes ``web/screenshots/``.

The demonstration article is shown with its text, the other without: its text is its publisher's.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright

from kg.resources import find_folder
from tests.service import serve

from .conftest import ARGUMENTS, CHROMIUM

QUERY = """SELECT ?who ?product WHERE {
  ?fact a kg:Usage ;
        kg:modality kg:Planned ;
        kg:user ?who ;
        kg:product ?product .
}
"""
DESK, PHONE = (1280, 860), (390, 844)
# Name, path, size of the window, colour scheme.
SHOTS = (
    ("home", "/", DESK, "light"),
    ("article", "/article/first-release", DESK, "light"),
    ("entity", "/id/salesforce", DESK, "dark"),
    ("query", f"/sparql?query={quote(QUERY)}", DESK, "light"),
    ("phone", "/article/salesforce-microsoft", PHONE, "light"),
)


def take_screenshots(browser: Browser, folder: Path) -> list[Path]:
    """Write all screenshots to the folder and return their files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    with tempfile.TemporaryDirectory() as scratch, serve(log=Path(scratch) / "log") as service:
        for name, path, (width, height), scheme in SHOTS:
            page = browser.new_page(
                base_url=service.address,
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                locale="en-GB",
            )
            page.goto(path)
            page.wait_for_load_state("networkidle")
            files.append(folder / f"{name}.png")
            page.screenshot(path=files[-1])
            page.close()
    return files


if __name__ == "__main__":
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        take_screenshots(chromium, find_folder("web") / "screenshots")
        chromium.close()
