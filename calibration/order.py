"""Finds the order of the questionnaire by measurement, and prints it as it stands in rules/questionnaire.yaml.

Run it as `python calibration/order.py`.

Whole organisations are drawn from the prior of `organisations.py`. Step by step the question is added that raises
what is decided most, on average (`worth` in `partial.py`). All facts that the lamps, `white_light` and the archetypes
read are among the questions, so that answering in full settles these. Between two questions of equal worth the id
decides. It takes half a minute.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # run as a script, the folder above this one is not found

import husaca_rules as hr
from calibration.organisations import organisations
from calibration.partial import Measure, Step, steps_of

MUST_SETTLE = ("white_light",)
QUESTIONS, ORGANISATIONS = 33, 400
"""How many questions, a split counting as one; how many organisations they are tried on."""


def needed(rules: hr.RuleSet) -> frozenset[str]:
    """The facts behind all lamps, `white_light` and the archetypes."""
    wanted = [*rules.scores, *MUST_SETTLE]
    wanted += [each.id for each in rules.findings.values() if each.kind is hr.Kind.ARCHETYPE]
    return frozenset().union(*(rules.facts_read[each] for each in wanted))


def best_order(rules: hr.RuleSet, questions: int, count: int, seed: int) -> list[Step]:
    """The questions in order: each adds most to what those before it decide, on average over organisations."""
    measure = Measure(rules)
    wholes = [measure.whole(each) for each in organisations(rules, count, seed)]
    must = steps_of(rules, sorted(needed(rules)))
    left = steps_of(rules, sorted(each.id for each in rules.facts.values() if each.formula is None))
    order: list[Step] = []
    while len(order) < questions:
        room = questions - len(order)
        open_ = [step for step in must if step not in order]
        candidates = open_ if len(open_) >= room else left
        known = [fact for step in order for fact in step]
        worths = {
            step: sum(measure.decided(whole, [*known, *step]).worth for whole in wholes) / len(wholes)
            for step in candidates
        }
        best = max(candidates, key=lambda step: (worths[step], [-ord(letter) for letter in step[0]]))
        order.append(best)
        left.remove(best)
        print(f"{len(order):3}  {worths[best]:.3f}  {', '.join(best)}", file=sys.stderr)
    return order


def main(given: Sequence[str] | None = None) -> None:
    """Prints the order."""
    parser = argparse.ArgumentParser(description="Finds the order of the questionnaire by measurement.")
    parser.add_argument("--questions", type=int, default=QUESTIONS, help="how many, a split counting as one")
    parser.add_argument("--organisations", type=int, default=ORGANISATIONS, help="how many to try it on")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(given)
    order = best_order(hr.load_rules(), options.questions, options.organisations, options.seed)
    print("".join(f"      - {fact}\n" for step in order for fact in step), end="")


if __name__ == "__main__":
    main()
