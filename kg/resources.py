"""Finds the data folders (ontology, shapes, web, articles) in a checkout and in an installed wheel alike.

Never reads anything itself; never looks at the working directory.
"""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent


def find_folder(name: str) -> Path:
    """Return the folder ``ontology``, ``shapes`` or ``web``: beside the package, or inside it when installed."""
    installed = PACKAGE / "_data" / name
    return installed if installed.is_dir() else PACKAGE.parent / name


def find_articles() -> Path:
    """Return the folder with one folder an article."""
    return PACKAGE / "articles"
