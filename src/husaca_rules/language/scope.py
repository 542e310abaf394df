"""The names that a condition may use, and what each of them is."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from attrs import frozen

from husaca_rules.errors import nearest
from husaca_rules.facts.scale import Scale
from husaca_rules.facts.vocabulary import Fact
from husaca_rules.language.rules import ScoreRule


@frozen
class Scope:
    """The names that a text may use, and what each is."""

    facts: Mapping[str, Fact]
    scores: Mapping[str, ScoreRule]
    findings: Collection[str]

    def scale(self, name: str) -> Scale | None:
        """The labels along a line that a fact or score has, if it has."""
        thing = self.facts.get(name) or self.scores.get(name)
        return thing.scale if thing else None

    def labels(self, name: str) -> tuple[str, ...]:
        """Every label that a name may be compared with."""
        scale = self.scale(name)
        fact = self.facts.get(name)
        return scale.labels if scale else fact.labels if fact else ()

    def nearest(self, name: str) -> str | None:
        """The known name that is nearly `name`, if one is."""
        return nearest(name, [*self.facts, *self.scores, *self.findings])

    def has(self, name: str) -> bool:
        """Whether a fact, score or finding has this name."""
        return name in self.facts or name in self.scores or name in self.findings
