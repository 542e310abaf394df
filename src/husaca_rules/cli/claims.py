"""The command `claims`: from a claim to what rests on it, and from a finding to the claims that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from husaca_rules.diagnosis.layout import safe, wrap
from husaca_rules.diagnosis.sources import SourceList, reference_text
from husaca_rules.diagnosis.wording import Wording
from husaca_rules.errors import UnknownName, nearest
from husaca_rules.facts.vocabulary import Citation
from husaca_rules.language.citations import CaseOf, Cited, cases_of, citations, cites_of
from husaca_rules.language.rules import Kind, RuleSet

_WORDS = {
    "en": {
        "fact": "question",
        "score": "score",
        "signal": "signal",
        "finding": "finding",
        "link": "cause",
        "rule": "rule",
        "remedy": "remedy",
        "uncited": "Cited nowhere.",
        "cited_one": "cited once",
        "cited": "cited {count} times",
        "rests": "Findings that rest on it, with their cases",
        "beside_one": "1 case of its own",
        "beside": "{count} cases of its own",
        "no_cases": "no case",
        "sources": "It rests on",
        "cases": "Cases",
    },
    "nl": {
        "fact": "vraag",
        "score": "score",
        "signal": "aanwijzing",
        "finding": "bevinding",
        "link": "oorzaak",
        "rule": "regel",
        "remedy": "maatregel",
        "uncited": "Nergens aangehaald.",
        "cited_one": "1 keer aangehaald",
        "cited": "{count} keer aangehaald",
        "rests": "Bevindingen die hierop rusten, met hun voorbeelden",
        "beside_one": "1 eigen voorbeeld",
        "beside": "{count} eigen voorbeelden",
        "no_cases": "geen voorbeeld",
        "sources": "Rust op",
        "cases": "Voorbeelden",
    },
}
_PAGE_HEAD = """\
# Claims

What the rules rest on. Each claim restates one statement of their source; a reference is a publication or a data set,
with the figure taken from it. `own` marks what is our own reading. This page is written from the rules by `make claims`
(`husaca claims --format markdown`). `husaca claims ID` shows one claim, reference or finding, with `--lang nl` in Dutch.
"""


def check_name(rules: RuleSet, id_: str) -> None:
    """Raise UnknownName if an id is no claim, reference or finding of a rule set."""
    known = [*rules.claims, *rules.references, *rules.findings]
    if id_ not in known:
        raise UnknownName(id_, "claim, reference or finding", nearest(id_, known))


def claims_data(rules: RuleSet, id_: str | None) -> dict[str, Any]:
    """Claims, references and findings as plain data with all that joins them; of one id, that one alone."""
    places = citations(rules)

    def wanted(ids: Mapping[str, object]) -> list[str]:
        return [each for each in ids if id_ in (None, each)]

    return {
        "claims": {
            each: {
                "text": dict(rules.claims[each].text),
                "kind": rules.claims[each].kind,
                "area": rules.claims[each].area,
                **_places_data(places[each]),
            }
            for each in wanted(rules.claims)
        },
        "references": {
            each: {
                "text": dict(rules.references[each].text),
                "figure": dict(rules.references[each].figure) or None,
                "where": rules.references[each].where,
                "year": rules.references[each].year,
                **_places_data(places[each]),
            }
            for each in wanted(rules.references)
        },
        "findings": {
            each: {
                "cites": [_cite_data(cite) for cite in cites_of(rules, each)],
                "causes": {
                    cause: [_cite_data(cite) for cite in cites]
                    for cause, cites in rules.findings[each].causes.items()
                },
                "cases": [{"id": case.id, "expects": case.expects} for case in cases_of(rules, each)],
            }
            for each in wanted(rules.findings)
        },
    }


def claims_text(rules: RuleSet, id_: str | None, lang: str, width: int) -> str:
    """All claims with how often each is cited, or one claim, reference or finding with all that joins it."""
    words = Wording(rules, lang)
    own = _WORDS["nl" if lang == "nl" else "en"]
    places = citations(rules)
    if id_ is None:
        lines: list[str] = []
        for each in places:
            count = len(places[each])
            cited = own["cited_one" if count == 1 else "cited"].format(count=count)
            lines += wrap(f"{safe(each)}: {_text(words, each)} ({cited})", width, "", "  ")
        return "\n".join(lines)
    if id_ not in places:
        return "\n".join(_finding_lines(words, own, id_, width))
    lines = wrap(f"{safe(id_)}: {_text(words, id_)}", width, "", "  ")
    if not places[id_]:
        lines += wrap(own["uncited"], width, "  ")
    for place in places[id_]:
        lines += wrap(f"{own[place.by]}: {_place_text(words, place)}", width, "  ", "    ")
    if findings := _resting(rules, places[id_]):
        lines += ["", *wrap(f"{own['rests']}:", width)]
    for finding in findings:
        cases = _cases_text(own, cases_of(rules, finding))
        lines += wrap(f"{words.title(finding)} [{finding}]: {cases}", width, "  ", "    ")
    return "\n".join(lines)


def claims_page(rules: RuleSet) -> str:
    """The page on claims, in Markdown."""
    words, places = Wording(rules, "en"), citations(rules)

    def rows(ids: Iterable[str]) -> list[str]:
        return [f"| {id_} | {_cell(_text(words, id_))} | {_marked_places(places[id_])} |" for id_ in ids]

    lines = [_PAGE_HEAD, "## From a claim to what rests on it", ""]
    lines += ["| claim | says | cited by |", "|---|---|---|", *rows(rules.claims)]
    lines += ["", "## From a reference to what rests on it", ""]
    lines += ["| reference | is | cited by |", "|---|---|---|", *rows(rules.references)]
    lines += ["", "## From a finding to its claims and cases", ""]
    lines += ["| finding | rests on | comes from | whole organisations |", "|---|---|---|---|"]
    for finding in rules.findings.values():
        if finding.kind is Kind.HELPER:
            continue
        causes = "; ".join(f"`{cause}` ({_marked(cites)})" for cause, cites in finding.causes.items())
        beside = len(finding.cases) + sum(len(rule.cases) for rule in rules.rules_for[finding.id])
        whole = [f"{each.id} ({each.expects})" for each in cases_of(rules, finding.id)[beside:]]
        cells = (f"`{finding.id}`", _marked(cites_of(rules, finding.id)), causes, ", ".join(whole))
        lines.append(f"| {' | '.join(cells)} |".replace("|  |", "| |"))
    return "\n".join([*lines, ""])


def _text(words: Wording, id_: str) -> str:
    assert words.rules is not None
    claim = words.rules.claims.get(id_)
    return reference_text(words, id_) if claim is None else words.text(claim.text)


def _place_text(words: Wording, place: Cited) -> str:
    match place.by:
        case "signal":
            return f"{words.title(place.id)} [{place.id}] → {words.title(place.of)} [{place.of}]"
        case "link":
            return f"{words.title(place.of)} [{place.of}] → {words.title(place.id)} [{place.id}]"
        case "rule":
            return f"[{place.id}]"
        case "remedy":
            return f"{words.remedy(place.id)} [remedy:{place.id}]"
        case _:
            return f"{words.title(place.id)} [{place.id}]"


def _resting(rules: RuleSet, places: Sequence[Cited]) -> list[str]:
    """The findings that rest on something by a finding, link or rule; what a remedy aims at does not rest on it."""
    found = dict.fromkeys(each for place in places if place.by != "remedy" for each in place.findings)
    return [each for each in found if rules.findings[each].kind is not Kind.HELPER]


def _cases_text(own: Mapping[str, str], cases: Sequence[CaseOf]) -> str:
    # A case beside a finding or rule is named after it and numbered, as in `status_quo, case 2`.
    beside = [case for case in cases if ", case " in case.id]
    texts = [f"{case.id} ({case.expects})" for case in cases if case not in beside]
    if beside:
        texts.insert(0, own["beside_one" if len(beside) == 1 else "beside"].format(count=len(beside)))
    return "; ".join(texts) or own["no_cases"]


def _finding_lines(words: Wording, own: Mapping[str, str], id_: str, width: int) -> list[str]:
    rules = words.rules
    assert rules is not None
    lines = wrap(f"{words.title(id_)} [{id_}]", width)
    lines += wrap(f"{own['sources']}:", width, "  ")
    lines += SourceList(words, width).of_finding(id_, rules.findings[id_].causes, "    ")
    lines += wrap(f"{own['cases']}: {_cases_text(own, cases_of(rules, id_))}", width, "  ", "    ")
    return lines


def _places_data(places: Sequence[Cited]) -> dict[str, Any]:
    cited = [
        {"by": each.by, "id": each.id, **({"of": each.of} if each.of else {}), "findings": [*each.findings]}
        for each in places
    ]
    return {"cited_by": cited}


def _cite_data(cite: Citation) -> dict[str, object]:
    return {cite.kind: dict(cite.reason) if cite.kind == "own" else cite.text}


def _marked(cites: Sequence[Citation]) -> str:
    return ", ".join(dict.fromkeys("own" if cite.kind == "own" else cite.text for cite in cites))


def _marked_places(places: Sequence[Cited]) -> str:
    texts = []
    for each in places:
        way = f"`{each.id}` → `{each.of}`" if each.by == "signal" else f"`{each.of}` → `{each.id}`"
        texts.append(f"{each.by} {way if each.of else f'`{each.id}`'}")
    return ", ".join(texts) or "nothing"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
