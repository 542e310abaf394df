"""Run by test_determinism.py in interpreters of their own: digests of all that is said of a few organisations.

Arguments: a directory of rules, a file with a JSON list of facts, and a number that decides in which order the facts
are told. Prints one line of JSON: `exact` covers every word, `meaning` leaves out what names the rule files.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from random import Random
from typing import get_args

import husaca_rules as hr
from husaca_rules.evaluate.engines import Engine


def main(directory: str, facts_file: str, order: str) -> None:
    rules = hr.load_rules(directory)
    chance = Random(int(order))  # noqa: S311 - an order is no secret
    exact, meaning = hashlib.sha256(), hashlib.sha256()
    for facts in json.loads(Path(facts_file).read_text(encoding="utf-8")):
        told = list(facts.items())
        chance.shuffle(told)
        for number, engine in enumerate(get_args(Engine)):
            diagnosis = hr.diagnose(dict(told), rules=rules, engine=engine)
            said = diagnosis.to_dict()
            exact.update(json.dumps(said).encode())
            del said["rules"]["sha256"]
            meaning.update(json.dumps(said).encode())
            meaning.update(
                repr([(each.rule, each.certainty, each.order) for each in diagnosis.trace]).encode()
            )
            for lang in rules.languages:
                exact.update(diagnosis.render(lang).encode())
            for id_ in (*rules.findings, *rules.scores):
                why = diagnosis.why(id_)
                meaning.update(repr(outline(why.tree)).encode())
                for lang in rules.languages:
                    exact.update(why.render(lang).encode())
            for id_ in list(rules.findings)[
                :: 34 if number == 0 else 1_000
            ]:  # the search for repairs is long
                why_not = diagnosis.why_not(id_)
                meaning.update(repr([why_not.state, why_not.repairs, why_not.complete]).encode())
                meaning.update(repr([outline(each) for each in why_not.blockers]).encode())
                for lang in rules.languages:
                    exact.update(why_not.render(lang).encode())
    print(json.dumps({"exact": exact.hexdigest(), "meaning": meaning.hexdigest()}))


def outline(reason):
    """A tree without its places, its sets in order."""
    parts = [outline(part) for part in reason.parts]
    return (
        reason.what,
        reason.id,
        reason.state,
        reason.text,
        reason.value,
        reason.count,
        sorted(reason.facts),
        parts,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
