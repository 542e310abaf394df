"""A diagnosis as a note to read, in the way that a consultant would put it before a client.

The first paragraph says the pattern and what matters most. Where a pattern is decided, the light follows; where several
are possible, too little is known for it to carry a report, so what holds and what to find out come before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import define, field

from husaca_rules.diagnosis.chains import Chains
from husaca_rules.diagnosis.layout import columns, wrap
from husaca_rules.diagnosis.phrases import say_count
from husaca_rules.diagnosis.report_parts import (
    chain_lines,
    lamp_lines,
    open_lines,
    remedy_lines,
    tackled_by,
)
from husaca_rules.diagnosis.results import Finding, Results, Score
from husaca_rules.diagnosis.sources import SourceList
from husaca_rules.diagnosis.summary import summary
from husaca_rules.diagnosis.told import Told
from husaca_rules.diagnosis.wording import Wording, wording
from husaca_rules.errors import UnknownName
from husaca_rules.language.rules import Kind, RuleSet

_MOST_ADVICE = 3
_MOST_NAMED = 4
_DIGITS = 12  # of the digest, enough to tell two sets apart


def render(
    results: Results,
    rules: RuleSet | None,
    lang: str,
    *,
    colour: bool = False,
    width: int = 80,
    sources: bool = False,
) -> str:
    """The note, in lines of at most `width` columns. Raises UnknownName for a language that the rule set lacks.

    `sources` adds who says what: claims, references and own reasons. Without `rules`, titles are those that the
    results hold, else ids, and no reasons, advice, questions or sources are told.
    """
    words = wording(rules, lang)
    told = {language: None for finding in results.findings for language in finding.title}
    if rules is None and told and lang not in told:
        raise UnknownName(lang, "language", known=tuple(told))
    note = _Note(results, words, colour, width, Told(results, words))
    decided = len([each for each in note.shown if each.kind is Kind.ARCHETYPE and not each.excluded]) == 1
    sections = [note.light, note.findings, note.begin, note.remedies, note.open_facts]
    if not decided:
        sections = [note.findings, note.begin, note.open_facts, note.light, note.remedies]
    note.heading()
    for section in sections:
        section()
    if sources and rules is not None:
        note.sources()
    note.provenance()
    return "\n".join(note.lines)


@define
class _Note:
    results: Results
    words: Wording
    colour: bool
    width: int
    told: Told
    lines: list[str] = field(factory=list)
    order: dict[str, None] = field(factory=dict)
    """The findings told so far, in order."""
    chained: set[str] = field(factory=set)
    """Those of which a chain has told what follows."""
    dash_told: bool = False
    by_id: dict[str, Finding] = field(init=False)
    shown: tuple[Finding, ...] = field(init=False)
    chains: Chains = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.by_id = {finding.id: finding for finding in self.results.findings}
        self.shown = tuple(finding for finding in self.results.findings if finding.kind is not Kind.HELPER)
        self.chains = Chains(self.results.causes.symptoms)

    # Lines.

    def add(self, text: str, first: str = "", rest: str | None = None, *, bold: bool = False) -> None:
        lines = wrap(text, self.width, first, rest)
        self.lines += [f"\x1b[1m{line}\x1b[0m" for line in lines] if bold and self.colour else lines

    def section(self, name: str) -> None:
        self.lines.append("")
        self.add(self.words.say(name), bold=True)

    def findings_section(self, name: str, told: Iterable[str]) -> None:
        """Begin a section of findings; the first in which a dash stands says what it means."""
        said = self.words.say(name)
        if not self.dash_told and any(" – " in text for text in told):
            said = self.words.say("dash", section=said)
            self.dash_told = True
        self.lines.append("")
        self.add(said, bold=True)

    def title(self, id_: str) -> str:
        finding = self.by_id.get(id_)
        return self.words.text(finding.title, id_) if finding else self.words.title(id_)

    def titles(self, ids: Iterable[str], most: int | None = None) -> str:
        named = [self.title(id_) for id_ in ids if self.by_id[id_] in self.shown]
        return self.words.listed(named, most)

    # Sections.

    def heading(self) -> None:
        """Of whom and when; the first paragraph; and what the pattern means, once there is one."""
        words = self.words
        organisation = self.results.organisation
        name, date = organisation.get("name"), organisation.get("date")
        title = words.say("diagnosis_of", name=name) if name else words.say("diagnosis")
        title = f"{title}, {date}" if date else title
        self.add(title, bold=True)
        self.lines.append("=" * max(columns(line) for line in wrap(title, self.width)))
        if note := organisation.get("note"):
            self.add(note)
        self.lines.append("")
        self.add(summary(self.results, self.shown, words, self.title))
        patterns = [each for each in self.shown if each.kind is Kind.ARCHETYPE and each.holds]
        for pattern in patterns:
            self.order[pattern.id] = None
            if words.rules is not None:
                self.lines.append("")
                self.add(self.told.text(words.rules.findings[pattern.id].because))

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
            painted = channels.get(score.id) if self.colour else None
            self.lines += lamp_lines(score, self.words, self.width, painted)

    def findings(self) -> None:
        """What holds, by what it is; each finding once."""
        causes = self.results.causes
        holding = [each for each in self.shown if each.holds and each.kind is not Kind.ARCHETYPE]
        if not holding:
            return
        self.weighty("preconditions", [each.id for each in holding if each.kind is Kind.PRECONDITION])
        rank = {id_: at for at, id_ in enumerate(self.results.advice)}
        roots = sorted((each.id for each in causes.root_causes), key=lambda id_: rank.get(id_, len(rank)))
        self.weighty("root_causes", roots)
        self.covers([id_ for id_ in roots if self.by_id[id_] in self.shown])
        self.weighty("unexplained", [each.id for each in causes.unexplained])
        symptoms = [each.id for each in causes.symptoms]
        self.plain("symptoms", sorted(symptoms, key=lambda id_: self.by_id[id_].kind is not Kind.COMPLAINT))
        self.plain("standing", causes.standing, remedies=True)
        others = [each.id for each in holding if each.kind is not Kind.STRENGTH]
        self.plain("other", others, short=True)
        self.plain("strengths", [each.id for each in holding if each.kind is Kind.STRENGTH], short=True)

    def new(self, ids: Iterable[str]) -> list[str]:
        """Those of `ids` that are shown and were not told yet; from now on they are."""
        found = [id_ for id_ in ids if id_ not in self.order and self.by_id[id_] in self.shown]
        self.order |= dict.fromkeys(found)
        return found

    def weighty(self, name: str, ids: Iterable[str]) -> None:
        """Findings with their grounds, the chains to what follows from them, and what may still lie behind them."""
        causes = self.results.causes
        symptoms = {each.id: each.causes for each in causes.symptoms}
        roots = {each.id: each.open_causes for each in causes.root_causes}
        open_causes = {each.id: each.open_causes for each in causes.unexplained}
        told = {id_: self.told.with_grounds(id_, self.title(id_)) for id_ in self.new(ids)}
        if told:
            self.findings_section(name, told.values())
        for id_, text in told.items():
            self.add(text, "  - ", "    ")
            details: list[str] = []
            if id_ in symptoms:
                details.append(self.named("caused_by", symptoms[id_]))
            if id_ in roots:
                details.append(self.named("so_far", roots[id_]))
            if id_ in open_causes:
                details.append(
                    self.named("open_causes", open_causes[id_]) or self.words.say("no_open_causes")
                )
            for detail in details:
                if detail:
                    self.add(detail, "      ")
            chains = self.chains.of(id_, self.chained)
            self.chained |= {step for chain in chains for steps in chain for step in steps}
            self.lines += chain_lines(chains, id_, self.titles, self.width, "      ")
            self.tackled(id_)

    def named(self, phrase: str, ids: Iterable[str]) -> str:
        what = self.titles(ids, _MOST_NAMED)
        return self.words.say(phrase, what=what) if what else ""

    def tackled(self, id_: str) -> None:
        """The remedies that go to a cause, planned or not."""
        if text := tackled_by(id_, self.results.remedies, self.words):
            self.add(text, "      ")

    def plain(self, name: str, ids: Iterable[str], *, short: bool = False, remedies: bool = False) -> None:
        """Findings with their grounds behind them; if `short`, the grounds that fit in one line, or else one."""
        told = {id_: self.grounds(id_, short=short) for id_ in self.new(ids)}
        if told:
            self.findings_section(name, told.values())
        for id_, text in told.items():
            self.add(text, "  - ", "    ")
            if remedies:
                self.tackled(id_)

    def grounds(self, id_: str, *, short: bool) -> str:
        told = [self.told.with_grounds(id_, self.title(id_), most) for most in (_MOST_NAMED, 2, 1)]
        fitting = [text for text in told if len(wrap(text, self.width, "  - ")) == 1]
        return next(iter(fitting), told[-1]) if short else told[0]

    def covers(self, roots: Sequence[str]) -> None:
        """The smallest set of root causes that explains every symptom, where it is smaller than all of them."""
        covers, more = self.results.causes.covers, self.results.causes.covers_cut
        if not covers or (size := len(covers[0])) >= len(roots):
            return
        alone = len(covers) == 1 and not more
        if size == 1 and not alone:
            return  # several that each explain everything: none of them is the one to name
        self.add(say_count(self.words.lang, "cover", size, what=self.titles(covers[0])), "  ")
        if not alone:
            self.add(self.words.say("cover_other"), "  ")

    def begin(self) -> None:
        """The advice of the rule set for what matters most, and then for the pattern, once there is one."""
        rules = self.words.rules
        if rules is None:
            return
        patterns = [each.id for each in self.shown if each.kind is Kind.ARCHETYPE and each.holds]
        advised = [
            *self.results.advice[:_MOST_ADVICE],
            *(id_ for id_ in patterns if rules.findings[id_].advice),
        ]
        if advised:
            self.section("begin")
        for number, id_ in enumerate(advised, start=1):
            self.add(f"{self.title(id_)}. {self.told.text(rules.findings[id_].advice)}", f"  {number}. ")

    def remedies(self) -> None:
        """Every remedy with its verdict, those planned first, and the causes for which there is none."""
        remedies, words = self.results.remedies, self.words
        if not remedies:
            return
        self.section("remedies")
        self.lines += remedy_lines(self.results, words, self.title, self.width)
        treated = {id_ for each in remedies for id_ in each.treats}
        roots = [each.id for each in self.results.causes.root_causes if self.by_id[each.id] in self.shown]
        if without := [self.title(id_) for id_ in roots if id_ not in treated]:
            self.add(words.say("untreated", what=words.quoted(without)), "  ")

    def open_facts(self) -> None:
        """What is not known, the questions whose answers decide most, and why they matter."""
        self.section("find_out")
        self.lines += open_lines(self.results, self.shown, self.words, self.title, self.width)

    def sources(self) -> None:
        """For each finding that was told who says so, and who says that it comes from what it comes from."""
        self.section("sources")
        listed = SourceList(self.words, self.width)
        causes = {each.id: each.causes for each in self.results.causes.symptoms}
        for id_ in self.order:
            self.add(self.title(id_), "  - ", "    ")
            self.lines += listed.of_finding(id_, causes.get(id_, ()), "      ")

    def provenance(self) -> None:
        made = self.results.provenance
        parts = {"rules": made.rules, "version": made.version, "library": made.library}
        self.lines.append("")
        self.add(self.words.say("provenance", sha256=made.sha256[:_DIGITS], **parts))


def _swatch(colour: str) -> str:
    """A patch of a colour, for a terminal with 24 bits of it."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"\x1b[48;2;{red};{green};{blue}m      \x1b[0m"
