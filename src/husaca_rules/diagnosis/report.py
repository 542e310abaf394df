"""A diagnosis as a note to read, in the way that a consultant would put it before a client.

Where a pattern is decided, the note begins with it. Where several are possible, too little is known for it to carry
a report, so what holds comes first, then what to find out, and then the light.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from attrs import define, field

from husaca_rules.diagnosis import explain_text
from husaca_rules.diagnosis.explain import Explainer
from husaca_rules.diagnosis.layout import columns, wrap
from husaca_rules.diagnosis.phrases import say_count
from husaca_rules.diagnosis.report_parts import lamp_lines, remedy_lines
from husaca_rules.diagnosis.results import Finding, Results, Score
from husaca_rules.diagnosis.wording import Wording, wording
from husaca_rules.evaluate.engines import evaluate
from husaca_rules.facts.knowledge import Facts, understand
from husaca_rules.language.rules import Kind, RuleSet

_MOST_QUESTIONS = 5
_MOST_ADVICE = 3
_MOST_NAMED = 4
_DIGITS = 12  # of the digest, enough to tell two sets apart


def render(
    results: Results, rules: RuleSet | None, lang: str, *, colour: bool = False, width: int = 80
) -> str:
    """The note, in lines of at most `width` columns. Raises UnknownName for a language that the rule set lacks.

    Without `rules`, titles are those that the results hold, else ids, and no reasons, advice or questions are told.
    """
    note = _Note(results, wording(rules, lang), colour, width)
    sections = [note.pattern, note.light, note.findings, note.begin, note.remedies, note.open_facts]
    if len(note.patterns) != 1:
        sections = [note.findings, note.begin, note.open_facts, note.pattern, note.light, note.remedies]
    note.heading()
    for section in sections:
        section()
    note.provenance()
    return "\n".join(note.lines)


@define
class _Note:
    results: Results
    words: Wording
    colour: bool
    width: int
    lines: list[str] = field(factory=list)
    by_id: dict[str, Finding] = field(init=False)
    shown: tuple[Finding, ...] = field(init=False)
    patterns: tuple[Finding, ...] = field(init=False)
    reason: Callable[[str], str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.by_id = {finding.id: finding for finding in self.results.findings}
        self.shown = tuple(finding for finding in self.results.findings if finding.kind is not Kind.HELPER)
        patterns = [finding for finding in self.shown if finding.kind is Kind.ARCHETYPE]
        self.patterns = tuple(finding for finding in patterns if not finding.excluded)
        self.reason = _reasons(self.results, self.words)

    # Lines.

    def add(self, text: str, first: str = "", rest: str | None = None, *, bold: bool = False) -> None:
        lines = wrap(text, self.width, first, rest)
        self.lines += [f"\x1b[1m{line}\x1b[0m" for line in lines] if bold and self.colour else lines

    def section(self, name: str) -> None:
        self.lines.append("")
        self.add(self.words.say(name), bold=True)

    def item(self, title: str, *details: str) -> None:
        self.add(title, "  - ", "    ")
        for detail in details:
            if detail:
                self.add(detail, "      ")

    def title(self, id_: str) -> str:
        finding = self.by_id.get(id_)
        return self.words.text(finding.title, id_) if finding else self.words.title(id_)

    def titles(self, ids: Iterable[str], most: int | None = None) -> str:
        named = [self.title(id_) for id_ in ids if id_ not in self.by_id or self.by_id[id_] in self.shown]
        return self.words.listed(named, most)

    # Sections.

    def heading(self) -> None:
        words = self.words
        organisation = self.results.organisation
        name, date = organisation.get("name"), organisation.get("date")
        title = words.say("diagnosis_of", name=name) if name else words.say("diagnosis")
        self.add(f"{title}, {date}" if date else title, bold=True)
        self.lines.append(
            "=" * max(columns(line) for line in wrap(f"{title}, {date}" if date else title, self.width))
        )
        if note := organisation.get("note"):
            self.add(note)
        counts = {"holds": 0, "excluded": 0, "undetermined": 0}
        for finding in self.shown:
            counts[finding.state.value] += 1
        facts = say_count(words.lang, "facts", len(self.results.facts))
        self.add(words.say("counts", **counts, facts=facts))

    def pattern(self) -> None:
        """The archetypes: the one, or those still possible."""
        all_ = [finding for finding in self.shown if finding.kind is Kind.ARCHETYPE]
        if not all_:
            return
        if len(self.patterns) == 1:
            (only,) = self.patterns
            self.section("pattern" if only.holds else "patterns_possible")
            self.add(self.title(only.id), "  ")
            if self.words.rules is not None and only.holds:
                self.add(self.words.text(self.words.rules.findings[only.id].because), "  ")
            return
        self.section("patterns_possible" if self.patterns else "pattern")
        if not self.patterns:
            self.add(self.words.say("no_pattern"), "  ")
        elif len(self.patterns) == len(all_) and len(all_) > _MOST_NAMED:
            self.add(self.words.say("all_patterns", count=len(all_)), "  ")
        else:
            for finding in self.patterns:
                self.add(self.title(finding.id), "  - ", "    ")

    def light(self) -> None:
        """The lamps in the order of their colours with the colour that they make, and scores that are no lamps."""
        light, rules = self.results.light, self.words.rules
        channels = (
            {score.id: rules.scores[score.id].channel for score in self.results.scores} if rules else {}
        )
        lamps = [
            score
            for score in self.results.scores
            if light is not None and (channels.get(score.id) or not rules)
        ]
        lamps.sort(key=lambda score: "rgb".find(channels.get(score.id) or ""))
        others = [score for score in self.results.scores if score not in lamps]
        if lamps and light is not None:
            self.section("light")
            self.scores(lamps, channels)
            low, high = light.hex
            self.add(self.words.say("colour" if low == high else "colours", low=low, high=high), "  ")
            if self.colour:
                self.lines.append("    " + "".join(map(_swatch, dict.fromkeys(light.hex))))
        if others:
            self.section("scores")
            self.scores(others, channels)

    def scores(self, scores: Sequence[Score], channels: Mapping[str, str | None]) -> None:
        for score in scores:
            self.lines += lamp_lines(
                score, self.words, self.width, channels.get(score.id) if self.colour else None
            )

    def findings(self) -> None:
        """What holds, by what it is; each finding once."""
        causes = self.results.causes
        roots = {root.id: root for root in causes.root_causes}
        symptoms = {symptom.id: symptom for symptom in causes.symptoms}
        told: set[str] = set()
        holding = [each for each in self.shown if each.holds and each.kind is not Kind.ARCHETYPE]
        if not holding:
            self.lines.append("")
            self.add(self.words.say("nothing_holds"))
            return

        def of(*kinds: Kind) -> list[str]:
            return [each.id for each in holding if each.kind in kinds and each.id not in told]

        def tell(name: str, ids: Iterable[str], *links: Callable[[str], str], note: str = "") -> None:
            ids = [id_ for id_ in ids if id_ not in told and self.by_id[id_] in self.shown]
            if not ids:
                return
            self.section(name)
            if note:
                self.add(self.words.say(note), "  ")
            for id_ in ids:
                if links:
                    self.item(self.title(id_), self.reason(id_), *(link(id_) for link in links))
                else:
                    self.item(f"{self.title(id_)}. {self.reason(id_)}")
            told.update(ids)

        def named(phrase: str, ids: Iterable[str], most: int | None = None) -> str:
            what = self.titles(ids, most)
            return self.words.say(phrase, what=what) if what else ""

        def explains(id_: str) -> str:
            return named("explains", roots[id_].explains) if id_ in roots else ""

        def root_of(id_: str) -> str:
            return named("root_cause_of", roots[id_].explains) if id_ in roots else ""

        def so_far(id_: str) -> str:
            return named("so_far", roots[id_].open_causes, _MOST_NAMED) if id_ in roots else ""

        def caused_by(id_: str) -> str:
            return named("caused_by", symptoms[id_].causes) if id_ in symptoms else ""

        open_causes = {each.id: each.open_causes for each in causes.unexplained}

        def may_come_from(id_: str) -> str:
            return named("open_causes", open_causes[id_], _MOST_NAMED) or self.words.say("no_open_causes")

        advice = {id_: rank for rank, id_ in enumerate(self.results.advice)}
        in_order = sorted(roots, key=lambda id_: (advice.get(id_, len(advice)), id_))
        tell("preconditions", of(Kind.PRECONDITION), root_of, so_far, caused_by, note="before_all")
        tell("root_causes", in_order, explains, so_far)
        self.covers(told & roots.keys())
        tell("symptoms", list(symptoms), caused_by)
        tell("unexplained", [each.id for each in causes.unexplained], may_come_from)
        tell("standing", causes.standing)
        strengths = of(Kind.STRENGTH)
        tell("other", [each.id for each in holding if each.kind is not Kind.STRENGTH])
        tell("strengths", strengths)

    def covers(self, roots: set[str]) -> None:
        """The smallest set of root causes that explains every symptom, where it is smaller than all of them."""
        covers = self.results.causes.covers
        if covers and len(covers[0]) < len(roots):
            self.add(self.words.say("cover", what=self.titles(covers[0])), "  ")
            if len(covers) > 1 or self.results.causes.covers_cut:
                self.add(self.words.say("cover_other"), "  ")

    def begin(self) -> None:
        """The advice of the rule set for what matters most."""
        rules = self.words.rules
        if rules is None:
            return
        if self.results.advice:
            self.section("begin")
        for number, id_ in enumerate(self.results.advice[:_MOST_ADVICE], start=1):
            self.add(self.title(id_), f"  {number}. ")
            if advice := self.words.text(rules.findings[id_].advice):
                self.add(advice, "     ")

    def remedies(self) -> None:
        """Every remedy with its verdict, those planned first."""
        if self.results.remedies:
            self.section("remedies")
            self.lines += remedy_lines(self.results.remedies, self.words, self.title, self.width)

    def open_facts(self) -> None:
        """What is not known, and the questions whose answers decide most."""
        open_facts, words = self.results.open_facts, self.words
        undetermined = [
            each.id for each in self.shown if each.undetermined and each.kind is not Kind.ARCHETYPE
        ]
        self.section("find_out")
        if not open_facts:
            self.add(words.say("all_known"), "  ")
        elif len(undetermined) <= _MOST_NAMED and undetermined:
            self.add(words.say("still_open", what=self.titles(undetermined)), "  ")
        for number, each in enumerate(open_facts[:_MOST_QUESTIONS], start=1):
            waits = say_count(words.lang, "waits", len(each.findings))
            self.add(f"{self.title(each.id)} ({waits})", f"  {number}. ")
            if words.rules is not None:
                self.add(words.text(words.rules.facts[each.id].ask), "     ")
        if (more := len(open_facts) - _MOST_QUESTIONS) > 0:
            self.add(say_count(words.lang, "more_open", more), "  ")

    def provenance(self) -> None:
        made = self.results.provenance
        self.lines.append("")
        self.add(
            self.words.say(
                "provenance",
                rules=made.rules,
                version=made.version,
                sha256=made.sha256[:_DIGITS],
                library=made.library,
            )
        )


def _swatch(colour: str) -> str:
    """A patch of a colour, for a terminal with 24 bits of it."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"\x1b[48;2;{red};{green};{blue}m      \x1b[0m"


def _reasons(results: Results, words: Wording) -> Callable[[str], str]:
    """For a finding what it rests on, in a line; the facts as understood are all that this takes."""
    rules = words.rules
    if rules is None:
        return lambda _: ""
    knowledge = understand(rules.vocabulary, Facts(dict(results.facts)))
    evaluation = evaluate(rules, knowledge, "direct")
    explainer = Explainer(rules, knowledge, evaluation.lo, evaluation.hi)

    def reason(id_: str) -> str:
        what = explain_text.one_line(explainer.explain(id_), rules, words.lang)
        return words.say("shown_by", what=what) if what else ""

    return reason
