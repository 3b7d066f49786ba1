"""The address of a SPARQL endpoint as a user gives it: where to connect, what to send, and what may be shown of it."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from urllib.parse import unquote, urljoin, urlsplit

from kg.errors import InputError

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Endpoint:
    """One endpoint. ``target`` is the path with its query string; ``authorization`` the header's value, if any."""

    scheme: str
    host: str
    port: int
    target: str
    authorization: str | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """What messages call it: host and port, never the path or credentials, which may be secret."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    def redirect(self, location: str) -> Endpoint | None:
        """Return where a redirect leads, or None if that is another server, which must not see the query.

        The same host and port, and the same host by https instead of http on the usual ports, are the same server.
        """
        try:
            there = read_endpoint(urljoin(f"{self.scheme}://{self.name}{self.target}", location))
        except InputError:
            return None
        is_same = (there.scheme, there.host, there.port) == (self.scheme, self.host, self.port)
        is_upgrade = there.host == self.host and (self.port, there.scheme, there.port) == (80, "https", 443)
        if not (is_same or is_upgrade):
            return None
        return Endpoint(there.scheme, there.host, there.port, there.target, self.authorization)


def read_endpoint(url: str) -> Endpoint:
    """Return the endpoint at a URL, with the user and password in it. Raises InputError, which never shows them."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise InputError("The endpoint's address is no URL; write it as in http://host:port/sparql.") from error
    if parts.scheme not in _PORTS:
        raise InputError(
            f"An endpoint is reached by http or https, not by '{parts.scheme}'; write it as in http://host:port/sparql."
        )
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    if not parts.hostname or any(ord(character) <= 32 or ord(character) > 126 for character in target):
        raise InputError("The endpoint's address needs a host, and %-escapes; write it as in http://host:port/sparql.")
    authorization = _write_authorization(unquote(parts.username or ""), unquote(parts.password or ""))
    return Endpoint(parts.scheme, parts.hostname, port or _PORTS[parts.scheme], target, authorization)


def _write_authorization(user: str, password: str) -> str | None:
    """Return the header's value for HTTP Basic authentication (RFC 7617), or None for no user."""
    if not user:
        return None
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode("ascii")
