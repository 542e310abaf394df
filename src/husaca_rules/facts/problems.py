"""What can be wrong with what somebody says of an organisation, each said in English and in Dutch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import inf, isfinite

from husaca_rules.errors import Problem, nearest
from husaca_rules.facts.scale import Interval

_LONGEST = 60


def shown(value: object) -> str:
    """A value as it may stand in a message: short, whatever was given."""
    if isinstance(value, bool):
        return "true" if value else "false"
    try:
        text = value if isinstance(value, str) else str(value)
    except ValueError:  # an int with too many digits to print
        return "a number of thousands of digits"
    except RecursionError:
        return "a value nested too deep to show"
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _told(value: object) -> tuple[str, str]:
    """What a value is, as the end of a sentence, in English and in Dutch."""
    if isinstance(value, Mapping):
        if value and value.keys() <= {"from", "to"}:
            return "this is a range", "dit is een bandbreedte"
        return "these are names with values", "dit zijn namen met waarden"
    if isinstance(value, list | tuple | set | frozenset):
        return "this is a list", "dit is een lijst"
    if value == "":
        return "this is an empty text", "dit is een lege tekst"
    return f"this is `{shown(value)}`", f"dit is `{shown(value)}`"


def listed(words: Sequence[str], joint: str) -> str:
    """`a, b or c`, with `joint` for the last comma; a set of remedies may have no label yet."""
    if not words:
        return "niets" if joint == "of" else "nothing"
    quoted = [f"`{word}`" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {joint} {quoted[-1]}"


_THOUSANDS_GROUP = 3


def number(value: float) -> str:
    """A number as people write it: no needless decimals."""
    return f"{value:,.0f}".replace(",", "") if value == int_or_nan(value) else f"{value:.6g}"


def stretch(low: float, high: float) -> tuple[str, str]:
    """An interval as people write it, in English and in Dutch."""
    if low == high:
        return number(low), number(low)
    if high == inf:
        return f"{number(low)} or more", f"{number(low)} of meer"
    if low == -inf:
        return f"{number(high)} or less", f"{number(high)} of minder"
    return f"{number(low)} to {number(high)}", f"{number(low)} tot {number(high)}"


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
        message_nl=f"De regels kennen geen feit met de naam `{shown(name)}`.",
    )


def inferred_fact(name: str, kind: str, value: object) -> Problem:
    """A finding or score that somebody wants to give."""
    dutch = {"finding": "een bevinding", "score": "een score"}[kind]
    return Problem(
        "inferred-fact",
        f"`{name}` is a {kind}: it follows from the facts and can't be given. Leave it out.",
        name=name,
        value=shown(value),
        allowed="facts",
        message_nl=f"`{name}` is {dutch}: die volgt uit de feiten, dus u kunt die niet zelf opgeven. Laat deze regel weg.",
    )


def unknown_label(name: str, value: str, allowed: str, allowed_nl: str, near: str | None) -> Problem:
    """A word that is no label of a level, choice, set or band."""
    return Problem(
        "unknown-label",
        f"`{name}` takes {allowed}, and not `{shown(value)}`.",
        name=name,
        value=shown(value),
        allowed=allowed,
        suggestion=near,
        message_nl=f"`{name}` vraagt om {allowed_nl}, niet om `{shown(value)}`.",
    )


def wrong_type(
    name: str, value: object, allowed: str, allowed_nl: str, suggestion: str | None = None
) -> Problem:
    """A value of another kind than the fact takes."""
    what, what_nl = _told(value)
    return Problem(
        "wrong-type",
        f"`{name}` takes {allowed}, but {what}.",
        name=name,
        value=shown(value),
        allowed=allowed,
        suggestion=suggestion,
        message_nl=f"`{name}` vraagt om {allowed_nl}, maar {what_nl}.",
    )


def out_of_range(
    name: str, value: float, said: str, limits: Interval, *, percent: bool, suggestion: str | None = None
) -> Problem:
    """A number outside the fact's range; with `percent`, the percentage that was probably meant."""
    allowed, allowed_nl = stretch(limits.low, limits.high)
    between = isfinite(limits.low) and isfinite(limits.high)
    phrase, phrase_nl = (f"from {allowed}", f"van {allowed_nl}") if between else (allowed, allowed_nl)
    hint = hint_nl = ""
    if percent and 1 < value <= 100:
        part, whole = number(value / 100), number(value)
        if "," in said:
            part, whole = part.replace(".", ","), whole.replace(".", ",")
        hint = f" A share is written as a part of one: did you mean {part} or {whole}%?"
        hint_nl = f" Schrijf een aandeel als deel van één: bedoelde u {part} of {whole}%?"
    return Problem(
        "out-of-range",
        f"`{name}` must be {phrase}, but {said} is not.{hint}",
        name=name,
        value=value,
        allowed=allowed,
        suggestion=suggestion,
        message_nl=f"`{name}` moet {phrase_nl} zijn; {said} valt daarbuiten.{hint_nl}",
    )


def not_finite(name: str, value: object) -> Problem:
    """NaN or an infinity."""
    return Problem(
        "not-finite",
        f"`{name}` must be a finite number, and this is `{shown(value)}`. Leave it out if it is not known.",
        name=name,
        value=shown(value),
        allowed="a finite number",
        message_nl=f"`{name}` moet een eindig getal zijn, en dit is `{shown(value)}`. Laat het weg als u het niet weet.",
    )


def not_whole(name: str, value: float, said: str, suggestion: str | None = None) -> Problem:
    """A fraction for a fact that counts."""
    return Problem(
        "not-whole",
        f"`{name}` is a whole number, and {said} is not.",
        name=name,
        value=value,
        allowed="a whole number",
        suggestion=suggestion,
        message_nl=f"`{name}` moet een geheel getal zijn, en {said} is dat niet.",
    )


def ambiguous_number(name: str, text: str, one: float, other: float) -> Problem:
    """A number whose point or comma may stand before decimals or between thousands."""
    small, large = number(one), number(other)
    # 18.345 has to be written with a decimal more, or it stays as it was.
    if len(small.partition(".")[2]) == _THOUSANDS_GROUP:
        small += "0"
    return Problem(
        "ambiguous-number",
        f"`{text}` can be read in two ways for `{name}`. Write `{large}`, or `{small}`.",
        name=name,
        value=text,
        allowed=f"{small} or {large}",
        message_nl=f"`{text}` is bij `{name}` op twee manieren te lezen. Schrijf `{large}`, of `{small}`.",
    )


def empty_value(name: str, allowed: str) -> Problem:
    """A text without anything in it."""
    return Problem(
        "empty-value",
        f"`{name}` has an empty text as its value. Leave the fact out, or write null, if it is not known.",
        name=name,
        value="",
        allowed=allowed,
        message_nl=f"`{name}` heeft een lege tekst als waarde. Laat het feit weg, of schrijf null, als u het niet weet.",
    )


def not_known(name: str, value: str, allowed: str) -> Problem:
    """Words that say that a value is not known, or that there is none."""
    return Problem(
        "not-known",
        f"`{name}` is given as `{shown(value)}`. Leave out what is not known or does not apply, or write null.",
        name=name,
        value=shown(value),
        allowed=allowed,
        message_nl=f"`{name}` is opgegeven als `{shown(value)}`. Laat weg wat u niet weet of wat niet van toepassing is, "
        "of schrijf null.",
    )


def bad_range(name: str, value: object) -> Problem:
    """A mapping that is no range `{from: …, to: …}`, or a range for a fact that has none."""
    return Problem(
        "bad-range",
        f"A range for `{name}` has `from`, `to` or both, and nothing else: {{from: …, to: …}}.",
        name=name,
        value=shown(value),
        allowed="from, to",
        message_nl=f"Een bandbreedte voor `{name}` heeft `from`, `to` of beide, en verder niets: {{from: …, to: …}}.",
    )


def reversed_range(name: str, low: tuple[str, str], high: tuple[str, str]) -> Problem:
    """A range that ends before it begins; its ends are told in English and in Dutch."""
    return Problem(
        "reversed-range",
        f"This range for `{name}` begins at {low[0]}, above its end {high[0]}.",
        name=name,
        value=f"{low[0]} to {high[0]}",
        allowed=f"{high[0]} to {low[0]}",
        message_nl=f"Deze bandbreedte voor `{name}` begint bij {low[1]}; dat is hoger dan het einde, {high[1]}.",
    )


def duplicate_label(name: str, label: str) -> Problem:
    """A label that stands twice in a set."""
    return Problem(
        "duplicate-label",
        f"`{label}` appears twice in the list for `{name}`. Write it once.",
        name=name,
        value=label,
        allowed="each label once",
        message_nl=f"`{label}` staat twee keer in de lijst voor `{name}`. Schrijf het één keer.",
    )


def impossible_split(facts: Sequence[str], total: int, low: float, high: float) -> Problem:
    """Parts that cannot add up to their total."""
    reach, reach_nl = stretch(low, high)
    return Problem(
        "impossible-split",
        f"{listed(facts, 'and')} must add up to {total}; these values come to {reach}.",
        name=", ".join(facts),
        value=reach,
        allowed=str(total),
        message_nl=f"{listed(facts, 'en')} moeten samen {total} zijn; deze waarden zijn samen {reach_nl}.",
    )


def contradicts_formula(
    name: str, formula: str, reach: tuple[float, float], told: tuple[float, float]
) -> Problem:
    """A derived fact given a value that its own formula rules out."""
    (follows, follows_nl), (given, given_nl) = stretch(*reach), stretch(*told)
    return Problem(
        "contradicts-formula",
        f"`{name}` is {formula}, which comes to {follows}; {given} lies more than 1% away. Leave one of them out.",
        name=name,
        value=given,
        allowed=follows,
        message_nl=f"`{name}` is {formula}, en dat komt uit op {follows_nl}; {given_nl} wijkt meer dan 1% af. "
        "Laat een van beide weg.",
    )


def formula_out_of_range(name: str, formula: str, came: Interval, limits: Interval) -> Problem:
    """Facts whose derived fact falls outside what is possible."""
    reach, reach_nl = stretch(came.low, came.high)
    return Problem(
        "formula-out-of-range",
        f"`{name}` is {formula}; with these facts it would be {reach}, which it can't be. One of them must be wrong.",
        name=name,
        value=reach,
        allowed=stretch(limits.low, limits.high)[0],
        message_nl=f"`{name}` is {formula}; met deze feiten zou het {reach_nl} zijn, en dat kan niet. "
        "Een ervan klopt niet.",
    )


def not_a_name(name: object) -> Problem:
    """A key of a Python mapping that is no text."""
    return Problem(
        "not-a-name",
        f"Facts are given by name, and `{shown(name)}` is not a text.",
        name=shown(name),
        message_nl=f"Feiten worden bij naam opgegeven, en `{shown(name)}` is geen tekst.",
    )


def organisation_without_names(value: object) -> Problem:
    """Something else than a mapping as `organisation`."""
    what, what_nl = _told(value)
    return Problem(
        "bad-organisation",
        f"`organisation` holds name, date and note, as in `{{name: …}}`, and {what}.",
        value=shown(value),
        allowed="name, date, note",
        message_nl=f"`organisation` bevat name, date en note, zoals `{{name: …}}`, maar {what_nl}.",
    )


def bad_organisation(key: object) -> Problem:
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
    what, what_nl = _told(value)
    return Problem(
        "not-facts",
        f"Facts are given as names with values, as `{{fact: value}}`, and {what}.",
        value=shown(value),
        message_nl=f"Feiten geeft u op als namen met waarden, zoals `{{feit: waarde}}`, maar {what_nl}.",
    )


def a_directory(path: str) -> Problem:
    """A directory where a facts file should be."""
    return Problem(
        "facts-are-one-file",
        f"The facts of an organisation belong in one file, and `{shown(path)}` is a directory.",
        name=path,
        message_nl=f"De feiten van een organisatie staan in één bestand, maar `{shown(path)}` is een map.",
    )
