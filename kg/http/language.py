"""Which language a reader gets: ``?lang=``, else the cookie, else Accept-Language, else English."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from flask import Flask, Response, g, request
from flask_babel import Babel

from kg.resources import find_folder

LANGUAGES = {"en": "English", "de": "Deutsch"}
COOKIE = "lang"
YEAR = 365 * 24 * 3600


def current_language() -> str:
    """Return the reader's language, one of LANGUAGES, chosen once in a request."""
    if "language" not in g:
        chosen = (request.args.get("lang"), request.cookies.get(COOKIE))
        g.language = next((code for code in chosen if code in LANGUAGES), None) or _find_accepted()
    return str(g.language)


def _find_accepted() -> str:
    """Return the first of our languages by the header's qualities; ``de-CH`` is German (RFC 4647, lookup)."""
    accepted = sorted(request.accept_languages, key=lambda pair: -pair[1])
    codes = (name.lower().partition("-")[0] for name, quality in accepted if quality > 0)
    return next((code for code in codes if code in LANGUAGES), "en")


def keep_choice(response: Response) -> Response:
    """Keep the language that ``?lang=`` chose for the reader's next pages."""
    chosen = request.args.get("lang")
    if chosen in LANGUAGES and response.mimetype == "text/html":
        response.set_cookie(COOKIE, chosen, max_age=YEAR, httponly=True, samesite="Lax")
    return response


def switch_language(code: str) -> str:
    """Return the address of the page shown, in another language."""
    pairs = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return f"{request.script_root}{quote(request.path)}?{urlencode([*pairs, ('lang', code)])}"


def register_languages(app: Flask) -> None:
    """Let templates and ``gettext`` speak the reader's language; English strings are their own keys.

    A catalogue that was not compiled is said in the log: its language would be English silently.
    """
    folder = find_folder("web") / "locale"
    Babel(app, default_translation_directories=str(folder), locale_selector=current_language)
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        if not source.with_suffix(".mo").exists():
            app.logger.warning("%s is not compiled: 'pip install -e .' does it.", source.name)
