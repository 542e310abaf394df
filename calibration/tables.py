"""The tables of docs/calibration.md, each reckoned anew from the rules that ship: text in Markdown, by name."""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache

import husaca_rules as hr
from calibration import survey
from calibration.organisations import EVENNESS, Prior, human_split, organisations, rounded
from calibration.partial import Decided, Measure, steps_of
from calibration.survey import Seen

SEEDS = (1, 2, 3, 4, 5)
DRAWN = 500
SPLITS = 20_000
GAPS = (4, 5, 6, 7, 8)
PARTS = ("attention_red", "attention_blue", "attention_green")
ERRORS = (5, 8, 10, 15)
SEEN_FIRST = 12


def questions() -> str:
    """How much is decided after some answers: in the order of the questionnaire, and in random orders."""
    rules = hr.load_rules()
    measure, chance = Measure(rules), random.Random(1)
    wholes = [measure.whole(each) for each in organisations(rules, DRAWN, seed=2)]
    short = rules.questionnaires["short"].facts
    every = tuple(fact.id for fact in rules.facts.values() if fact.formula is None)

    def dealt(facts: Sequence[str]) -> list[str]:
        steps = steps_of(rules, facts)
        chance.shuffle(steps)
        return [fact for step in steps for fact in step]

    orders: dict[str, Callable[[], Sequence[str]]] = {
        "in order": lambda: short,
        "same questions, random order": lambda: dealt(short),
        "any facts, random order": lambda: dealt(every),
    }
    rows = []
    for count in (10, 20, 30, len(short)):
        for name, order in orders.items():
            found = [measure.decided(whole, order()[:count]) for whole in wholes]
            rows.append(
                [
                    str(count),
                    name,
                    *(percent(_mean(found, part)) for part in ("findings", "lamps", "archetype")),
                ]
            )
    return table(["answers", "asked", "findings decided", "lamps decided", "pattern decided"], rows)


def _mean(found: Iterable[Decided], part: str) -> float:
    return statistics.mean(getattr(each, part) for each in found)


@cache
def told() -> Mapping[str, list[Seen]]:
    """The survey and its shuffled control, from what the survey tells alone."""
    rules = hr.load_rules()
    rows, medians, mapping = survey.prepared()
    return {
        "survey": survey.see(rules, rows, medians, mapping),
        "shuffled": survey.see(rules, survey.shuffled(rows, SEEDS[0]), medians, mapping),
    }


@cache
def completed() -> Mapping[str, list[Seen]]:
    """The same, all that the survey is silent on drawn evenly, once for each seed."""
    rules = hr.load_rules()
    rows, medians, mapping = survey.prepared()
    found: dict[str, list[Seen]] = {"survey": [], "shuffled": []}
    for seed in SEEDS:
        found["survey"] += survey.see_completed(rules, rows, medians, mapping, seed)
        found["shuffled"] += survey.see_completed(rules, survey.shuffled(rows, seed), medians, mapping, seed)
    return found


def known() -> str:
    """What the survey alone decides."""
    seen = told()
    rows = [
        [
            "facts known, on average",
            *(f"{statistics.mean(e.known for e in each):.1f}" for each in seen.values()),
        ],
        ["findings decided", *(percent(survey.decided(each)) for each in seen.values())],
        [
            "pattern decided",
            *(percent(1 - survey.archetypes(each)[None] / len(each)) for each in seen.values()),
        ],
        [
            "patterns still possible, of 9",
            *(f"{statistics.mean(len(e.possible) for e in each):.1f}" for each in seen.values()),
        ],
    ]
    rows += [
        [f"`{finding}` holds", *(percent(survey.share_of(each, finding, "holds")) for each in seen.values())]
        for finding in ("single_dominance", "dual_dominance", "imbalance")
    ]
    return table(["", "survey", "shuffled"], rows)


def patterns() -> str:
    """Each archetype: ruled out and decided by the survey alone, and its share once the rest is drawn."""
    alone, whole = told(), completed()
    rows = []
    for archetype in _archetypes():
        row = [f"`{archetype}`"]
        row += [percent(survey.share_of(alone[name], archetype, "excluded")) for name in alone]
        row += [percent(survey.share_of(alone[name], archetype, "holds")) for name in alone]
        row += [percent(survey.archetypes(whole[name])[archetype] / len(whole[name])) for name in whole]
        rows.append(row)
    heads = [f"{what}, {name}" for what in ("ruled out", "decided", "rest drawn") for name in alone]
    return table(["", *heads], rows)


def _archetypes() -> list[str]:
    return [each.id for each in hr.load_rules().findings.values() if each.kind is hr.Kind.ARCHETYPE]


def holding() -> str:
    """The findings that the survey alone most often makes hold, beside the control."""
    seen = told()
    shares = {
        finding: [survey.share_of(each, finding, "holds") for each in seen.values()]
        for finding in seen["survey"][0].states
    }
    first = sorted(shares, key=lambda finding: (-shares[finding][0], finding))[:SEEN_FIRST]
    return table(
        ["holds in", "survey", "shuffled"], [[f"`{each}`", *map(percent, shares[each])] for each in first]
    )


def stability() -> str:
    """An organisation against itself a year later, against another one, and in the control."""
    compared = {
        "itself, a year later": (told()["survey"], completed()["survey"], None),
        "another one, a year later": (told()["survey"], completed()["survey"], SEEDS[0]),
        "itself, in the shuffled control": (told()["shuffled"], completed()["shuffled"], None),
    }
    rows = []
    for name, (alone, whole, seed) in compared.items():
        found = survey.stability(alone, seed)
        # One seed's organisations at a time: the same id stands for another organisation in the next.
        size = len(alone)
        kept = [
            survey.stability(whole[at : at + size], seed).archetype or 0 for at in range(0, len(whole), size)
        ]
        rows.append(
            [name, str(found.pairs), str(found.compared), percent(found.same), percent(statistics.mean(kept))]
        )
    heads = [
        "compared with",
        "pairs of years",
        "findings decided in both",
        "of these the same",
        "same pattern, rest drawn",
    ]
    return table(heads, rows)


def gaps() -> str:
    """How often the strongest and the weakest lamp lie so many points apart, by chance and otherwise."""
    rules = hr.load_rules()
    prior = Prior(rules, seed=3, between=1.0)
    even = [_gap(rules, prior.draw()) for _ in range(2_000)]
    found = {name: [_gap_of(each.points) for each in seen] for name, seen in completed().items()}
    rows = [
        [str(gap), *(percent(sum(e >= gap for e in each) / len(each)) for each in (*found.values(), even))]
        for gap in GAPS
    ]
    return table(
        ["points apart, at least", "survey, rest drawn", "shuffled, rest drawn", "equally strong areas"], rows
    )


def _gap(rules: hr.RuleSet, facts: dict[str, object]) -> float:
    diagnosis = hr.diagnose(facts, rules=rules, engine="direct")
    return _gap_of({score.id: (score.points.low, score.points.high) for score in diagnosis.scores})


def _gap_of(points: Mapping[str, tuple[float, float]]) -> float:
    least = [low for low, _ in points.values()]
    return max(least) - min(least)


def splits() -> str:
    """How often the rules see one colour or two dominate in divisions of attention that are noise, or are not."""
    kinds = {f"equal, each part misjudged by about {error}": _misjudged((1, 1, 1), error) for error in ERRORS}
    kinds |= {
        f"60, 20 and 20, misjudged by about {error}": _misjudged((3, 1, 1), error) for error in ERRORS[:3]
    }
    kinds["45, 45 and 10, misjudged by about 8"] = _misjudged((4.5, 4.5, 1), 8)
    kinds[f"of the prior (evenness {EVENNESS:g})"] = _divided(EVENNESS)
    kinds["the same, parts dealt out anew"] = _dealt(EVENNESS)
    kinds["any division as likely as any other"] = _divided(1)
    rows = []
    for name, drawn in kinds.items():
        seen = [_dominant(tuple(each)) for each in drawn]
        rows.append(
            [name, *(percent(sum(each == state for each in seen) / len(seen)) for state in (1, 2, 0))]
        )
    return table(["division of attention", "one colour", "two colours", "neither"], rows)


@cache
def _dominant(split: tuple[int, ...]) -> int:
    """How many colours dominate: none, one, or two."""
    diagnosis = hr.diagnose(dict(zip(PARTS, split, strict=True)), engine="direct")
    return 1 if diagnosis["single_dominance"].holds else 2 if diagnosis["dual_dominance"].holds else 0


def _misjudged(true: Sequence[float], error: float) -> Iterator[list[int]]:
    chance = random.Random(4)
    for _ in range(SPLITS):
        felt = [max(100 * part / sum(true) + chance.gauss(0, error), 0) for part in true]
        yield rounded([each / sum(felt) for each in felt]) if sum(felt) else [35, 35, 30]


def _divided(evenness: float) -> Iterator[list[int]]:
    chance = random.Random(5)
    return (human_split(chance, len(PARTS), evenness) for _ in range(SPLITS))


def _dealt(evenness: float) -> Iterator[list[int]]:
    """Each part of the divisions dealt out anew, and brought back to a hundred."""
    chance = random.Random(6)
    columns = [list(column) for column in zip(*_divided(evenness), strict=True)]
    for column in columns:
        chance.shuffle(column)
    for parts in zip(*columns, strict=True):
        yield rounded([each / sum(parts) for each in parts]) if sum(parts) else [35, 35, 30]


def percent(share: float) -> str:
    """A share in whole percent; what is little and not nothing as below one."""
    return "< 1 %" if 0 < share < 0.005 else f"{100 * share:.0f} %"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown, numbers to the right."""
    lines = [
        f"| {' | '.join(heads)} |",
        f"|{'|'.join('---' if not at else '---:' for at in range(len(heads)))}|",
    ]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


TABLES: Mapping[str, Callable[[], str]] = {
    "questions": questions,
    "known": known,
    "patterns": patterns,
    "holding": holding,
    "stability": stability,
    "gaps": gaps,
    "splits": splits,
}
QUICK = ("questions", "known", "holding", "splits")
"""The tables that take a second or two each; the others draw the rest of every organisation."""
