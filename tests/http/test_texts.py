"""The article's page with its text: shown where its hash is right, marked, linked both ways, and sent nowhere."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg.errors import InputError, MalformedText, Unreadable
from kg.http import Settings, create_app
from kg.resources import find_articles

from .conftest import BROWSER
from .test_pages import Outline

ARTICLE = "/article/first-release"
TEXT = (find_articles() / "first-release" / "article.txt").read_text(encoding="utf-8")


def test_a_packaged_text_is_shown_whole_with_its_passages_marked(client: FlaskClient) -> None:
    page = client.get(ARTICLE, headers=BROWSER).text

    paragraphs = re.findall(r'<p class="original".*?</p>', page, re.S)
    segments = [unescape(one) for one in re.findall(r'<span class="segment"[^>]*>([^<]*)</span>', page)]
    assert len(paragraphs) == page.count('data-sha256="') >= 6
    assert "".join(segments).replace(" ", "") == TEXT.replace("\n", "").replace(" ", "")
    assert 'lang="en"' in paragraphs[0]


def test_marks_and_facts_are_linked_both_ways(client: FlaskClient) -> None:
    outline = Outline(client.get(ARTICLE, headers=BROWSER).text)

    fragments = {link.partition("#")[2] for link in outline.links if link.startswith(("#", f"{ARTICLE}#"))}
    assert len([one for one in fragments if one.startswith("fact-")]) >= 10
    assert len([one for one in fragments if one.startswith("char=")]) >= 10
    assert fragments <= set(outline.ids)


def test_without_its_text_the_page_offers_to_read_it_in_the_browser(client: FlaskClient) -> None:
    answer = client.get("/article/salesforce-microsoft", headers=BROWSER)

    assert '<p class="original"' not in answer.text
    assert 'id="bring"' in answer.text
    fragments = {link.partition("#")[2] for link in Outline(answer.text).links if "#char=" in link}
    assert fragments <= set(Outline(answer.text).ids)


@pytest.mark.parametrize("path", [ARTICLE, "/article/salesforce-microsoft"])
def test_the_articles_page_may_send_nothing(client: FlaskClient, path: str) -> None:
    policy = client.get(path, headers=BROWSER).headers["Content-Security-Policy"]

    assert "connect-src 'none'" in policy
    assert "form-action 'none'" in policy


def test_a_text_of_no_article_is_refused_at_start(tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(TEXT.replace("November", "Nowember"), encoding="utf-8")

    with pytest.raises(InputError, match=r"other\.txt is not the text of any article"):
        create_app(Settings(text=other))


def test_a_text_that_is_not_there_is_refused_at_start(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"text\.txt' could not be read: No such file or directory\."):
        create_app(Settings(text=tmp_path / "text.txt"))


def test_a_file_that_is_no_text_is_refused_at_start(tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_bytes(b"a\n\xff\xfe")

    with pytest.raises(MalformedText) as caught:
        create_app(Settings(text=file))

    assert str(caught.value) == f"'{file}' is not UTF-8: see line 2. Save it as UTF-8."


def test_a_text_of_ones_own_is_shown(tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_text(TEXT, encoding="utf-8")
    facts = sorted((find_articles() / "first-release").glob("*.ttl"))
    entities = find_articles() / "entities.ttl"
    settings = Settings(data=(*facts, entities), packaged=False, text=file, limits=None)

    page = create_app(settings).test_client().get(ARTICLE, headers=BROWSER).text

    assert "the makers of article-kg announced its first release" in page
