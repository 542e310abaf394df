"""Strategies of rule sets that cover the language: every type of fact, splits, formulas, scores, findings in strata."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise, product
from math import inf, nextafter

from attrs import evolve, frozen
from hypothesis import assume
from hypothesis import strategies as st

from husaca_rules.language.rules import Kind
from tests.laws.abstract import (
    Arithmetic,
    AtLeast,
    Bracketed,
    Chain,
    Condition,
    Fact,
    Finding,
    Has,
    Holds,
    Is,
    Junction,
    Name,
    Negative,
    Not,
    Number,
    Ordered,
    Remedy,
    Rule,
    Rules,
    Score,
    Split,
    Term,
)
from tests.laws.oracle import completions

# Ids whose order is not that in which they are made; some are labels too, or nearly words of the language.
FACT_IDS = ("zeal", "aim", "north", "mood", "at_leas", "x", "y2", "trend", "a__b", "b", "kappa", "lit")
FINDING_IDS = ("f_west", "f_east", "f_south", "a_find", "find", "zz", "points")
RULE_IDS = ("r9", "r1", "m_rule", "zeal", "self", "r_a", "r_b", "r_c")
LEVELS = (
    ("low", "medium", "high"),
    ("falling", "flat", "rising"),
    ("no", "yes"),
    ("one", "two", "three", "four"),
)
LABELS = ("north", "south", "trend", "mood", "low")
COMPARATORS = ("<", "<=", "==", "!=", ">=", ">")
HALVES = tuple(n / 2 for n in range(-8, 17))
SHARES = (0.0, 0.05, 0.1, nextafter(0.2, 0), 0.2, nextafter(0.2, 1), 0.31, 0.5, 0.99, 1.0)
FACTORS = (0.5, 1.0, 2.0, 3.0, 0.25, 0.0)


@st.composite
def rule_sets(draw: st.DrawFn, *, wild: bool = False, small: bool = False) -> Rules:
    """A rule set. `wild` ones hold numbers of any size, whose sums round; `small` ones have few organisations."""
    ids = iter(draw(st.permutations(FACT_IDS)))
    facts: dict[str, Fact] = {}
    kinds = ["level", "level", "choice", "truth", "set", "whole", "real", "share", "real"] + [
        "wild"
    ] * 6 * wild
    for kind in draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=3 if small else 5)):
        fact = draw(_fact(next(ids), kind))
        facts[fact.id] = fact
    splits, parts = draw(_splits(ids))
    facts |= parts
    for _ in range(draw(st.integers(0, 2))):
        fact = draw(_derived(next(ids), facts))
        if fact is not None:
            facts[fact.id] = fact
    # A formula that never comes to anything in its range is refused: some organisation must be possible.
    bare = Rules(facts, splits, {}, {}, {}, {})
    assume(not bare.derived or any(True for _ in completions(bare, {}, most=50)))
    remedies = draw(st.sampled_from([(), ("coaching", "tooling")]))
    if remedies and not small:
        facts["plans"] = Fact("plans", "set", labels=tuple(sorted(remedies)), of_remedies=True)
    return draw(_reasoned(facts, splits, remedies))


@st.composite
def _fact(draw: st.DrawFn, id_: str, kind: str) -> Fact:
    fixed = draw(st.integers(0, 5)) == 0
    match kind:
        case "level":
            return Fact(id_, "level", labels=draw(st.sampled_from(LEVELS)), fixed=fixed)
        case "choice" | "set":
            labels = tuple(draw(st.permutations(LABELS))[: draw(st.integers(2, 3))])
            return Fact(id_, kind, labels=labels, fixed=fixed)
        case "truth":
            return Fact(id_, "truth", fixed=fixed)
        case "whole":
            low, high = draw(st.sampled_from([(0, 4), (-2, 2), (0, inf), (1, 6), (-inf, inf)]))
            grid = tuple(range(max(int(max(low, -3)), -3), int(min(high, 6)) + 1))
            fact = Fact(id_, "number", range=(low, high), whole=True, grid=grid)
        case "share":
            fact = Fact(id_, "number", range=(0.0, 1.0), grid=SHARES, exact=False, unit="share of all")
        case "wild":
            numbers = st.floats(-1e20, 1e20, allow_subnormal=False).map(
                lambda x: x if abs(x) > 1e-30 else 0.0
            )
            some = st.sampled_from([0.1, 0.2, 0.3, 1e20, 1e-20, -1e20, 49.0, 1 / 3, 0.7, -0.1])
            grid = tuple(sorted(set(draw(st.lists(numbers | some | some, min_size=3, max_size=6)))))
            fact = Fact(id_, "number", grid=grid)
        case _:
            low, high = draw(
                st.sampled_from([(0.0, 4.0), (-2.0, 2.0), (1.0, 8.0), (0.5, inf), (0.0, inf), (-inf, inf)])
            )
            grid = [half for half in HALVES if low <= half <= high]
            fact = Fact(id_, "number", range=(low, high), grid=(*grid[:: draw(st.integers(1, 3))], grid[-1]))
            fact = evolve(fact, unit=draw(st.sampled_from([None, "euros", "days"])))
    return evolve(fact, fixed=fixed, bands=draw(_bands(fact)))


@st.composite
def _bands(draw: st.DrawFn, fact: Fact) -> tuple[tuple[str, float], ...]:
    labels = draw(st.sampled_from([(), ("low", "high"), ("low", "medium", "high"), ("trend", "mood")]))
    edges = sorted({value for value in fact.grid if value > fact.range[0]})
    if not labels or len(edges) < len(labels) - 1:
        return ()
    chosen = sorted(draw(st.permutations(edges))[: len(labels) - 1])
    return tuple(zip(labels, (fact.range[0], *chosen), strict=True))


@st.composite
def _splits(draw: st.DrawFn, ids: Sequence[str]) -> tuple[tuple[Split, ...], dict[str, Fact]]:
    if draw(st.integers(0, 2)) > 0:
        return (), {}
    highs = draw(st.lists(st.integers(2, 5), min_size=2, max_size=3))
    names = [next(ids) for _ in highs]
    end = draw(st.sampled_from([None, inf]))
    parts = {
        name: Fact(
            name, "number", range=(0, end or high), whole=True, unit="points", grid=tuple(range(high + 1))
        )
        for name, high in zip(names, highs, strict=True)
    }
    parts = {name: evolve(part, bands=draw(_bands(part))) for name, part in parts.items()}
    return (Split("attention", tuple(names), draw(st.integers(2, sum(highs)))),), parts


@st.composite
def _derived(draw: st.DrawFn, id_: str, facts: Mapping[str, Fact]) -> Fact | None:
    numbers = [
        fact
        for fact in facts.values()
        if fact.type == "number" and (fact.exact or fact.unit) and len(fact.grid)
    ]
    numbers = [
        fact for fact in numbers if max(map(abs, fact.grid)) < 1000
    ]  # powers of wild ones would overflow
    if not numbers:
        return None
    term: Term = Name(draw(st.sampled_from(numbers)).id)
    exact = facts[term.id].exact
    for _ in range(draw(st.integers(1, 2))):
        other = draw(st.sampled_from(numbers))
        sign = draw(st.sampled_from("+-**/"))
        right: Term = Name(other.id)
        if sign == "/" and (other.range[0] <= 0 or other.formula is not None):
            right = Number(draw(st.sampled_from([2.0, 0.5, 3.0])))
        elif draw(st.integers(0, 3)) == 0:
            right = Negative(right) if sign != "/" else Arithmetic(Number(2.0), "*", right)
        exact = exact and other.exact and sign != "/"
        backwards = sign != "/" and draw(st.booleans())
        term = Arithmetic(right, sign, term) if backwards else Arithmetic(term, sign, right)
    low = draw(st.sampled_from([-inf, -100.0, 0.0]))
    high = draw(st.sampled_from([inf, 100.0, 8.0])) if low <= 0 else inf
    fact = Fact(id_, "number", range=(low, high), formula=term, exact=exact)
    fact = evolve(fact, grid=tuple(half for half in HALVES if low <= half <= high))
    return evolve(fact, bands=draw(_bands(fact)))


@frozen
class Pool:
    """What a condition may read so far."""

    facts: Mapping[str, Fact]
    scores: Mapping[str, Score]
    findings: Sequence[str]

    def labelled(self) -> dict[str, tuple[str, ...]]:
        found = {fact.id: fact.words for fact in self.facts.values() if fact.words and fact.type != "set"}
        return found | {score.id: tuple(label for label, _ in score.bands) for score in self.scores.values()}

    def of_type(self, kind: str) -> list[Fact]:
        return [fact for fact in self.facts.values() if fact.type == kind]

    def numbers(self) -> list[str]:
        return [*(fact.id for fact in self.of_type("number")), *self.scores]

    def summed(self) -> list[str]:
        return [name for name in self.numbers() if name in self.scores or self.facts[name].exact]

    def has(self, name: str, value: float) -> bool:
        """Whether a number lies in the range of a fact; of a score, any may be asked for."""
        low, high = (-inf, inf) if name in self.scores else self.facts[name].range
        return low <= value <= high

    def unit(self, name: str) -> str | None:
        return "points of a score" if name in self.scores else self.facts[name].unit


@st.composite
def _reasoned(
    draw: st.DrawFn, facts: Mapping[str, Fact], splits: tuple[Split, ...], remedies: Sequence[str]
) -> Rules:
    scores: dict[str, Score] = {}
    findings: dict[str, Finding] = {}
    rules: dict[str, Rule] = {}
    finding_ids = iter(draw(st.permutations(FINDING_IDS)))
    rule_ids = iter(draw(st.permutations(RULE_IDS)))
    channels = iter("rgb")
    for step in draw(
        st.lists(st.sampled_from("fffps"), min_size=1, max_size=7).map(lambda steps: ["f", *steps])
    ):
        pool = Pool(facts, scores, list(findings))
        if step == "s" and len(scores) < 3:
            score = draw(
                _score(f"{'lamp' if len(scores) % 2 else 'shine'}_{len(scores)}", facts, next(channels))
            )
            scores[score.id] = score
            for id_, rule in rules.items():
                if points := draw(st.sampled_from([0, 0, 1, 2, -1, -3])):
                    rules[id_] = evolve(rule, points={**rule.points, score.id: points})
        elif step == "p" and (id_ := next(rule_ids, "")):
            # A rule that finds nothing; it must give points, so a score comes with it.
            rules[id_] = Rule(id_, draw(conditions(pool)), None, {})
        elif step == "f" and (name := next(finding_ids, "")):
            kind = draw(st.sampled_from([kind.value for kind in Kind]))
            shown = [] if kind == Kind.HELPER else _shown(findings)  # helpers stand outside every explanation
            causes = tuple(draw(st.permutations(shown))[: draw(st.integers(0, 2))])
            findings[name] = Finding(name, kind, causes)
            own = draw(st.integers(0, 3)) > 0
            if own:
                rules[name] = Rule(name, draw(conditions(pool)), name, {}, own=True)
            for _ in range(draw(st.integers(1 - own, 2 - own))):
                id_ = next(rule_ids, f"of_{name}")
                rules[id_] = Rule(id_, draw(conditions(pool)), name, {})
    rules = {rule.id: rule for rule in rules.values() if rule.find or rule.points}
    names = _shown(findings)
    made = {
        id_: Remedy(id_, tuple(draw(st.permutations(names))[:1]), tuple(draw(st.permutations(names))[:1]))
        for id_ in remedies
    }
    return Rules(facts, splits, scores, findings, rules, made)


def _shown(findings: Mapping[str, Finding]) -> list[str]:
    return [finding.id for finding in findings.values() if finding.kind != Kind.HELPER]


@st.composite
def _score(draw: st.DrawFn, id_: str, facts: Mapping[str, Fact], channel: str) -> Score:
    full = draw(st.integers(2, 8))
    labels = draw(st.sampled_from([("dark", "lit"), ("dark", "dim", "lit")]))
    edges = sorted(draw(st.permutations(range(1, full + 1)))[: len(labels) - 1])
    bearers = {
        fact.id: fact.words or ("no", "yes")
        for fact in facts.values()
        if fact.type != "set" and (fact.words or fact.type == "truth")
    }
    chosen = draw(st.permutations(list(bearers)))[: draw(st.integers(0, 3))]
    points = st.integers(-2, 4)
    signals = {name: {label: draw(points) for label in bearers[name]} for name in chosen}
    bands = tuple(zip(labels, (0, *edges), strict=False))
    return Score(id_, full, bands, signals, draw(st.sampled_from([None, channel])))


@st.composite
def conditions(draw: st.DrawFn, pool: Pool, depth: int = 2) -> Condition:
    """A condition over what there is."""
    if depth and draw(st.integers(0, 2)):
        parts = conditions(pool, depth - 1)
        match draw(st.sampled_from(["not", "and", "or", "and", "or", "at_least", "brackets"])):
            case "not":
                return Not(draw(parts))
            case "at_least":
                several = tuple(draw(st.lists(parts, min_size=1, max_size=3)))
                return AtLeast(draw(st.integers(1, len(several))), several)
            case "brackets":
                return Bracketed(draw(parts))
            case word:
                return Junction(word, tuple(draw(st.lists(parts, min_size=2, max_size=3))))
    return draw(_leaves(pool))


@st.composite
def _leaves(draw: st.DrawFn, pool: Pool) -> Condition:
    labelled = pool.labelled()
    sets, levels = [fact for fact in pool.of_type("set") if fact.labels], pool.of_type("level")
    truths = [*(fact.id for fact in pool.of_type("truth")), *pool.findings, *pool.findings]
    able = {
        "is": labelled,
        "has": sets,
        "holds": truths,
        "bare": pool.numbers(),
        "sum": pool.summed(),
        "level": levels,
    }
    match draw(st.sampled_from([form for form, names in able.items() if names])):
        case "is":
            name = draw(st.sampled_from(sorted(labelled)))
            form = draw(st.sampled_from(["is", "is not", "in", "not in"]))
            count = 1 if form.startswith("is") else draw(st.integers(1, len(labelled[name])))
            return Is(name, tuple(draw(st.permutations(labelled[name]))[:count]), form)
        case "has":
            fact = draw(st.sampled_from(sets))
            return Has(draw(st.sampled_from(fact.labels)), fact.id, draw(st.booleans()))
        case "holds":
            return Holds(draw(st.sampled_from(truths)))
        case "level":
            return draw(_ordered(draw(st.sampled_from(levels))))
        case "bare":
            return draw(_compared(pool, draw(st.sampled_from(pool.numbers()))))
        case _:
            return draw(_summed(pool))


@st.composite
def _ordered(draw: st.DrawFn, level: Fact) -> Ordered:
    label, signs = st.sampled_from(level.labels), st.sampled_from(COMPARATORS)
    words = draw(
        st.sampled_from(
            [(level.id, draw(label)), (draw(label), level.id), (draw(label), level.id, draw(label))]
        )
    )
    return Ordered(level.id, words, tuple(draw(signs) for _ in words[1:]))


@st.composite
def _compared(draw: st.DrawFn, pool: Pool, name: str) -> Chain:
    """A bare name against numbers of its grid, on one side or both."""
    grid = pool.facts[name].grid if name in pool.facts else tuple(range(pool.scores[name].full + 1))
    terms = draw(st.sampled_from([("name", "n"), ("n", "name"), ("n", "name", "n")]))
    signs = st.sampled_from(COMPARATORS) if len(terms) == 2 else st.sampled_from(COMPARATORS[:2])
    # Rising, since ends the wrong way round are refused.
    numbers = iter(sorted(draw(st.sampled_from(grid)) for _ in terms[1:]))
    chosen = tuple(Name(name) if term == "name" else Number(next(numbers)) for term in terms)
    return Chain(chosen, tuple(draw(signs) for _ in terms[1:]))


@st.composite
def _summed(draw: st.DrawFn, pool: Pool) -> Chain:
    """Sums of several names against each other."""
    names = draw(st.lists(st.sampled_from(pool.summed()), min_size=1, max_size=3))
    units = {unit for name in names if (unit := pool.unit(name))}
    terms = [draw(_multiple(name, bare=len(units) < 2 or not pool.unit(name))) for name in names]
    numbers = HALVES if len(set(names)) > 1 else tuple(half for half in HALVES if pool.has(names[0], half))
    terms += [Number(draw(st.sampled_from(numbers))) for _ in range(draw(st.integers(len(names) == 1, 1)))]
    terms = draw(st.permutations(terms))
    sides: list[Term] = []
    for term in terms:
        if len(sides) < 2 or draw(st.integers(0, 4)) == 0:
            sides.append(term)
        else:
            sign = draw(st.sampled_from("+-"))
            at = draw(st.integers(0, len(sides) - 1))
            sides[at] = Arithmetic(sides[at], sign, term)
    if draw(st.integers(0, 4)) == 0:
        sides[0] = Arithmetic(Number(2.0), "*", sides[0])
    # What is the same for everyone is refused, and so is a number that a fact never has.
    assume(all(_factors(left) != _factors(right) for left, right in pairwise(sides)))
    assume(not any(_beyond(pool, *pair) or _beyond(pool, *pair[::-1]) for pair in pairwise(sides)))
    return Chain(tuple(sides), tuple(draw(st.sampled_from(COMPARATORS)) for _ in sides[1:]))


def _beyond(pool: Pool, one: Term, other: Term) -> bool:
    """Whether one term is a name by itself, and the other a number outside its range."""
    match other:
        case Number(value) | Arithmetic(Number(2.0), "*", Number(value)):
            value = 2 * value if isinstance(other, Arithmetic) else value
            return any(factor == 1 and not pool.has(id_, value) for id_, factor in _factors(one).items())
    return False


def _factors(term: Term) -> dict[str, float]:
    """How often each name counts in a term; all factors are halves and quarters, so that floats are exact."""
    match term:
        case Name(id_):
            return {id_: 1.0}
        case Negative(inner):
            return {id_: -factor for id_, factor in _factors(inner).items()}
        case Arithmetic(Number(by), "*", inner) | Arithmetic(inner, "*", Number(by)):
            return {id_: by * factor for id_, factor in _factors(inner).items() if by}
        case Arithmetic(inner, "/", Number(by)):
            return {id_: factor / by for id_, factor in _factors(inner).items()}
        case Arithmetic(left, sign, right):
            found = dict(_factors(left))
            for id_, factor in _factors(right).items():
                found[id_] = found.get(id_, 0.0) + (factor if sign == "+" else -factor)
            return {id_: factor for id_, factor in found.items() if factor}
    return {}


@st.composite
def _multiple(draw: st.DrawFn, name: str, *, bare: bool) -> Term:
    term, factor = Name(name), Number(draw(st.sampled_from(FACTORS)))
    forms = ["left", "right", "by", "minus"] + ["bare"] * 3 * bare
    match draw(st.sampled_from(forms)):
        case "left":
            return Arithmetic(factor, "*", term)
        case "right":
            return Arithmetic(term, "*", factor)
        case "by":
            return Arithmetic(term, "/", Number(draw(st.sampled_from([2.0, 4.0, 0.5]))))
        case "minus":
            return Negative(term) if bare else Negative(Arithmetic(Number(1.0), "*", term))
        case _:
            return term


def compositions(split: Split, facts: Mapping[str, Fact]) -> list[tuple[int, ...]]:
    """The ways in which the parts of a split may add up to its total."""
    spaces = [facts[name].grid for name in split.facts]
    return [each for each in product(*spaces) if sum(each) == split.total]
