"""Whether a remedy tackles a cause or only what follows from it, judged against the findings and their links.

All remedies are judged, planned or not. No verdict says that a remedy is useless: relief for a while is relief.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Literal

from attrs import frozen

from husaca_rules.diagnosis.causes import causes_that_hold, open_causes, sources_behind
from husaca_rules.language.rules import Kind, Remedy, State

Plan = Literal["planned", "possibly_planned", "not_planned"]

_PLANS: Mapping[State, Plan] = {
    State.HOLDS: "planned",
    State.UNDETERMINED: "possibly_planned",
    State.EXCLUDED: "not_planned",
}


class Verdict(StrEnum):
    """How a remedy relates to the causes.

    `fits`: it treats a finding that holds and is neither a symptom nor a complaint, and whose own causes are all
    excluded. `fits_so_far`: the same with causes still open. `symptom_treatment`: nothing that it treats could still
    come to be so, and something that it relieves or treats holds. `beside_the_point`: all that it treats or relieves
    is excluded. All but `fits_so_far` and `undetermined` stay whatever more is learned.

    >>> import husaca_rules as hr
    >>> {each.id: each.verdict.value for each in hr.diagnose({"micro_management": "high"}).remedies}["tooling"]
    'undetermined'
    """

    FITS = "fits"
    FITS_SO_FAR = "fits_so_far"
    SYMPTOM_TREATMENT = "symptom_treatment"
    BESIDE_THE_POINT = "beside_the_point"
    UNDETERMINED = "undetermined"


@frozen
class Judgement:
    """A remedy against the findings. Ids are in order.

    `treats` is what it treats that holds and is neither a symptom nor a complaint. `relieves` is everything else that
    holds of what it relieves or treats: to treat a symptom is to relieve it. `leaves` is what lies behind what it
    relieves (findings that hold and are no symptom: root causes, unexplained complaints, or what is relieved itself)
    and is not among `treats`.
    """

    id: str
    verdict: Verdict
    planned: Plan
    treats: tuple[str, ...]
    relieves: tuple[str, ...]
    leaves: tuple[str, ...]


def judge(
    remedies: Mapping[str, Remedy],
    states: Mapping[str, State],
    kinds: Mapping[str, Kind],
    causes: Mapping[str, Collection[str]],
    planned: Mapping[str, State],
) -> tuple[Judgement, ...]:
    """Judge every remedy, in the order of ids.

    `causes` maps an effect to its direct causes, without a cycle. `planned` says for the id of a remedy whether it is
    planned; one that is missing there is possibly planned, as nothing is known of it. Raises KeyError for a finding
    that has no state or kind.
    """
    sources = sources_behind(states, causes)
    judgements = []
    for remedy in sorted(remedies):
        verdict, treats, relieves = _verdict(remedies[remedy], states, kinds, causes)
        behind = frozenset().union(*(sources[finding] for finding in relieves))
        judgements.append(
            Judgement(
                id=remedy,
                verdict=verdict,
                planned=_PLANS[planned.get(remedy, State.UNDETERMINED)],
                treats=tuple(sorted(treats)),
                relieves=tuple(sorted(relieves)),
                leaves=tuple(sorted(behind - treats)),
            )
        )
    return tuple(judgements)


def _verdict(
    remedy: Remedy,
    states: Mapping[str, State],
    kinds: Mapping[str, Kind],
    causes: Mapping[str, Collection[str]],
) -> tuple[Verdict, set[str], set[str]]:
    """The verdict, what the remedy treats, and what else it relieves, as `Judgement` has them."""
    # What a remedy treats counts as a cause that is tackled if it holds and is no symptom. A complaint never does: it
    # is what one seeks the cause of. So what is treated can still come to count unless it is excluded, is a complaint,
    # or has a direct cause that holds, which makes it a symptom as soon as it holds itself.
    candidates = {
        finding
        for finding in remedy.treats
        if states[finding] is not State.EXCLUDED
        and kinds[finding] is not Kind.COMPLAINT
        and not causes_that_hold(finding, states, causes)
    }
    treats = {finding for finding in candidates if states[finding] is State.HOLDS}
    aims = {*remedy.treats, *remedy.relieves}
    relieves = {finding for finding in aims if states[finding] is State.HOLDS} - treats

    if any(not open_causes(finding, states, causes) for finding in treats):
        verdict = Verdict.FITS
    elif treats:
        verdict = Verdict.FITS_SO_FAR
    elif relieves and not candidates:
        verdict = Verdict.SYMPTOM_TREATMENT
    elif all(states[finding] is State.EXCLUDED for finding in aims):
        verdict = Verdict.BESIDE_THE_POINT
    else:
        verdict = Verdict.UNDETERMINED
    return verdict, treats, relieves
