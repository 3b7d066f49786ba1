"""What a reader chose in the form - who, does what, with whom, when, in which stance - as SPARQL; never runs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.errors import UnknownName
from kg.http.iris import shorten
from kg.http.queries import write_iris
from kg.vocabulary import PREFIXES

# Names of the form's fields, in its order.
FIELDS = ("who", "kind", "whom", "from", "to", "stance")

_STANCES = {
    "actual": "?fact kg:polarity kg:Affirmed ; kg:modality kg:Actual .",
    "planned": "?fact kg:polarity kg:Affirmed ; kg:modality kg:Planned .",
    "alleged": "?fact kg:polarity kg:Affirmed ; kg:modality kg:Alleged .",
    "denied": "?fact kg:polarity kg:Denied .",
    "opinion": "?fact kg:polarity kg:Affirmed ; kg:modality kg:Assessed .",
}
_BASE = """  ?fact kg:polarity ?polarity ; kg:modality ?modality ; kg:evidence ?passage .
  ?passage oa:hasSource ?article ; kg:start ?start ."""
_COUNTED = {
    "who": "?fact ?role ?value . ?role rdfs:subPropertyOf kg:participant . MINUS { ?value kg:modality ?any }",
    "kind": "?fact a ?value . ?value rdfs:subClassOf kg:Fact .",
    "stance": "BIND(IF(?polarity = kg:Denied, ?polarity, ?modality) AS ?value)",
}
_COUNTED["whom"] = _COUNTED["who"]


def write_term(iri: str) -> str:
    """Return an IRI as short as SPARQL allows: ``id:microsoft``, or in angle brackets."""
    short = shorten(iri)
    return short if short != iri and short.replace(":", "").replace("-", "").isalnum() else write_iris([iri])


def read_term(text: str) -> str:
    """Return the IRI that a prefixed name or an IRI means."""
    prefix, colon, local = text.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else text


@dataclass(frozen=True)
class Choice:
    """One choice. Things are IRIs, years are numbers, None means any."""

    who: str | None = None
    kind: str | None = None
    whom: str | None = None
    start: int | None = None
    end: int | None = None
    stance: str | None = None

    @property
    def is_made(self) -> bool:
        """Whether anything was chosen."""
        return self != Choice()

    def write_query(self) -> str:
        """Return the query for the facts that fit, in the order of the text."""
        return "\n".join(
            (
                "SELECT ?fact (MIN(?start) AS ?place) WHERE {",
                _BASE,
                *self._write_conditions(),
                "}",
                "GROUP BY ?fact ?article",
                "ORDER BY ?article ?place ?fact",
            )
        )

    def write_count(self, field: str) -> str:
        """Return the query for how many facts fit each value of a field, whatever is chosen in that field."""
        return "\n".join(
            (
                "SELECT ?value (COUNT(DISTINCT ?fact) AS ?facts) WHERE {",
                _BASE,
                *self._write_conditions(without=field),
                f"  {_COUNTED[field]}",
                "}",
                "GROUP BY ?value",
            )
        )

    def _write_conditions(self, without: str = "") -> list[str]:
        conditions = {
            "who": self.who and f"?fact ?role1 {write_term(self.who)} . ?role1 rdfs:subPropertyOf kg:participant .",
            "kind": self.kind and f"?fact a {write_term(self.kind)} .",
            "whom": self.whom and f"?fact ?role2 {write_term(self.whom)} . ?role2 rdfs:subPropertyOf kg:participant .",
            "stance": self.stance and _STANCES[self.stance],
        }
        written = [f"  {condition}" for field, condition in conditions.items() if condition and field != without]
        return written + self._write_time()

    def _write_time(self) -> list[str]:
        """Return the conditions that the fact's time and the years chosen overlap."""
        if self.start is None and self.end is None:
            return []
        lines = ["  ?fact time:hasTime ?time . ?time kg:notBefore ?notBefore ; kg:notAfter ?notAfter ."]
        if self.start is not None:
            lines.append(f'  FILTER(?notAfter >= "{self.start:04}-01-01"^^xsd:date)')
        if self.end is not None:
            lines.append(f'  FILTER(?notBefore <= "{self.end:04}-12-31"^^xsd:date)')
        return lines


def read_choice(parameters: Mapping[str, str]) -> Choice:
    """Return the choice in a form's parameters; what is empty or makes no sense counts as not chosen."""

    def read_thing(field: str) -> str | None:
        iri = read_term(parameters.get(field, "").strip())
        try:
            write_iris([iri])
        except UnknownName:
            return None
        return iri

    def read_year(field: str) -> int | None:
        text = parameters.get(field, "").strip()
        is_year = len(text) <= 4 and text.isascii() and text.isdigit() and int(text) > 0
        return int(text) if is_year else None

    stance = parameters.get("stance", "")
    return Choice(
        who=read_thing("who"),
        kind=read_thing("kind"),
        whom=read_thing("whom"),
        start=read_year("from"),
        end=read_year("to"),
        stance=stance if stance in _STANCES else None,
    )
