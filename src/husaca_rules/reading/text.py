"""The text of a file, checked as text, and handed to the reader of its notation: YAML, or JSON after a `{`."""

from __future__ import annotations

from typing import Final

from husaca_rules.errors import Place, Problem, in_order
from husaca_rules.reading.nodes import Document, Mapping
from husaca_rules.reading.slips import MOST_PROBLEMS, too_many

__all__ = ["MOST_BYTES", "read_text", "too_large"]

MOST_BYTES: Final = 5_000_000  # a rule set of a thousand findings takes about a tenth of this

_BOM: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


def read_text(
    data: bytes | str, file: str, *, c_loader: bool | None = None
) -> tuple[Mapping | None, list[Problem]]:
    """Read one file, given as bytes in UTF-8 or as text, to a mapping of located nodes.

    Text whose first character that is no blank is `{` is JSON, all other text YAML. `file` is the name that places
    carry. Gives the mapping, or None where the text has none that can be trusted, and the problems in order of place.
    Both may be given at once: of a key that stands twice, the first is kept. After 200 problems the others are not
    told. Raises nothing, whatever the text.

    `c_loader` says whether PyYAML's C parser is used if it is there (None: it is); the outcome is the same.
    """
    if len(data) > MOST_BYTES:
        return None, [too_large(file)]
    text = _decoded(data, file) if isinstance(data, bytes) else data
    if isinstance(text, Problem):
        return None, [text]
    text = text.removeprefix(_BOM).replace("\r\n", "\n").replace("\r", "\n")
    document = Document(file, text)
    # The readers, and PyYAML with them, are imported when there is something to read: they are a quarter of the time
    # that importing this library takes.
    if text.lstrip(" \t\n").startswith("{"):
        from husaca_rules.reading.json import read_json  # noqa: PLC0415

        node, problems = read_json(document)
    else:
        from husaca_rules.reading.yaml import read_yaml  # noqa: PLC0415

        node, problems = read_yaml(document, c_loader=c_loader is not False)
    told = list(in_order(problems))
    if len(told) > MOST_PROBLEMS:
        return None, [*told[:MOST_PROBLEMS], too_many(told[MOST_PROBLEMS - 1])]
    return node, told


def too_large(file: str) -> Problem:
    """Say that a file has more than `MOST_BYTES` bytes."""
    return Problem(
        "too-large",
        f"This file is larger than {MOST_BYTES // 1_000_000} MB and is not read. Split it into several files.",
        Place(file, 1, 1),
        allowed=f"at most {MOST_BYTES} bytes",
        message_nl=f"Dit bestand is groter dan {MOST_BYTES // 1_000_000} MB en wordt niet gelezen. "
        "Verdeel het over meer bestanden.",
    )


def _decoded(data: bytes, file: str) -> str | Problem:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start
    # The whole line is shown, with every byte that is no text replaced, so that the author recognises it.
    before = data[:at].decode("utf-8").removeprefix(_BOM).replace("\r\n", "\n").replace("\r", "\n")
    rest = data[at : at + 1000].decode("utf-8", "replace").replace("\r", "\n").split("\n", 1)[0]
    start = before.rfind("\n") + 1
    found = "UTF-16" if data.startswith(_UTF16) else f"the byte 0x{data[at]:02x} here is not part of it"
    return Problem(
        "not-utf8",
        f"This file is not saved as UTF-8 text: {found}. Save it again with the encoding UTF-8."
        if not data.startswith(_UTF16)
        else "This file is saved as UTF-16 text. Save it again with the encoding UTF-8.",
        Place(file, before.count("\n") + 1, len(before) - start + 1, before[start:] + rest),
        value=f"0x{data[at]:02x}",
        allowed="UTF-8",
        message_nl="Dit bestand is niet als UTF-8 opgeslagen. Sla het opnieuw op met de codering UTF-8.",
    )
