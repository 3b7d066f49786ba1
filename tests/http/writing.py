"""A service that takes writes, in this process, and how to ask it for one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kg.http import Settings, close_app, create_app

TOKEN = "correct-horse"
AUTHORIZED = {"Authorization": f"Bearer {TOKEN}"}


@dataclass(frozen=True)
class Service:
    """A running application and a client of it that has the token."""

    app: Flask
    client: FlaskClient

    def update(self, text: str, **headers: str) -> TestResponse:
        """Send an update directly."""
        return self.client.post(
            "/update", data=text.encode(), content_type="application/sparql-update", headers=AUTHORIZED | headers
        )

    def send(
        self, method: str, address: str, body: str = "", media_type: str = "text/turtle", **headers: str
    ) -> TestResponse:
        """Send a request of the Graph Store Protocol."""
        data: dict[str, Any] = {"data": body.encode(), "content_type": media_type} if method in ("PUT", "POST") else {}
        return self.client.open(address, method=method, headers=AUTHORIZED | headers, **data)

    def ask(self, query: str) -> bool:
        """Answer an ASK query."""
        answer = self.client.get("/sparql", query_string={"query": query})
        return bool(answer.get_json(force=True)["boolean"])


def open_service(path: Path, **settings: Any) -> Service:
    """Start a service over a store without the packaged facts, unless told otherwise."""
    chosen = {"packaged": False, "limits": None, "token": TOKEN} | settings
    app = create_app(Settings(store=path, **chosen))
    return Service(app, app.test_client())


def close_service(service: Service) -> None:
    """End it, so that its store can be opened again."""
    close_app(service.app)
