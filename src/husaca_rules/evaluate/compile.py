"""A rule set made into a program: slots for everything, conditions as functions, strata in order. Once per rule set."""

from __future__ import annotations

from threading import Lock
from weakref import WeakKeyDictionary

from husaca_rules.evaluate.meaning import Meaning, compiled
from husaca_rules.evaluate.program import CompiledRule, CompiledScore, Program
from husaca_rules.evaluate.scoring import contributions, reckoner
from husaca_rules.language.conditions import keys_in
from husaca_rules.language.rules import RuleSet

_programs: WeakKeyDictionary[RuleSet, Program] = WeakKeyDictionary()
_compiling = Lock()


def program_of(rules: RuleSet) -> Program:
    """The program of a rule set, compiled at its first use."""
    program = _programs.get(rules)
    if program is None:
        with _compiling:
            program = _programs.get(rules) or _compile(rules)
            _programs[rules] = program
    return program


def _compile(rules: RuleSet) -> Program:
    low, high = map(list, rules.vocabulary.unknown)
    layout = dict(rules.vocabulary.layout)
    inferred = [*(f"rule:{rule}" for rule in rules.rules), *rules.findings]
    for key, most in (
        *((name, 1) for name in inferred),
        *((score.id, score.full) for score in rules.scores.values()),
    ):
        layout[key] = len(layout)
        low.append(0)
        high.append(most)
    meaning = Meaning(layout, low, high)

    def order(key: str) -> tuple[int, str]:
        return rules.strata[key], key

    compiled_rules = []
    for key in sorted((f"rule:{rule}" for rule in rules.rules), key=order):
        rule = rules.rules[key.removeprefix("rule:")]
        compiled_rules.append(
            CompiledRule(
                key,
                rules.strata[key],
                compiled(meaning.must(rule.when), rule.place),
                compiled(meaning.may(rule.when), rule.place),
                (layout[key],) if rule.find is None else (layout[key], layout[rule.find]),
                frozenset(layout[read] for read in keys_in(rule.when)),
                rule.place,
            )
        )
    given = {id_: contributions(rules, score, layout) for id_, score in rules.scores.items()}
    scores = []
    for id_ in sorted(rules.scores, key=order):
        score = rules.scores[id_]
        reads = [
            key
            for each in given[id_]
            for key in (rules.facts[each.source].keys if each.source in rules.facts else (each.source,))
        ]
        scores.append(
            CompiledScore(
                id_,
                layout[id_],
                rules.strata[id_],
                reckoner(given[id_], score.full),
                frozenset(layout[key] for key in reads),
            )
        )
    return Program(
        layout=layout,
        ranges_lo=tuple(low),
        ranges_hi=tuple(high),
        rules=tuple(compiled_rules),
        scores=tuple(scores),
        strata=max(rules.strata.values(), default=0),
        inferred=tuple(layout[key] for key in inferred),
        contributions=given,
    )
