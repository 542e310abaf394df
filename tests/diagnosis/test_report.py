"""The note that `render` makes: whole ones of a small rule set, and what must be true of any."""

from __future__ import annotations

from pathlib import Path

import pytest

import husaca_rules as hr
from husaca_rules.diagnosis.explain_text import one_line
from husaca_rules.diagnosis.layout import columns, safe, wrap
from tests.diagnosis.gardens import DESERT, PLOT, write_rules

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))

DESERT_EN = """\
Diagnosis of The desert, 2026-05-01
===================================

A warm garden. The root cause is “The garden is dry”: “Plants die” comes from
it. What is planned, “New plants”, does not tackle a cause. This rests on 8
facts, with 6 of 7 findings decided.

Sun.

The light
  Sun
    ████  4 of 4 points: strong, 2 points away from “weak”.
  Water
    ····  0 of 4 points: weak.
  Together they give the colour #ff0000.

Root causes (behind the dash: what shows it)
  - The garden is dry – Water (weak); Watered (no)
      → Plants die
      Can be tackled with: A hose (not planned).

Symptoms
  - Plants die – Plants lost (30 %)

Where to begin
  1. The garden is dry. Water it at night.

Remedies
  - New plants (planned): symptom treatment
      Relieves for a while: Plants die. The causes remain: The garden is dry.
      The relief will therefore not last.
  - A hose (not planned): fits
  - Gnomes (not planned): beside the point

What to find out next
  1. Beds (known so far: 20 or more)
     How many beds?
     Helps to decide on: A large garden.

Rules: garden 2 (SHA-256 {sha256}…). Made with husaca_rules {library}."""

UNKNOWN_NL = """\
Diagnose
========

Het patroon staat nog niet vast; mogelijk zijn nog “Een koele tuin” en “Een
warme tuin”. Er is tot nu toe geen klacht en geen oorzaak gevonden. Er is nog
geen enkel feit bekend.

Nu nog uit te zoeken
  1. Schaduw
     Hoeveel schaduw?
     Beslist mee over: het patroon.
  2. Lagen mulch
     Hoeveel lagen?
     Beslist mee over: De grond is kaal; Een grote tuin.
  3. Verloren planten
     Welk deel van de planten ging dood?
     Beslist mee over: De grond is kaal; Planten gaan dood.
  4. Planten per bed
     Hoeveel planten per bed?
     Beslist mee over: De bedden zijn te vol; Een grote tuin.
  5. Grond
     Welke grond?
     Beslist mee over: De tuin is droog.
  Daarnaast staan nog 2 feiten open.

Het licht
  Zon
    ▒▒▒▒  0–4 van de 4 punten: zwak of sterk.
  Water
    ▒▒▒▒  0–4 van de 4 punten: zwak of sterk.
  Samen geven ze een kleur tussen #000000 en #ff00ff.

Maatregelen
  - Kabouters; Een slang; Nieuwe planten (niet bekend of dit gepland is): nog
    niet te zeggen

Regels: garden 2 (SHA-256 {sha256}…). Gemaakt met husaca_rules {library}."""

COMPLAINT_EN = """\
First of all, a precondition is not met: “The ground is bare”. It comes
before everything else. This rests on 1 fact, with 2 of 7 findings decided.

Preconditions that are not met (behind the dash: what shows it)
  - The ground is bare – Plants lost (60 %)

Unexplained so far
  - Plants die – Plants lost (60 %)
      Possible causes, still open: The beds are crowded; The garden is dry.

Where to begin
  1. The ground is bare.
  2. Plants die.

What to find out next
  1. Plants in a bed
     How many plants in a bed?
     Helps to decide on: The beds are crowded; A large garden. The outcome may
     explain “Plants die”.
"""

SOURCES_EN = """\
Sources
  - A warm garden
      Our own interpretation: x
  - The garden is dry
      Our own interpretation: x
  - Plants die
      Our own interpretation: x
      Caused by “The garden is dry”:
        Our own interpretation: x
"""


@pytest.fixture(scope="module")
def garden(tmp_path_factory):
    return hr.load_rules(write_rules(tmp_path_factory.mktemp("garden")))


def told(golden: str, rules: hr.RuleSet) -> str:
    return golden.replace("{sha256}", rules.digest[:12]).replace("{library}", hr.__version__)


def test_a_decided_pattern_begins_the_note(garden):
    diagnosis = hr.diagnose(hr.parse_facts(DESERT), rules=garden)
    assert diagnosis.render("en") == told(DESERT_EN, garden)


def test_with_nothing_known_the_note_begins_with_what_to_find_out(garden):
    assert hr.diagnose({}, rules=garden).render("nl") == told(UNKNOWN_NL, garden)


def test_preconditions_come_first_and_what_is_unexplained_names_the_causes_still_open(garden):
    assert COMPLAINT_EN in hr.diagnose({"loss": 0.6}, rules=garden).render("en")


def test_sources_are_told_on_request(garden):
    diagnosis = hr.diagnose(hr.parse_facts(DESERT), rules=garden)
    assert SOURCES_EN in diagnosis.render("en", sources=True)
    assert "Bronnen" not in diagnosis.render("nl")
    restored = hr.Diagnosis.from_dict(diagnosis.to_dict())
    assert restored.render("nl", sources=True) == restored.render("nl")


def test_a_helper_is_never_shown(garden):
    diagnosis = hr.diagnose({"layers": 5, "plants": 120}, rules=garden)
    text = diagnosis.render("en")
    assert "helped" not in text
    assert "\n  - A large garden – Plants (120); Layers of mulch (5)\n" in text
    # What a helper rests on stands in its place.
    tree = diagnosis.why("large").tree
    assert one_line(tree, garden, "en") == "Plants (120); Layers of mulch (5)"


def test_an_estimate_stands_beside_its_coverage(garden):
    text = hr.diagnose({"watered": True}, rules=garden).render("nl", width=120)
    line = "██▒▒  2–4 van de 4 punten: zwak of sterk. Schatting: 4 punten, op basis van 50% van de gegevens."
    assert line in text


def test_the_nearer_band_is_named_on_either_side(garden):
    text = hr.diagnose({"shade": "medium", "watered": True, "soil": "clay"}, rules=garden).render("en")
    assert "██··  2 of 4 points: weak, 1 point away from “strong”." in text
    assert "████  4 of 4 points: strong, 2 points away from “weak”." in text


def test_a_rule_set_without_lamps_has_no_light_and_no_remedies(tmp_path):
    rules = hr.load_rules(write_rules(tmp_path, PLOT))
    text = hr.diagnose({"slugs": "high"}, rules=rules).render("fr")
    assert text == told(
        "Diagnosis\n"
        "=========\n"
        "\n"
        "Found, though no effect of it has been seen so far: “Une invasion de limaces”.\n"
        "This rests on 1 fact, with 1 of 1 findings decided.\n"
        "\n"
        "Causes without an effect found so far (behind the dash: what shows it)\n"
        "  - Une invasion de limaces – Limaces (fort)\n"
        "\n"
        "Where to begin\n"
        "  1. Une invasion de limaces.\n"
        "\n"
        "What to find out next\n"
        "  Nothing more has to be found out: no finding depends on a missing fact.\n"
        "\n"
        "Rules: plot 1 (SHA-256 {sha256}…). Made with husaca_rules {library}.",
        rules,
    )


def test_scores_that_are_no_lamps_stand_under_a_heading_of_their_own(tmp_path):
    text = (write_rules(tmp_path) / "rules.yaml").read_text("utf-8").replace("    channel: b\n", "")
    rules = hr.load_rules(write_rules(tmp_path, text))
    lines = hr.diagnose({}, rules=rules).render("en").splitlines()
    assert lines[lines.index("The light") + 1] == "  Sun"
    assert lines[lines.index("Scores") + 1] == "  Water"


def test_a_language_that_the_rules_lack_is_an_unknown_name(garden):
    with pytest.raises(hr.UnknownName, match="There is no language named `fr`"):
        hr.diagnose({}, rules=garden).render("fr")


def test_a_restored_diagnosis_renders_without_rules(garden):
    diagnosis = hr.diagnose(hr.parse_facts(DESERT), rules=garden)
    text = hr.Diagnosis.from_dict(diagnosis.to_dict()).render("nl")
    assert "Kernoorzaken\n  - De tuin is droog.\n      → Planten gaan dood\n" in text
    assert "    ████  4 van de 4 punten: strong, 2 punten van een andere stand af.\n" in text
    assert "  1. beds\n     Beslist mee over: Een grote tuin.\n" in text
    assert "  - new_plants (gepland): symptoombestrijding\n" in text


def test_colour_is_there_only_when_asked_for(garden):
    diagnosis = hr.diagnose(hr.parse_facts(DESERT), rules=garden)
    assert "\x1b" not in diagnosis.render("en")
    painted = diagnosis.render("en", colour=True)
    assert "\x1b[31m████\x1b[0m  4 of 4 points" in painted
    assert "\x1b[48;2;255;0;0m" in painted


def test_what_others_wrote_cannot_steer_a_terminal(garden):
    facts = hr.Facts({}, {"name": "A\x1b[2Jb\nc", "note": "x\u202ey"})
    text = hr.diagnose(facts, rules=garden).render("en")
    assert "Diagnosis of A�[2Jb c\n" in text
    assert "x�y" in text


@pytest.mark.parametrize("lang", ("nl", "en"))
@pytest.mark.parametrize("width", (24, 40, 80, 100))
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_no_line_of_a_note_is_too_wide_or_ends_in_a_space(path, width, lang):
    lines = hr.diagnose(hr.read_facts(path), engine="direct").render(lang, width=width).splitlines()
    assert max(columns(line) for line in lines) <= width
    assert [line for line in lines if line != line.rstrip()] == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_everything_that_holds_is_told_and_each_remedy_judged(path):
    diagnosis = hr.diagnose(hr.read_facts(path), engine="direct")
    text = " ".join(diagnosis.render("nl", width=10_000).split())
    holding = [each for each in diagnosis.findings if each.holds and each.kind is not hr.Kind.HELPER]
    assert [each.id for each in holding if each.title["nl"] not in text] == []
    titles = {remedy.id: remedy.title["nl"] for remedy in diagnosis.rules.remedies.values()}
    assert [id_ for id_, title in titles.items() if title not in text] == []
    for word in ("nutteloos", "zinloos"):
        assert word not in text


def test_the_colours_and_causes_of_the_blue_example_are_in_its_note():
    diagnosis = hr.diagnose(hr.read_facts(next(path for path in EXAMPLES if path.stem == "blue")))
    text = diagnosis.render("nl")
    headings = [line for line in text.splitlines() if line and not line.startswith((" ", "="))]
    headings = [line.partition(" (")[0] for line in headings]
    order = [line for line in headings if line in {"Het licht", "Kernoorzaken", "Symptomen", "Maatregelen"}]
    assert order == ["Het licht", "Kernoorzaken", "Symptomen", "Maatregelen"]
    planned = "Meer of betere hulpmiddelen; Training voor het verkoopteam (gepland): symptoombestrijding"
    assert planned in " ".join(text.split())


def test_wrapping_hangs_breaks_long_words_and_keeps_units_with_their_numbers():
    assert wrap("aa bb cc", 26, "- " + "x" * 18, "  ") == ["- " + "x" * 18 + "aa bb", "  cc"]
    assert wrap("x" * 30, 24) == ["x" * 24, "x" * 6]
    assert wrap("aaa 31\xa0%", 7) == ["aaa", "31 %"]
    assert wrap("", 10, "  ") == [""]
    assert wrap("大" * 20, 24) == ["大" * 12, "大" * 8]


def test_safe_text_is_one_line():
    assert safe(" a\tb\r\nc  d ") == "a b c d"
