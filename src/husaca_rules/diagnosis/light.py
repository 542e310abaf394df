"""The light: scores with a channel are lamps, and their intensities mix to a colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from husaca_rules.diagnosis.results import Finding, Light, Score
from husaca_rules.language.rules import Channel, Kind, RuleSet

CHANNELS: tuple[Channel, ...] = ("r", "g", "b")
_FULL = 255


def light_of(rules: RuleSet, scores: Sequence[Score], findings: Sequence[Finding]) -> Light | None:
    """The light of a diagnosis; None for a rule set without lamps.

    While a lamp's band is open there are two colours, of the lower and of the upper intensities; once all bands are
    decided both are the one between.
    """
    lamps = {rules.scores[score.id].channel: score for score in scores if rules.scores[score.id].channel}
    if not lamps:
        return None
    low = {channel: score.intensity.low for channel, score in lamps.items()}
    high = {channel: score.intensity.high for channel, score in lamps.items()}
    if all(score.band for score in lamps.values()):
        low = high = {channel: (low[channel] + high[channel]) / 2 for channel in lamps}
    return Light((_hex(low), _hex(high)), possible_archetypes(findings))


def possible_archetypes(findings: Sequence[Finding]) -> tuple[str, ...]:
    """The archetype that holds, or else those not excluded."""
    archetypes = [finding for finding in findings if finding.kind is Kind.ARCHETYPE]
    return tuple(finding.id for finding in archetypes if not finding.excluded)


def _hex(intensity: Mapping[Channel | None, float]) -> str:
    return "#" + "".join(f"{round(_FULL * intensity.get(channel, 0.0)):02x}" for channel in CHANNELS)
