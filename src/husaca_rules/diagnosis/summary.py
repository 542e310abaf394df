"""The first paragraph of a note: the pattern, the one thing that matters most, what is planned, and how much is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from husaca_rules.diagnosis.causes import RootCause
from husaca_rules.diagnosis.phrases import say_count
from husaca_rules.diagnosis.remedies import Verdict
from husaca_rules.diagnosis.results import Finding, Results
from husaca_rules.diagnosis.wording import Wording
from husaca_rules.language.rules import Kind

_MOST_NAMED = 4
_MOST_QUOTED = 2
_BESIDE_CAUSES = (Verdict.SYMPTOM_TREATMENT, Verdict.BESIDE_THE_POINT)


def summary(results: Results, shown: Sequence[Finding], words: Wording, title: Callable[[str], str]) -> str:
    """Two to four sentences about findings that may be shown; `title` gives that of one."""
    sentences = [
        _pattern(shown, words, title),
        _what_matters_most(results, shown, words, title),
        _plan(results, words),
        _known(results, shown, words),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _pattern(shown: Sequence[Finding], words: Wording, title: Callable[[str], str]) -> str:
    all_ = [finding for finding in shown if finding.kind is Kind.ARCHETYPE]
    possible = [finding for finding in all_ if not finding.excluded]
    if not all_:
        return ""
    if not possible:
        return words.say("no_pattern")
    if len(possible) == 1:
        (only,) = possible
        said = title(only.id)
        return f"{said}." if only.holds else words.say("pattern_only_possible", pattern=said)
    if len(possible) <= _MOST_NAMED:
        return words.say("patterns_possible", what=words.quoted([title(each.id) for each in possible]))
    phrase = "patterns_all" if len(possible) == len(all_) else "patterns_many"
    return words.say(phrase, count=len(possible), all=len(all_))


def _what_matters_most(
    results: Results, shown: Sequence[Finding], words: Wording, title: Callable[[str], str]
) -> str:
    ids = {finding.id for finding in shown}
    failing = {each.id for each in shown if each.holds and each.kind is Kind.PRECONDITION}
    causes = results.causes

    def quoted(named: Sequence[str]) -> str:
        return words.quoted([title(id_) for id_ in named], _MOST_QUOTED)

    if failing:
        ordered = [id_ for id_ in results.advice if id_ in failing]
        return say_count(words.lang, "first_precondition", len(ordered), what=quoted(ordered))
    rank = {id_: at for at, id_ in enumerate(results.advice)}
    roots = sorted((each for each in causes.root_causes if each.id in ids), key=lambda each: rank[each.id])
    if roots:
        return _root(roots, results, words, title)
    if unexplained := [each.id for each in causes.unexplained if each.id in ids]:
        return say_count(words.lang, "first_unexplained", len(unexplained), what=quoted(unexplained))
    if standing := [id_ for id_ in causes.standing if id_ in ids]:
        return words.say("first_standing", what=quoted(standing))
    serious = (Kind.CAUSE, Kind.COMPLAINT, Kind.PRECONDITION)
    open_ = any(each.undetermined and each.kind in serious for each in shown)
    return words.say("nothing_wrong_so_far" if open_ else "nothing_wrong")


def _root(roots: Sequence[RootCause], results: Results, words: Wording, title: Callable[[str], str]) -> str:
    all_ = results.causes.symptoms
    most = max(len(each.explains) for each in roots)
    first, *others = [each for each in roots if len(each.explains) == most]
    if others:
        tied = [title(each.id) for each in (first, *others)]
        return words.say("no_first_root", what=words.quoted(tied, _MOST_QUOTED))
    named = words.quoted([title(first.id)])
    if len(all_) == 1:
        share = words.say("share_one", what=words.quoted([title(all_[0].id)]))
    elif most == len(all_):
        share = words.say("share_both" if most == 2 else "share_all", all=most)
    else:
        share = words.say("share_one_of" if most == 1 else "share_some", count=most, all=len(all_))
    phrase = "only_root" if len(roots) == 1 else "first_root"
    return words.say(phrase if first.deepest else f"{phrase}_so_far", what=named, share=share)


def _plan(results: Results, words: Wording) -> str:
    planned = [each for each in results.remedies if each.planned == "planned"]
    hits = [words.remedy(each.id) for each in planned if each.treats]
    if hits:
        return say_count(words.lang, "plan_hits", len(hits), what=words.quoted(hits, _MOST_QUOTED))
    if planned and all(each.verdict in _BESIDE_CAUSES for each in planned):
        named = words.quoted([words.remedy(each.id) for each in planned])
        return say_count(words.lang, "plan_misses", len(planned), what=named)
    return ""


def _known(results: Results, shown: Sequence[Finding], words: Wording) -> str:
    if not results.facts:
        return words.say("rests_on_nothing")
    facts = say_count(words.lang, "facts", len(results.facts))
    decided = sum(not each.undetermined for each in shown)
    return words.say("rests_on", facts=facts, decided=decided, all=len(shown))
