"""What reads what: strata, cycles, and the facts behind each finding and score.

A rule is settled after everything that it reads, a finding after its rules, a score after its signals and the rules
that give it points. A stratum is the length of the longest such path. Without strata a `not` could read a finding
that is still to change; with a cycle there are none, so a cycle is a problem.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from husaca_rules.facts.formula import names_in
from husaca_rules.facts.vocabulary import Vocabulary
from husaca_rules.language.rules import FindingRule, Rule, ScoreRule

Graph = Mapping[str, tuple[str, ...]]
"""Each name with the names that it reads. A rule stands as `rule:id`."""


def reading_graph(
    facts: Mapping[str, object],
    scores: Mapping[str, ScoreRule],
    findings: Mapping[str, FindingRule],
    rules: Mapping[str, Rule],
) -> Graph:
    """The graph of what rules, findings and scores read; `facts` are its ends."""
    graph: dict[str, list[str]] = {name: [] for name in facts}
    for score in scores.values():
        graph[score.id] = [signal.fact for signal in score.signals]
    for finding in findings:
        graph[finding] = []
    for rule in rules.values():
        graph[f"rule:{rule.id}"] = [name for name in rule.reads if name in graph]
        for target in (rule.find, *rule.points):
            if target in graph:
                graph[target].append(f"rule:{rule.id}")
    return {name: tuple(reads) for name, reads in graph.items()}


def cycle_in(graph: Graph) -> tuple[str, ...] | None:
    """A cycle as a path that ends where it began, or None. The same one however the graph was put together."""
    done: set[str] = set()
    for start in sorted(graph):
        path: dict[str, Iterable[str]] = {}
        stack = [start]
        while stack:
            name = stack[-1]
            if name in done:
                stack.pop()
                continue
            if name not in path:
                path[name] = iter(sorted(graph.get(name, ())))
            following = next(iter(path[name]), None)
            if following is None:
                done.add(name)
                del path[name]
                stack.pop()
            elif following in path:
                cycle = [*path][[*path].index(following) :]
                first = cycle.index(min(cycle))
                return (*cycle[first:], *cycle[:first], cycle[first])
            elif following not in done:
                stack.append(following)
    return None


def strata_of(graph: Graph, ends: Collection[str], findings: Collection[str]) -> dict[str, int]:
    """The stratum of every name: 0 for `ends` (facts), else one more than the highest that it reads.

    A finding is settled together with its rules, so it has the highest of their strata. The graph has no cycle.
    """
    strata: dict[str, int] = {}
    for name in in_reading_order(graph):
        highest = max((strata[each] for each in graph[name]), default=0)
        strata[name] = 0 if name in ends else highest if name in findings else highest + 1
    return strata


def in_reading_order(graph: Graph) -> list[str]:
    """All names, each after those that it reads."""
    order: dict[str, None] = {}
    for start in sorted(graph):
        stack = [start]
        while stack:
            name = stack[-1]
            waiting = [each for each in graph.get(name, ()) if each not in order]
            if name in order or not waiting:
                order.setdefault(name)
                stack.pop()
            else:
                stack += waiting
    return list(order)


def facts_behind(graph: Graph, vocabulary: Vocabulary) -> dict[str, frozenset[str]]:
    """The facts behind every name of the graph: read directly or through others, a derived one with its inputs."""
    # Parts of a whole fix each other, so who reads one reads all.
    together = {name: split.facts for split in vocabulary.splits for name in split.facts}
    read = {
        fact.id: frozenset(together.get(fact.id, (fact.id,)))
        for fact in vocabulary.facts.values()
        if fact.formula is None
    }
    for fact in vocabulary.derived:
        read[fact.id] = frozenset({fact.id}).union(*(read[name] for name in names_in(fact.formula or 0.0)))
    for name in in_reading_order(graph):
        if name not in read:
            read[name] = frozenset().union(*(read[each] for each in graph[name]))
    return read
