"""What the editor offers, and what stands ready to copy."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from html import unescape

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from .conftest import BROWSER, GERMAN


def test_terms_come_with_label_sort_and_count(client: FlaskClient) -> None:
    terms = {term["name"]: term for term in client.get("/completions").get_json()["terms"]}

    assert terms["kg:Usage"]["sort"] == "kind"
    assert terms["kg:Usage"]["number"] == 12
    assert terms["kg:acquirer"]["domain"] == ["kg:Acquisition"]
    assert terms["kg:Planned"]["sort"] == "concept"
    assert terms["id:microsoft"]["label"] == "Microsoft"
    assert terms["rdfs:label"]["sort"] == "property"


def test_labels_are_in_the_readers_language(client: FlaskClient) -> None:
    terms = {term["name"]: term for term in client.get("/completions", headers=GERMAN).get_json()["terms"]}

    assert terms["kg:Usage"]["label"] == "Nutzung"


def test_every_name_can_stand_in_a_query(client: FlaskClient) -> None:
    names = [term["name"] for term in client.get("/completions").get_json()["terms"]]

    answer = client.post("/sparql", data={"query": f"SELECT * {{ VALUES ?x {{ {' '.join(names)} }} }}"})

    assert len(names) > 150
    assert len(answer.get_json(force=True)["results"]["bindings"]) == len(names)


def test_the_python_to_copy_runs_and_gives_the_rows(app: Flask) -> None:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    query = 'SELECT ?who { ?who kg:leads ?what FILTER("\\\\" != """a"b""") }'
    asked = {"query": query}

    page = app.test_client().get(
        "/sparql", query_string=asked, headers=BROWSER, base_url=f"http://127.0.0.1:{server.port}"
    )
    snippet = re.search(r"<h3>Python</h3><pre[^>]*>(.*?)</pre>", page.text, re.S)
    assert snippet is not None
    ran = subprocess.run([sys.executable, "-c", unescape(snippet[1])], capture_output=True, text=True, check=False)
    server.shutdown()
    thread.join()

    assert ran.stderr == ""
    assert json.loads(ran.stdout.replace("'", '"')) == {"who": "https://example.org/kg/id/marc-benioff"}
