"""Questions of a questionnaire as a text to read aloud, as a facts file to fill in, and as data for a form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import isfinite
from typing import Any

from husaca_rules.diagnosis.layout import safe, wrap
from husaca_rules.diagnosis.wording import Wording
from husaca_rules.facts.vocabulary import Fact, Texts
from husaca_rules.language.rules import Questionnaire, RuleSet

_WORDS = {
    "en": {
        "one": "1 question",
        "many": "{count} questions",
        "all_answered": "Everything that it asks is answered.",
        "how": "Write what you know after the colons. What you leave empty counts as not known, and nothing is concluded from it. "
        "A range is also allowed: {from: 2, to: 4}.",
        "organisation": 'Which organisation and when, as in {name: "…", date: "…", note: "…"}. No rule reads it.',
        "then": "To see what follows from it, run husaca diagnose, followed by the name of this file.",
        "answer": "Answer: {what}.",
        "share": "a share, such as 31% or 0.31",
        "whole": "a whole number",
        "number": "a number",
        "or_band": "{what}; if you only know it roughly, {bands}",
        "one_of": "one of {labels}",
        "any_of": "any of [{labels}], or [] for none",
    },
    "nl": {
        "one": "1 vraag",
        "many": "{count} vragen",
        "all_answered": "Alles wat hierin gevraagd wordt, is beantwoord.",
        "how": "Vul achter de dubbele punt in wat u weet. Wat leeg blijft, is niet bekend, en daaruit wordt niets "
        "afgeleid. Een bandbreedte mag ook: {from: 2, to: 4}.",
        "organisation": 'Over wie het gaat en van wanneer, zoals {name: "…", date: "…", note: "…"}. De regels doen hier niets mee.',
        "then": "De diagnose krijgt u met: husaca diagnose, met de naam van dit bestand erachter.",
        "answer": "Antwoord: {what}.",
        "share": "een percentage of een deel van één, zoals 31% of 0,31",
        "whole": "een geheel getal",
        "number": "een getal",
        "or_band": "{what}; weet u het alleen ongeveer, dan {bands}",
        "one_of": "een van {labels}",
        "any_of": "een of meer van [{labels}], of [] voor geen",
    },
}


def as_text(rules: RuleSet, questionnaire: Questionnaire, asked: Sequence[str], lang: str, width: int) -> str:
    """The questions to read aloud: title and id, the question, and how it may be answered."""
    wording = Wording(rules, lang)
    lines = wrap(_heading(wording, questionnaire.title, asked), width)
    for number, fact in enumerate((rules.facts[id_] for id_ in asked), start=1):
        indent = " " * 4
        title = f"{wording.text(fact.title)} ({fact.id})"
        lines += ["", *wrap(title, width, f"{number:>2}. ", indent)]
        for text in (wording.text(fact.ask), answer_of(wording, fact)):
            lines += wrap(text, width, indent)
    return "\n".join(lines)


def as_yaml(rules: RuleSet, questionnaire: Questionnaire, asked: Sequence[str], lang: str, width: int) -> str:
    """A facts file without answers, each question as a comment above its fact."""
    wording, words = Wording(rules, lang), _words(lang)

    def comment(text: str) -> list[str]:
        return wrap(text, width, "# ", "# ")

    title = f"{wording.text(questionnaire.title)} ({safe(rules.name)} {safe(rules.version)})"
    lines = comment(_heading(wording, {lang: title}, asked))
    lines += ["#", *comment(words["how"]), *comment(words["then"])]
    lines += [
        "",
        *comment(words["organisation"]),
        "organisation:",
    ]  # so that a form without questions holds facts too
    for number, fact in enumerate((rules.facts[id_] for id_ in asked), start=1):
        lines += ["", *comment(f"{number}. {wording.text(fact.title)}")]
        lines += [*comment(wording.text(fact.ask)), *comment(answer_of(wording, fact)), f"{fact.id}:"]
    return "\n".join(lines)


def as_data(rules: RuleSet, questionnaire: Questionnaire, asked: Sequence[str]) -> dict[str, Any]:
    """What a form needs, in every language of the rules."""
    return {
        "format": 1,
        "rules": {"name": rules.name, "version": rules.version, "sha256": rules.digest},
        "questionnaire": {"id": questionnaire.id, "title": dict(questionnaire.title)},
        "questions": [_question(rules, rules.facts[id_]) for id_ in asked],
        "splits": [
            {"id": split.id, "facts": [*split.facts], "total": split.total}
            for split in rules.vocabulary.splits
            if set(split.facts) & set(asked)
        ],
    }


_PLAIN = re.compile(r"[^\W\d_][\w ]*")  # a word that YAML reads as it stands


def answer_of(wording: Wording, fact: Fact) -> str:
    """How a fact may be answered, in words."""
    words = _words(wording.lang)
    labels = fact.scale.labels if fact.scale else fact.labels
    if fact.type == "number":
        # The question names the unit, in the language of the reader.
        what = words["share" if fact.proportion else "whole" if fact.whole else "number"]
        if fact.scale is not None:
            bands = wording.either([wording.value(fact, fact.scale.span(label)) for label in labels])
            what = words["or_band"].format(what=what, bands=bands)
    elif fact.type == "set":  # ids, as they go into a list and a title may hold a comma
        what = words["any_of"].format(labels=", ".join(labels))
    elif fact.type == "choice":
        words_of = {label: wording.label(label) for label in labels}
        plain = [word if _PLAIN.fullmatch(word) else label for label, word in words_of.items()]
        what = words["one_of"].format(labels=", ".join(plain))
    else:
        # Levels rise; of a truth people say "yes or no".
        said = reversed(labels) if fact.type == "truth" else labels
        what = wording.either([wording.label(label) for label in said])
    return words["answer"].format(what=what)


def _question(rules: RuleSet, fact: Fact) -> dict[str, Any]:
    labels = fact.scale.labels if fact.scale else fact.labels
    data: dict[str, Any] = {"id": fact.id, "type": fact.type, "area": fact.area}
    data |= {"title": dict(fact.title), "ask": dict(fact.ask)}
    if fact.type == "number":
        data |= {"unit": fact.unit, "whole": fact.whole, "share": fact.proportion}
        data["range"] = [end if isfinite(end) else None for end in (fact.range.low, fact.range.high)]
    data["labels"] = list(_labels(rules, fact, labels))
    return data


def _labels(rules: RuleSet, fact: Fact, labels: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The labels with their words; of a number, also where each band begins."""
    for at, label in enumerate(labels):
        words = {lang: Wording(rules, lang).label(label) for lang in rules.languages}
        edge = {"begins": fact.scale.edges[at]} if fact.scale and fact.type == "number" else {}
        yield {"id": label, "word": words, **edge}


def _heading(wording: Wording, titles: Texts, asked: Sequence[str]) -> str:
    words = _words(wording.lang)
    title = wording.text(titles)
    if not asked:
        return f"{title}. {words['all_answered']}"
    return f"{title}: {words['one' if len(asked) == 1 else 'many'].format(count=len(asked))}."


def _words(lang: str) -> dict[str, str]:
    return _WORDS["nl" if lang == "nl" else "en"]
