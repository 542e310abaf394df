"""Who says so: the claims, references and own reasons behind findings, the links between them, and remedies."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import define, field

from husaca_rules.diagnosis.layout import safe, wrap
from husaca_rules.diagnosis.wording import Wording
from husaca_rules.facts.vocabulary import Citation


@define
class SourceList:
    """Lines of sources for a page; of what is cited more than once the text stands at its first place only."""

    words: Wording
    width: int
    told: set[str] = field(factory=set)

    def of_finding(self, id_: str, causes: Iterable[str], indent: str = "") -> list[str]:
        """The sources of a finding, with those of its rules, and those of its links to some of its causes."""
        rules = self.words.rules
        assert rules is not None  # citations are in the rules
        finding = rules.findings[id_]
        ways = [cite for rule in rules.rules_for[id_] for cite in rule.cites]
        lines = self.cited([*finding.cites, *ways], indent)
        for cause in causes:
            said = self.words.say("source_link", cause=self.words.title(cause))
            lines += [*wrap(said, self.width, indent), *self.cited(finding.causes[cause], f"{indent}  ")]
        return lines

    def of_score(self, id_: str, indent: str = "") -> list[str]:
        """The sources of a score, of its signals, and of the rules that give it points, where any are given."""
        rules = self.words.rules
        assert rules is not None
        score = rules.scores[id_]
        parts = [(self.words.title(each.fact), each.cites) for each in score.signals]
        for rule, _ in rules.rules_scoring[id_]:
            finding = rules.findings.get(rule.find or "")
            if finding is not None and finding.title:
                parts.append((self.words.title(finding.id), (*rule.cites, *finding.cites)))
            else:
                parts.append((safe(rule.id), rule.cites))
        lines = self.cited(score.cites, indent) if score.cites or not parts else []
        for title, cites in parts:
            if cites:
                lines += [*wrap(f"{title}:", self.width, indent), *self.cited(cites, f"{indent}  ")]
        return lines

    def cited(self, cites: Iterable[Citation], indent: str = "") -> list[str]:
        """Citations, each once."""
        lines = [line for cite in dict.fromkeys(cites) for line in self._cite(cite, indent)]
        return lines or wrap(self.words.say("no_source"), self.width, indent)

    def _cite(self, cite: Citation, indent: str) -> list[str]:
        rules = self.words.rules
        assert rules is not None
        if cite.kind == "own":
            text = self.words.say("own", text=self.words.text(cite.reason))
        elif cite.text in self.told:
            text = self.words.say("source_above", id=safe(cite.text))
        elif cite.kind == "claim":
            text = f"{safe(cite.text)}: {self.words.text(rules.claims[cite.text].text)}"
        else:
            text = f"{safe(cite.text)}: {reference_text(self.words, cite.text)}"
        self.told.add(cite.text)
        return wrap(text, self.width, indent, f"{indent}  ")


def reference_text(words: Wording, id_: str) -> str:
    """A reference in a line: what it is, the figure taken from it, where it stands, and of which year."""
    assert words.rules is not None
    reference = words.rules.references[id_]
    more = [words.text(reference.figure), safe(reference.where or ""), str(reference.year or "")]
    text = words.text(reference.text)
    return f"{text} ({'; '.join(each for each in more if each)})" if any(more) else text
