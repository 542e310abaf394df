"""Random organisations of which everything is known, and the prior they are drawn from.

The prior is as plain as it can be while answers still go together the way people give them:

- Each organisation has a mood, and each lamp a mood of its own around it; two lamps correlate at `BETWEEN`. A fact that
  gives points to a lamp leans towards more points with that lamp's mood; two facts of one lamp correlate at `WITHIN`.
- Any other fact is drawn evenly over its labels; a number without bands, over the stretches that rules tell apart.
- A set holds each of its labels one time in four.
- A split comes from the same share for each part, give or take, in steps of five, as people answer.

Nothing of it was measured. It only keeps a comparison from resting on organisations that cannot be.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from math import inf
from statistics import NormalDist

from husaca_rules import RuleSet
from husaca_rules.diagnosis.stretches import stretches
from husaca_rules.facts.knowledge import understand
from husaca_rules.facts.scale import Interval
from husaca_rules.facts.vocabulary import Fact

BETWEEN, WITHIN = 0.5, 0.6
EVENNESS = 4.0
Organisation = dict[str, object]


class Prior:
    """Draws whole organisations for one rule set; the same seed gives the same ones.

    Without moods no two answers go together; `between` of 1 makes the three areas of an organisation equally strong.
    """

    def __init__(self, rules: RuleSet, seed: int, *, moody: bool = True, between: float = BETWEEN) -> None:
        self.random = random.Random(seed)
        self.vocabulary = rules.vocabulary
        self.moody = moody
        self.between = between
        nothing = understand(rules.vocabulary, {})
        self.stretches = {
            fact.id: stretches(rules, fact, nothing)[0]
            for fact in rules.facts.values()
            if fact.type == "number" and fact.scale is None and fact.formula is None
        }
        self.leaning: dict[str, tuple[str, Mapping[str, int]]] = {}
        for score in rules.scores.values():
            for signal in score.signals:
                self.leaning[signal.fact] = (score.id, signal.points)
        self.lamps = tuple(rules.scores)

    def draw(self) -> Organisation:
        """One organisation: a value for every fact that is no other's result."""
        moods = self._moods()
        parts = {part for split in self.vocabulary.splits for part in split.facts}
        drawn: Organisation = {}
        for fact in self.vocabulary.facts.values():
            if fact.formula is None and fact.id not in parts:
                drawn[fact.id] = self._value(fact, moods)
        for split in self.vocabulary.splits:
            drawn |= zip(
                split.facts, human_split(self.random, len(split.facts), EVENNESS, split.total), strict=True
            )
        return drawn

    def _moods(self) -> dict[str, float]:
        whole = self.random.gauss(0, 1)
        return {
            lamp: self.between**0.5 * whole + (1 - self.between) ** 0.5 * self.random.gauss(0, 1)
            for lamp in self.lamps
        }

    def _value(self, fact: Fact, moods: Mapping[str, float]) -> object:
        if fact.type == "set":
            return [label for label in fact.labels if self.random.random() < 0.25]
        if fact.type == "choice":
            return self.random.choice(fact.labels)
        if fact.scale is None:
            return self._within(fact, self.random.choice(self.stretches[fact.id]))
        label = self._label(fact, moods)
        if fact.type == "truth":
            return label == "yes"
        return self._within(fact, fact.scale.span(label)) if fact.type == "number" else label

    def _label(self, fact: Fact, moods: Mapping[str, float]) -> str:
        """A label: each as often as any other, the mood of its lamp saying which."""
        assert fact.scale is not None
        labels = fact.scale.labels
        if not self.moody or fact.id not in self.leaning:
            return self.random.choice(labels)
        lamp, points = self.leaning[fact.id]
        falling = points[labels[0]] > points[labels[-1]]
        felt = WITHIN**0.5 * moods[lamp] + (1 - WITHIN) ** 0.5 * self.random.gauss(0, 1)
        at = min(int(_normal(felt) * len(labels)), len(labels) - 1)
        return labels[len(labels) - 1 - at if falling else at]

    def _within(self, fact: Fact, span: Interval) -> float:
        """A number in a span; an open end is taken to lie as far again."""
        low = span.low if span.low > -inf else min(2 * span.high, 0.0)
        high = span.high if span.high < inf else 2 * low + 10
        value = self.random.uniform(low, high)
        if not fact.whole:
            return value
        return min(max(round(value), -int(-low // 1)), int(high // 1))


def human_split(random_: random.Random, parts: int, evenness: float, total: int = 100) -> list[int]:
    """A total divided as people divide it, in steps of a twentieth; the more even, the nearer to equal parts.

    The shares follow a Dirichlet distribution; an evenness of 1 makes every division as likely as any other.
    """
    drawn = [random_.gammavariate(evenness, 1) for _ in range(parts)]
    return rounded([each / sum(drawn) for each in drawn], total)


def rounded(shares: list[float], total: int = 100) -> list[int]:
    """Shares as whole points in steps of a twentieth of the total that add up to it: largest remainders are rounded up."""
    step = max(total // 20, 1)
    steps = [share * total / step for share in shares]
    whole = [int(each) for each in steps]
    short = total // step - sum(whole)
    for at in sorted(range(len(steps)), key=lambda at: whole[at] - steps[at])[:short]:
        whole[at] += 1
    return [each * step for each in whole]


def organisations(rules: RuleSet, count: int, seed: int = 1) -> Iterator[Organisation]:
    """So many organisations from the prior."""
    prior = Prior(rules, seed)
    for _ in range(count):
        yield prior.draw()


def _normal(value: float) -> float:
    """The share of a standard normal distribution that lies below a value."""
    return NormalDist().cdf(value)
