"""The first look at a condition's text: is it made of what conditions are made of?

Python's own parser accepts far more than the language has, and some of it silently (`0x10`, `1_000`, a trailing
comment). So the text is first cut into names, plain numbers and operators, and it is seen that brackets match and that
the pieces follow each other as they must. After this the parser only ever sees harmless text, and what an author reads
about a slip does not depend on the version of Python.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator

from attrs import frozen

from husaca_rules.language.advice import Before, Text, foreign, number_fault, stray
from husaca_rules.language.faults import Fault
from husaca_rules.language.scope import Scope

LONGEST = 2_000
DEEPEST = 50

_TOKEN = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?(?![\w.]))"
    r"|(?P<name>[a-z][a-z0-9_]*(?!\w))"
    r"|(?P<operator><=|>=|==|!=|[-<>+*/(),])"
)
_WORDS = {"and", "or", "not", "in", "is"}
_BEFORE_NOT = {"(", ",", "and", "or", "not"}
_COMPARISONS = {"<", "<=", "==", "!=", ">=", ">"}
_SAID_IN_WORDS = {
    **dict.fromkeys(("greater", "more", "larger", "higher", "bigger", "above", "over"), ">"),
    **dict.fromkeys(("less", "smaller", "fewer", "lower", "below", "under"), "<"),
    **dict.fromkeys(("equal", "equals"), "=="),
}
_OPPOSITE = {">": "<=", "<": ">=", "==": "!="}


@frozen
class Token:
    """A name, number or operator, at its offset."""

    kind: str
    text: str
    offset: int

    @property
    def end(self) -> int:
        """The offset behind it."""
        return self.offset + len(self.text)


def faults_of(text: str, scope: Scope, *, formula: bool = False, in_flow: bool = False) -> list[Fault]:
    """What keeps a text from being a condition or formula before its meaning is looked at; empty when nothing does.

    Names matter for what is suggested only. `in_flow` says that the text stood unquoted inside `{ }` or `[ ]`, where YAML ends it at the first comma.
    """
    if not text.strip():
        return [Fault("empty-condition", "There is nothing to decide here: this condition is empty.", 0)]
    if len(text) > LONGEST:
        message = f"This text has {len(text)} characters, and {LONGEST} is the most. Name a part of it as a helper finding."
        return [Fault("condition-too-long", message, 0)]
    tokens, faults = _tokens(Text(text, scope, formula))
    checks = (_brackets(tokens, text, in_flow=in_flow), _depth(tokens), _order(tokens))
    return faults or next((found for check in checks if (found := list(check))), [])


def _tokens(whole: Text) -> tuple[list[Token], list[Fault]]:
    text = whole.text
    tokens: list[Token] = []
    faults: list[Fault] = []
    offset = 0
    while offset < len(text):
        match = _TOKEN.match(text, offset)
        fault = foreign(whole, offset)
        if fault is None and (match is None or match.lastgroup == "number"):
            last = tokens[-1] if tokens else None
            before = Before(last.kind, last.text, last.end) if last else None
            fault = stray(whole, offset, before) if match is None else number_fault(text, offset)
        if fault is not None:
            faults.append(fault)
            offset = fault.offset + fault.width
            continue
        assert match is not None  # or it were a fault
        kind = str(match.lastgroup)
        if kind == "name" and keyword.iskeyword(match[0]) and match[0] not in _WORDS:
            message = f"`{match[0]}` has no meaning in a condition."
            # What follows belongs to something that is no condition at all, so nothing more is said of it.
            return tokens, [*faults, Fault("not-in-grammar", message, offset, len(match[0]))]
        if kind != "space":
            tokens.append(Token("operator" if match[0] in _WORDS else kind, match[0], offset))
        offset = match.end()
    return tokens, faults


def _brackets(tokens: list[Token], text: str, *, in_flow: bool) -> Iterator[Fault]:
    # Checked apart from the parser, which would see `a) or (b` as balanced once it is put in brackets of its own.
    opened: list[Token] = []
    for token in tokens:
        if token.text == "(":
            opened.append(token)
        elif token.text == ")" and not opened:
            yield Fault("unbalanced-brackets", "This bracket closes nothing.", token.offset)
            return
        elif token.text == ")":
            opened.pop()
    if opened and in_flow:
        message = (
            "Between braces, YAML ends a text at the first comma. Put the whole condition in double quotes."
        )
        yield Fault("unquoted-comma", message, len(text.rstrip()))
    elif opened:
        yield Fault("unbalanced-brackets", "This bracket is never closed.", opened[-1].offset)


def _order(tokens: list[Token]) -> Iterator[Fault]:
    """Whether operands and operators take turns. Nothing else can be wrong with the syntax after it."""
    earlier: Token | None = None
    before: Token | None = None
    for token in _joined(tokens):
        if before is not None and before.text in ("is", "is not") and token.text in ("in", "not in"):
            yield _is_in(before, token)
            return
        message = _out_of_turn(earlier, before, token)
        if message is not None:
            begin = (
                before.offset
                if before is not None and _ends_operand(before) and _is_operand(token)
                else token.offset
            )
            yield Fault("condition-syntax", message, begin, token.end - begin)
            return
        earlier, before = before, token
    if before is not None and not _ends_operand(before):
        message = f"The condition breaks off here: something is missing after `{before.text}`."
        yield Fault("condition-syntax", message, before.offset, len(before.text))


def _joined(tokens: list[Token]) -> Iterator[Token]:
    """The tokens with `not in` and `is not` as one each."""
    rest = iter(zip(tokens, [*tokens[1:], None], strict=True))
    for token, after in rest:
        if after is not None and (token.text, after.text) in (("not", "in"), ("is", "not")):
            next(rest)
            yield Token("operator", f"{token.text} {after.text}", token.offset)
        else:
            yield token


def _is_in(before: Token, token: Token) -> Fault:
    better = "in" if before.text.endswith("not") == token.text.startswith("not") else "not in"
    message = "`is` and `in` do not go together: leave out `is`."
    width = token.end - before.offset
    return Fault("condition-syntax", message, before.offset, width, suggestion=better)


def _out_of_turn(earlier: Token | None, before: Token | None, token: Token) -> str | None:
    """What is wrong with a token after the one before it, or None."""
    text, last = token.text, before.text if before else "("
    if before is not None and _ends_operand(before):
        if _is_operand(token) and not (text == "(" and before.kind == "name"):
            if sign := _SAID_IN_WORDS.get(last, _SAID_IN_WORDS.get(text)):
                if earlier is not None and earlier.text.endswith("not"):
                    sign = _OPPOSITE[sign]
                return f"Numbers are compared with a sign, as in `x {sign} 300`."
            return f"Something is missing between `{last}` and `{text}`: `and`, `or`, or a sign that compares them."
        if text == "not":
            return f"Something is missing between `{last}` and `not`, such as `and`, or `is` for `is not`."
        return None
    if last == "is" and text in _COMPARISONS:
        return f"Leave out `is` before `{text}`."
    if text == "not":
        return (
            None
            if last in _BEFORE_NOT
            else f"`not` can't follow `{last}`. Put it before the whole comparison."
        )
    if text == ")":
        return None if last in ("(", ",") else f"Something is missing after `{last}`."
    if text in ("-", "+") or _is_operand(token):
        return None
    return (
        f"Something is missing before `{text}`."
        if before is None
        else f"Something is missing between `{last}` and `{text}`."
    )


def _is_operand(token: Token) -> bool:
    return token.kind in ("name", "number") or token.text == "("


def _ends_operand(token: Token) -> bool:
    return token.kind in ("name", "number") or token.text == ")"


def _depth(tokens: list[Token]) -> Iterator[Fault]:
    depth = run = 0
    for token in tokens:
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        run = run + 1 if token.text in ("not", "-", "+") else 0
        if depth + run > DEEPEST:
            yield too_deep(token.offset)
            return


def too_deep(offset: int = 0) -> Fault:
    """The fault of a text that nests more than `DEEPEST` levels."""
    message = (
        f"Brackets, `not` or sums stand more than {DEEPEST} deep inside each other. "
        "Name a part of the condition as a helper finding, and read that."
    )
    return Fault("condition-too-deep", message, offset)
