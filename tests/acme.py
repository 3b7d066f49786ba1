"""README's article about Acme, which tests write into graphs: it conforms."""

from __future__ import annotations

import re

from kg.resources import PACKAGE

ACME = "https://example.org/kg/article/acme"
# What is derived from it.
ACQUIRED = (
    "<https://example.org/kg/id/acme> <https://example.org/kg/ontology#acquired> <https://example.org/kg/id/widget> .\n"
)


def read_acme() -> str:
    """Return its Turtle."""
    readme = (PACKAGE.parent / "README.md").read_text(encoding="utf-8")
    found = re.search(r"```turtle\n(@base.*?)```", readme, re.DOTALL)
    assert found is not None
    return found[1]
