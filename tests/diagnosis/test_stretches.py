"""What a repair may propose of a number: stretches in which every value does the same."""

from __future__ import annotations

import husaca_rules as hr

RULES = """\
ruleset: {name: week, version: "1", languages: [en]}
words: {low: {en: low}}
facts:
  work: {type: number, title: {en: Work}, ask: {en: "Work?"}, range: [0, 20], whole: true}
  play: {type: number, title: {en: Play}, ask: {en: "Play?"}, range: [0, 20], whole: true}
splits:
  time: {facts: [work, play], total: 10}
findings:
  no_play: {kind: complaint, title: {en: No play}, because: {en: x}, when: play < 1}
"""


def test_a_part_of_a_split_is_proposed_up_to_the_total_and_not_where_the_parts_count_as_rounded(tmp_path):
    file = tmp_path / "week.yaml"
    file.write_text(RULES, encoding="utf-8")
    rules = hr.load_rules(file)
    diagnosis = hr.diagnose({"work": 4, "play": {"from": 0, "to": 10}}, rules=rules, engine="direct")
    (work,) = [
        step
        for repair in diagnosis.why_not("no_play").repairs
        if len(repair.steps) == 1
        for step in repair.steps
        if step.fact == "work"
    ]
    assert work.options == (hr.Interval(10, 10),)
    assert diagnosis.what_if(work=10)["no_play"].holds
    # Eleven and nothing are taken as rounded parts of ten, and say nothing of each other.
    assert diagnosis.what_if(work=11)["no_play"].undetermined
