"""Files spoilt by chance: what a slip of the hand, a bad paste or ill will makes of a file that was right."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

CANARY = "executed"
"""A file that would be made if anything in a rule or facts file were ever executed."""

TOKENS = (
    *"()[]{}:,;%=<>!&*|?#@`'\"-+/\\.~^$_0123456789",
    *(
        ": ",
        "- ",
        " #",
        "<<: ",
        "---\n",
        "...\n",
        "%YAML 1.1\n",
        "? ",
        "| \n",
        ">-\n",
        "!!str ",
        "!x ",
        "&a ",
        "*a",
    ),
    *(
        "\t",
        "\r",
        "\r\n",
        "\n",
        "\n\n",
        "  ",
        " " * 7,
        "\x00",
        "\x07",
        "\x85",
        "\u2028",
        "\ufeff",
        "\u00a0",
        "é",
        "🔥",
        "\u202e",
    ),
    *(
        "null",
        "~",
        "yes",
        "no",
        "true",
        ".nan",
        "inf",
        "-inf",
        "NaN",
        "1e999",
        "0x10",
        "1_000",
        "007",
        "1,5",
        "20%",
        "9" * 400,
    ),
    *(
        " and ",
        " or ",
        " not ",
        " is ",
        " in ",
        " is not ",
        "at_least(",
        "== ",
        ">=",
        "lambda: 0",
        "if x else y",
        "x.y",
        "x[0]",
    ),
    *("(" * 60, ")" * 60, "[" * 60, "{" * 60, "not " * 60, "- " * 60, "a + " * 60, "x" * 3_000),
    *(
        "when: ",
        "find: ",
        "points: ",
        "facts:\n",
        "rules:\n",
        "findings:\n",
        "type: ",
        "bands: ",
        "range: ",
        "formula: ",
    ),
    f"!!python/object/apply:os.system ['touch {CANARY}']",
    f"__import__('os').system('touch {CANARY}')",
    f"{{__import__('os').system('touch {CANARY}')}}",
)

_PIECE = re.compile(r"\w+|\s+|.", re.DOTALL)


def mutated(chance: random.Random, text: str, others: list[str]) -> bytes:
    """A text with one to four changes, now and then to its bytes."""
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4))):
        text = chance.choice(_CHANGES)(chance, text, others)
    data = text.encode("utf-8", "surrogatepass")
    return _other_byte(chance, data) if chance.random() < 0.08 else data


def _cut(chance: random.Random, text: str) -> tuple[int, int]:
    """A short stretch of a text."""
    start = chance.randrange(len(text) + 1)
    return start, min(len(text), start + chance.choice((1, 1, 2, 3, 8, 40, 400)))


def _delete(chance: random.Random, text: str, others: list[str]) -> str:
    start, end = _cut(chance, text)
    return text[:start] + text[end:]


def _insert(chance: random.Random, text: str, others: list[str]) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(TOKENS) + text[at:]


def _replace(chance: random.Random, text: str, others: list[str]) -> str:
    start, end = _cut(chance, text)
    return text[:start] + chance.choice(TOKENS) + text[end:]


def _double(chance: random.Random, text: str, others: list[str]) -> str:
    start, end = _cut(chance, text)
    return text[:end] + text[start:end] + text[end:]


def _swap(chance: random.Random, text: str, others: list[str]) -> str:
    (a, b), (c, d) = sorted((_cut(chance, text), _cut(chance, text)))
    b = min(b, c)
    return text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]


def _paste(chance: random.Random, text: str, others: list[str]) -> str:
    """A stretch of another file."""
    start, end = _cut(chance, other := chance.choice(others))
    at = chance.randrange(len(text) + 1)
    return text[:at] + other[start:end] + text[at:]


def _swap_pieces(chance: random.Random, text: str, others: list[str]) -> str:
    """A word or sign in place of another of the same file."""
    pieces = _PIECE.findall(text)
    if pieces:
        pieces[chance.randrange(len(pieces))] = chance.choice(pieces)
    return "".join(pieces)


def _slip(chance: random.Random, text: str, others: list[str]) -> str:
    """Two letters that changed places."""
    at = chance.randrange(max(1, len(text) - 1))
    return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]


def _of_lines(change: Callable[[random.Random, list[str], int], None]) -> Callable[..., str]:
    def changed(chance: random.Random, text: str, others: list[str]) -> str:
        lines = text.split("\n")
        change(chance, lines, chance.randrange(len(lines)))
        return "\n".join(lines)

    return changed


def _delete_line(chance: random.Random, lines: list[str], at: int) -> None:
    del lines[at]


def _double_line(chance: random.Random, lines: list[str], at: int) -> None:
    lines.insert(at, lines[at])


def _move_line(chance: random.Random, lines: list[str], at: int) -> None:
    lines.insert(chance.randrange(len(lines)), lines.pop(at))


def _indent(chance: random.Random, lines: list[str], at: int) -> None:
    lines[at] = " " * chance.randrange(9) + lines[at].lstrip()


def _join(chance: random.Random, lines: list[str], at: int) -> None:
    lines[at : at + 2] = [" ".join(lines[at : at + 2])]


def _other_byte(chance: random.Random, data: bytes) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + bytes([chance.randrange(256)]) + data[at + chance.randrange(2) :]


_CHANGES = (
    _delete,
    _insert,
    _replace,
    _double,
    _swap,
    _paste,
    _swap_pieces,
    _slip,
    *map(_of_lines, (_delete_line, _double_line, _move_line, _indent, _join)),
)
