"""RDF that was damaged, in each syntax: written to a service without the gate and to one with it, and loaded from files.

What a service takes must be readable afterwards, in each format; what it does not take must change nothing.

Usage: python -m tests.fuzzing.data --minutes 20 --seed 1 --findings found.jsonl
"""

from __future__ import annotations

import http.client
import os
import random
import resource
import time
from urllib.parse import quote

import pyoxigraph as ox

from kg.engine.loading import load_sources
from kg.errors import MalformedData
from kg.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_FORMATS, RDF_XML, TRIG, TURTLE, Format
from kg.sources import Source
from tests.acme import ACME, read_acme
from tests.fuzzing.harness import read_arguments, send_for, watch
from tests.fuzzing.replies import Findings, Request, judge, print_summary, send
from tests.service import TOKEN, Process

# The limit of a write is its own, longer than that of a query.
WRITE_S = 10.0
WRITTEN = (TURTLE, N_TRIPLES, RDF_XML, JSON_LD)
READ = ("text/turtle", "application/n-triples", "application/rdf+xml")
ROWS = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
    "text/html",
)
SMALL = """
@prefix e: <http://e/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
e:a e:b "x"@de , 'y'^^xsd:integer , 1.5 , true , (1 2 (3)) ; a e:C ; e:t <<( e:a e:b [] )>> .
[ e:c [ e:d "\\u00e9\\U0001F600" ] ; e:e '''a"b''c\n''' ] e:f <http://e/\\u00e9?x#y> .
<< e:a e:b e:c >> e:says "INF"^^xsd:double , "2020-01-01T00:00:00Z"^^xsd:dateTime .
"""
GRAPHS = '<http://e/g> { <http://e/a> <http://e/b> _:x . _:x <http://e/c> "d" } _:g { _:x a <http://e/E> }'
CONTEXTS = """{"@context": {"@version": 1.1, "@vocab": "http://e/", "n": {"@id": "name", "@container": "@language"},
"l": {"@container": "@list"}, "i": {"@container": "@index"}, "r": {"@reverse": "http://e/r"}, "s": {"@type": "@id", "@context": {"q": "w"}},
"j": {"@type": "@json"}, "g": {"@container": ["@graph", "@id"]}, "nest": "@nest"}, "@id": "http://e/1", "@type": "T",
"n": {"de": "x"}, "l": [1, 2.5, [true]], "i": {"a": 1}, "r": {"@id": "_:b"}, "s": {"q": "http://e/2"}, "j": {"a": [null]},
"g": {"http://e/g": {"x": 1}}, "nest": {"y": 2}, "@included": [{"@id": "z", "v": {"@value": "w", "@language": "en", "@direction": "ltr"}}]}"""
XML = """<?xml version="1.0" encoding="utf-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/" xml:base="http://e/" xml:lang="de">
<!-- c --><e:C rdf:about="a" e:p="v" rdf:ID="i"><e:b rdf:parseType="Literal"><b xmlns="x">c</b></e:b>
<e:l rdf:parseType="Collection"><e:D/><rdf:Description rdf:nodeID="n"/></e:l><e:r rdf:parseType="Resource"><e:q>1</e:q></e:r>
<e:t rdf:datatype="http://www.w3.org/2001/XMLSchema#integer">07</e:t><rdf:li><![CDATA[<x>]]></rdf:li><e:i rdf:ID="st">&amp;&#233;</e:i></e:C></rdf:RDF>"""
PIECES = [
    "\x00", "\x01", "\ufffe", "\ufeff", "\U0010ffff", "\\u0000", "\\uD800", "\\uDC00\\uD800", "\\U00110000", "\\uFFFF", "&#0;", "&#xD800;",
    "&#1;", "&lt;", "&x;", "<!DOCTYPE a [<!ENTITY b 'c'>]>", "<!doctype a>", "<![CDATA[", "]]>", "<!--", "-->", "<?x?>", "<<(", ")>>", "<<",
    ">>", "{|", "|}", "[", "]", "(", ")", "{", "}", ",", ";", ".", '"""', "'''", '"', "'", "@en", "@en--ltr", "^^<x>", "^^", "_:x", "_:", "<>",
    "<x:\\u0020>", "<http://e/ >", "@prefix", "@base <x> .", "BASE", "VERSION", "a", "1e", "1.", "-", "true", "# x\n", "\r", '{"@context":',
    '"@import":"http://127.0.0.1:9/",', '"@id":', '"@type":', '"@list":[', '"@reverse":{', '"@graph":', '"@value":', '"@context":null,',
    '"@context":"http://127.0.0.1:9/",', "null", "9" * 400, "1E999", "xml:base='::'", 'xml:lang="\u00e9"', 'rdf:ID="1"', "xmlns:e=''",
    "\u00e9" * 3, "e:\\", "%zz", "e:a%2", "<urn:x>", "<http://fuzz/other>",
]  # fmt: skip


def make_seeds() -> dict[Format, list[str]]:
    """Return texts that parse, by format."""
    seeds: dict[Format, list[str]] = {format: [] for format in RDF_FORMATS}
    seeds[TURTLE] += [SMALL, read_acme()]
    seeds[TRIG] += [GRAPHS, SMALL]
    seeds[JSON_LD].append(CONTEXTS)
    seeds[RDF_XML].append(XML)
    triples = list(ox.parse(read_acme(), ox.RdfFormat.TURTLE, base_iri=ACME))
    prefixes = {"kg": "https://example.org/kg/ontology#", "id": "https://example.org/kg/id/"}
    for format, name in ((N_TRIPLES, "N_TRIPLES"), (RDF_XML, "RDF_XML"), (JSON_LD, "JSON_LD"), (N_QUADS, "N_QUADS")):
        text = ox.serialize(triples, format=getattr(ox.RdfFormat, name), prefixes=prefixes)
        seeds[format].append((text or b"").decode())
    small = ox.parse(SMALL, ox.RdfFormat.TURTLE)
    seeds[N_TRIPLES].append((ox.serialize(small, format=ox.RdfFormat.N_TRIPLES) or b"").decode())
    seeds[N_QUADS].append(
        (ox.serialize(ox.parse(GRAPHS, ox.RdfFormat.TRIG), format=ox.RdfFormat.N_QUADS) or b"").decode()
    )
    return seeds


def damage(chance: random.Random, text: str) -> str:
    """Change a text in a few places: pieces put in, taken out, moved, doubled, or repeated very often."""
    for _ in range(chance.choice([0, 1, 1, 1, 2, 3, 8])):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice([0, 0, 1, 1, 5, 50, 500]))
        piece, taken = chance.choice(PIECES), text[start:end]
        with_ = chance.choice([piece, piece, "", taken * 2, taken[::-1], chr(chance.randrange(0x250)), piece * 3])
        if chance.random() < 0.02:
            with_ = (taken[:60] or piece) * chance.choice([50, 500, 5000])
        text = text[:start] + with_ + text[end:]
    return text


class Fuzzer:
    """Damages the seeds, and sends or loads them."""

    def __init__(self, findings: Findings) -> None:
        self._findings, self._seeds = findings, make_seeds()

    def make(self, chance: random.Random, formats: tuple[Format, ...]) -> tuple[Format, str]:
        format = chance.choice(formats)
        return format, damage(chance, chance.choice(self._seeds[format]))

    def write(self, service: Process, chance: random.Random) -> None:
        """Write to a graph of the thread's own, and read it in some format."""
        format, text = self.make(chance, WRITTEN)
        graph = quote(f"http://fuzz/{chance.randrange(4)}", safe="")
        body = text.encode("utf-8", "surrogatepass")
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": format.media_type}
        self.ask(
            service, Request(chance.choice(["PUT", "PUT", "POST"]), f"/graphs?graph={graph}", headers, body), WRITE_S
        )
        self.ask(service, Request("GET", f"/graphs?graph={graph}", {"Accept": chance.choice(READ)}), WRITE_S)
        query = quote(f"SELECT * {{ GRAPH <http://fuzz/{chance.randrange(4)}> {{ ?s ?p ?o }} }} ORDER BY ?o LIMIT 500")
        self.ask(service, Request("GET", f"/sparql?query={query}", {"Accept": chance.choice(ROWS)}), WRITE_S)

    def ask(self, service: Process, request: Request, allowed_s: float) -> None:
        try:
            judge(self._findings, send(service, request), request, allowed_s)
        except (OSError, http.client.HTTPException) as error:
            self._findings.report("no answer", sent=request, error=error)

    def load(self, chance: random.Random) -> None:
        """Load in a process of its own; only a sentence may come of it."""
        format, text = self.make(chance, RDF_FORMATS)
        reading, writing = os.pipe()
        began = time.monotonic()
        pid = os.fork()
        if pid == 0:
            os._exit(self.load_here(format, text, writing))
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            said = pipe.read()
        status = os.waitpid(pid, 0)[1]
        self._findings.count(f"loaded: {status or said.decode()}")
        if status or said not in (b"ok", b"refused") or time.monotonic() - began > 30:
            self._findings.report(f"loading: {status} {said.decode()[:60]}", format=format, text=text)

    def load_here(self, format: Format, text: str, writing: int) -> int:
        resource.setrlimit(resource.RLIMIT_CPU, (5, 5))
        resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
        said = "ok"
        try:
            load_sources(ox.Store(), [Source("http://fuzz/0", text, format)])
        except MalformedData:
            said = "refused"
        except Exception as error:  # noqa: BLE001  # whatever it is, it is a finding
            said = repr(error)
        os.write(writing, said.encode())
        return 0


def main() -> None:
    """Fuzz for so many minutes: half of it without the gate, a third with it, and the rest files."""
    chance, until, findings = read_arguments(main.__module__)
    fuzzer = Fuzzer(findings)
    left = until - time.monotonic()
    for share, options in ((0.5, ("--no-validate",)), (0.3, ())):
        with watch(findings, *options) as service:
            send_for(time.monotonic() + share * left, lambda own, to=service: fuzzer.write(to, own), chance)  # type: ignore[misc]
    while time.monotonic() < until:
        fuzzer.load(chance)
    print_summary(findings)


if __name__ == "__main__":
    main()
