"""A diagnosis inside a tool of your own: answers in, advice and questions out, as data or as text.

Three calls are all there is to it: `diagnose` the answers, read from the diagnosis what your tool shows, and store
`to_dict()` as JSON. Answers that cannot be understood raise one error with every problem in it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import husaca_rules as hr


def advice_on(answers: Mapping[str, object], lang: str = "en", questions: int = 3) -> dict[str, object]:
    """What a tool may show of some answers: the causes found, what they explain, what to do, and what to ask next.

    Raises FactError when answers cannot be understood.
    """
    diagnosis = hr.diagnose(answers)
    rules = hr.load_rules()  # read once, so asking again costs nothing

    def title(id_: str) -> str:
        return diagnosis[id_].title[lang]

    return {
        "causes": [
            {
                "cause": title(cause.id),
                "so_far": not cause.deepest,  # something deeper may still be found
                "explains": [title(symptom) for symptom in cause.explains],
                "advice": diagnosis.filled(rules.findings[cause.id].advice, lang),
            }
            for cause in diagnosis.root_causes
        ],
        "unexplained": [title(complaint.id) for complaint in diagnosis.unexplained],
        "ask_next": [rules.facts[fact.id].ask[lang] for fact in diagnosis.open_facts[:questions]],
        "diagnosis": diagnosis.to_dict(),  # to store: restored by hr.Diagnosis.from_dict, under a schema that ships
    }


def problems_of(error: hr.FactError, lang: str = "en") -> dict[str, list[str]]:
    """The problems beside the field of the form that they belong to; under "" those of the whole form."""
    fields: dict[str, list[str]] = {}
    for problem in error.problems:
        message = (lang == "nl" and problem.message_nl) or problem.message
        fields.setdefault(problem.name or "", []).append(message)
    return fields


if __name__ == "__main__":
    shown = advice_on({"micro_management": "high", "recognition": "low", "talent_turnover": "31%"})
    stored = json.dumps(shown.pop("diagnosis"))
    print(json.dumps(shown, indent=2, ensure_ascii=False))
    print(f"The diagnosis itself: {len(stored)} characters of JSON, from which it comes back:")
    print(hr.Diagnosis.from_dict(json.loads(stored)))
    try:
        advice_on({"micro_managment": "high", "talent_turnover": 31})
    except hr.FactError as error:
        print(json.dumps(problems_of(error), indent=2))
