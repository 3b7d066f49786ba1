"""Of each kind of fact: its roles, how many of each, and what fills them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.shapes.scheme import STANCE, Case, write_fact

ROLES = """
kind              role           number  filler                  shape
Acquisition       acquirer       1..*    id:co                   some-acquirer
Acquisition       target         1..1    id:firm                 one-target
Assessment        assessedThing  1..*    id:ware                 some-assessedThing
Attitude          holder         1..*    id:person               some-holder
Attitude          directedAt     1..*    id:co                   some-directedAt
Attitude          subtype        1..1    kg:Liking               type-AttitudeKind
Bid               winningBidder  0..*    id:co                   winningBidder
Bid               losingBidder   1..*    id:co                   some-losingBidder
Bid               target         1..1    id:firm                 one-target
Collaboration     party          2..*    id:co,id:person         two-party
Collaboration     product        1..*    id:ware                 some-product
Collaboration     platform       0..*    id:tool                 platform
Comparison        lowerBidder    1..1    id:co                   one-lowerBidder
Comparison        higherBidder   1..1    id:co                   one-higherBidder
Comparison        target         1..1    id:firm                 one-target
Competition       party          2..*    id:co,id:firm           two-party
Competition       market         0..*    id:market               market
Conduct           actor          1..*    id:co                   some-actor
Conduct           directedAt     0..*    id:firm                 directedAt
Conduct           subtype        1..1    kg:Spying               type-ConductKind
CustomerRelation  customer       1..1    id:person               one-customer
CustomerRelation  provider       1..1    id:co                   one-provider
Integration       product        1..*    id:ware                 some-product
Integration       platform       1..*    id:tool                 some-platform
Integration       actor          0..*    id:co                   actor
Leadership        leader         1..*    id:person               some-leader
Leadership        organization   1..1    id:co                   one-organization
Observation       observer       1..*    id:person               some-observer
Observation       party          0..*    id:co                   party
Observation       conveys        0..*    id:base                 conveys
Offering          provider       1..*    id:co                   some-provider
Offering          product        1..1    id:ware                 one-product
Payment           payer          1..1    id:co                   one-payer
Payment           target         1..1    id:firm                 one-target
Payment           mainMeans      1..1    kg:Cash                 mainMeans
Publication       article        1..1    <>                      one-article
Relationship      party          2..*    id:co,id:firm           two-party
Relationship      subtype        1..1    kg:Alliance             type-RelationshipKind
Seat              organization   1..1    id:co                   one-organization
Seat              place          1..*    id:place                some-place
SourceCredit      article        1..1    <>                      one-article
SourceCredit      source         1..1    id:co                   one-source
SpeechAct         speaker        1..*    id:person               some-speaker
SpeechAct         directedAt     0..*    id:co                   directedAt
SpeechAct         occasion       0..*    id:event                occasion
SpeechAct         conveys        0..*    id:base                 conveys
SpeechAct         subtype        1..1    kg:Claim                type-SpeechActKind
Usage             user           1..*    id:person               some-user
Usage             product        1..1    id:ware                 one-product
Usage             purpose        0..*    id:tool                 purpose
"""

# What else a fact of the kind needs: a judgement, or a time, which is recommended for what happens at one.
MORE = {
    "Acquisition": "time:hasTime id:year",
    "Assessment": 'kg:judgement "good"@en , "gut"@de',
    "Bid": "time:hasTime id:year",
    "Collaboration": "time:hasTime id:year",
    "Publication": "time:hasTime id:year",
    "SpeechAct": "time:hasTime id:year",
}

# A second one of the same class, where only one may be.
SECONDS = {
    "id:co": "id:firm",
    "id:firm": "id:co",
    "id:ware": "id:tool",
    "id:person": "id:co",
    "<>": "<https://example.org/kg/article/other>",
    "kg:Liking": "kg:Displeasure",
    "kg:Spying": "id:bribery",
    "kg:Alliance": "kg:Estrangement",
    "kg:Claim": "kg:Criticism",
    "kg:Cash": "kg:Shares",
}


@dataclass(frozen=True)
class Role:
    """A row of the table: facts of the kind have ``fewest`` to ``most`` of the role (None: any number)."""

    kind: str
    name: str
    fewest: int
    most: int | None
    fillers: tuple[str, ...]
    shape: str

    @property
    def text(self) -> str:
        """The role with its fillers as Turtle."""
        return f"kg:{self.name} {' , '.join(self.fillers)}"


def read_roles() -> tuple[Role, ...]:
    """Return the rows of the table."""
    return tuple(_read_role(*line.split()) for line in ROLES.splitlines()[2:])


def _read_role(kind: str, name: str, number: str, fillers: str, shape: str) -> Role:
    fewest, most = number.split("..")
    return Role(kind, name, int(fewest), None if most == "*" else int(most), tuple(fillers.split(",")), shape)


def write_kind(kind: str) -> str:
    """Return a graph with one fact of the kind, with all its roles."""
    roles = [role.text for role in read_roles() if role.kind == kind]
    stance = STANCE.replace("kg:Actual", "kg:Assessed") if kind == "Assessment" else STANCE
    more = [MORE[kind]] if kind in MORE else []
    return write_fact(kind, " ;\n    ".join(roles + more), stance)


def vary(role: Role) -> Iterator[Case]:
    """Yield the ways in which the role can be wrong: too few, too many, of the wrong kind."""
    valid = write_kind(role.kind)
    if role.fewest:
        fewer = f"kg:{role.name} {role.fillers[0]}" if role.fewest > 1 else ""
        yield Case(role.shape, "MinCount", valid, role.text, fewer)
    if role.most:
        yield Case(role.shape, "MaxCount", valid, role.text, f"{role.text} , {SECONDS[role.fillers[0]]}")
    constraint, wrong, also = _choose_wrong(role)
    yield Case(
        role.shape, constraint, valid, role.text, " , ".join([f"kg:{role.name} {wrong}", *role.fillers[1:]]), also
    )


def _choose_wrong(role: Role) -> tuple[str, str, tuple[str, ...]]:
    if role.name in ("assessedThing", "directedAt"):
        return "NodeKind", '"text"', ("participant-described",)
    if role.name in ("subtype", "mainMeans"):
        return "Node", "kg:Body", ()
    return "Class", "id:ware" if role.fillers == ("id:place",) else "id:place", ()


KINDS = tuple(dict.fromkeys(role.kind for role in read_roles()))
SEAT = write_kind("Seat")
USAGE = write_kind("Usage")
ASSESSMENT = write_kind("Assessment")

CASES = (
    *(case for role in read_roles() for case in vary(role)),
    Case("judgement", "MinCount", ASSESSMENT, '"good"@en , "gut"@de', '"good"@en'),
    Case("judgement", "MaxCount", ASSESSMENT, '"good"@en', '"good"@en , "bon"@fr'),
    Case("judgement", "UniqueLang", ASSESSMENT, '"good"@en , "gut"@de', '"good"@en , "fine"@en'),
    Case("judgement", "Datatype", ASSESSMENT, '"good"@en , "gut"@de', '"good" , "gut"'),
    Case("role-of-kind", "SPARQL", SEAT, "kg:place id:place", "kg:place id:place ; kg:leader id:person"),
    Case("role-of-kind", "SPARQL", SEAT, "kg:place id:place", "kg:place id:place ; kg:conveys id:base"),
    Case("role-of-kind", "SPARQL", SEAT, "kg:place id:place", "kg:place id:place ; kg:mainMeans kg:Cash"),
    Case("role-of-kind", "SPARQL", SEAT, "kg:place id:place", 'kg:place id:place ; kg:judgement "a"@en , "b"@de'),
    Case("role-of-kind", "SPARQL", SEAT, "own:it", "own:ware kg:provider id:co .\nown:it"),
    Case(
        "participant-described", "SPARQL", USAGE, "kg:user id:person", "kg:user id:person , own:unknown", ("some-user",)
    ),
    Case("say-when", "SPARQL", write_kind("Bid"), "time:hasTime id:year", ""),
)
