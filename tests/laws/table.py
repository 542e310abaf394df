"""The theory as a table: a condition, what is known, and whether the condition is surely true and possibly true.

`must` and `may` are said by one word: `holds` (both), `excluded` (neither) or `undetermined` (may, not must).
"""

from __future__ import annotations

VOCABULARY = """
ruleset: {name: table, version: "1", languages: [en, nl]}
words:
  low: {en: low, nl: laag}
  medium: {en: medium, nl: midden}
  high: {en: high, nl: hoog}
  tools: {en: tools, nl: middelen}
  people: {en: people, nl: mensen}
  nobody: {en: nobody, nl: niemand}
  dark: {en: dark, nl: uit}
  lit: {en: lit, nl: aan}
facts:
  motivation: {type: level, title: {en: Motivation, nl: Motivatie}, ask: {en: "?", nl: "?"}}
  blamed_on: {type: choice, labels: [tools, people, nobody], title: {en: B, nl: B}, ask: {en: "?", nl: "?"}}
  tried: {type: set, labels: [tools, people], title: {en: T, nl: T}, ask: {en: "?", nl: "?"}}
  measured: {type: truth, title: {en: Measured, nl: Gemeten}, ask: {en: "?", nl: "?"}}
  turnover:
    type: number
    unit: share
    range: [0, 1]
    bands: {low: 0, medium: 0.05, high: 0.2}
    title: {en: Turnover, nl: Verloop}
    ask: {en: "?", nl: "?"}
  layers:
    type: number
    whole: true
    range: [1, inf]
    bands: {low: 1, medium: 3, high: 5}
    title: {en: Layers, nl: Lagen}
    ask: {en: "?", nl: "?"}
  x: {type: number, title: {en: X, nl: X}, ask: {en: "?", nl: "?"}}
  y: {type: number, title: {en: Y, nl: Y}, ask: {en: "?", nl: "?"}}
  days: {type: number, range: [1, inf], title: {en: D, nl: D}, ask: {en: "?", nl: "?"}}
  speed: {type: number, range: [0, inf], formula: turnover * 100 / days, title: {en: S, nl: S}, ask: {en: "?", nl: "?"}}
  red: {type: number, whole: true, range: [0, 100], title: {en: R, nl: R}, ask: {en: "?", nl: "?"}}
  blue: {type: number, whole: true, range: [0, 100], title: {en: B, nl: B}, ask: {en: "?", nl: "?"}}
  green: {type: number, whole: true, range: [0, 100], title: {en: G, nl: G}, ask: {en: "?", nl: "?"}}
  won: {type: number, whole: true, range: [0, inf], title: {en: W, nl: W}, ask: {en: "?", nl: "?"}}
  lost: {type: number, whole: true, range: [0, inf], title: {en: L, nl: V}, ask: {en: "?", nl: "?"}}
splits:
  deals: {facts: [won, lost], total: 10}
  attention: {facts: [red, blue, green], total: 100}
scores:
  shine:
    full: 4
    bands: {dark: 0, lit: 3}
    title: {en: Shine, nl: Glans}
    signals:
      motivation: {points: {low: 0, medium: 2, high: 3}}
      measured: {points: {no: 0, yes: 2}}
rules:
  blame_dims: {when: blamed_on is people, points: {shine: -2}}
findings:
  eager: {kind: helper, when: motivation is high}
  steady: {kind: helper, when: turnover is low and not eager}
"""

TABLE = [
    # Unknown stays unknown, also where every value would do: sound, not complete.
    ("motivation is high", {}, "undetermined"),
    ("motivation is high or motivation is not high", {}, "undetermined"),
    ("motivation in (low, medium, high)", {}, "holds"),
    ("motivation not in (low, medium, high)", {}, "excluded"),
    # A level has neighbours: a range may lie inside what is asked, across it, or outside.
    ("motivation is high", {"motivation": "high"}, "holds"),
    ("motivation is high", {"motivation": {"from": "medium"}}, "undetermined"),
    ("motivation is high", {"motivation": {"to": "medium"}}, "excluded"),
    ("motivation is not high", {"motivation": {"to": "midden"}}, "holds"),
    ("motivation in (low, medium)", {"motivation": {"to": "medium"}}, "holds"),
    ("motivation in (low, high)", {"motivation": "medium"}, "excluded"),
    ("motivation in (low, high)", {"motivation": {"from": "medium"}}, "undetermined"),
    ("motivation >= medium", {"motivation": {"from": "medium"}}, "holds"),
    ("low < motivation <= high", {"motivation": "low"}, "excluded"),
    ("motivation < low", {}, "excluded"),
    ("motivation >= low", {}, "holds"),
    # A choice is one of its labels, and says nothing of the others until it is known.
    ("blamed_on is tools", {"blamed_on": "middelen"}, "holds"),
    ("blamed_on is tools", {"blamed_on": "people"}, "excluded"),
    ("blamed_on is not nobody", {"blamed_on": "people"}, "holds"),
    ("blamed_on in (tools, people)", {}, "undetermined"),
    # A list is complete as given; nothing given is unknown, not empty.
    ("tools in tried", {"tried": ["tools"]}, "holds"),
    ("people not in tried", {"tried": ["tools"]}, "holds"),
    ("tools in tried", {"tried": []}, "excluded"),
    ("tools in tried", {"tried": None}, "undetermined"),
    # A truth, and what null says: nothing.
    ("measured", {"measured": "ja"}, "holds"),
    ("not measured", {"measured": True}, "excluded"),
    ("measured", {"measured": None}, "undetermined"),
    # A band begins at its edge and ends just below the next.
    ("turnover is medium", {"turnover": 0.05}, "holds"),
    ("turnover is low", {"turnover": 0.049999999999999996}, "holds"),
    ("turnover is high", {"turnover": "20%"}, "holds"),
    ("turnover is high", {"turnover": {"from": 0.19, "to": 0.4}}, "undetermined"),
    ("turnover in (medium, high)", {"turnover": {"from": 0.05}}, "holds"),
    ("turnover is high", {"turnover": "medium"}, "excluded"),
    ("0.05 <= turnover < 0.2", {"turnover": "medium"}, "holds"),
    ("0.05 <= turnover < 0.2", {"turnover": {"from": 0.2}}, "excluded"),
    # Of whole numbers, 4 is the last before 5.
    ("layers is medium", {"layers": {"from": 3, "to": 4}}, "holds"),
    ("layers < 5", {"layers": "medium"}, "holds"),
    ("layers >= 1", {}, "holds"),
    # Comparisons hold for all values of both sides, or for none, or are unknown.
    ("x < y", {"x": {"from": 1, "to": 2}, "y": {"from": 3, "to": 4}}, "holds"),
    ("x < y", {"x": {"from": 1, "to": 3}, "y": {"from": 3, "to": 4}}, "undetermined"),
    ("x <= y", {"x": {"from": 1, "to": 3}, "y": {"from": 3, "to": 4}}, "holds"),
    ("x > y", {"x": {"to": 3}, "y": {"from": 3}}, "excluded"),
    ("x == y", {"x": 2, "y": 2}, "holds"),
    ("x == y", {"x": {"from": 1, "to": 2}, "y": {"from": 2}}, "undetermined"),
    ("x != y", {"x": {"to": 1}, "y": {"from": 2}}, "holds"),
    # Sums take the ends that make them least and most; a negative factor swaps them.
    ("2 * x - y / 2 >= 1", {"x": {"from": 1}, "y": {"to": 2}}, "holds"),
    ("-x + y > 0", {"x": {"from": 1, "to": 2}, "y": {"from": 2, "to": 3}}, "undetermined"),
    ("2 * x > x + 1", {"x": {"from": 2, "to": 5}}, "holds"),
    ("x / 49 >= 1", {"x": 49}, "holds"),
    ("x >= 1.1 * y", {"x": 110, "y": 100}, "holds"),
    ("x - y < 10", {}, "undetermined"),
    ("x - y < 10", {"x": {"to": 5}, "y": {"from": -5}}, "undetermined"),
    ("1 <= x <= y < 5", {"x": 1, "y": {"from": 1, "to": 4}}, "holds"),
    # What follows by formula is cut to its range, and a value that is told wins.
    ("speed >= 0", {}, "holds"),
    ("speed <= 31", {"turnover": "31%"}, "holds"),
    ("speed < 2", {"turnover": {"to": 0.5}, "days": {"from": 30, "to": 60}}, "holds"),
    ("speed > 1", {"turnover": 0.31, "days": 31}, "excluded"),
    ("speed == 2", {"speed": 2}, "holds"),
    # The parts of a split bound each other.
    ("green >= 15", {"red": 30, "blue": 55}, "holds"),
    ("green > 70", {"red": 30}, "excluded"),
    ("green < blue", {"red": 30, "blue": {"from": 40}}, "holds"),
    ("red == 33", {"red": 33, "blue": 33, "green": 33}, "holds"),
    ("lost == 7", {"won": 3}, "holds"),
    ("lost >= 4", {"won": {"to": 6}}, "holds"),
    # and, or, not and at_least are Kleene's.
    ("measured and motivation is high", {"measured": False}, "excluded"),
    ("measured and motivation is high", {"measured": True}, "undetermined"),
    ("measured or motivation is high", {"measured": True}, "holds"),
    ("not (measured or motivation is high)", {"motivation": "low"}, "undetermined"),
    ("at_least(2, measured, motivation is high, x > 0)", {"measured": True, "x": 1}, "holds"),
    ("at_least(2, measured, motivation is high, x > 0)", {"measured": False, "x": 0}, "excluded"),
    ("at_least(2, measured, motivation is high, x > 0)", {"measured": True, "x": 0}, "undetermined"),
    ("at_least(1, measured)", {"measured": False}, "excluded"),
    # A finding is read as it is settled, also under not.
    ("eager", {"motivation": "high"}, "holds"),
    ("steady", {"turnover": "low", "motivation": {"to": "medium"}}, "holds"),
    ("steady", {"turnover": "low"}, "undetermined"),
    ("not steady", {"motivation": "high"}, "holds"),
    # A score is read as the interval of its points, added up and clamped once, at the end.
    ("shine is lit", {}, "undetermined"),
    ("shine is lit", {"motivation": "high", "blamed_on": "tools"}, "holds"),
    ("shine is lit", {"motivation": "high"}, "undetermined"),
    ("shine is dark", {"motivation": "low"}, "holds"),
    ("shine <= 4", {"motivation": "high", "measured": True}, "holds"),
    ("shine == 3", {"motivation": "high", "measured": True, "blamed_on": "people"}, "holds"),
    ("shine == 0", {"motivation": "low", "measured": False, "blamed_on": "people"}, "holds"),
]
