"""Proposes changes to a store, for tests of what they come to."""

from __future__ import annotations

import pyoxigraph as ox

from kg.engine.candidate import propose_change
from kg.engine.change import Change, Proposal, Update
from kg.engine.validator import Validator


class Proposer:
    """Proposes changes to one store, with or without the gate, and carries them out."""

    def __init__(self, store: ox.Store, rule: str, validator: Validator | None) -> None:
        self.store, self.rule, self.validator = store, rule, validator

    def __call__(self, change: Change | str) -> Proposal:
        if isinstance(change, str):
            change = Update(change)
        return propose_change(self.store, change, rule=self.rule, validator=self.validator)
