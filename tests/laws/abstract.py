"""Rule sets as plain structures, from which the tests write rule files and work out what must follow.

A condition is generated as a tree together with its text, so that what it means is known without reading the text.
Nothing here is shared with the library.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from math import inf

from attrs import frozen


@frozen
class Name:
    id: str


@frozen
class Number:
    value: float


@frozen
class Negative:
    term: Term


@frozen
class Arithmetic:
    left: Term
    operator: str  # + - * /
    right: Term


Term = Name | Number | Negative | Arithmetic


@frozen
class Is:
    """`name is label`, `name is not label`, `name in (…)`, `name not in (…)`, by `form`."""

    name: str
    labels: tuple[str, ...]
    form: str


@frozen
class Has:
    """`label in name` of a set, or `label not in name`."""

    label: str
    name: str
    negated: bool


@frozen
class Holds:
    """A truth, or a finding, by itself."""

    name: str


@frozen
class Chain:
    """`terms[0] comparators[0] terms[1] …`, of numbers and scores."""

    terms: tuple[Term, ...]
    comparators: tuple[str, ...]


@frozen
class Ordered:
    """A level among its labels: `low < motivation <= high`; `words` are the level and labels as they stand."""

    level: str
    words: tuple[str, ...]
    comparators: tuple[str, ...]


@frozen
class Not:
    part: Condition


@frozen
class Junction:
    word: str  # and, or
    parts: tuple[Condition, ...]


@frozen
class AtLeast:
    count: int
    parts: tuple[Condition, ...]


@frozen
class Bracketed:
    part: Condition


Condition = Is | Has | Holds | Chain | Ordered | Not | Junction | AtLeast | Bracketed


@frozen
class Fact:
    """A fact. `grid` holds the values of a number that the tests try; `exact` says that sums of them never round."""

    id: str
    type: str
    labels: tuple[str, ...] = ()  # of a level, a choice or a set
    range: tuple[float, float] = (-inf, inf)
    whole: bool = False
    bands: tuple[tuple[str, float], ...] = ()
    formula: Term | None = None
    unit: str | None = None
    fixed: bool = False
    of_remedies: bool = False
    grid: tuple[float, ...] = ()
    exact: bool = True

    @property
    def words(self) -> tuple[str, ...]:
        """The labels that `is` may ask for."""
        return self.labels or tuple(label for label, _ in self.bands)


@frozen
class Split:
    id: str
    facts: tuple[str, ...]
    total: int


@frozen
class Score:
    id: str
    full: int
    bands: tuple[tuple[str, float], ...]
    signals: Mapping[str, Mapping[str, int]]
    channel: str | None = None


@frozen
class Rule:
    """A rule; `own` says that it stands as the `when` of the finding of the same name."""

    id: str
    when: Condition
    find: str | None
    points: Mapping[str, int]
    own: bool = False


@frozen
class Finding:
    id: str
    kind: str
    causes: tuple[str, ...] = ()


@frozen
class Remedy:
    id: str
    treats: tuple[str, ...]
    relieves: tuple[str, ...]


@frozen
class Rules:
    """A rule set, everything by id in the order in which it was made: nothing reads what comes later."""

    facts: Mapping[str, Fact]
    splits: tuple[Split, ...]
    scores: Mapping[str, Score]
    findings: Mapping[str, Finding]
    rules: Mapping[str, Rule]
    remedies: Mapping[str, Remedy]

    @property
    def derived(self) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.facts.values() if fact.formula is not None)

    @property
    def given(self) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.facts.values() if fact.formula is None)


def plain(value: float) -> str:
    """A number as conditions and files write it."""
    if value in (inf, -inf):
        return str(value)
    return format(Decimal(repr(value)) if isinstance(value, float) else Decimal(value), "f").removesuffix(
        ".0"
    )


def names_in(term: Term) -> Iterator[str]:
    match term:
        case Name(id_):
            yield id_
        case Negative(inner):
            yield from names_in(inner)
        case Arithmetic(left, _, right):
            yield from names_in(left)
            yield from names_in(right)


def term_text(term: Term) -> str:
    match term:
        case Name(id_):
            return id_
        case Number(value):
            return plain(value) if value >= 0 else f"-{plain(-value)}"
        case Negative(inner):
            return f"-{_in_brackets(term_text(inner), _binding(inner) < 3)}"
        case Arithmetic(left, operator, right):
            own = _binding(term)
            # Right operands that bind alike keep their brackets: sums of floats depend on their order.
            after = _in_brackets(term_text(right), _binding(right) <= own)
            return f"{_in_brackets(term_text(left), _binding(left) < own)} {operator} {after}"


def _binding(term: Term) -> int:
    match term:
        case Arithmetic(_, "+" | "-", _):
            return 1
        case Arithmetic():
            return 2
        case Negative():
            return 3
        case Number(value) if value < 0:
            return 3
        case _:
            return 4


def condition_text(condition: Condition) -> str:
    match condition:
        case Is(name, (label,), "is" | "is not" as form):
            return f"{name} {form} {label}"
        case Is(name, labels, form):
            comma = "," if len(labels) == 1 and form == "in" else ""
            return f"{name} {form} ({', '.join(labels)}{comma})"
        case Has(label, name, negated):
            return f"{label} {'not in' if negated else 'in'} {name}"
        case Holds(name):
            return name
        case Chain(terms, comparators):
            return _chain([term_text(term) for term in terms], comparators)
        case Ordered(_, words, comparators):
            return _chain(words, comparators)
        case Not(part):
            return f"not {_in_brackets(condition_text(part), _strength(part) < 3)}"
        case Junction(word, parts):
            own = _strength(condition)
            return f" {word} ".join(
                _in_brackets(condition_text(part), _strength(part) <= own) for part in parts
            )
        case AtLeast(count, parts):
            return f"at_least({', '.join([str(count), *map(condition_text, parts)])})"
        case Bracketed(part):
            return f"({condition_text(part)})"


def _strength(condition: Condition) -> int:
    match condition:
        case Junction("or"):
            return 1
        case Junction():
            return 2
        case Not():
            return 3
        case _:
            return 4


def _chain(words: tuple[str, ...] | list[str], comparators: tuple[str, ...]) -> str:
    rest = zip(comparators, words[1:], strict=True)
    return " ".join([words[0], *(f"{comparator} {word}" for comparator, word in rest)])


def _in_brackets(text: str, needed: bool) -> str:
    return f"({text})" if needed else text
