"""Two small rule sets of another domain: a garden under lamps in English and Dutch, and a plot in English and French.

The first has everything a rule set can have; the second has no lamps, no areas and no word in Dutch.
"""

from __future__ import annotations

from pathlib import Path

GARDEN = """\
ruleset: {name: garden, version: "2", languages: [nl, en]}
words:
  low: {en: low, nl: laag}
  medium: {en: medium, nl: matig}
  high: {en: high, nl: hoog}
  weak: {en: weak, nl: zwak}
  strong: {en: strong, nl: sterk}
  clay: {en: clay, nl: klei}
  sand: {en: sand, nl: zand}
facts:
  loss:
    type: number
    unit: share per year
    range: [0, 1]
    bands: {low: 0, medium: 0.05, high: 0.2}
    title: {en: Plants lost, nl: Verloren planten}
    ask: {en: "What share of the plants died?", nl: "Welk deel van de planten ging dood?"}
  layers:
    type: number
    whole: true
    range: [1, 9]
    title: {en: Layers of mulch, nl: Lagen mulch}
    ask: {en: "How many layers?", nl: "Hoeveel lagen?"}
  beds:
    type: number
    range: [0, inf]
    title: {en: Beds, nl: Bedden}
    ask: {en: "How many beds?", nl: "Hoeveel bedden?"}
  per_bed:
    type: number
    range: [0, inf]
    title: {en: Plants in a bed, nl: Planten per bed}
    ask: {en: "How many plants in a bed?", nl: "Hoeveel planten per bed?"}
  plants:
    type: number
    formula: beds * per_bed
    title: {en: Plants, nl: Planten}
    ask: {en: "How many plants?", nl: "Hoeveel planten?"}
  shade:
    type: level
    title: {en: Shade, nl: Schaduw}
    ask: {en: "How much shade?", nl: "Hoeveel schaduw?"}
  soil:
    type: choice
    labels: [clay, sand]
    title: {en: Soil, nl: Grond}
    ask: {en: "What soil?", nl: "Welke grond?"}
  watered:
    type: truth
    title: {en: Watered, nl: Water gegeven}
    ask: {en: "Is it watered?", nl: "Krijgt hij water?"}
  plans:
    type: set
    labels: remedies
    role: planned
    title: {en: Plans, nl: Plannen}
    ask: {en: "What is planned?", nl: "Wat is gepland?"}
scores:
  sun:
    channel: r
    title: {en: Sun, nl: Zon}
    full: 4
    bands: {weak: 0, strong: 3}
    signals: {shade: {points: {low: 4, medium: 2, high: 0}, cites: [{own: x}]}}
  water:
    channel: b
    title: {en: Water, nl: Water}
    full: 4
    bands: {weak: 0, strong: 3}
    signals:
      watered: {points: {"no": 0, "yes": 2}, cites: [{own: x}]}
      soil: {points: {clay: 2, sand: 0}, cites: [{own: x}]}
findings:
  dry:
    kind: cause
    title: {en: The garden is dry, nl: De tuin is droog}
    because: {en: No water., nl: Geen water.}
    advice: {en: "Water it at night.", nl: "Geef 's avonds water."}
    when: water is weak and not watered
    cites: [{own: x}]
    cases: [{given: {watered: "no", soil: sand}, expect: holds}]
  dying:
    kind: complaint
    title: {en: Plants die, nl: Planten gaan dood}
    because: {en: Many died., nl: Er gingen er veel dood.}
    explained_by: {dry: [{own: x}], crowded: [{own: x}]}
    when: loss is high
    cites: [{own: x}]
  crowded:
    kind: cause
    title: {en: The beds are crowded, nl: De bedden zijn te vol}
    because: {en: Too many., nl: Te veel.}
    when: per_bed > 20
    cites: [{own: x}]
  large:
    kind: strength
    title: {en: A large garden, nl: Een grote tuin}
    because: {en: Many plants., nl: Veel planten.}
    when: plants >= 100 and helped
    cites: [{own: x}]
  helped:
    kind: helper
    when: layers >= 3
    cites: [{own: x}]
  bare:
    kind: precondition
    title: {en: The ground is bare, nl: De grond is kaal}
    because: {en: No mulch., nl: Geen mulch.}
    when: layers < 3
    cites: [{own: x}]
  cool:
    kind: archetype
    title: {en: A cool garden, nl: Een koele tuin}
    because: {en: "Water, no sun.", nl: "Water, geen zon."}
    when: sun is not strong
    cites: [{own: x}]
  warm:
    kind: archetype
    title: {en: A warm garden, nl: Een warme tuin}
    because: {en: Sun., nl: Zon.}
    when: sun is strong
    cites: [{own: x}]
rules:
  lost_outright: {when: "loss >= 0.5", find: bare, cites: [{own: x}], cases: [{given: {loss: 60%}, expect: holds}]}
remedies:
  hose: {title: {en: A hose, nl: Een slang}, treats: [dry], relieves: [dying], cites: [{own: x}]}
  new_plants: {title: {en: New plants, nl: Nieuwe planten}, treats: [], relieves: [dying], cites: [{own: x}]}
  gnomes: {title: {en: Gnomes, nl: Kabouters}, treats: [crowded], cites: [{own: x}]}
cases:
  desert:
    given: {watered: "no", soil: sand, loss: 30%, per_bed: 4, shade: low, layers: 5, plans: [new_plants]}
    expect:
      holds: [dry]
      excluded: [crowded, bare]
      undetermined: [large]
      archetypes: [warm]
      root_causes: [dry]
      symptoms: [dying]
      unexplained: []
      remedies: {hose: fits, new_plants: symptom_treatment, gnomes: beside_the_point}
"""

DESERT = """\
organisation: {name: The desert, date: 2026-05-01}
watered: "no"
soil: sand
loss: 30%
per_bed: 4
beds: {from: 20}
shade: low
layers: 5
plans: [new_plants]
"""

PLOT = """\
ruleset: {name: plot, version: "1", languages: [en, fr]}
words: {low: {en: low, fr: faible}, medium: {en: medium, fr: moyen}, high: {en: high, fr: fort}}
facts:
  slugs:
    type: level
    title: {en: Slugs, fr: Limaces}
    ask: {en: "How many slugs?", fr: "Combien de limaces ?"}
findings:
  plague:
    kind: cause
    title: {en: A plague of slugs, fr: Une invasion de limaces}
    because: {en: Many slugs., fr: Beaucoup de limaces.}
    when: slugs is high
    cites: [{own: x}]
"""


def write_rules(directory: Path, text: str = GARDEN) -> Path:
    """Write a rule set of one file into a directory, and give the directory."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "rules.yaml").write_text(text, encoding="utf-8")
    return directory
