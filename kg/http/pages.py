"""The front page, and the questions with their answers."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import NotFound

from kg.http.answers import Wish, show_answer
from kg.http.ask import read_form
from kg.http.cards import group_by_theme, make_card, read_overviews
from kg.http.choice import Choice
from kg.http.language import current_language
from kg.http.links import Links
from kg.http.negotiation import PAGE
from kg.http.protocol import Asked
from kg.http.representations import answer, choose_representation
from kg.http.site import current_site
from kg.http.stance import STANCES
from kg.http.things import write_rdf

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
def show_home() -> str:
    """Show what this is, its articles and the questions."""
    graph, language = current_site().graph, current_language()
    return render_template(
        "home.html",
        form=read_form(graph.engine, Choice(), language),
        overviews=read_overviews(graph.engine, language),
        themes=group_by_theme(make_card(question, language) for question in graph.questions),
        stances=STANCES,
    )


@blueprint.get("/questions")
def show_questions() -> Response:
    """Show all questions by theme, or their graph as RDF."""
    chosen = choose_representation()
    if chosen is not PAGE:
        return answer(write_rdf(current_site().settings.base + "questions", chosen), chosen)
    language = current_language()
    find = request.args.get("find", "")
    cards = [make_card(question, language) for question in current_site().graph.questions]
    themes = group_by_theme(card for card in cards if card.has_words(find))
    return answer(render_template("questions.html", themes=themes, find=find), PAGE)


@blueprint.get("/question/<name>")
def show_question(name: str) -> Response:
    """Show a question with its answer, or the question as RDF."""
    site, language = current_site(), current_language()
    question = next((one for one in site.graph.questions if one.name == name), None)
    if question is None:
        known = ", ".join(sorted(one.name for one in site.graph.questions))
        raise NotFound(f"There is no question '{name}'. Known are: {known}.")
    chosen = choose_representation()
    if chosen is not PAGE:
        return answer(write_rdf(f"{site.settings.base}question/{name}", chosen), chosen)
    wish = Wish(request.args.get("view", ""), request.args.get("page", 1, type=int))
    asked = Asked(question.text)
    page = render_template(
        "question.html",
        card=make_card(question, language),
        shown=show_answer(site.graph.engine, asked, language, wish),
        link=Links(asked),
    )
    return answer(page, PAGE)
