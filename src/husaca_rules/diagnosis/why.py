"""Explanations as people get them: a tree of reasons with the rule set whose words it is told in."""

from __future__ import annotations

from attrs import field, frozen

from husaca_rules.diagnosis import explain_text
from husaca_rules.diagnosis.assemble import Settled
from husaca_rules.diagnosis.explain import Reason
from husaca_rules.diagnosis.explain_parts import Beside
from husaca_rules.diagnosis.remedies import Judgement
from husaca_rules.diagnosis.repair import Repair, blockers, repairs
from husaca_rules.diagnosis.results import Results
from husaca_rules.diagnosis.wording import wording
from husaca_rules.errors import UnknownName, nearest
from husaca_rules.facts.scale import Interval
from husaca_rules.language.rules import RuleSet, State


@frozen
class Explanation:
    """Why a finding or score is as it is, or a remedy judged as it is.

    `tree` is the data; `facts` are the given facts that it names. The tree of a remedy has the findings that it treats
    or relieves as parts, and its `Judgement` as value.

    >>> import husaca_rules as hr
    >>> tree = hr.diagnose({"talent_turnover": 0.31}).why("talent_turnover_high").tree
    >>> tree.what, tree.state, sorted(tree.facts)
    ('finding', <State.HOLDS: 'holds'>, ['talent_turnover'])
    """

    rules: RuleSet = field(repr=False)
    tree: Reason
    results: Results = field(repr=False, eq=False)

    @property
    def facts(self) -> frozenset[str]:
        """The given facts that the explanation names; of a decided finding they decide it alone."""
        return self.tree.facts

    def render(self, lang: str = "en", *, sources: bool = False) -> str:
        """The tree as text in a language of the rule set, and what a finding is among causes; of a remedy, its verdict.

        `sources` adds who says so: claims, references and own reasons. Raises UnknownName for a language that the rule
        set lacks.

        >>> import husaca_rules as hr
        >>> print(hr.diagnose({"talent_turnover": 0.31}).why("talent_turnover_high").render("nl").splitlines()[0])
        Verkooptalent vertrekt [talent_turnover_high]: aan de orde
        """
        beside = Beside(self.results, wording(self.rules, lang))
        if isinstance(self.tree.value, Judgement):
            beside.remedy(self.tree.value)
        elif self.tree.what == "finding":
            beside.finding(self.tree.id)
        pages = [beside.lines]
        if self.tree.what != "remedy":
            pages.insert(0, [explain_text.why(self.tree, self.rules, lang)])
        if sources:
            listed = Beside(self.results, beside.words)
            listed.sources(f"remedy:{self.tree.id}" if self.tree.what == "remedy" else self.tree.id)
            pages.append(listed.lines)
        return "\n\n".join("\n".join(lines) for lines in pages if lines)


@frozen
class WhyNot:
    """What stopped a finding, or a band of a score (`band`), and the smallest repairs.

    `state` is that of the finding, or of the score lying in the band. `blockers` are the conditions that stopped it.
    `complete` is false when the search was cut before every set of two facts had been tried.

    >>> import husaca_rules as hr
    >>> stopped = hr.diagnose({"talent_turnover": 0.04}).why_not("talent_turnover_high")
    >>> stopped.state, stopped.repairs[0].steps[0].fact, stopped.repairs[0].steps[0].kind
    (<State.EXCLUDED: 'excluded'>, 'talent_turnover', 'change')
    """

    rules: RuleSet = field(repr=False)
    id: str
    state: State
    blockers: tuple[Reason, ...]
    repairs: tuple[Repair, ...]
    complete: bool
    band: str | None = None

    def render(self, lang: str = "en") -> str:
        """What stopped it and what would make it hold, as text. Raises UnknownName for a language the rule set lacks.

        >>> import husaca_rules as hr
        >>> print(hr.diagnose({"talent_turnover": 0.04}).why_not("talent_turnover_high").render("nl").splitlines()[0])
        Verkooptalent vertrekt [talent_turnover_high]: niet aan de orde
        """
        return explain_text.why_not(self, self.rules, lang)


def why_not(settled: Settled, reason: Reason, id_: str, band: str | None) -> WhyNot:
    """Look for what stopped a finding or a band, and for the smallest repairs. Raises UnknownName for a band."""
    rules = settled.rules
    if id_ in rules.findings:
        if band is not None:
            raise UnknownName(band, f"band of the finding `{id_}`")
        state, within = settled.state(id_), Interval(1, 1)
    else:
        scale = rules.scores[id_].scale
        band = scale.labels[-1] if band is None else band
        if band not in scale.labels:
            raise UnknownName(band, f"band of `{id_}`", nearest(band, scale.labels))
        within = scale.span(band)
        points = reason.value
        assert isinstance(points, Interval)  # the reason of a score
        inside = within.low <= points.low and points.high <= within.high
        outside = points.high < within.low or within.high < points.low
        state = State.HOLDS if inside else State.EXCLUDED if outside else State.UNDETERMINED
    if state is State.HOLDS:
        return WhyNot(rules, id_, state, (), (), complete=True, band=band)
    found, complete = repairs(rules, settled.knowledge, id_, within)
    return WhyNot(rules, id_, state, blockers(reason), found, complete=complete, band=band)
