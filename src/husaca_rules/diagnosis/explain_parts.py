"""What an explanation tells beside its tree: where a finding stands among causes, and how a remedy is judged."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import define, field

from husaca_rules.diagnosis.causes import Seeking
from husaca_rules.diagnosis.chains import Chains
from husaca_rules.diagnosis.layout import wrap
from husaca_rules.diagnosis.remedies import Judgement, Verdict
from husaca_rules.diagnosis.report_parts import chain_lines, tackled_by, verdict_phrase
from husaca_rules.diagnosis.results import Results
from husaca_rules.diagnosis.sources import SourceList
from husaca_rules.diagnosis.told import Told
from husaca_rules.diagnosis.wording import Wording
from husaca_rules.language.rules import Kind, State

_WIDTH = 80


@define
class Beside:
    """Lines beside the tree of an explanation, in a language of the rule set."""

    results: Results
    words: Wording
    lines: list[str] = field(factory=list)

    def add(self, text: str, indent: str = "", rest: str | None = None) -> None:
        """A text as lines; nothing for an empty one."""
        if text:
            self.lines += wrap(text, _WIDTH, indent, rest)

    def titles(self, ids: Iterable[str]) -> str:
        """The titles of findings in one text; helpers are left out."""
        rules = self.words.rules
        assert rules is not None  # an explanation has its rules
        shown = [id_ for id_ in ids if rules.findings[id_].kind is not Kind.HELPER]
        return self.words.listed([self.words.title(id_) for id_ in shown])

    def named(self, phrase: str, ids: Iterable[str]) -> None:
        """A phrase about findings, if there are any."""
        if what := self.titles(ids):
            self.add(self.words.say(phrase, what=what))

    def finding(self, id_: str) -> None:
        """Why a finding matters, what it is among causes, what leads to it, what follows, and what tackles it."""
        rules, causes = self.words.rules, self.results.causes
        assert rules is not None
        symptoms = {each.id: each.causes for each in causes.symptoms}
        roots = {each.id: each for each in causes.root_causes}
        unexplained = {each.id: each.open_causes for each in causes.unexplained}
        holds = any(each.id == id_ and each.holds for each in self.results.findings)
        if holds:
            self.add(Told(self.results, self.words).text(rules.findings[id_].because))
        if id_ in symptoms:
            self.add(self.words.say("role_symptom"))
            self.named("caused_by", symptoms[id_])
        elif id_ in roots:
            self.add(self.words.say("role_root" if roots[id_].deepest else "role_root_so_far"))
            self.named("still_behind", roots[id_].open_causes)
        elif id_ in unexplained:
            self.add(self.words.say("role_unexplained"))
            self.named("open_causes", unexplained[id_])
        elif id_ in causes.standing:
            self.add(self.words.say("role_standing"))
        seeking: tuple[Seeking, ...] = (*causes.unexplained, *causes.root_causes)
        self.named("role_open", [each.id for each in seeking if id_ in each.open_causes])
        if chains := Chains(causes.symptoms).of(id_):
            self.add(self.words.say("leads_to"))
            self.lines += chain_lines(chains, id_, self.titles, _WIDTH, "  ")
        self.add(tackled_by(id_, self.results.remedies, self.words))

    def remedy(self, judged: Judgement) -> None:
        """The verdict on a remedy with its reasons as chains: what it treats, what it relieves, what it leaves."""
        rules, words = self.words.rules, self.words
        assert rules is not None
        remedy = rules.remedies[judged.id]
        states = {each.id: each.state for each in self.results.findings}
        title, verdict = words.remedy(judged.id), words.say(verdict_phrase(judged.verdict))
        self.add(f"{title} [remedy:{judged.id}]: {verdict} ({words.say(judged.planned)})", "", "  ")
        if remedy.because:
            self.add(Told(self.results, words).text(remedy.because), "  ")
        if not remedy.treats:
            self.add(words.say("remedy_treats_none"), "  ")
        for phrase, ids in (("remedy_treats", remedy.treats), ("remedy_relieves", remedy.relieves)):
            if ids:
                self.add(words.say(phrase), "  ")
            for id_ in ids:
                self.add(f"{words.title(id_)} [{id_}]: {self._state(id_, states[id_])}", "    ", "      ")
        causes = [id_ for id_ in judged.leaves if id_ not in judged.relieves]
        if not causes or judged.verdict is Verdict.UNDETERMINED:
            return  # while it may still turn out to tackle a cause, what it leaves is no verdict
        self.add(words.say("remedy_leaves_too" if judged.treats else "remedy_leaves"), "  ")
        chains = Chains(self.results.causes.symptoms)
        for cause in causes:
            relieved = [each for each in judged.relieves if each in chains.reach(cause)]
            way = max((chains.way(cause, each) for each in relieved), key=len)
            self.add(" → ".join(text for text in map(self._titled, way) if text), "    ", "      ")
            if text := tackled_by(cause, self.results.remedies, words):
                self.add(text, "      ")

    def _titled(self, id_: str) -> str:
        return self.titles([id_])

    def _state(self, id_: str, state: State) -> str:
        said = self.words.say(state.value)
        causes = self.results.causes
        if id_ in {each.id for each in causes.symptoms}:
            said += f", {self.words.say('a_symptom')}"
        elif id_ in {each.id for each in causes.root_causes}:
            said += f", {self.words.say('a_root')}"
        return said

    def sources(self, id_: str) -> None:
        """Who says so, of a finding with its links to causes, of a score with its signals, or of a remedy."""
        rules = self.words.rules
        assert rules is not None
        self.add(self.words.say("sources"))
        listed = SourceList(self.words, _WIDTH)
        if id_ in rules.findings:
            self.lines += listed.of_finding(id_, rules.findings[id_].causes, "  ")
        elif id_ in rules.scores:
            self.lines += listed.of_score(id_, "  ")
        else:
            self.lines += listed.cited(rules.remedies[id_.removeprefix("remedy:")].cites, "  ")
