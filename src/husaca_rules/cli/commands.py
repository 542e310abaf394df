"""What each command does: read, ask the library, write, and give the exit code."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence

from husaca_rules.cli import console
from husaca_rules.cli import questions as forms
from husaca_rules.cli.claims import check_name, claims_data, claims_page, claims_text
from husaca_rules.cli.data import among_causes_data, cases_data, problems_data, reason_data, why_not_data
from husaca_rules.diagnosis.cases import CaseResult, run_cases
from husaca_rules.diagnosis.diagnosis import Diagnosis
from husaca_rules.diagnosis.diagnosis import diagnose as diagnosis_of
from husaca_rules.diagnosis.layout import safe
from husaca_rules.diagnosis.questions import questionnaire_of
from husaca_rules.diagnosis.questions import questions as questions_of
from husaca_rules.errors import FactError, HusacaError, Problem, RuleError, UnknownName, quoted
from husaca_rules.facts.files import parse_facts, read_facts
from husaca_rules.facts.knowledge import Facts
from husaca_rules.language.load import load_rules
from husaca_rules.language.rules import RuleSet
from husaca_rules.reading import MOST_BYTES, read_directory, read_text
from husaca_rules.reading.nodes import Mapping

FINE, FAILED, WRONG_USE = 0, 1, 2
_FORMAT = 1
_NOT_READ = frozenset({"no-such-file", "no-rules", "unreadable", "too-large", "too-many-files"})

_OTHER = "not-possible"
_SHORT = frozenset(
    {"unknown-name", _OTHER}
)  # of the command and not of a file, so there is no more to say of them
_KINDS_NL = {
    "finding or score": "bevinding of score",
    "questionnaire": "vragenlijst",
    "remedy": "maatregel",
    "claim, reference or finding": "stelling, bron of bevinding",
}

_WORDS = {
    "en": {
        "counted": "{name} {version}: facts {facts}, findings {findings}, rules {rules}, remedies {remedies}.",
        "no_cases": "There are no cases.",
        "all_pass": "All {count} cases pass.",
        "one_passes": "The one case passes.",
        "fail": "{failed} of {count} cases fail.",
        "fails": "1 of {count} cases fails.",
        "problems_one": "1 problem. No case was run.",
        "problems": "{count} problems. No case was run.",
        "expected": "expected {about}: {what}",
        "came": "    got {about}: {what}",
        "nothing": "nothing",
    },
    "nl": {
        "counted": "{name} {version}: feiten {facts}, bevindingen {findings}, regels {rules}, maatregelen {remedies}.",
        "no_cases": "Er zijn geen voorbeelden.",
        "all_pass": "Alle {count} voorbeelden kloppen.",
        "one_passes": "Het enige voorbeeld klopt.",
        "fail": "{failed} van de {count} voorbeelden kloppen niet.",
        "fails": "1 van de {count} voorbeelden klopt niet.",
        "problems_one": "1 probleem. Er is geen voorbeeld uitgevoerd.",
        "problems": "{count} problemen. Er is geen voorbeeld uitgevoerd.",
        "expected": "verwacht {about}: {what}",
        "came": "gekregen {about}: {what}",
        "nothing": "niets",
    },
}


def diagnose(asked: argparse.Namespace) -> int:
    """Say what follows from the facts of an organisation: its light, what holds and why, causes, remedies, and
    what to find out next.
    """
    return _on_facts(asked, _report)


def explain(asked: argparse.Namespace) -> int:
    """Say why a finding holds, is excluded or is undetermined, or how a score got its points, down to the facts and
    where they were given; where it does not hold, also what would make it hold. Of a remedy, say why it is judged as
    it is.
    """
    return _on_facts(asked, _explanation)


def claims(asked: argparse.Namespace) -> int:
    """Say what rests on a claim or a reference: findings, links, signals and cases; or on what a finding rests.
    Without an id, list all claims and references with how often each is cited.
    """
    return _with_rules(asked, lambda rules, lang: _claims(rules, asked, lang))


def questions(asked: argparse.Namespace) -> int:
    """Say what to ask, in the order in which to ask it: a text to read aloud, a facts file to fill in, or data for a
    form. With --facts only what these leave unanswered.
    """
    return _with_rules(asked, lambda rules, lang: _questions(rules, asked, lang))


def check(asked: argparse.Namespace) -> int:
    """Read a rule set, show everything that is wrong with it, and run its cases: those next to rules and findings,
    and whole organisations.
    """
    lang = asked.lang or console.language(os.environ)
    words = _WORDS["nl" if lang == "nl" else "en"]
    try:
        rules = _rules([*asked.directories, *asked.rules])
    except RuleError as error:
        if asked.format == "json":
            _write_json(
                {"format": _FORMAT, "rules": None, **problems_data(error.problems, lang), "cases": []}
            )
        else:
            console.write(error.render("nl" if lang == "nl" else "en"), sys.stderr)
            count = len(error.problems)
            console.write(
                "\n" + words["problems_one" if count == 1 else "problems"].format(count=count), sys.stdout
            )
        return _code_of(error)
    try:
        results = run_cases(rules, asked.engine)
    except HusacaError as error:  # the engine is not installed, or failed
        _tell([_problem(error)], asked, lang)
        return WRONG_USE
    failed = [result for result in results if not result.passed]
    if asked.format == "json":
        named = {"name": rules.name, "version": rules.version, "sha256": rules.digest}
        _write_json({"format": _FORMAT, "rules": named, "problems": [], "cases": cases_data(results)})
    else:
        console.write(_cases_text(rules, results, words), sys.stdout)
    return FAILED if failed else FINE


def _report(diagnosis: Diagnosis, asked: argparse.Namespace, lang: str) -> None:
    if asked.format == "json":
        _write_json(diagnosis.to_dict())
        return
    colour = console.colours(sys.stdout, os.environ)
    width = console.width(sys.stdout)
    console.write(diagnosis.render(lang, colour=colour, width=width, sources=asked.sources), sys.stdout)


def _explanation(diagnosis: Diagnosis, asked: argparse.Namespace, lang: str) -> None:
    explanation = diagnosis.why(asked.id)
    stopped = None
    if asked.band is not None or explanation.tree.what != "remedy":
        stopped = diagnosis.why_not(asked.id, band=asked.band)
        if not (stopped.blockers or stopped.repairs or asked.band):
            stopped = None  # nothing stops what holds already
    if asked.format == "json":
        against = None if stopped is None else why_not_data(stopped)
        among = among_causes_data(diagnosis.results, asked.id)
        why = reason_data(explanation.tree)
        _write_json({"format": _FORMAT, "id": asked.id, "why": why, "why_not": against, **among})
        return
    console.write(explanation.render(lang, sources=asked.sources), sys.stdout)
    if stopped is not None:
        console.write("\n" + stopped.render(lang), sys.stdout)


def _claims(rules: RuleSet, asked: argparse.Namespace, lang: str) -> None:
    if asked.id is not None:
        check_name(rules, asked.id)
    if asked.format == "json":
        _write_json({"format": _FORMAT, **claims_data(rules, asked.id)})
    elif asked.format == "markdown":
        console.write(claims_page(rules).removesuffix("\n"), sys.stdout)
    else:
        console.write(claims_text(rules, asked.id, lang, console.width(sys.stdout)), sys.stdout)


def _questions(rules: RuleSet, asked: argparse.Namespace, lang: str) -> None:
    questionnaire = questionnaire_of(rules, asked.name)
    facts = None if asked.facts is None else _facts(asked.facts)
    shown = questions_of(questionnaire.id, rules=rules, facts=facts)[: asked.count]
    if asked.format == "json":
        _write_json(forms.as_data(rules, questionnaire, shown))
        return
    write = forms.as_yaml if asked.format == "yaml" else forms.as_text
    console.write(write(rules, questionnaire, shown, lang, console.width(sys.stdout)), sys.stdout)


def _on_facts(asked: argparse.Namespace, show: Callable[[Diagnosis, argparse.Namespace, str], None]) -> int:
    """Read rules and facts, diagnose, and show; or tell what is wrong, the exit code saying with what."""

    def run(rules: RuleSet, lang: str) -> None:
        show(diagnosis_of(_facts(asked.file), rules=rules, engine=asked.engine), asked, lang)

    return _with_rules(asked, run)


def _with_rules(asked: argparse.Namespace, run: Callable[[RuleSet, str], None]) -> int:
    """Read the rules and run something on them in a language; or tell what is wrong, the exit code saying with what."""
    lang = asked.lang or console.language(os.environ)
    try:
        rules = _rules(asked.rules)
        if asked.lang and lang not in rules.languages:
            _tell([_no_language(lang, rules)], asked, lang)
            return WRONG_USE
        if lang not in rules.languages:  # that of the locale was nobody's wish
            lang = "en" if "en" in rules.languages else rules.languages[0]
        run(rules, lang)
    except RuleError as error:
        _tell(error.problems, asked, lang)
        return _code_of(error)
    except FactError as error:
        _tell(error.problems, asked, lang)
        return WRONG_USE
    except HusacaError as error:
        _tell([_problem(error)], asked, lang)
        return WRONG_USE
    return FINE


def _rules(directories: Sequence[str]) -> RuleSet:
    """The rule set of `--rules`, as its help says. Raises RuleError."""
    if not directories:
        return load_rules()
    first, *others = directories
    rules = load_rules(first, base=None if _stands_alone(first) else load_rules())
    for directory in others:
        rules = load_rules(directory, base=rules)
    return rules


def _stands_alone(directory: str) -> bool:
    """Whether a directory has a `ruleset` section, or cannot be read at all, which loading it will then tell."""
    sources, problems = read_directory(directory)
    tops = [read_text(source.data, source.file)[0] for source in sources]
    heads = [key.value for top in tops if isinstance(top, Mapping) for key, _ in top.entries]
    return "ruleset" in heads or bool(problems and not sources)


def _facts(file: str) -> Facts:
    if file != "-":
        return read_facts(file)
    return parse_facts(sys.stdin.buffer.read(MOST_BYTES + 1))


def _code_of(error: RuleError) -> int:
    """2 when there was nothing to read, else 1."""
    return WRONG_USE if all(problem.code in _NOT_READ for problem in error.problems) else FAILED


def _problem(error: HusacaError) -> Problem:
    """Another error of the library as a problem."""
    if not isinstance(error, UnknownName):
        return Problem(_OTHER, str(error))
    kind = _KINDS_NL.get(error.kind, error.kind.replace("band of the finding", "stand van de bevinding"))
    kind = kind.replace("band of", "stand van")
    dutch = f"Er is geen {kind} met de naam {quoted(error.name)}."
    if error.suggestion is not None:
        dutch += f" Bedoelde u {quoted(error.suggestion)}?"
    return Problem(
        "unknown-name", str(error), name=error.name, suggestion=error.suggestion, message_nl=safe(dutch)
    )


def _no_language(lang: str, rules: RuleSet) -> Problem:
    known = ", ".join(rules.languages)
    return Problem(
        "unknown-name",
        f"These rules have no texts in {quoted(lang)}, only in: {known}.",
        name=lang,
        allowed=known,
        message_nl=f"Deze regels hebben geen teksten in {quoted(lang)}, wel in: {known}.",
    )


def _tell(problems: Iterable[Problem], asked: argparse.Namespace, lang: str) -> None:
    """Problems on the standard error, in words or as one object."""
    if asked.format == "json":
        console.write(_json(problems_data(problems, lang)), sys.stderr)
        return
    told = "nl" if lang == "nl" else "en"
    texts = [
        f"husaca: {(told == 'nl' and problem.message_nl) or problem.message}"
        if problem.code in _SHORT
        else problem.render(told)
        for problem in problems
    ]
    console.write("\n\n".join(texts), sys.stderr)


def _cases_text(rules: RuleSet, results: Sequence[CaseResult], words: dict[str, str]) -> str:
    """The cases that fail, with what was expected and what came, and a line that counts."""
    lines: list[str] = []
    for result in results:
        if result.passed:
            continue
        place = result.place
        lines.append(f"{place.file}:{place.line}  {safe(result.id)}" if place else safe(result.id))
        for each in result.differences:
            expected, came = (", ".join(ids) or words["nothing"] for ids in (each.expected, each.came))
            lines.append("    " + words["expected"].format(about=each.about, what=expected))
            lines.append("    " + words["came"].format(about=each.about, what=came))
        lines.append("")
    counted = words["counted"].format(
        name=rules.name,
        version=rules.version,
        facts=len(rules.facts),
        findings=len(rules.findings),
        rules=len(rules.rules),
        remedies=len(rules.remedies),
    )
    failed = sum(not result.passed for result in results)
    which = (
        "fails"
        if failed == 1
        else "fail"
        if failed
        else "all_pass"
        if len(results) > 1
        else "one_passes"
        if results
        else "no_cases"
    )
    return "\n".join([*lines, f"{counted} {words[which].format(failed=failed, count=len(results))}"])


def _write_json(data: object) -> None:
    console.write(_json(data), sys.stdout)


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)
