"""What to ask next from a questionnaire of the rules."""

from __future__ import annotations

from collections.abc import Mapping

from husaca_rules.diagnosis.stretches import is_known
from husaca_rules.errors import HusacaError, UnknownName, nearest
from husaca_rules.facts.knowledge import Facts, understand
from husaca_rules.language.load import load_rules
from husaca_rules.language.rules import Questionnaire, RuleSet


def questions(
    name: str | None = None,
    /,
    *,
    rules: RuleSet | None = None,
    facts: Mapping[str, object] | Facts | None = None,
) -> tuple[str, ...]:
    """The facts that a questionnaire asks for, by id, in the order in which to ask; without rules, those that ship.

    The name may be left out where there is only one. With `facts`, only what they leave unanswered: a fact that was
    given, if only as a range, is answered, and so is one that follows from others, as the last part of a split does.
    Raises UnknownName, HusacaError where no name is given and there is not just one questionnaire, and FactError.

    >>> import husaca_rules as hr
    >>> hr.questions("short", facts={"attention_red": 20, "attention_blue": 65})[:2]
    ('direction_clarity', 'priorities_kept')
    """
    rules = load_rules() if rules is None else rules
    asked = questionnaire_of(rules, name).facts
    if facts is None:
        return asked
    knowledge = understand(rules.vocabulary, facts)
    return tuple(
        fact
        for fact in asked
        if fact not in knowledge.given and not is_known(rules, rules.facts[fact], knowledge)
    )


def questionnaire_of(rules: RuleSet, name: str | None) -> Questionnaire:
    """A questionnaire by its name, or the only one there is. Raises UnknownName and HusacaError."""
    known = rules.questionnaires
    if name is not None and name not in known:
        raise UnknownName(name, "questionnaire", nearest(name, known))
    if name is None and len(known) != 1:
        which = f"Say which: {' or '.join(known)}." if known else "A section `questionnaires` adds one."
        raise HusacaError(
            f"These rules have {len(known) or 'no'} questionnaire{'s' * (len(known) > 1)}. {which}"
        )
    return known[name] if name is not None else next(iter(known.values()))
