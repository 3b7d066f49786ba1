"""Graphs: what an article's own graph describes, no other adds to."""

from tests.shapes.cases.kinds import SEAT
from tests.shapes.scheme import Case

CASES = (Case("own-graph", "SPARQL", SEAT, "own:it a", "own:it shape:strayProperty kg:evidence ; a"),)
