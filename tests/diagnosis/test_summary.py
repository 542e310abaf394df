"""The first paragraph of a note: which sentence is said when."""

from __future__ import annotations

import pytest

import husaca_rules as hr
from tests.diagnosis.gardens import GARDEN, write_rules

MORE = """
  weeds:
    kind: complaint
    title: {en: Weeds grow, nl: Er groeit onkruid}
    because: {en: x, nl: x}
    when: shade is low
    explained_by: {crowded: [{own: x}], dry: [{own: x}]}
"""


@pytest.fixture(scope="module")
def garden(tmp_path_factory):
    text = GARDEN.replace("\nrules:\n", MORE + "rules:\n", 1)
    return hr.load_rules(write_rules(tmp_path_factory.mktemp("garden"), text))


def paragraph(rules: hr.RuleSet, lang: str = "en", **facts: object) -> str:
    text = hr.diagnose(facts, rules=rules).render(lang, width=10_000)
    return text.splitlines()[3]


DRY = {"watered": False, "soil": "sand"}
CROWDED = {"per_bed": 30}


@pytest.mark.parametrize(
    ("facts", "english", "dutch"),
    (
        (
            {**DRY, "loss": 0.3, "shade": "low", "per_bed": 4},
            "The root cause is “The garden is dry”: both symptoms come from it.",
            "De kernoorzaak is “De tuin is droog”: beide symptomen komen eruit voort.",
        ),
        (
            {**DRY, **CROWDED, "loss": 0.3},
            "No root cause stands out: “The beds are crowded” and “The garden is dry” explain the same number of symptoms.",
            (
                "Er springt geen kernoorzaak uit: “De bedden zijn te vol” en “De tuin is droog” verklaren evenveel "
                "symptomen."
            ),
        ),
        (
            {"loss": 0.3},
            "What is certain is “Plants die”; its cause is not known yet.",
            "Vast staat “Planten gaan dood”; waardoor dat komt, is nog niet te zeggen.",
        ),
        (
            {"loss": 0.3, "shade": "low"},
            "2 complaints are certain, “Plants die” and “Weeds grow”; their causes are not known yet.",
            (
                "Vast staan 2 klachten, “Planten gaan dood” en “Er groeit onkruid”; waardoor die komen, is nog niet te "
                "zeggen."
            ),
        ),
        (
            CROWDED,
            "Found, though no effect of it has been seen so far: “The beds are crowded”.",
            "Gevonden, al is er nog geen gevolg van gezien: “De bedden zijn te vol”.",
        ),
        (
            {"layers": 2},
            "First of all, a precondition is not met: “The ground is bare”. It comes before everything else.",
            "Eerst dit: een randvoorwaarde is niet op orde, “De grond is kaal”. Die gaat voor al het andere.",
        ),
        (
            {"loss": 0.1, "shade": "high", "per_bed": 3, "watered": True, "layers": 4},
            "No complaint and no cause has been found.",
            "Er is geen klacht en geen oorzaak gevonden.",
        ),
        (
            {**DRY, "plans": ["hose"]},
            "Of what is planned, “A hose” tackles a cause.",
            "Van wat gepland is, pakt “Een slang” een oorzaak aan.",
        ),
        (
            {**DRY, "plans": ["new_plants", "gnomes"], "loss": 0.3, "per_bed": 3},
            "Of the 2 planned remedies, none tackles a cause.",
            "Geen van de 2 geplande maatregelen pakt een oorzaak aan.",
        ),
        ({"shade": "low"}, "A warm garden. ", "Een warme tuin. "),
    ),
)
def test_the_one_thing_that_matters_most_is_said(garden, facts, english, dutch):
    assert english in paragraph(garden, **facts)
    assert dutch in paragraph(garden, "nl", **facts)


def test_a_root_cause_that_explains_most_is_named_with_its_share():
    facts = {
        "micro_management": "high",
        "talent_turnover": 0.31,
        "motivation": "low",
        "reporting_hours": 8,
        "sales_vs_target": 0.8,
    }
    text = " ".join(hr.diagnose(facts).render("en").split())
    assert (
        "The root cause that explains most is “Micro-management has become a habit”: all 3 symptoms" in text
    )


def test_a_pattern_that_is_open_is_said_to_be():
    assert "No pattern can be named yet; none of the 9 can be ruled out." in hr.diagnose({}).render(
        "en", width=999
    )
    some = hr.diagnose({"attention_red": 33}).render("nl", width=999)
    assert "Er is nog geen patroon aan te wijzen; van de 9 valt er nog geen af." in some


def test_a_root_cause_with_causes_still_open_is_one_so_far():
    text = hr.diagnose({"recognition": "low", "talent_turnover": 0.31}).render("nl", width=999)
    assert "De kernoorzaak is tot nu toe “Talent krijgt te weinig aandacht en erkenning”: " in text
