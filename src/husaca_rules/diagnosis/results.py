"""What a diagnosis holds: findings with their states, scores as intervals, and the light. Plain frozen data."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from husaca_rules.diagnosis.causes import CausalReading
from husaca_rules.diagnosis.remedies import Judgement
from husaca_rules.facts.scale import Interval
from husaca_rules.facts.vocabulary import Texts
from husaca_rules.language.rules import Kind, State


@frozen
class Finding:
    """One finding of a diagnosis. Texts are by language; `area` may be None.

    >>> import husaca_rules as hr
    >>> found = hr.diagnose({"talent_turnover": 0.31})["talent_turnover_high"]
    >>> found.kind, found.title["nl"]
    (<Kind.COMPLAINT: 'complaint'>, 'Verkooptalent vertrekt')
    """

    id: str
    state: State
    kind: Kind
    area: str | None
    title: Texts

    @property
    def holds(self) -> bool:
        """Whether it is surely so."""
        return self.state is State.HOLDS

    @property
    def excluded(self) -> bool:
        """Whether it is surely not so."""
        return self.state is State.EXCLUDED

    @property
    def undetermined(self) -> bool:
        """Whether what is known decides neither."""
        return self.state is State.UNDETERMINED


@frozen
class Score:
    """One score of a diagnosis.

    `points` are the least and the most that it can still come to, of `full`; `intensity` is the same from 0 to 1;
    `bands` are those still possible, lowest first. `estimate` (an intensity) is a guess kept apart from inference: None
    while `coverage`, the settled share of all swing, is below 0.4. `to_edge` is how many points lie between the nearer
    end of `points` and the next band; None when there is no other band.

    >>> import husaca_rules as hr
    >>> blue = hr.diagnose({}).scores[0]
    >>> blue.points, blue.full, blue.bands
    (Interval(low=0, high=12), 12, ('dark', 'dim', 'lit'))
    """

    id: str
    title: Texts
    points: Interval
    full: int
    intensity: Interval
    bands: tuple[str, ...]
    estimate: float | None
    coverage: float
    to_edge: int | None = None

    @property
    def band(self) -> str | None:
        """The band, once only one is possible; else None."""
        return self.bands[0] if len(self.bands) == 1 else None


@frozen
class Light:
    """The lamps mixed: hex colours of the lower and the upper intensities, and the archetypes still possible.

    >>> import husaca_rules as hr
    >>> hr.diagnose({}).light.hex
    ('#000000', '#ffffff')
    """

    hex: tuple[str, str]
    archetypes: tuple[str, ...]


@frozen
class OpenFact:
    """A fact not fully known that can still decide undetermined findings; `findings` are those, by id."""

    id: str
    findings: tuple[str, ...]


@frozen
class Provenance:
    """Which rules a diagnosis was made with, and by which version of this library."""

    rules: str
    version: str
    sha256: str
    library: str = field(eq=False)


@frozen
class Results:
    """Everything that a diagnosis found, as data that stands by itself."""

    provenance: Provenance
    facts: Mapping[str, object]
    organisation: Mapping[str, str]
    scores: tuple[Score, ...]
    light: Light | None
    findings: tuple[Finding, ...]
    causes: CausalReading
    remedies: tuple[Judgement, ...]
    advice: tuple[str, ...]
    open_facts: tuple[OpenFact, ...]
