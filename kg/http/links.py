"""Addresses that ask the same query again: to keep, in another format, or further on in its rows."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import url_for

from kg.formats import Format
from kg.http.protocol import Asked

_PYTHON = '''import json
import urllib.parse
import urllib.request

query = """
{text}
"""
address = "{endpoint}?" + urllib.parse.urlencode({{"query": query}})
request = urllib.request.Request(address, headers={{"Accept": "application/sparql-results+json"}})
with urllib.request.urlopen(request) as answer:
    for row in json.load(answer)["results"]["bindings"]:
        print({{name: term["value"] for name, term in row.items()}})
'''


@dataclass(frozen=True)
class Links:
    """Addresses of one query's answer."""

    asked: Asked

    def _write(self, **further: str) -> str:
        graphs = [("default-graph-uri", graph) for graph in self.asked.default_graphs]
        graphs += [("named-graph-uri", graph) for graph in self.asked.named_graphs]
        pairs = [("query", self.asked.text or ""), *graphs, *further.items()]
        return f"{url_for('sparql.answer_query')}?{urlencode(pairs)}"

    @property
    def permanent(self) -> str:
        """The address of this answer's page."""
        return self._write()

    def write_curl(self) -> str:
        """Return a shell command that asks the same."""
        endpoint = url_for("sparql.answer_query", _external=True)
        quoted = shlex.quote(f"query={self.asked.text or ''}")
        return f"curl --get {endpoint} -H 'Accept: text/csv' --data-urlencode {quoted}"

    def write_python(self) -> str:
        """Return a Python program, of the standard library, that asks the same."""
        endpoint = url_for("sparql.answer_query", _external=True)
        text = (self.asked.text or "").replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
        return _PYTHON.format(endpoint=endpoint, text=text)

    def download(self, format: Format) -> str:
        """The address of this answer in a format."""
        return self._write(format=format.name)

    @property
    def spreadsheet(self) -> str:
        """The address of this answer as CSV in which no cell is taken for a formula."""
        return self._write(format="spreadsheet")

    def show(self, view: str) -> str:
        """The address of this answer in another view."""
        return self._write(view=view)

    def turn(self, page: int) -> str:
        """The address of another page of this answer."""
        return self._write(page=str(page))
