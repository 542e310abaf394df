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
from husaca_rules.language.terms import CALL, OPERATORS, compare, refuse_hyphens
from husaca_rules.language.tokens import DEEPEST, faults_of, too_deep
from husaca_rules.reading.nodes import Scalar

T = TypeVar("T")
AT_LEAST = "`at_least` begins with a whole number: how many of the conditions after it must be true, as in `at_least(2, a, b, c)`."


def parse_condition(scalar: Scalar, scope: Scope) -> tuple[Condition | None, list[Problem]]:
    """The condition that a scalar holds, or None and everything that is wrong with it."""
    return _parse(scalar, lambda text, tree: _Conditions(scalar, text, scope).read(tree))


def parse_formula(scalar: Scalar, facts: Mapping[str, Fact]) -> tuple[Formula | None, list[Problem]]:
    """The formula that a scalar holds, or None and everything that is wrong with it."""
    return _parse(scalar, lambda text, tree: _read_formula(tree, text, Scope(facts, {}, ())))


def _parse(
    scalar: Scalar, read: Callable[[str, ast.expr], tuple[T | None, list[Fault]]]
) -> tuple[T | None, list[Problem]]:
    text = re.sub(r"\s", " ", scalar.value)
    faults = faults_of(text, in_flow=scalar.in_flow and scalar.style == "plain")
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

    def read(self, tree: ast.expr) -> tuple[Condition | None, list[Fault]]:
        return self.condition(tree), self.notes.faults

    def condition(self, node: ast.expr) -> Condition:
        match node:
            case ast.BoolOp(op, values):
                parts = tuple(self.condition(value) for value in values)
                return All(parts) if isinstance(op, ast.And) else Some(parts)
            case ast.UnaryOp(ast.Not(), operand):
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
                self.fail(
                    "not-in-grammar",
                    "A comma makes a list, which is used only after `in`, as in `x in (low, high)`. Write `and` or `or`.",
                    node,
                )
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
        if name in self.scope.findings or (fact and fact.type == "truth"):
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

    def refuse_stray_label(self, node: ast.expr, name: str) -> None:
        """`x is high or medium`: the label, and any further one, belongs to what was asked of `x` just before."""
        subject, labels, positive = self.asked
        if self.scope.has(name) or name not in self.scope.labels(subject):
            return
        faults = self.notes.faults
        first = faults and faults[-1].code == "label-as-condition" and faults[-1].name == subject
        self.asked = (subject, (*labels, name), positive)
        better = f"{subject} {'in' if positive else 'not in'} ({', '.join(self.asked[1])})"
        message = "A label is no condition by itself. For one of several labels there is `in`."
        if first:
            faults[-1] = evolve(faults[-1], suggestion=better)
            raise Refusal
        self.fail("label-as-condition", message, node, suggestion=better, name=subject)

    def comparison(
        self, node: ast.Compare, operators: Sequence[ast.cmpop], operands: list[ast.expr], names: list[str]
    ) -> Condition:
        wordy = [isinstance(operator, ast.Is | ast.IsNot | ast.In | ast.NotIn) for operator in operators]
        if not any(wordy):
            meanings, read = compare(node, self.scope, self.notes)
            names += read
            return meanings[0] if len(meanings) == 1 else All(meanings)
        if len(operators) > 1:
            self.fail("mixed-chain", "`is` and `in` compare two things. Join more of them with `and`.", node)
        left, right = operands
        self.remember(left, operators[0], right)
        match operators[0]:
            case ast.Is():
                return self.member(left, [right], names)
            case ast.IsNot():
                return Not(self.member(left, [right], names))
            case ast.In():
                return self.inside(left, right, names)
            case _:
                return Not(self.inside(left, right, names))

    def remember(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> None:
        """Keep what is asked of a name, for when another of its labels follows by itself."""
        labels = right.elts if isinstance(right, ast.Tuple) else [right]
        said = tuple(label.id for label in labels if isinstance(label, ast.Name))
        self.asked = (
            left.id if isinstance(left, ast.Name) else "",
            said,
            isinstance(operator, ast.Is | ast.In),
        )

    def inside(self, left: ast.expr, right: ast.expr, names: list[str]) -> Condition:
        """`F in (L, M)`, or `L in F` of a set."""
        match right:
            case ast.Tuple(elts):
                if not elts:
                    self.fail(
                        "empty-choice",
                        "Nothing stands between these brackets. Name the labels, as in `x in (low, high)`.",
                        right,
                    )
                return self.member(left, elts, names)
            case ast.Name(label) if self.notes.bracketed(right) and label in self.labels_of(left):
                return self.member(left, [right], names)
            case ast.Name(name) if name in self.scope.facts and self.scope.facts[name].type == "set":
                label = self.label(left, name)
                names.append(name)
                return Within(f"{name}.{label}", 1, 1)
            case ast.Name(label) if label in self.labels_of(left):
                return self.member(left, [right], names)
            case ast.Name(name):
                self.known(right, name)
                label = self.notes.source(left)
                better = f"{name} is {label}" if label in self.scope.labels(name) else None
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

    def member(self, subject: ast.expr, labels: Sequence[ast.expr], names: list[str]) -> Condition:
        """`F is L` and `F in (L, M)`."""
        if not isinstance(subject, ast.Name):
            self.fail("not-a-condition", "Before `is` and `in` stands the name of a fact or score.", subject)
        name = subject.id
        self.known(subject, name)
        self.refuse_is_on(subject, name, labels)
        chosen = [self.label(node, name) for node in labels]
        names.append(name)
        if scale := self.scope.scale(name):
            spans = [Within(name, span.low, span.high) for span in scale.spans(chosen)]
        else:
            spans = [Within(f"{name}.{label}", 1, 1) for label in dict.fromkeys(chosen)]
        return spans[0] if len(spans) == 1 else Some(tuple(spans))

    def refuse_is_on(self, node: ast.Name, name: str, labels: Sequence[ast.expr]) -> None:
        fact = self.scope.facts.get(name)
        first = labels[0]
        word = first.id if isinstance(first, ast.Name) else ""
        if word in UNKNOWN_WORDS and word not in self.scope.labels(name):
            self.fail("is-unknown", IS_UNKNOWN, first, name=name)
        if name in self.scope.findings or (fact and fact.type == "truth"):
            better = f"not {name}" if word in ("no", "false") else name
            message = f"`{name}` is true or false by itself. Write `{name}` or `not {name}`."
            self.fail("is-on-truth", message, node, suggestion=better, name=name)
        if fact and fact.type == "set":
            message = f"`{name}` is a set, which has labels in it: ask for one with `in`."
            self.fail("is-on-set", message, node, suggestion=f"{word} in {name}" if word else None, name=name)
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
