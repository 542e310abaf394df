"""The sections that make the rules: `scores`, `findings`, `rules` and `remedies`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from attrs import Factory, define, evolve

from husaca_rules.errors import nearest
from husaca_rules.facts.scale import Interval, Scale
from husaca_rules.facts.vocabulary import Citation, Fact
from husaca_rules.frozen import FrozenDict
from husaca_rules.language.conditions import All
from husaca_rules.language.document import Page
from husaca_rules.language.parse import parse_condition
from husaca_rules.language.rules import FindingRule, Kind, Remedy, Rule, ScoreRule, Signal
from husaca_rules.language.scope import Scope
from husaca_rules.language.vocabulary_section import read_area, read_bands
from husaca_rules.reading import nodes
from husaca_rules.reading.nodes import Node, Scalar

CHANNELS = ("r", "g", "b")
_KINDS = tuple(kind.value for kind in Kind)
_SHOW_IT = "Give it another kind and a title, or leave it out here."


@define
class Links:
    """Which finding explains which, as collected from both ends: effect, then cause, then who says so."""

    causes: dict[str, dict[str, tuple[Citation, ...]]] = Factory(dict)
    places: dict[tuple[str, str], Scalar] = Factory(dict)

    def add(self, page: Page, effect: str, cause: str, cites: tuple[Citation, ...], at: Scalar) -> None:
        """Add a link; it may be said once, at either end."""
        if (effect, cause) in self.places:
            message = f"That `{cause}` explains `{effect}` is said twice. Say it at one of the two."
            page.note("defined-twice", message, at.place, name=cause)
            return
        self.places[effect, cause] = at
        self.causes.setdefault(effect, {})[cause] = cites


def read_score(
    page: Page, name: Scalar, node: Node, sources: Mapping[str, str], lamps: dict[str, str]
) -> tuple[ScoreRule, Mapping[str, Node]]:
    """A score without its signals, and its fields. `lamps` are the scores that have a channel already."""
    fields = page.fields(
        "A score", name, node, ("full", "bands", "title"), ("channel", "signals", "prior", "cites")
    )
    full = page.whole(fields.get("full"), "The full points of a score", example="10")
    if full is not None and full < 1:
        page.note("whole-expected", "The full points of a score must be 1 or more.", fields["full"].place)
    scale = (
        read_bands(page, fields.get("bands"), Interval(0, full), whole=True) if full and full > 0 else None
    )
    prior = page.number(fields.get("prior"), "A prior")
    if prior is not None and not 0 <= prior <= 1:
        page.note(
            "number-expected", "A prior must be a share of the points, from 0 to 1.", fields["prior"].place
        )
    channel = page.one_of(fields.get("channel"), "A channel of the light", CHANNELS)
    if channel and lamps.setdefault(channel, name.value) != name.value:
        message = f"`{channel}` is already the channel of `{lamps[channel]}`, and a lamp shows one score."
        page.note("defined-twice", message, fields["channel"].place, name=channel)
    score = ScoreRule(
        name.value,
        page.texts(fields.get("title"), f"The title of `{name.value}`"),
        full or 1,
        scale or Scale(("all",), (0,), full or 1, whole=True),
        channel=channel,  # type: ignore[arg-type]  # r, g or b
        prior=0.5 if prior is None else prior,
        cites=page.cites(fields.get("cites"), sources),
        place=name.place,
    )
    return score, fields


def read_signals(
    page: Page, score: ScoreRule, node: Node | None, facts: Mapping[str, Fact], sources: Mapping[str, str]
) -> ScoreRule:
    """A score with its signals: points for every label of a fact."""
    signals: list[Signal] = []
    for name, entry in page.entries(node, "Signals"):
        if not page.reference(name, facts, "unknown-fact", "fact"):
            continue
        fact = facts[name.value]
        if fact.id in page.broken:
            continue
        labels = fact.labels or (fact.scale.labels if fact.scale else ())
        if fact.type == "set" or not labels:
            what = "a set" if fact.type == "set" else "a number without bands"
            page.note(
                "bad-signal",
                f"`{fact.id}` is {what}, so it has no label to give points for.",
                name.place,
                name=fact.id,
            )
            continue
        keys = {key.value for key, _ in entry.entries} if isinstance(entry, nodes.Mapping) else set()
        if "points" not in keys and not keys.isdisjoint(labels):
            message = (
                f"The points of a signal stand under `points`, as in `{{points: {{{labels[0]}: 1, …}}}}`."
            )
            page.note("missing-key", message, name.place, name="points")
            continue
        fields = page.fields("A signal", name, entry, ("points",), ("cites",))
        points: dict[str, int] = {}
        for label, value in page.entries(fields.get("points"), "Points"):
            number = page.whole(value, f"The points for `{label.value}`", "points-not-whole")
            if label.value in labels:
                points[label.value] = number or 0
                continue
            listed = ", ".join(f"`{each}`" for each in labels)
            message = f"`{label.value}` is no label of `{fact.id}`, which has {listed}."
            near = nearest(label.value, labels)
            page.note("unknown-label", message, label.place, name=label.value, suggestion=near)
        stated = fields.get("points")
        missing = [label for label in labels if label not in points]
        if missing and isinstance(stated, nodes.Mapping) and len(stated.entries) == len(points):
            listed = " and ".join(f"`{label}`" for label in missing)
            message = (
                f"A signal gives points for every label, if only 0. Here {listed} of `{fact.id}` is left out."
            )
            page.note("signal-misses-label", message, name.place, name=fact.id)
        signals.append(
            Signal(fact.id, FrozenDict(points), page.cites(fields.get("cites"), sources), name.place)
        )
    return evolve(score, signals=tuple(sorted(signals, key=lambda signal: signal.fact)))


def read_finding(
    page: Page,
    name: Scalar,
    node: Node,
    facts: Collection[str],
    sources: Mapping[str, str],
    areas: Collection[str],
) -> tuple[FindingRule, Mapping[str, Node]]:
    """A finding without its links and its condition, and its fields. Its reason and its advice may show `facts`."""
    stated = _kind(node)
    # A kind that is no kind may be meant for a helper, which needs no texts.
    shown = stated is None or (stated in _KINDS and stated != Kind.HELPER)
    required: tuple[str, ...] = ("kind", "title", "because") if shown else ("kind",)
    optional: tuple[str, ...] = () if shown else ("title", "because")
    optional += ("area", "when", "points", "advice", "explained_by", "explains", "cites", "cases")
    fields = page.fields("A finding", name, node, required, optional)
    kind = page.one_of(fields.get("kind"), "The kind of a finding", _KINDS)
    if stated == Kind.HELPER:
        _refuse_links(page, node, fields)
    finding = FindingRule(
        name.value,
        Kind(kind or "helper"),
        page.texts(fields.get("title"), f"The title of `{name.value}`"),
        page.texts(fields.get("because"), f"The reason of `{name.value}`", facts),
        page.texts(fields.get("advice"), f"The advice of `{name.value}`", facts),
        area=read_area(page, fields.get("area"), areas),
        cites=page.cites(fields.get("cites"), sources),
        place=name.place,
    )
    if "points" in fields and "when" not in fields:
        message = (
            "`points` belong to a condition, and this finding has no `when`. Put them with one of its rules."
        )
        page.note("points-without-when", message, fields["points"].place, name="points")
    return finding, fields


def _kind(node: Node) -> str | None:
    """The kind that a finding states, whatever it is worth."""
    entries = node.entries if isinstance(node, nodes.Mapping) else ()
    stated = (value for key, value in entries if key.value == "kind")
    return next((value.value for value in stated if isinstance(value, Scalar)), None)


def _refuse_links(page: Page, node: Node, fields: dict[str, Node]) -> None:
    """Take the links away from a helper: a note would name what it explains, and not say how."""
    for key, _ in node.entries if isinstance(node, nodes.Mapping) else ():
        if key.value in ("explained_by", "explains"):
            fields.pop(key.value)
            message = f"A helper is never shown, so it explains nothing and needs no explanation. {_SHOW_IT}"
            page.note("helper-not-shown", message, key.place, name=key.value)


def _visible(page: Page, scalar: Scalar, findings: Mapping[str, FindingRule]) -> bool:
    """Whether a name is that of a finding that notes show; noted if not."""
    if not page.reference(scalar, findings, "unknown-finding", "finding"):
        return False
    if findings[scalar.value].kind is not Kind.HELPER or scalar.value in page.broken:
        return True
    message = f"`{scalar.value}` is a helper and never shown, so it stands in no explanation and no remedy. {_SHOW_IT}"
    page.note("helper-not-shown", message, scalar.place, name=scalar.value)
    return False


def read_links(
    page: Page,
    name: Scalar,
    fields: Mapping[str, Node],
    findings: Mapping[str, FindingRule],
    links: Links,
    sources: Mapping[str, str],
) -> None:
    """The links that a finding tells of: `explained_by` its causes, or `explains` its effects."""
    for key in ("explained_by", "explains"):
        for other, cites in _links(page, key, fields.get(key)):
            if _visible(page, other, findings):
                effect, cause = (
                    (name.value, other.value) if key == "explained_by" else (other.value, name.value)
                )
                links.add(page, effect, cause, page.cites(cites, sources), other)


def _links(page: Page, key: str, node: Node | None) -> Iterator[tuple[Scalar, Node]]:
    if isinstance(node, nodes.Mapping):
        yield from node.entries
    elif node is not None:
        items = node.items if isinstance(node, nodes.Sequence) else (node,)
        first = next((item.value for item in items if isinstance(item, Scalar) and item.value), "a_finding")
        message = f'`{key}` names findings, each with who says so: `{{{first}: [a_claim]}}`, or `{{{first}: [{{own: "our reason"}}]}}`.'
        page.shape(node, message)


def read_rule(
    page: Page, name: Scalar, fields: Mapping[str, Node], find: str | None, scope: Scope
) -> Rule | None:
    """A rule: its condition, and its points; None where no condition can be read."""
    node = fields.get("when")
    condition = None
    if isinstance(node, Scalar):
        condition, problems = parse_condition(node, scope)
        page.add(problems)
    else:
        if node is not None or name.value != find:
            page.broken.add(find or name.value)  # it is not for want of a rule that the finding has none
        if node is not None:
            page.shape(node, "A condition is a text. Put it in double quotes if it holds `: ` or a comma.")
    points: dict[str, int] = {}
    for score, value in page.entries(fields.get("points"), "Points"):
        number = page.whole(value, f"The points for `{score.value}`", "points-not-whole")
        if page.reference(score, scope.scores, "unknown-score", "score"):
            points[score.value] = number or 0
    if isinstance(node, Scalar):
        text = " ".join(node.value.split())
        return Rule(name.value, condition or All(()), text, find, FrozenDict(points), place=node.place)
    return None


def read_remedy(
    page: Page,
    name: Scalar,
    node: Node,
    facts: Collection[str],
    findings: Mapping[str, FindingRule],
    sources: Mapping[str, str],
) -> Remedy:
    """A remedy: what it treats and what it relieves. Its reason may show `facts`."""
    fields = page.fields("A remedy", name, node, ("title", "treats"), ("relieves", "because", "cites"))
    named: dict[str, tuple[str, ...]] = {}
    for key in ("treats", "relieves"):
        scalars = page.names(fields.get(key), f"What a remedy {key}")
        named[key] = tuple(scalar.value for scalar in scalars if _visible(page, scalar, findings))
    return Remedy(
        name.value,
        page.texts(fields.get("title"), f"The title of `{name.value}`"),
        named["treats"],
        named["relieves"],
        page.texts(fields.get("because"), f"The reason of `{name.value}`", facts),
        page.cites(fields.get("cites"), sources),
        place=name.place,
    )
