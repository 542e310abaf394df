"""Conditions and formulas read from text.

The text is a subset of Python's expression grammar, read with the standard library's `ast` and never evaluated. Each
form means a few nodes of the condition tree; what the names mean comes from the vocabulary, so a label is known to be
a label. All faults of a text are found, not only the first.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from attrs import evolve

from husaca_rules.errors import Problem, nearest
from husaca_rules.facts.formula import Formula, Operation
from husaca_rules.facts.vocabulary import Fact
from husaca_rules.language.advice import IS_UNKNOWN, UNKNOWN_WORDS
from husaca_rules.language.conditions import All, AtLeast, Condition, Leaf, Not, Some, Within
from husaca_rules.language.faults import Fault, Notes, Refusal
from husaca_rules.language.scope import Scope
from husaca_rules.language.suggest import is_set, is_truth, membership, refuse_labels_of
from husaca_rules.language.terms import CALL, OPERATORS, compare, refuse_hyphens
from husaca_rules.language.tokens import DEEPEST, faults_of, too_deep
from husaca_rules.reading.nodes import Scalar

T = TypeVar("T")
AT_LEAST = "`at_least` begins with a whole number: how many of the conditions after it must be true, as in `at_least(2, a, b, c)`."

_ONE_OF_SEVERAL = "A label is no condition by itself. For one of several labels there is `in`."
_OF_LABELS = ("label-as-condition", "label-against-number", "is-on-set", "is-on-truth")


def parse_condition(scalar: Scalar, scope: Scope) -> tuple[Condition | None, list[Problem]]:
    """The condition that a scalar holds, or None and everything that is wrong with it."""
    return _parse(scalar, scope, lambda text, tree: _Conditions(scalar, text, scope).read(tree))


def parse_formula(scalar: Scalar, facts: Mapping[str, Fact]) -> tuple[Formula | None, list[Problem]]:
    """The formula that a scalar holds, or None and everything that is wrong with it."""
    scope = Scope(facts, {}, ())
    return _parse(scalar, scope, lambda text, tree: _read_formula(tree, text, scope), formula=True)


def _parse(
    scalar: Scalar,
    scope: Scope,
    read: Callable[[str, ast.expr], tuple[T | None, list[Fault]]],
    *,
    formula: bool = False,
) -> tuple[T | None, list[Problem]]:
    text = re.sub(r"\s", " ", scalar.value)
    faults = faults_of(text, scope, formula=formula, in_flow=scalar.in_flow and scalar.style == "plain")
    result: T | None = None
    if not faults:
        tree, faults = _syntax(text)
        if tree is not None:
            result, faults = read(text, tree)
    problems = [
        Problem(f.code, f.message, scalar.at(f.offset, f.width), name=f.name, suggestion=f.suggestion)
        for f in sorted(faults, key=lambda fault: fault.offset)
    ]
    return (None if problems else result), problems


def _syntax(text: str) -> tuple[ast.expr | None, list[Fault]]:
    try:
        # In brackets, so that a text may begin with a space; offsets shift by one.
        tree = ast.parse(f"({text})", mode="eval").body
    except SyntaxError as error:
        offset = min(max((error.offset or 2) - 2, 0), len(text.rstrip()) - 1)
        message = "This is no complete condition: something is missing or stands in the wrong place here."
        return None, [Fault("condition-syntax", message, offset)]
    except (RecursionError, MemoryError):
        return None, [too_deep()]
    level = [tree]
    for _ in range(DEEPEST):
        level = [
            child for node in level for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)
        ]
        if not level:
            return tree, []
    return None, [too_deep()]


class _Conditions:
    """Reads one text; a leaf that is at fault is noted, and reading goes on behind it."""

    def __init__(self, scalar: Scalar, text: str, scope: Scope) -> None:
        self.scalar = scalar
        self.scope = scope
        self.notes = Notes(text)
        self.fail = self.notes.fail
        self.asked: tuple[str, tuple[str, ...], bool] = ("", (), True)
        self.denied: ast.expr | None = None

    def read(self, tree: ast.expr) -> tuple[Condition | None, list[Fault]]:
        return self.condition(tree), self.notes.faults

    def condition(self, node: ast.expr) -> Condition:
        match node:
            case ast.BoolOp(op, values):
                parts = tuple(self.condition(value) for value in self.without_labels(op, values))
                return All(parts) if isinstance(op, ast.And) else Some(parts)
            case ast.UnaryOp(ast.Not(), operand):
                self.denied = node if isinstance(operand, ast.Name) else None
                return Not(self.condition(operand))
            case ast.Call(ast.Name("at_least"), [count, *parts], []) if parts:
                return self.at_least(count, parts)
            case _:
                try:
                    return self.leaf(node)
                except Refusal:
                    return All(())

    def at_least(self, count: ast.expr, parts: Sequence[ast.expr]) -> Condition:
        conditions = tuple(self.condition(part) for part in parts)
        match count:
            case ast.Constant(int(number)) if 1 <= number <= len(parts):
                return AtLeast(number, conditions)
            case ast.Constant(int()):
                number_of = "One condition follows, so the number is 1."
                if len(parts) > 1:
                    number_of = f"{len(parts)} conditions follow, so the number lies from 1 to {len(parts)}."
                self.notes.note("at-least-count", number_of, count)
            case _:
                self.notes.note("at-least-count", AT_LEAST, count)
        return All(())

    def leaf(self, node: ast.expr) -> Condition:
        names: list[str] = []
        if not isinstance(node, ast.Name):
            self.asked = ("", (), True)
        match node:
            case ast.Name(name):
                meaning = self.truth(node, name)
                names.append(name)
            case ast.Compare(left, operators, comparators):
                meaning = self.comparison(node, operators, [left, *comparators], names)
            case ast.Call(ast.Name("at_least")):
                self.fail("at-least-count", AT_LEAST, node)
            case ast.Call():
                self.fail("not-in-grammar", CALL, node)
            case ast.Constant() | ast.BinOp() | ast.UnaryOp():
                if isinstance(node, ast.BinOp):
                    refuse_hyphens(node, self.scope, self.notes)
                self.fail(
                    "not-a-condition",
                    "This is a number, which is neither true nor false. Compare it with something.",
                    node,
                )
            case ast.Tuple([]):
                self.fail("not-a-condition", "Nothing stands between these brackets.", node)
            case ast.Tuple():
                message = "A comma makes a list, which stands in brackets after `in`, as in `x in (low, high)`. Write `and` or `or`."
                self.fail("not-in-grammar", message, node, suggestion=self.bracketed(node.elts))
            case _:
                self.fail("not-in-grammar", "Conditions have no form like this.", node)
        return Leaf(
            self.notes.source(node), tuple(dict.fromkeys(names)), meaning, self.scalar.at(node.col_offset - 1)
        )

    def truth(self, node: ast.expr, name: str) -> Condition:
        """A truth fact or a finding, standing by itself."""
        self.refuse_stray_label(node, name)
        self.known(node, name)
        fact = self.scope.facts.get(name)
        if is_truth(self.scope, name):
            return Within(name, 1, 1)
        labels = self.scope.labels(name)
        if fact and fact.type == "set":
            advice = f"as in `{labels[0] if labels else '…'} in {name}`"
        else:
            advice = f"as in `{name} is {labels[-1]}`" if labels else f"as in `{name} >= 3`"
        self.fail(
            "not-a-condition",
            f"`{name}` is neither true nor false by itself. Ask something of it, {advice}.",
            node,
            name=name,
        )

    def without_labels(self, op: ast.boolop, values: Sequence[ast.expr]) -> Sequence[ast.expr]:
        """The parts without the labels in `peel and scale in tools`, which belong to what is asked of `tools` beside them."""
        for value in values:
            match value:
                case ast.Compare(ast.Name(label), [ast.In() | ast.NotIn() as operator], [ast.Name(name)]):
                    labels = self.scope.labels(name)
                    bare = [each for each in values if isinstance(each, ast.Name) and each.id in labels]
                    stray = [each for each in bare if not self.scope.has(each.id)]
                    if label in labels and stray:
                        here = [each for each in values if each in stray or each is value]
                        said = [each.id if isinstance(each, ast.Name) else label for each in here]
                        self.note_labels(stray[0], name, said, op, positive=isinstance(operator, ast.In))
                        return [each for each in values if each not in here]
        return values

    def note_labels(
        self, node: ast.expr, name: str, said: Sequence[str], op: ast.boolop, *, positive: bool
    ) -> None:
        joint, message = isinstance(op, ast.And), _ONE_OF_SEVERAL
        better = membership(self.scope, name, said, positive=positive, word="and" if joint else "or")
        if is_set(self.scope, name):
            verb = "in" if positive else "not in"
            message = f"A label is no condition by itself: `{verb} {name}` is said of each."
        elif joint == positive:  # only a set has several of its labels at once
            better = None
        self.notes.note("label-as-condition", message, node, better, name)

    def refuse_stray_label(self, node: ast.expr, name: str) -> None:
        """`x is high or medium`: the label, and any further one, belongs to what was asked of `x` just before."""
        (subject, labels, positive), denied, self.denied = self.asked, self.denied, None
        if self.scope.has(name) or name not in self.scope.labels(subject):
            return
        if denied is not None:  # apart from the labels before it, which this `not` does not deny
            message = "A label is no condition by itself: say again what it is a label of."
            better = membership(self.scope, subject, (name,), positive=False)
            self.fail("label-as-condition", message, denied, suggestion=better, name=subject)
        faults = self.notes.faults
        again = faults and faults[-1].name == subject and faults[-1].code in _OF_LABELS
        self.asked = (subject, (*labels, name), positive)
        better = membership(self.scope, subject, self.asked[1], positive=positive)
        if again:
            faults[-1] = evolve(faults[-1], suggestion=better)
            raise Refusal
        self.fail("label-as-condition", _ONE_OF_SEVERAL, node, suggestion=better, name=subject)

    def bracketed(self, parts: Sequence[ast.expr]) -> str | None:
        """`x in (low, high)` of `x in low, high`."""
        match parts:
            case [ast.Compare(ast.Name(name), [ast.In() | ast.NotIn() as operator], [first]), *rest]:
                labels = tuple(self.notes.source(each) for each in (first, *rest))
                return membership(self.scope, name, labels, positive=isinstance(operator, ast.In))
        return None

    def comparison(
        self, node: ast.Compare, operators: Sequence[ast.cmpop], operands: list[ast.expr], names: list[str]
    ) -> Condition:
        wordy = [isinstance(operator, ast.Is | ast.IsNot | ast.In | ast.NotIn) for operator in operators]
        if not any(wordy):
            if len(operators) == 1 and isinstance(operators[0], ast.Eq | ast.NotEq):
                self.remember(operands[0], operators[0], operands[1])
            meanings, read = compare(node, self.scope, self.notes)
            names += read
            return meanings[0] if len(meanings) == 1 else All(meanings)
        if len(operators) > 1:
            self.fail("mixed-chain", "`is` and `in` compare two things. Join more of them with `and`.", node)
        left, right = operands
        positive = self.remember(left, operators[0], right)
        if isinstance(operators[0], ast.Is | ast.IsNot):
            meaning = self.member(left, [right], names, positive=positive)
        else:
            meaning = self.inside(left, right, names, positive=positive)
        return meaning if positive else Not(meaning)

    def remember(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> bool:
        """Keep what is asked of a name, for when another of its labels follows by itself. Whether it is to be so."""
        positive = isinstance(operator, ast.Is | ast.In | ast.Eq)
        labels = right.elts if isinstance(right, ast.Tuple) else [right]
        said = tuple(label.id for label in labels if isinstance(label, ast.Name))
        self.asked = (left.id if isinstance(left, ast.Name) else "", said, positive)
        return positive

    def inside(self, left: ast.expr, right: ast.expr, names: list[str], *, positive: bool) -> Condition:
        """`F in (L, M)`, or `L in F` of a set."""
        match right:
            case ast.Tuple(elts):
                if not elts:
                    self.fail(
                        "empty-choice",
                        "Nothing stands between these brackets. Name the labels, as in `x in (low, high)`.",
                        right,
                    )
                return self.member(left, elts, names, positive=positive)
            case ast.Name(label) if self.notes.bracketed(right) and label in self.labels_of(left):
                return self.member(left, [right], names, positive=positive)
            case ast.Name(name) if is_set(self.scope, name):
                label = self.label(left, name)
                names.append(name)
                return Within(f"{name}.{label}", 1, 1)
            case ast.Name(label) if label in self.labels_of(left):
                return self.member(left, [right], names, positive=positive)
            case ast.Name(name):
                self.known(right, name)
                better = membership(self.scope, name, (self.notes.source(left),), positive=positive)
                message = f"`{name}` is no set, so nothing can be in it."
                self.fail("not-a-set", message, right, suggestion=better, name=name)
            case _:
                self.fail(
                    "not-a-set",
                    "After `in` there must be a set, or labels in brackets, as in `x in (low, high)`.",
                    right,
                )

    def labels_of(self, node: ast.expr) -> tuple[str, ...]:
        return self.scope.labels(node.id) if isinstance(node, ast.Name) else ()

    def member(
        self, subject: ast.expr, labels: Sequence[ast.expr], names: list[str], *, positive: bool
    ) -> Condition:
        """`F is L` and `F in (L, M)`."""
        if not isinstance(subject, ast.Name):
            self.fail("not-a-condition", "Before `is` and `in` stands the name of a fact or score.", subject)
        name = subject.id
        self.known(subject, name)
        self.refuse_is_on(subject, name, labels, positive=positive)
        chosen = [self.label(node, name) for node in labels]
        names.append(name)
        if scale := self.scope.scale(name):
            spans = [Within(name, span.low, span.high) for span in scale.spans(chosen)]
        else:
            spans = [Within(f"{name}.{label}", 1, 1) for label in dict.fromkeys(chosen)]
        return spans[0] if len(spans) == 1 else Some(tuple(spans))

    def refuse_is_on(self, node: ast.Name, name: str, labels: Sequence[ast.expr], *, positive: bool) -> None:
        words = tuple(self.notes.source(label) for label in labels)
        if words[0] in UNKNOWN_WORDS and words[0] not in self.scope.labels(name):
            self.fail("is-unknown", IS_UNKNOWN, labels[0], name=name)
        better = membership(self.scope, name, words, positive=positive)
        refuse_labels_of(name, node, self.scope, self.notes, better=better)
        if not self.scope.labels(name):
            message = f"`{name}` is a number without bands, so it has no labels. Compare it with a number, as in `{name} >= 3`."
            self.fail("no-bands", message, node, name=name)

    def label(self, node: ast.expr, name: str) -> str:
        labels = self.scope.labels(name)
        if isinstance(node, ast.Name) and node.id in labels:
            return node.id
        word = self.notes.source(node)
        listed = ", ".join(f"`{label}`" for label in labels)
        near = nearest(word, labels)
        self.fail(
            "unknown-label",
            f"`{word}` is no label of `{name}`, which has {listed}.",
            node,
            suggestion=near,
            name=name,
        )

    def known(self, node: ast.expr, name: str) -> None:
        if not self.scope.has(name):
            message = f"This condition reads `{name}`, and no fact, score or finding has that name."
            self.fail("unknown-fact", message, node, suggestion=self.scope.nearest(name), name=name)


def _read_formula(tree: ast.expr, text: str, scope: Scope) -> tuple[Formula | None, list[Fault]]:
    notes = Notes(text)

    def read(node: ast.expr) -> Formula:
        match node:
            case ast.BinOp(left, operator, right) if type(operator) in OPERATORS:
                return Operation(OPERATORS[type(operator)], read(left), read(right))
            case ast.UnaryOp(ast.USub(), operand):
                return Operation("-", 0.0, read(operand))
            case ast.Constant(int() | float() as number):
                return float(number)
            case ast.Name(name):
                fact = scope.facts.get(name)
                if fact is None:
                    message = f"This formula reads `{name}`, and no fact has that name."
                    notes.note("unknown-fact", message, node, suggestion=scope.nearest(name), name=name)
                elif fact.type != "number":
                    notes.note(
                        "unlike-types",
                        f"`{name}` is no number, so a formula can't count with it.",
                        node,
                        name=name,
                    )
                return name
            case _:
                message = "A formula holds facts, numbers, `+`, `-`, `*`, `/` and brackets, and nothing else."
                notes.note("not-a-formula", message, node)
                return 0.0

    return read(tree), notes.faults
