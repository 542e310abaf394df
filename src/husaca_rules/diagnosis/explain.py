"""Why: the tree that decided a finding or score, or that left it open.

Where a condition is decided, the tree keeps just what decided it: of an `or` that holds, one part; of an `and` that is
excluded, one part; the part that needs the fewest given facts. Where it is open, the tree keeps what is open. So the
given facts named in the tree of a decided finding decide it alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from attrs import field, frozen

from husaca_rules.errors import Place
from husaca_rules.evaluate.compile import program_of
from husaca_rules.evaluate.program import Contribution
from husaca_rules.evaluate.truths import bounds, truths_of
from husaca_rules.facts.knowledge import Knowledge
from husaca_rules.facts.scale import Interval
from husaca_rules.facts.values import understand_value
from husaca_rules.language.conditions import All, AtLeast, Condition, Leaf, Not, Some
from husaca_rules.language.rules import Rule, RuleSet, State

What = Literal[
    "finding", "rule", "all", "some", "at_least", "not", "condition", "score", "points", "fact", "remedy"
]


@frozen
class Reason:
    """A node of an explanation.

    `what` it is about; `id` of the finding, rule, score or fact; `state` of it (None for a fact). `text` is the
    author's condition. `value` is that of a fact as understood (None: not known; one that was worked out, its Interval), and for
    scores and what gives them points an Interval of points; of a remedy, its Judgement. Points without an `id` are those of all parts of a score of which nothing is known. `place` is where the rule, or the given fact, stands.
    `facts` are the given facts named in this node and below.
    """

    what: What
    id: str = ""
    state: State | None = None
    text: str = ""
    value: object = None
    count: int = 0
    parts: tuple[Reason, ...] = ()
    facts: frozenset[str] = frozenset()
    place: Place | None = field(default=None, eq=False, repr=False)


class Explainer:
    """Explains findings and scores of one diagnosis; what was explained once is kept."""

    def __init__(
        self, rules: RuleSet, knowledge: Knowledge, lo: Sequence[float], hi: Sequence[float]
    ) -> None:
        self.rules = rules
        self.knowledge = knowledge
        self.lo, self.hi = lo, hi
        self.layout = program_of(rules).layout
        self._kept: dict[str, Reason] = {}
        program = program_of(rules)
        self._contributions = program.contributions
        self._truths = truths_of(rules, lo, hi)
        self._inputs_of_split = {
            name: split.facts for split in rules.vocabulary.splits for name in split.facts
        }

    def explain(self, id_: str) -> Reason:
        """The reason of a finding, a score or a fact."""
        if id_ not in self._kept:
            explain: Callable[[str], Reason] = (
                self._finding
                if id_ in self.rules.findings
                else self._score
                if id_ in self.rules.scores
                else self._fact
            )
            self._kept[id_] = explain(id_)
        return self._kept[id_]

    def _state(self, key: str) -> State:
        slot = self.layout[key]
        return state_of(self.lo[slot], self.hi[slot])

    def _finding(self, id_: str) -> Reason:
        state = self._state(id_)
        ways = [self._rule(rule) for rule in self.rules.rules_for[id_]]
        parts = _deciding(ways, state, any_of=True)
        return Reason(
            "finding", id_, state, parts=parts, facts=_facts(parts), place=self.rules.findings[id_].place
        )

    def _rule(self, rule: Rule) -> Reason:
        parts = (self._condition(rule.when),)
        state = self._state(f"rule:{rule.id}")
        return Reason("rule", rule.id, state, rule.text, parts=parts, facts=_facts(parts), place=rule.place)

    def _condition(self, condition: Condition) -> Reason:
        match condition:
            case Leaf(text, names):
                parts = tuple(self.explain(name) for name in names)
                state = self._truth(condition)
                return Reason(
                    "condition", "", state, text, parts=parts, facts=_facts(parts), place=condition.place
                )
            case Not(part):
                inner = self._condition(part)
                return Reason("not", state=_opposite(inner.state), parts=(inner,), facts=inner.facts)
            case All(parts):
                return self._connective("all", parts, self._truth(condition), any_of=False)
            case Some(parts):
                return self._connective("some", parts, self._truth(condition), any_of=True)
            case AtLeast(count, parts):
                return self._at_least(count, parts, self._truth(condition))
            case _:
                raise AssertionError("a bare test stands only inside a leaf")

    def _connective(self, what: What, parts: Sequence[Condition], state: State, *, any_of: bool) -> Reason:
        chosen = _deciding([self._condition(part) for part in parts], state, any_of=any_of)
        return Reason(what, state=state, parts=chosen, facts=_facts(chosen))

    def _at_least(self, count: int, parts: Sequence[Condition], state: State) -> Reason:
        reasons = [self._condition(part) for part in parts]
        needed = {State.HOLDS: count, State.EXCLUDED: len(parts) - count + 1}.get(state, len(parts))
        alike = [at for at, reason in enumerate(reasons) if reason.state is state]
        cheapest = sorted(alike, key=lambda at: len(reasons[at].facts))[:needed]
        chosen = tuple(
            reasons[at] for at in sorted(cheapest)
        )  # by position: the same part may stand there twice
        return Reason("at_least", state=state, count=count, parts=chosen, facts=_facts(chosen))

    def _truth(self, condition: Condition) -> State:
        must, may = bounds(condition, self._truths)
        return state_of(int(must), int(may))

    def _score(self, id_: str) -> Reason:
        slot = self.layout[id_]
        parts = []
        unknown = []
        for each in self._contributions[id_]:
            least, most = each.points(self.lo, self.hi)
            if least != most and (least, most) == (each.lowest, each.highest):
                unknown.append(each)
                continue
            source = self._source(each)
            points = Interval(least, most)
            parts.append(Reason("points", each.source, value=points, parts=(source,), facts=source.facts))
        if unknown:  # told together, so that the points of all parts add up to those of the score
            points = Interval(sum(each.lowest for each in unknown), sum(each.highest for each in unknown))
            sources = tuple(map(self._source, unknown))
            parts.append(Reason("points", value=points, parts=sources, facts=_facts(sources)))
        value = Interval(self.lo[slot], self.hi[slot])
        place = self.rules.scores[id_].place
        return Reason("score", id_, value=value, parts=tuple(parts), facts=_facts(parts), place=place)

    def _source(self, each: Contribution) -> Reason:
        if each.source.startswith("rule:"):
            return self._rule(self.rules.rules[each.source.removeprefix("rule:")])
        return self.explain(each.source)

    def _fact(self, id_: str) -> Reason:
        """A fact as it was told; one that its formula or its split narrowed, with the facts that did."""
        fact = self.rules.facts[id_]
        given = self.knowledge.given
        if fact.formula is None and id_ not in self._inputs_of_split:
            return self._told(id_)
        now = Interval(self.lo[self.layout[id_]], self.hi[self.layout[id_]])
        told = understand_value(self.rules.vocabulary, fact, given.get(id_))
        if told is not None and (told.low, told.high) == ((now.low,), (now.high,)):
            return self._told(id_)
        if fact.formula is not None:
            parts = [self.explain(name) for name in self.rules.vocabulary.inputs[id_]]
        else:
            # Of a split only what was told: its parts narrow each other, and would explain each other without end.
            others = [name for name in self._inputs_of_split[id_] if name != id_]
            parts = [self._told(name) for name in others if name in given]
        if told is not None:
            parts.append(self._told(id_))
        value = now if now != fact.range else None
        return Reason("fact", id_, value=value, parts=tuple(parts), facts=_facts(parts))

    def _told(self, id_: str) -> Reason:
        given = self.knowledge.given
        facts = frozenset({id_} if id_ in given else ())
        return Reason("fact", id_, value=given.get(id_), facts=facts, place=self.knowledge.places.get(id_))


def state_of(low: float, high: float) -> State:
    """The state that a truth's lower and upper value mean."""
    return State.HOLDS if low == 1 else State.EXCLUDED if high == 0 else State.UNDETERMINED


def _opposite(state: State | None) -> State:
    return {State.HOLDS: State.EXCLUDED, State.EXCLUDED: State.HOLDS}.get(
        state or State.UNDETERMINED, State.UNDETERMINED
    )


def _deciding(reasons: Sequence[Reason], state: State, *, any_of: bool) -> tuple[Reason, ...]:
    """The reasons that brought an `or` (any_of) or an `and` to its state."""
    alike = tuple(reason for reason in reasons if reason.state is state)
    one_is_enough = state is (State.HOLDS if any_of else State.EXCLUDED)
    return (min(alike, key=lambda reason: len(reason.facts)),) if one_is_enough else alike


def _facts(reasons: Iterable[Reason]) -> frozenset[str]:
    return frozenset().union(*(reason.facts for reason in reasons))
