"""Every page over the packaged graph, in both languages: it is there, whole, and says what it should."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient

from .conftest import BROWSER, GERMAN

ARTICLE = "/article/salesforce-microsoft"
FACT = f"{ARTICLE}/fact/s04-spying"
PAGES = [
    "/",
    "/facts",
    "/facts?who=id:salesforce",
    "/timeline",
    "/status",
    "/shapes",
    "/questions",
    "/sparql",
    "/ontology",
    "/id/microsoft",
    ARTICLE,
    FACT,
    "/nothing",
]
VOID = frozenset({"meta", "link", "input", "br", "hr", "img"})


class Outline(HTMLParser):
    """Reads a page: whether its elements close in order, its ids, links and headings."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[str] = []
        self.inline: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        self.ids += [names["id"] or ""] if "id" in names else []
        self.links += [names["href"] or ""] if "href" in names else []
        self.headings += [tag] if re.fullmatch("h[1-6]", tag) else []
        self.inline += [name for name in names if name == "style" or name.startswith("on")]
        is_code = tag == "script" and names.get("type") != "application/ld+json"
        if tag == "style" or (is_code and "src" not in names):
            self.inline.append(tag)
        if tag not in VOID and not (self.get_starttag_text() or "").endswith("/>"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("headers", [BROWSER, GERMAN], ids=["en", "de"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_well_formed_and_has_nothing_inline(client: FlaskClient, path: str, headers: dict[str, str]) -> None:
    answer = client.get(path, headers=headers)
    outline = Outline(answer.text)

    assert answer.mimetype == "text/html"
    assert answer.status_code == (404 if path == "/nothing" else 200)
    assert outline.open == []
    assert outline.inline == []
    assert len(outline.ids) == len(set(outline.ids))
    assert outline.headings.count("h1") == 1


@pytest.mark.parametrize("path", PAGES)
def test_every_link_on_a_page_leads_somewhere(client: FlaskClient, path: str) -> None:
    links = Outline(client.get(path, headers=BROWSER).text).links
    addresses = {link.partition("#")[0] for link in links}
    ours = sorted(link for link in addresses if link.startswith("/") and not link.startswith("/export"))

    statuses = {}
    for link in ours:
        with client.get(link, headers=BROWSER) as answer:
            statuses[link] = answer.status_code

    broken = [link for link, status in statuses.items() if status != 200 and path not in link]
    assert len(ours) > 5
    assert broken == []


def test_fragments_of_passages_and_terms_are_on_their_pages(client: FlaskClient) -> None:
    article = Outline(client.get(ARTICLE, headers=BROWSER).text)
    ontology = Outline(client.get("/ontology", headers=BROWSER).text)

    assert "char=358,510" in article.ids
    assert {"Fact", "leads", "Planned", "Modality", "participant"} <= set(ontology.ids)


@pytest.mark.parametrize(
    ("fact", "english", "german"),
    [
        ("s03-acquisition", "As fact", "Als Tatsache"),
        ("s04-spying", "Alleged by Marc Benioff", "Behauptet von Marc Benioff"),
        ("s01-liking", "Denied by Marc Benioff", "Verneint von Marc Benioff"),
        ("s08-azure", "Planned", "Geplant"),
    ],
)
def test_a_facts_page_shows_its_stance(client: FlaskClient, fact: str, english: str, german: str) -> None:
    path = f"{ARTICLE}/fact/{fact}"

    for headers, words in ((BROWSER, english), (GERMAN, german)):
        badge = re.search(r'<span class="badge.*?</svg>(.*?)</span>', client.get(path, headers=headers).text, re.S)
        assert badge is not None
        assert badge[1].strip() == words


def test_a_facts_page_shows_roles_time_evidence_and_gaps(client: FlaskClient) -> None:
    page = client.get(f"{ARTICLE}/fact/s04-criticism", headers=BROWSER).text

    for words in (
        "Marc Benioff ranted about Surface",
        'href="/id/surface"',
        "2017-01-01",
        'href="/article/salesforce-microsoft#char=358,423"',
        "characters 358 to 423",
        "The article does not say which conference it was.",
    ):
        assert words in page


def test_an_entitys_page_groups_its_facts_by_stance(client: FlaskClient) -> None:
    page = client.get("/id/microsoft", headers=BROWSER).text

    headings = re.findall(r'<h2 id="stance-\d+".*?</svg>\s*(.*?)\s*<span class="count">(\d+)', page, re.S)
    assert [name for name, _ in headings] == ["Presented as fact", "Planned", "Alleged", "Denied"]
    assert dict(headings)["Alleged"] == "1"


def test_a_direct_relation_never_shows_a_plan(client: FlaskClient) -> None:
    page = client.get("/id/salesforce", headers=BROWSER).text
    relations = re.search(r'<ul class="relations">(.*?)</ul>', page, re.S)

    assert relations is not None
    assert "Azure" not in relations[1]
    assert "competes with" in relations[1]


def test_the_front_page_has_a_mark_for_every_fact(client: FlaskClient) -> None:
    page = client.get("/", headers=BROWSER).text
    query = "SELECT (COUNT(DISTINCT ?fact) AS ?n) { ?fact kg:modality ?m ; kg:evidence ?e }"
    rows = client.get("/sparql", query_string={"query": query}).get_json(force=True)["results"]["bindings"]

    marks = re.findall(r'<li class="\w+"><a href="/article/[\w-]+/fact/', page)
    assert len(marks) == int(rows[0]["n"]["value"])


def test_every_question_has_a_page_in_both_languages(app: Flask, client: FlaskClient) -> None:
    from kg.questions import read_questions

    for question in read_questions():
        for headers, language in ((BROWSER, "en"), (GERMAN, "de")):
            answer = client.get(f"/question/{question.name}", headers=headers)
            assert answer.status_code == 200
            assert question.title[language].replace("'", "&#39;") in answer.text


def test_an_unknown_question_is_404(client: FlaskClient) -> None:
    assert client.get("/question/why", headers=BROWSER).status_code == 404


def test_a_result_shows_labels_and_links(client: FlaskClient) -> None:
    query = "SELECT ?who ?what (2 AS ?n) { ?who kg:acquired ?what }"

    page = client.get("/sparql", query_string={"query": query}, headers=GERMAN).text

    assert '<a href="/id/microsoft" title="https://example.org/kg/id/microsoft"><bdi>Microsoft</bdi></a>' in page
    assert '<td class="numeric"><bdi title="xsd:integer">2</bdi></td>' in page
    assert "1 Zeile" in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("ASK { id:microsoft kg:acquired id:linkedin }", '<p class="verdict">Yes</p>'),
        ("ASK { id:salesforce kg:uses ?x }", '<p class="verdict">No</p>'),
        ("SELECT * { id:salesforce kg:uses ?x }", "No rows"),
        ("CONSTRUCT WHERE { id:redmond rdfs:label ?l }", "Redmond"),
    ],
)
def test_each_form_of_query_has_a_result(client: FlaskClient, query: str, words: str) -> None:
    assert words in client.get("/sparql", query_string={"query": query}, headers=BROWSER).text


def test_many_rows_come_in_pages(client: FlaskClient) -> None:
    asked = {"query": "SELECT * { ?s ?p ?o }", "page": "2"}

    page = client.get("/sparql", query_string=asked, headers=BROWSER).text

    assert "Rows 201 to 400 of " in page
    assert page.count("<tr>") == 201
    assert 'rel="prev"' in page
    assert 'rel="next"' in page


@pytest.mark.parametrize("number", ["0", "-3", "99999", "x"])
def test_a_page_out_of_range_is_the_nearest(client: FlaskClient, number: str) -> None:
    asked = {"query": "SELECT * { id:redmond ?p ?o }", "page": number}

    answer = client.get("/sparql", query_string=asked, headers=BROWSER)

    assert answer.status_code == 200
    assert "Redmond" in answer.text
