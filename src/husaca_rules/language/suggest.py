"""What was meant by asking a thing for its labels, in the form that its type has: `high in m` is `m is high`.

A suggestion is made of what is asked, its labels, and whether one of them is to be there or none. So it keeps the sense
of what was written, or there is none.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Sequence
from decimal import Decimal

from husaca_rules.language.faults import Notes
from husaca_rules.language.scope import Scope

_TRUTHS = {"yes": True, "true": True, "no": False, "false": False}
_WORDS = ("and", "or", "not", "in", "is", "at_least")


def membership(
    scope: Scope, name: str, labels: Sequence[str], *, positive: bool = True, word: str | None = None
) -> str | None:
    """The condition that `name` has one of `labels`, or that it has none of them; None where nothing says so.

    Of a set, `word` is what joins several.
    """
    if is_truth(scope, name):
        if len(labels) != 1 or labels[0] not in _TRUTHS:
            return None
        return name if _TRUTHS[labels[0]] == positive else f"not {name}"
    if not labels or not set(labels) <= set(scope.labels(name)):
        return None
    verb = "in" if positive else "not in"
    if is_set(scope, name):
        joint = f" {word or ('or' if positive else 'and')} "
        each = joint.join(f"{label} {verb} {name}" for label in labels)
        return f"({each})" if len(labels) > 1 else each
    if len(labels) == 1:
        return f"{name} {'is' if positive else 'is not'} {labels[0]}"
    return f"{name} {verb} ({', '.join(labels)})"


def is_truth(scope: Scope, name: str) -> bool:
    """Whether a name is true or false by itself."""
    return name in scope.findings or (name in scope.facts and scope.facts[name].type == "truth")


def is_set(scope: Scope, name: str) -> bool:
    """Whether a name holds labels."""
    return name in scope.facts and scope.facts[name].type == "set"


def refuse_labels_of(name: str, node: ast.expr, scope: Scope, notes: Notes, *, better: str | None) -> None:
    """Refuse a truth, a finding or a set that is asked whether it has a label, as if it were a level."""
    if is_truth(scope, name):
        message = f"`{name}` is true or false by itself. Write `{name}` or `not {name}`."
        notes.fail("is-on-truth", message, node, suggestion=better, name=name)
    if is_set(scope, name):
        message = f"`{name}` is a set, which has labels in it: ask for one with `in`."
        notes.fail("is-on-set", message, node, suggestion=better, name=name)


def words_of(text: str, scope: Scope) -> Collection[str]:
    """The words that may stand in a text: those of the language, names, and labels of what the text names."""
    labels = {label for name in re.findall(r"\w+", text) for label in scope.labels(name)}
    return {*_WORDS, *scope.facts, *scope.scores, *scope.findings, *labels}


def hundredth(number: str) -> str:
    """A percentage as the part of one that it is, without an exponent."""
    return format((Decimal(number) / 100).normalize(), "f")
