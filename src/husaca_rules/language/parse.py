"""Conditions and formulas read from text.

The text is a subset of Python's expression grammar, read with the standard library's `ast` and never evaluated. Each
form means a few nodes of the condition tree; what the names mean comes from the vocabulary, so a label is known to be
a label. All faults of a text are found, not only the first.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from husaca_rules.errors import Problem, nearest
from husaca_rules.facts.formula import Formula, Operation
from husaca_rules.facts.vocabulary import Fact
from husaca_rules.language.conditions import All, AtLeast, Condition, Leaf, Not, Some, Within
from husaca_rules.language.scope import Scope
from husaca_rules.language.terms import OPERATORS, compare
from husaca_rules.language.tokens import DEEPEST, Fault, Notes, Refusal, faults_of, too_deep
from husaca_rules.reading.nodes import Scalar

T = TypeVar("T")


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

    def read(self, tree: ast.expr) -> tuple[Condition | None, list[Fault]]:
        return self.condition(tree), self.notes.faults

    def condition(self, node: ast.expr) -> Condition:
        match node:
            case ast.BoolOp(op, values):
                parts = tuple(self.condition(value) for value in self.without_stray_labels(values))
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
        self.notes.note(
            "at-least-count",
            f"`at_least` begins with a whole number from 1 to {len(parts)}, the number of conditions after it.",
            count,
        )
        return All(())

    def without_stray_labels(self, values: Sequence[ast.expr]) -> Iterator[ast.expr]:
        """The parts of an `and` or `or`; a bare label, as in `x is high or medium`, is noted and left out."""
        subject, first = "", ""
        for value in values:
            match value:
                case ast.Compare(ast.Name(name), [ast.Is()], [ast.Name(label)]):
                    subject, first = name, label
                case ast.Name(label) if not self.scope.has(label) and label in self.scope.labels(subject):
                    better = f"{subject} in ({first}, {label})"
                    message = (
                        f"`{label}` is a label, and stands here as a condition of its own. Write `{better}`."
                    )
                    self.notes.note("label-as-condition", message, value, suggestion=better)
                    continue
            yield value

    def leaf(self, node: ast.expr) -> Condition:
        names: list[str] = []
        match node:
            case ast.Name(name):
                meaning = self.truth(node, name)
                names.append(name)
            case ast.Compare(left, operators, comparators):
                meaning = self.comparison(node, operators, [left, *comparators], names)
            case ast.Call(ast.Name("at_least")):
                self.fail("at-least-count", "Write `at_least(2, a, b, c)`: a number, then conditions.", node)
            case ast.Call():
                self.fail(
                    "not-in-grammar",
                    "The only thing written like this in a condition is `at_least(2, a, b, …)`.",
                    node,
                )
            case ast.Constant() | ast.BinOp() | ast.UnaryOp():
                self.fail(
                    "not-a-condition",
                    "This is a number, which is neither true nor false. Compare it with something.",
                    node,
                )
            case ast.Tuple():
                self.fail(
                    "not-in-grammar",
                    "A list in brackets only stands behind `in`, as in `x in (low, high)`.",
                    node,
                )
            case _:
                self.fail("not-in-grammar", "Conditions have no form like this.", node)
        return Leaf(
            self.notes.source(node), tuple(dict.fromkeys(names)), meaning, self.scalar.at(node.col_offset - 1)
        )

    def truth(self, node: ast.expr, name: str) -> Condition:
        """A truth fact or a finding, standing by itself."""
        self.known(node, name)
        fact = self.scope.facts.get(name)
        if name in self.scope.findings or (fact and fact.type == "truth"):
            return Within(name, 1, 1)
        labels = self.scope.labels(name)
        if fact and fact.type == "set":
            advice = f"write `{labels[0]} in {name}`" if labels else f"write `… in {name}`"
        else:
            advice = f"write `{name} is {labels[-1]}`" if labels else f"write `{name} >= …`"
        self.fail(
            "not-a-condition", f"`{name}` is neither true nor false by itself: {advice}.", node, name=name
        )

    def comparison(
        self, node: ast.Compare, operators: Sequence[ast.cmpop], operands: list[ast.expr], names: list[str]
    ) -> Condition:
        wordy = [isinstance(operator, ast.Is | ast.IsNot | ast.In | ast.NotIn) for operator in operators]
        if not any(wordy):
            return self.numbers(operators, operands, names)
        if len(operators) > 1:
            self.fail("mixed-chain", "`is` and `in` compare two things. Join more of them with `and`.", node)
        left, right = operands
        match operators[0]:
            case ast.Is():
                return self.member(left, [right], names)
            case ast.IsNot():
                return Not(self.member(left, [right], names))
            case ast.In():
                return self.inside(left, right, names)
            case _:
                return Not(self.inside(left, right, names))

    def inside(self, left: ast.expr, right: ast.expr, names: list[str]) -> Condition:
        """`F in (L, M)`, or `L in F` of a set."""
        match right:
            case ast.Tuple(elts):
                if not elts:
                    self.fail("empty-choice", "There is nothing between these brackets to be one of.", right)
                return self.member(left, elts, names)
            case ast.Name(name) if name in self.scope.facts and self.scope.facts[name].type == "set":
                label = self.label(left, name)
                names.append(name)
                return Within(f"{name}.{label}", 1, 1)
            case ast.Name(name) if isinstance(left, ast.Name) and name in self.scope.labels(left.id):
                return self.member(left, [right], names)
            case ast.Name(name):
                self.known(right, name)
                self.fail(
                    "not-a-set",
                    f"`{name}` is no set, so nothing is in it. Write `{name} is …`, or `in (…)`.",
                    right,
                    name=name,
                )
            case _:
                self.fail(
                    "not-a-set", "Behind `in` stands a set, or labels in brackets: `x in (low, high)`.", right
                )

    def member(self, subject: ast.expr, labels: Sequence[ast.expr], names: list[str]) -> Condition:
        """`F is L` and `F in (L, M)`."""
        if not isinstance(subject, ast.Name):
            self.fail("not-a-condition", "Before `is` and `in` stands one name.", subject)
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
        if word in ("unknown", "known", "missing", "none", "null") and word not in self.scope.labels(name):
            message = (
                "No rule can ask what nobody has told: it would conclude from ignorance. "
                "Ask for a fact of its own, such as whether something is measured."
            )
            self.fail("is-unknown", message, first)
        if name in self.scope.findings or (fact and fact.type == "truth"):
            better = f"not {name}" if word in ("no", "false") else name
            message = f"`{name}` is true or false by itself. Write `{name}` or `not {name}`."
            self.fail("is-on-truth", message, node, suggestion=better, name=name)
        if fact and fact.type == "set":
            message = f"`{name}` is a set. Write `{word or 'label'} in {name}`."
            self.fail("is-on-set", message, node, suggestion=f"{word} in {name}" if word else None, name=name)
        if not self.scope.labels(name):
            message = f"`{name}` is a number without bands, so it has no labels. Compare it with a number."
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

    def numbers(
        self, operators: Sequence[ast.cmpop], operands: list[ast.expr], names: list[str]
    ) -> Condition:
        meanings, read = compare(operators, operands, self.scope, self.notes)
        names += read
        return meanings[0] if len(meanings) == 1 else All(meanings)

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
