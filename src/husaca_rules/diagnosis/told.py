"""What the texts of the rules say of one organisation: placeholders filled, and what each finding rests on."""

from __future__ import annotations

from husaca_rules.diagnosis.explain import Explainer
from husaca_rules.diagnosis.explain_text import one_line
from husaca_rules.diagnosis.results import Results
from husaca_rules.diagnosis.wording import Wording
from husaca_rules.evaluate.engines import evaluate
from husaca_rules.facts.knowledge import Facts, understand
from husaca_rules.facts.vocabulary import Texts
from husaca_rules.language.placeholders import placeholders


class Told:
    """Texts told of the facts of a diagnosis; the facts as understood are all that this takes. Without rules, nothing."""

    def __init__(self, results: Results, words: Wording) -> None:
        self.words = words
        self._explainer: Explainer | None = None
        if (rules := words.rules) is not None:
            knowledge = understand(rules.vocabulary, Facts(dict(results.facts)))
            evaluation = evaluate(rules, knowledge, "direct")
            self._explainer = Explainer(rules, knowledge, evaluation.lo, evaluation.hi)

    def text(self, texts: Texts) -> str:
        """A text of the rules with its placeholders filled."""
        explainer = self._explainer
        if explainer is None:
            return ""
        return self.words.filled(texts, lambda fact: explainer.explain(fact).value)

    def with_grounds(self, id_: str, title: str, most: int = 4) -> str:
        """A title and what the finding rests on: its reason, where that shows just the facts that decided it, else a list."""
        explainer, rules = self._explainer, self.words.rules
        if explainer is None or rules is None:
            return f"{title}."
        tree = explainer.explain(id_)
        because = self.words.text(rules.findings[id_].because)
        shows = placeholders(because)
        if shows and tree.facts == {*shows}:
            end = because.find(". ", because.rindex("}"))  # what comes after the facts is for an explanation
            return f"{title}. {self.text({self.words.lang: because[: end + 1] if end >= 0 else because})}"
        what = one_line(tree, rules, self.words.lang, most)
        return self.words.say("shown_by", title=title, what=what) if what else f"{title}."
