"""Placeholders: `{fact}` in a reason or an advice stands for what is known of that fact.

A text is looked at when rules are read, and filled when it is shown. Braces have no other meaning, so one that is no
part of a placeholder is a mistake.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

from husaca_rules.errors import nearest
from husaca_rules.language.faults import Fault

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_BRACE = re.compile(r"[{}]")


def placeholders(text: str) -> tuple[str, ...]:
    """The names of the facts that a text shows, each once, in the order of the text."""
    return tuple(dict.fromkeys(_PLACEHOLDER.findall(text)))


def fill(text: str, value: Callable[[str], str]) -> str:
    """A text with each placeholder replaced by what `value` gives for its fact."""
    return _PLACEHOLDER.sub(lambda found: value(found[1]), text)


def placeholder_faults(text: str, what: str, facts: Collection[str] | None) -> Iterator[Fault]:
    """What is wrong with the placeholders of a text. `facts` are those that it may show, None if it may show none."""
    if facts is None:
        if brace := _BRACE.search(text):
            message = f"{what} can't hold a brace: only reasons and advice show facts, as in `{{fact}}`."
            yield Fault("bad-placeholder", message, brace.start())
        return
    for found in _PLACEHOLDER.finditer(text):
        name, width = found[1], len(found[0])
        if not name.strip():
            message = "There is no name between these braces. Write the id of a fact, as in `{fact}`."
            yield Fault("bad-placeholder", message, found.start(), width)
        elif name not in facts:
            message = f"There is no fact `{name}` to show here."
            meant = "_".join(name.lower().split())
            near = meant if meant in facts else nearest(meant, facts)
            yield Fault("unknown-placeholder", message, found.start() + 1, len(name), near, name)
    # What is left over once every placeholder is gone, at the place where it stood.
    if brace := _BRACE.search(_PLACEHOLDER.sub(lambda found: " " * len(found[0]), text)):
        message = "This brace has no partner. A placeholder is the id of a fact in braces, as in `{fact}`."
        yield Fault("bad-placeholder", message, brace.start())
