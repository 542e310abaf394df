"""Explanations as people read them, in both languages, down to the place where a fact was given."""

from __future__ import annotations

from math import inf, nextafter
from pathlib import Path

import pytest

import husaca_rules as hr
from husaca_rules.diagnosis.explain_text import one_line
from husaca_rules.diagnosis.wording import wording
from tests.diagnosis.gardens import DESERT, PLOT, write_rules

BLUE = Path(__file__).parents[2] / "examples" / "blue.yaml"


@pytest.fixture(scope="module")
def garden(tmp_path_factory):
    return hr.load_rules(write_rules(tmp_path_factory.mktemp("garden")))


@pytest.fixture(scope="module")
def desert(garden):
    return hr.diagnose(hr.parse_facts(DESERT, file="desert.yaml"), rules=garden)


def line_of(text: str) -> int:
    lines = (
        (Path(__file__).parent / "gardens.py").read_text("utf-8").split('GARDEN = """\\\n')[1].splitlines()
    )
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def test_a_finding_is_explained_down_to_the_facts(desert):
    assert desert.why("dry").render("en") == (
        "The garden is dry [dry]: holds\n"
        f"  when water is weak and not watered (rules.yaml:{line_of('when: water is weak')})\n"
        "    water is weak: true\n"
        "      Water [water]: 0 of 4 points, weak\n"
        "         0  Soil: sand (desert.yaml:3)\n"
        "         0  Watered: no (desert.yaml:2)\n"
        "    watered: not true\n"
        "      Watered: no (desert.yaml:2)\n"
        "\n"
        "No water.\n"
        "A root cause.\n"
        "Leads to:\n"
        "  → Plants die\n"
        "Can be tackled with: A hose (not planned)."
    )
    assert desert.why("dying").render("nl") == (
        "Planten gaan dood [dying]: aan de orde\n"
        f"  als loss is high (rules.yaml:{line_of('when: loss is high')})\n"
        "    Verloren planten: 30% (desert.yaml:4)\n"
        "\n"
        "Er gingen er veel dood.\n"
        "Een symptoom.\n"
        "Komt door: De tuin is droog."
    )


def test_a_remedy_is_explained_by_what_it_treats_relieves_and_leaves(desert):
    assert desert.why("remedy:new_plants").render("nl") == (
        "Nieuwe planten [remedy:new_plants]: symptoombestrijding (gepland)\n"
        "  Pakt niets aan; kan alleen verlichten.\n"
        "  Verlicht:\n"
        "    Planten gaan dood [dying]: aan de orde, een symptoom\n"
        "  Wat deze maatregel verlicht, komt voort uit iets wat zo blijft; de verlichting\n"
        "  houdt dus geen stand:\n"
        "    De tuin is droog → Planten gaan dood\n"
        "      Aan te pakken met: Een slang (niet gepland)."
    )
    assert desert.why("remedy:hose").render("en", sources=True) == (
        "A hose [remedy:hose]: fits (not planned)\n"
        "  It treats:\n"
        "    The garden is dry [dry]: holds, a root cause\n"
        "  It relieves:\n"
        "    Plants die [dying]: holds, a symptom\n"
        "\n"
        "Sources\n"
        "  Our own interpretation: x"
    )
    explanation = desert.why("remedy:hose")
    assert (explanation.tree.what, explanation.tree.value) == ("remedy", desert.remedies[1])
    assert explanation.facts == {"watered", "soil", "loss"}
    with pytest.raises(hr.UnknownName, match=r"There is no remedy named `hos`\. Did you mean `hose`\?"):
        desert.why("remedy:hos")


def test_what_stays_open_says_what_it_may_explain(garden):
    diagnosis = hr.diagnose({"loss": 0.3}, rules=garden)
    assert diagnosis.why("dry").render("en").endswith("\n\nPossibly a cause of: Plants die.")
    told = "Unexplained so far.\nPossible causes, still open: The beds are crowded; The garden is dry."
    assert diagnosis.why("dying").render("en").endswith(f"\nMany died.\n{told}")


def test_an_explanation_of_a_score_names_the_sources_of_its_signals(desert):
    told = desert.why("water").render("en", sources=True)
    assert told.endswith(
        "\n\nSources\n  Soil:\n    Our own interpretation: x\n  Watered:\n    Our own interpretation: x"
    )


def test_a_derived_fact_shows_what_it_follows_from(desert):
    assert desert.why("large").render("nl") == (
        "Een grote tuin [large]: nog niet te zeggen\n"
        f"  als plants >= 100 and helped (rules.yaml:{line_of('when: plants')})\n"
        "    plants >= 100: nog niet te zeggen\n"
        "      Planten: 80 of meer; volgt uit:\n"
        "        Bedden: 20 of meer (desert.yaml:6)\n"
        "        Planten per bed: 4 (desert.yaml:5)"
    )


def test_each_way_to_an_excluded_finding_is_shut_and_repairs_say_how_to_open_it(desert):
    assert desert.why_not("bare").render("en") == (
        "The ground is bare [bare]: excluded\n"
        "This stops it:\n"
        "  layers < 3: not true\n"
        "    Layers of mulch: 5 (desert.yaml:8)\n"
        "  loss >= 0.5: not true\n"
        "    Plants lost: 30 % (desert.yaml:4)\n"
        "It would hold with:\n"
        "  - Layers of mulch: at most 2 instead of 5\n"
        "  - Plants lost: 50 % or more instead of 30 %"
    )


def test_a_band_of_a_score_can_take_two_facts(desert, garden):
    assert desert.why_not("water").render("nl") == (
        "Water [water], “sterk”: niet aan de orde\n"
        "De stand zou “sterk” zijn met:\n"
        "  - Grond: klei; en Water gegeven: ja"
    )
    assert hr.diagnose({"watered": True}, rules=garden).why_not("water").render("en") == (
        "Water [water], “strong”: undetermined\nIt would be “strong” with:\n  - Soil: clay (to be found out)"
    )


def test_what_holds_already_needs_no_repair(desert):
    assert desert.why_not("dry").render("en").endswith("\nIt holds already.")
    assert desert.why_not("sun").render("nl").endswith("\nDe stand is al “sterk”.")


def test_a_range_that_was_given_is_no_obstacle_to_why_not(garden):
    diagnosis = hr.diagnose({"loss": {"from": 0.1, "to": 0.3}, "plans": []}, rules=garden)
    assert "Plants lost: 10 % to 30 %" in diagnosis.why_not("dying").render("en")


def test_nothing_known_of_a_score_is_said(garden):
    assert hr.diagnose({}, rules=garden).why("water").render("en") == (
        "Water [water]: 0–4 of 4 points, weak or strong\n  Nothing is known of what gives it points."
    )


def test_a_finding_is_expanded_once():
    text = hr.diagnose(hr.read_facts(BLUE), engine="direct").why("white_light").render("nl")
    titles = [line.split(":")[0].strip() for line in text.splitlines() if "]:" in line]
    assert len(titles) == len(set(titles))


def test_what_comes_back_is_pointed_at(tmp_path, garden):
    more = "findings: {worse: {kind: trait, title: {en: Worse, nl: Erger}, because: {en: x, nl: x}, cites: [{own: x}]"
    more += ', when: "at_least(2, dry and dying, dry and bare, dry and loss > 0.1)"}}\n'
    rules = hr.load_rules(write_rules(tmp_path, more), base=garden)
    text = hr.diagnose({"watered": False, "soil": "sand", "loss": 0.3}, rules=rules).why("worse").render("en")
    assert text.count("The garden is dry [dry]: holds\n") == 1
    assert text.count("The garden is dry [dry]: holds, see above\n") == 1
    assert "    at least 2 of:\n" in text


def test_lines_are_no_wider_than_eighty_columns():
    diagnosis = hr.diagnose(hr.read_facts(BLUE), engine="direct")
    for lang in ("nl", "en"):
        for id_ in ("white_light", "preconditions_met_not_enough", "performance_gap", "blue"):
            lines = (
                diagnosis.why(id_).render(lang).splitlines()
                + diagnosis.why_not(id_).render(lang).splitlines()
            )
            assert [line for line in lines if len(line) > 80 or line != line.rstrip()] == []


def test_one_line_names_what_decided(desert, garden):
    assert one_line(desert.why("dry").tree, garden, "nl") == "Water (zwak); Water gegeven (nee)"


def test_a_language_that_the_rules_lack_is_an_unknown_name(tmp_path):
    rules = hr.load_rules(write_rules(tmp_path, PLOT))
    diagnosis = hr.diagnose({}, rules=rules)
    with pytest.raises(hr.UnknownName, match="There is no language named `nl`"):
        diagnosis.why("plague").render("nl")
    assert diagnosis.why("plague").render("fr").endswith("Limaces: not known")


@pytest.mark.parametrize(
    ("fact", "value", "english", "dutch"),
    (
        ("loss", None, "not known", "niet bekend"),
        ("loss", 0.31, "31\xa0%", "31%"),
        ("loss", 0.075, "7.5\xa0%", "7,5%"),
        ("loss", {"from": 0.1, "to": 0.3}, "10\xa0% to 30\xa0%", "10% tot 30%"),
        ("loss", {"from": 0.0, "to": 0.3}, "at most 30\xa0%", "hoogstens 30%"),
        ("loss", {"from": 0.3, "to": 1.0}, "30\xa0% or more", "30% of meer"),
        ("loss", {"from": 0.0, "to": 1.0}, "not known", "niet bekend"),
        ("loss", hr.Interval(0.2, 1.0), "high (20\xa0% or more)", "hoog (20% of meer)"),
        ("loss", hr.Interval(0.0, nextafter(0.05, -inf)), "low (below 5\xa0%)", "laag (onder 5%)"),
        ("loss", hr.Interval(0.1, nextafter(0.2, -inf)), "10\xa0% to below 20\xa0%", "10% tot onder 20%"),
        ("loss", hr.Interval(nextafter(0.1, inf), 0.2), "more than 10\xa0%, at most 20\xa0%", "meer dan 10%, hoogstens 20%"),
        ("loss", hr.Interval(nextafter(0.1, inf), nextafter(0.2, -inf)), "more than 10\xa0%, below 20\xa0%", "meer dan 10%, onder 20%"),
        ("loss", hr.Interval(nextafter(0.3, inf), 1.0), "more than 30\xa0%", "meer dan 30%"),
        ("layers", 3, "3", "3"),
        ("layers", {"from": 3, "to": 6}, "3 to 6", "3 tot 6"),
        ("beds", 2.5, "2.5", "2,5"),
        ("beds", 1_250_000.5, "1,250,000", "1.250.000"),
        ("beds", 2026, "2026", "2026"),
        ("beds", 12_000, "12,000", "12.000"),
        ("beds", {"from": 20}, "20 or more", "20 of meer"),
        ("shade", "high", "high", "hoog"),
        ("shade", {"from": "low", "to": "medium"}, "low or medium", "laag of matig"),
        ("soil", "clay", "clay", "klei"),
        ("watered", True, "yes", "ja"),
        ("watered", False, "no", "nee"),
        ("plans", ("hose", "new_plants"), "A hose, New plants", "Een slang, Nieuwe planten"),
        ("plans", (), "none", "geen"),
    ),
)  # fmt: skip
def test_values_read_as_people_say_them(garden, fact, value, english, dutch):
    assert wording(garden, "en").value(garden.facts[fact], value) == english
    assert wording(garden, "nl").value(garden.facts[fact], value) == dutch


@pytest.mark.parametrize(
    ("fact", "options", "english"),
    (
        ("shade", ("medium", "high"), "medium or high"),
        ("layers", (hr.Interval(3, 6),), "3 to 6"),
        ("layers", (hr.Interval(3, 3),), "exactly 3"),
        ("layers", (hr.Interval(1, 2), hr.Interval(8, 9)), "at most 2 or 8 or more"),
        ("plans", (("hose",), ()), "exactly A hose or none"),
        ("watered", (True,), "yes"),
    ),
)
def test_options_read_as_people_say_them(garden, fact, options, english):
    assert wording(garden, "en").options(garden.facts[fact], options) == english


def test_a_part_of_a_split_told_as_a_range_is_shown_as_the_others_narrow_it():
    facts = {"attention_red": {"from": 70, "to": 80}, "attention_green": {"from": 10, "to": 90}}
    why = hr.diagnose(facts, engine="direct").why("dominance_red")
    told = why.render()
    assert "Attention to people, of 100 points: 10 to 30; worked out from:" in told
    assert "Attention to people, of 100 points: 10 to 90" in told
    assert why.facts == {"attention_red", "attention_green"}


def test_a_derived_fact_told_as_a_range_is_shown_as_its_formula_narrows_it(tmp_path):
    rules = tmp_path / "rules.yaml"
    rules.write_text(
        """\
findings:
  quick:
    kind: trait
    title: {en: Quick, nl: Vlot}
    because: {en: "It is {sales_velocity}.", nl: "Die is {sales_velocity}."}
    when: sales_velocity > 2000
    cites: [{own: x}]
""",
        encoding="utf-8",
    )
    facts = {"opportunities": 50, "win_rate": 0.5, "deal_value": 5000, "cycle_days": {"from": 50, "to": 60}}
    told = {"sales_velocity": {"from": 1000, "to": 2200}}
    diagnosis = hr.diagnose(
        {**facts, **told}, rules=hr.load_rules(rules, base=hr.load_rules()), engine="direct"
    )
    assert diagnosis["quick"].holds
    assert "It is 2083.33 to 2200." in diagnosis.why("quick").render()
    # As wide as it was told it needs no other fact.
    wide = hr.diagnose({**told, "opportunities": 50}, rules=diagnosis.rules, engine="direct")
    assert "worked out from" not in wide.why("quick").render()
    assert wide.why("quick").facts == {"sales_velocity"}


def test_the_lines_of_a_score_add_up():
    facts = {"people_focus": "high", "recognition": "low"}
    told = hr.diagnose(facts, engine="direct").why("green").render()
    assert "not known yet: " in told
