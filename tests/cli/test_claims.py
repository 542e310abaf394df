"""`husaca claims`, and what `explain` and `diagnose` tell of sources, remedies and bands."""

from __future__ import annotations

import json
from pathlib import Path

import husaca_rules as hr
from tests.cli.commandline import run

EXAMPLES = Path(__file__).parents[2] / "examples"
BLUE = str(EXAMPLES / "blue.yaml")


def test_a_claim_leads_to_what_rests_on_it_and_to_cases(capsys):
    code, out, err = run(capsys, "claims", "C30", "--lang", "nl")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[:2] == [
        "C30: Door een sterke gerichtheid op resultaten en KPI's ontstaat logischerwijs",
        "  vaak een rapportagecultuur.",
    ]
    assert "  bevinding: Een rapportagecultuur [reporting_culture]" in lines
    assert "Bevindingen die hierop rusten, met hun voorbeelden:" in lines
    assert "    blue_call_centre (root_causes)" in out
    assert max(map(len, lines)) <= 80


def test_a_signal_and_a_link_say_which_way_they_go(capsys):
    _, out, _ = run(capsys, "claims", "C16")
    told = " ".join(out.split())
    assert "signal: Development of existing talent [talent_development] → Green" in told
    assert "cause: Existing talent is left unused [talent_unused] → The sales team gets too little" in told
    assert "remedy: Training for the sales team [remedy:training]" in told


def test_a_finding_leads_to_its_claims(capsys):
    _, out, _ = run(capsys, "claims", "talent_turnover_high", "--lang", "en")
    assert out.startswith("Sales talent leaves [talent_turnover_high]\n  It rests on:\n    C33: ")
    assert "    Caused by “Micro-management has become a habit”:\n      C33 (see above)\n" in out
    assert "  Cases: " in out


def test_a_reference_leads_to_what_rests_on_it(capsys):
    _, out, _ = run(capsys, "claims", "admin_time")
    assert out.startswith("admin_time: The most satisfied sales people")
    assert "  finding: A reporting culture [reporting_culture]\n" in out


def test_without_an_id_all_are_listed(capsys):
    code, out, _ = run(capsys, "claims")
    assert code == 0
    assert out.startswith("C1: ")
    assert "\nC71: " in out
    assert "\nrep_turnover: " in out


def test_as_json_it_is_the_whole_index_or_one_of_it(capsys):
    whole = json.loads(run(capsys, "claims", "--format", "json")[1])
    one = json.loads(run(capsys, "claims", "C30", "--format", "json")[1])
    assert list(one["claims"]) == ["C30"]
    assert (one["references"], one["findings"]) == ({}, {})
    assert one["claims"]["C30"] == whole["claims"]["C30"]
    assert {"by": "finding", "id": "reporting_culture", "findings": ["reporting_culture"]} in one["claims"][
        "C30"
    ]["cited_by"]
    found = json.loads(run(capsys, "claims", "recognition_deficit", "--format", "json")[1])["findings"]
    (own,) = [
        cite
        for cite in hr.load_rules().findings["recognition_deficit"].causes["green_missing"]
        if cite.kind == "own"
    ]
    assert set(own.reason) == {"en", "nl"}
    assert found["recognition_deficit"]["causes"] == {
        "green_missing": [
            {"claim": "C25"},
            {"claim": "C31"},
            {"claim": "C34"},
            {"own": dict(own.reason)},
        ]
    }


def test_an_unknown_id_is_told_with_a_near_one(capsys):
    code, _, err = run(capsys, "claims", "rep_turnovr", "--lang", "nl")
    assert code == 2
    assert (
        err
        == "husaca: Er is geen stelling, bron of bevinding met de naam `rep_turnovr`. Bedoelde u `rep_turnover`?\n"
    )


def test_rules_of_ones_own_are_listed_too(capsys):
    assert run(capsys, "claims", "dry", "--rules", "garden")[1] == (
        "The garden is dry [dry]\n"
        "  It rests on:\n"
        "    Our own interpretation: x\n"
        "  Cases: 1 case of its own; desert (root_causes)\n"
    )


def test_sources_are_added_to_a_note_on_request(capsys):
    plain = run(capsys, "diagnose", BLUE, "--lang", "nl")[1]
    told = run(capsys, "diagnose", BLUE, "--lang", "nl", "--sources")[1]
    assert "\nBronnen\n" not in plain
    sources = told.split("\nBronnen\n")[1]
    assert "      C33: Zonder menselijke kant én met micromanagement ontstaat op termijn\n" in sources
    assert "  - Verkooptalent vertrekt\n      C33 (zie boven)\n      rep_turnover: " in sources
    assert "      Komt door “Micromanagement is een gewoonte geworden”:\n        C33 (zie boven)\n" in sources
    assert max(map(len, told.splitlines())) <= 80


def test_a_remedy_is_explained_with_its_sources(capsys):
    code, out, _ = run(capsys, "explain", BLUE, "remedy:training", "--lang", "nl", "--sources")
    assert code == 0
    assert out.startswith("Training voor het verkoopteam [remedy:training]: symptoombestrijding (gepland)\n")
    assert (
        "  Pakt aan:\n    Het team sluit niet meer helemaal aan op de markt [skill_market_gap]: niet\n" in out
    )
    assert "\n\nBronnen\n  C7: " in out


def test_a_remedy_as_json_has_its_judgement(capsys):
    data = json.loads(run(capsys, "explain", BLUE, "remedy:training", "--format", "json")[1])
    assert data["why_not"] is None
    assert (data["why"]["verdict"], data["why"]["planned"]) == ("symptom_treatment", "planned")
    assert data["why"]["relieves"] == ["performance_gap"]
    assert next(part["id"] for part in data["why"]["parts"]) == "skill_market_gap"


def test_a_finding_as_json_says_what_it_is_among_causes(capsys):
    data = json.loads(run(capsys, "explain", BLUE, "recognition_deficit", "--format", "json")[1])
    assert data["among_causes"]["role"] == "symptom"
    assert data["among_causes"]["causes"] == ["green_missing"]
    assert "talent_turnover_high" in data["among_causes"]["effects"]
    assert "among_causes" not in json.loads(run(capsys, "explain", BLUE, "blue", "--format", "json")[1])


def test_a_band_may_be_asked_for(capsys):
    _, out, _ = run(capsys, "explain", BLUE, "green", "--band", "dim", "--lang", "nl")
    assert (
        "\n\nGroen: mens, talent, aandacht [green], “zwak”: niet aan de orde\nDe stand zou “zwak” zijn met:"
        in out
    )
    _, out, _ = run(capsys, "explain", BLUE, "blue", "--band", "lit", "--lang", "en")
    assert out.endswith("It is “lit” already.\n")


def test_a_band_that_is_none_is_told(capsys):
    code, _, err = run(capsys, "explain", BLUE, "green", "--band", "dimm", "--lang", "nl")
    assert (code, err) == (2, "husaca: Er is geen stand van `green` met de naam `dimm`. Bedoelde u `dim`?\n")
    code, _, err = run(capsys, "explain", BLUE, "turnover_risk", "--band", "lit", "--lang", "nl")
    assert code == 2
    assert "stand van de bevinding `turnover_risk`" in err
    assert run(capsys, "explain", BLUE, "remedy:training", "--band", "lit")[0] == 2
