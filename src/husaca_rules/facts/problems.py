"""What can be wrong with what somebody says of an organisation, each said in English and in Dutch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from husaca_rules.errors import Problem, nearest

_LONGEST = 60


def shown(value: object) -> str:
    """A value as it may stand in a message: short, whatever was given."""
    try:
        text = value if isinstance(value, str) else str(value)
    except ValueError:  # an int with too many digits to print
        return "a number of thousands of digits"
    except RecursionError:
        return "a value nested too deep to show"
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def listed(words: Sequence[str], joint: str) -> str:
    """`a, b or c`, with `joint` for the last comma."""
    quoted = [f"`{word}`" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {joint} {quoted[-1]}"


def number(value: float) -> str:
    """A number as people write it: no needless decimals."""
    return f"{value:,.0f}".replace(",", "") if value == int_or_nan(value) else f"{value:.6g}"


def span(low: float, high: float) -> str:
    """An interval as people write it."""
    return number(low) if low == high else f"{number(low)}–{number(high)}"


def int_or_nan(value: float) -> float:
    """The value if it is whole and of an ordinary size, else NaN."""
    return float(round(value)) if abs(value) < 1e15 else float("nan")


def unknown_fact(name: str, known: Iterable[str]) -> Problem:
    """A name that the vocabulary does not have; pass no `known` names to leave out the search for a near one."""
    return Problem(
        "unknown-fact",
        f"The vocabulary has no fact with the name `{shown(name)}`.",
        name=shown(name),
        suggestion=nearest(name, known),
        message_nl=f"De rules kennen geen feit met de naam `{shown(name)}`.",
    )


def inferred_fact(name: str, kind: str) -> Problem:
    """A finding or score that somebody wants to give."""
    dutch = {"finding": "een bevinding", "score": "een score"}[kind]
    return Problem(
        "inferred-fact",
        f"`{name}` is a {kind}: it follows from the facts and can't be given. Leave it out.",
        name=name,
        message_nl=f"`{name}` is {dutch}: die volgt uit de feiten en kunt u niet opgeven. Laat deze regel weg.",
    )


def unknown_label(name: str, value: object, labels: Sequence[str], near: str | None) -> Problem:
    """A word that is no label of a level, choice, set or band."""
    return Problem(
        "unknown-label",
        f"`{name}` can't be `{shown(value)}`: it is {listed(labels, 'or')}.",
        name=name,
        value=shown(value),
        allowed=listed(labels, "or"),
        suggestion=near,
        message_nl=f"`{name}` kan niet `{shown(value)}` zijn: kies uit {listed(labels, 'of')}.",
    )


def wrong_type(
    name: str, value: object, allowed: str, allowed_nl: str, suggestion: str | None = None
) -> Problem:
    """A value of another kind than the fact takes."""
    what, what_nl = (
        ("a structure", "een structuur")
        if isinstance(value, dict | list | tuple | set)
        else (f"`{shown(value)}`", f"`{shown(value)}`")
    )
    return Problem(
        "wrong-type",
        f"`{name}` takes {allowed}, and this is {what}.",
        name=name,
        value=shown(value),
        allowed=allowed,
        suggestion=suggestion,
        message_nl=f"`{name}` vraagt om {allowed_nl}, en dit is {what_nl}.",
    )


def out_of_range(name: str, value: float, low: float, high: float, *, proportion: bool) -> Problem:
    """A number outside the fact's range; for a proportion, the percentage that was probably meant."""
    allowed, allowed_nl = _range(low, high)
    hint = hint_nl = ""
    if proportion and 1 < value <= 100:
        hint = (
            f" A share is written as a part of one: did you mean {number(value / 100)} or {number(value)}%?"
        )
        hint_nl = (
            f" Schrijf een aandeel als deel van één: bedoelde u {number(value / 100)} of {number(value)}%?"
        )
    return Problem(
        "out-of-range",
        f"`{name}` lies between the limits {allowed}, and {number(value)} does not.{hint}",
        name=name,
        value=value,
        allowed=allowed,
        message_nl=f"`{name}` ligt binnen de grenzen {allowed_nl}, en {number(value)} niet.{hint_nl}",
    )


def not_finite(name: str, value: object) -> Problem:
    """NaN or an infinity."""
    return Problem(
        "not-finite",
        f"`{name}` must be a finite number, and this is `{shown(value)}`. Leave it out if it is not known.",
        name=name,
        value=shown(value),
        message_nl=f"`{name}` moet een eindig getal zijn, en dit is `{shown(value)}`. Laat het weg als u het niet weet.",
    )


def not_whole(name: str, value: float) -> Problem:
    """A fraction for a fact that counts."""
    return Problem(
        "not-whole",
        f"`{name}` is a whole number, and {number(value)} is not.",
        name=name,
        value=value,
        message_nl=f"`{name}` is een geheel getal, en {number(value)} niet.",
    )


def empty_value(name: str) -> Problem:
    """A text without anything in it."""
    return Problem(
        "empty-value",
        f"`{name}` has an empty text as its value. Leave the fact out, or write null, if it is not known.",
        name=name,
        value="",
        message_nl=f"`{name}` heeft een lege tekst als waarde. Laat het feit weg, of schrijf null, als u het niet weet.",
    )


def bad_range(name: str, value: object) -> Problem:
    """A mapping that is no range `{from: …, to: …}`, or a range for a fact that has none."""
    return Problem(
        "bad-range",
        f"A range for `{name}` has `from`, `to` or both, and nothing else: {{from: …, to: …}}.",
        name=name,
        value=shown(value),
        message_nl=f"Een bereik voor `{name}` heeft `from`, `to` of beide, en verder niets: {{from: …, to: …}}.",
    )


def reversed_range(name: str, low: float, high: float) -> Problem:
    """A range that ends before it begins."""
    return Problem(
        "reversed-range",
        f"This range for `{name}` begins at {number(low)}, above its end {number(high)}.",
        name=name,
        message_nl=f"Dit bereik voor `{name}` begint bij {number(low)}, boven het einde {number(high)}.",
    )


def duplicate_label(name: str, label: str) -> Problem:
    """A label that stands twice in a set."""
    return Problem(
        "duplicate-label",
        f"`{label}` stands twice in the list for `{name}`. Write it once.",
        name=name,
        value=label,
        message_nl=f"`{label}` staat twee keer in de lijst voor `{name}`. Schrijf het één keer.",
    )


def impossible_split(split: str, facts: Sequence[str], total: int, low: float, high: float) -> Problem:
    """Parts that cannot add up to their total."""
    reach = number(low) if low == high else f"{number(low)} to {number(high)}"
    reach_nl = number(low) if low == high else f"{number(low)} tot {number(high)}"
    return Problem(
        "impossible-split",
        f"{listed(facts, 'and')} divide {total} points among them, and these values add up to {reach}.",
        name=split,
        allowed=str(total),
        message_nl=f"{listed(facts, 'en')} verdelen samen {total} punten, en deze waarden tellen op tot {reach_nl}.",
    )


def contradicts_formula(name: str, formula: str, low: float, high: float, given: str) -> Problem:
    """A derived fact given a value that its own formula rules out."""
    reach = number(low) if low == high else f"{number(low)} to {number(high)}"
    reach_nl = number(low) if low == high else f"{number(low)} tot {number(high)}"
    return Problem(
        "contradicts-formula",
        f"`{name}` is {formula}, which makes it {reach}; {given} lies more than 1 % away. Leave one of them out.",
        name=name,
        value=given,
        allowed=reach,
        message_nl=f"`{name}` is {formula}, en dat geeft {reach_nl}; {given} wijkt meer dan 1 % af. Laat één ervan weg.",
    )


def formula_out_of_range(name: str, formula: str, low: float, high: float) -> Problem:
    """Facts whose derived fact falls outside what is possible."""
    return Problem(
        "formula-out-of-range",
        f"`{name}` is {formula}; with these facts it lies at {number(low)} to {number(high)}, outside its range.",
        name=name,
        message_nl=f"`{name}` is {formula}; met deze feiten komt het op {number(low)} tot {number(high)}, buiten zijn grenzen.",
    )


def not_a_name(name: object) -> Problem:
    """A key of a Python mapping that is no text."""
    return Problem(
        "not-a-name",
        f"Facts are given by name, and `{shown(name)}` is not a text.",
        name=shown(name),
        message_nl=f"Feiten worden bij naam opgegeven, en `{shown(name)}` is geen tekst.",
    )


def bad_organisation(key: str) -> Problem:
    """Something under `organisation` other than its three texts."""
    return Problem(
        "bad-organisation",
        f"`organisation` holds the texts name, date and note; `{shown(key)}` is not one of them or not a text.",
        name=shown(key),
        allowed="name, date, note",
        message_nl=f"`organisation` bevat de teksten name, date en note; `{shown(key)}` hoort daar niet bij of is geen tekst.",
    )


def not_facts(value: object) -> Problem:
    """Something that is no mapping of facts at all."""
    return Problem(
        "not-facts",
        f"Facts are given as names with values, as `{{fact: value}}`, and this is `{shown(value)}`.",
        value=shown(value),
        message_nl=f"Feiten geeft u op als namen met waarden, zoals `{{feit: waarde}}`, en dit is `{shown(value)}`.",
    )


def a_directory(path: str) -> Problem:
    """A directory where a facts file should be."""
    return Problem(
        "facts-are-one-file",
        f"The facts of an organisation are one file, and `{shown(path)}` is a directory.",
        name=path,
        message_nl=f"De feiten van een organisatie zijn één bestand, en `{shown(path)}` is een map.",
    )


def _range(low: float, high: float) -> tuple[str, str]:
    return f"{number(low)} to {number(high)}", f"{number(low)} tot {number(high)}"
