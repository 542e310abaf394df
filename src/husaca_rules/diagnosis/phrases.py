"""The library's own phrases, in English and in Dutch. What they speak of comes from the rule set in its languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

PHRASES: Final[Mapping[str, tuple[str, str]]] = {
    # States of findings, and of conditions.
    "holds": ("holds", "aan de orde"),
    "excluded": ("excluded", "niet aan de orde"),
    "undetermined": ("undetermined", "nog niet te zeggen"),
    "condition_holds": ("true", "klopt"),
    "condition_excluded": ("not true", "klopt niet"),
    "condition_undetermined": ("not known yet", "nog niet te zeggen"),
    # Values.
    "yes": ("yes", "ja"),
    "no": ("no", "nee"),
    "not_known": ("not known", "niet bekend"),
    "none": ("none", "geen"),
    "percent": ("{number}\xa0%", "{number}%"),
    "range": ("{low} to {high}", "{low} tot {high}"),
    "range_below": ("{low} to below {high}", "{low} tot onder {high}"),
    "above_range": ("more than {low}, at most {high}", "meer dan {low}, hoogstens {high}"),
    "above_below": ("more than {low}, below {high}", "meer dan {low}, onder {high}"),
    "at_most": ("at most {high}", "hoogstens {high}"),
    "below": ("below {high}", "onder {high}"),
    "or_more": ("{low} or more", "{low} of meer"),
    "more_than": ("more than {low}", "meer dan {low}"),
    "or": ("or", "of"),
    "line": ("line {line}", "regel {line}"),
    "points_of": ("{points} of {full} points", "{points} van de {full} punten"),
    # The heading.
    "diagnosis": ("Diagnosis", "Diagnose"),
    "diagnosis_of": ("Diagnosis of {name}", "Diagnose van {name}"),
    "facts_one": ("1 fact", "1 feit"),
    "facts_many": ("{count} facts", "{count} feiten"),
    # The first paragraph: the pattern, what matters most, what is planned, and how much is known.
    "pattern_only_possible": (
        "One pattern is still possible: “{pattern}”.",
        "Eén patroon is nog mogelijk: “{pattern}”.",
    ),
    "patterns_possible": (
        "The pattern is not settled yet; still possible are {what}.",
        "Het patroon staat nog niet vast; mogelijk zijn nog {what}.",
    ),
    "patterns_many": (
        "No pattern can be named yet: {count} of the {all} are still possible.",
        "Er is nog geen patroon aan te wijzen: van de {all} zijn er nog {count} mogelijk.",
    ),
    "patterns_all": (
        "No pattern can be named yet; none of the {all} can be ruled out.",
        "Er is nog geen patroon aan te wijzen; van de {all} valt er nog geen af.",
    ),
    "no_pattern": ("None of the patterns fits.", "Geen van de patronen past."),
    "first_precondition_one": (
        "First of all, a precondition is not met: {what}. It comes before everything else.",
        "Eerst dit: een randvoorwaarde is niet op orde, {what}. Die gaat voor al het andere.",
    ),
    "first_precondition_many": (
        "First of all, {count} preconditions are not met: {what}. They come before everything else.",
        "Eerst dit: {count} randvoorwaarden zijn niet op orde, {what}. Die gaan voor al het andere.",
    ),
    "only_root": ("The root cause is {what}: {share}.", "De kernoorzaak is {what}: {share}."),
    "only_root_so_far": (
        "The root cause so far is {what}: {share}.",
        "De kernoorzaak is tot nu toe {what}: {share}.",
    ),
    "first_root": (
        "The root cause that explains most is {what}: {share}.",
        "De kernoorzaak die het meeste verklaart, is {what}: {share}.",
    ),
    "first_root_so_far": (
        "The root cause that so far explains most is {what}: {share}.",
        "De kernoorzaak die tot nu toe het meeste verklaart, is {what}: {share}.",
    ),
    "no_first_root": (
        "No root cause stands out: {what} explain the same number of symptoms.",
        "Er springt geen kernoorzaak uit: {what} verklaren evenveel symptomen.",
    ),
    "share_one": ("{what} comes from it", "daar komt {what} uit voort"),
    "share_both": ("both symptoms come from it", "beide symptomen komen eruit voort"),
    "share_all": ("all {all} symptoms come from it", "alle {all} symptomen komen eruit voort"),
    "share_some": (
        "{count} of the {all} symptoms come from it",
        "{count} van de {all} symptomen komen eruit voort",
    ),
    "share_one_of": ("1 of the {all} symptoms comes from it", "1 van de {all} symptomen komt eruit voort"),
    "first_unexplained_one": (
        "What is certain is {what}; its cause is not known yet.",
        "Vast staat {what}; waardoor dat komt, is nog niet te zeggen.",
    ),
    "first_unexplained_many": (
        "{count} complaints are certain, {what}; their causes are not known yet.",
        "Vast staan {count} klachten, {what}; waardoor die komen, is nog niet te zeggen.",
    ),
    "first_standing": (
        "Found, though no effect of it has been seen so far: {what}.",
        "Gevonden, al is er nog geen gevolg van gezien: {what}.",
    ),
    "nothing_wrong": (
        "No complaint and no cause has been found.",
        "Er is geen klacht en geen oorzaak gevonden.",
    ),
    "nothing_wrong_so_far": (
        "No complaint and no cause has been found so far.",
        "Er is tot nu toe geen klacht en geen oorzaak gevonden.",
    ),
    "plan_misses_one": (
        "What is planned, {what}, does not tackle a cause.",
        "De geplande maatregel, {what}, pakt geen oorzaak aan.",
    ),
    "plan_misses_many": (
        "Of the {count} planned remedies, none tackles a cause.",
        "Geen van de {count} geplande maatregelen pakt een oorzaak aan.",
    ),
    "plan_hits_one": (
        "Of what is planned, {what} tackles a cause.",
        "Van wat gepland is, pakt {what} een oorzaak aan.",
    ),
    "plan_hits_many": (
        "Of what is planned, {what} tackle a cause.",
        "Van wat gepland is, pakken {what} een oorzaak aan.",
    ),
    "rests_on_nothing": ("No fact is known yet.", "Er is nog geen enkel feit bekend."),
    "rests_on": (
        "This rests on {facts}, with {decided} of {all} findings decided.",
        "Dit berust op {facts}; over {decided} van de {all} bevindingen is daarmee beslist.",
    ),
    # The light.
    "light": ("The light", "Het licht"),
    "scores": ("Scores", "Scores"),
    "estimate_one": (
        "Estimate: 1 point, based on {coverage} of the evidence.",
        "Schatting: 1 punt, op basis van {coverage} van de gegevens.",
    ),
    "estimate_many": (
        "Estimate: {count} points, based on {coverage} of the evidence.",
        "Schatting: {count} punten, op basis van {coverage} van de gegevens.",
    ),
    "to_band_one": ("1 point away from “{band}”", "1 punt van “{band}” af"),
    "to_band_many": ("{count} points away from “{band}”", "{count} punten van “{band}” af"),
    "to_edge_one": ("1 point away from another band", "1 punt van een andere stand af"),
    "to_edge_many": ("{count} points away from another band", "{count} punten van een andere stand af"),
    "colour": ("Together they give the colour {low}.", "Samen geven ze de kleur {low}."),
    "colours": (
        "Together they give a colour between {low} and {high}.",
        "Samen geven ze een kleur tussen {low} en {high}.",
    ),
    # Findings.
    "preconditions": ("Preconditions that are not met", "Randvoorwaarden die niet op orde zijn"),
    "root_causes": ("Root causes", "Kernoorzaken"),
    "standing": ("Causes without an effect found so far", "Oorzaken waarvan nog geen gevolg is gevonden"),
    "symptoms": ("Symptoms", "Symptomen"),
    "unexplained": ("Unexplained so far", "Nog onverklaard"),
    "other": ("Other findings", "Andere bevindingen"),
    "strengths": ("Strengths", "Sterke punten"),
    "dash": (
        "{section} (behind the dash: what shows it)",
        "{section} (achter het streepje: waaruit dat blijkt)",
    ),
    "shown_by": ("{title} – {what}", "{title} – {what}"),
    "and": ("and", "en"),
    "more": ("{count} more", "nog {count}"),
    "and_more": ("and {count} more", "en nog {count}"),
    "caused_by": ("Caused by: {what}.", "Komt door: {what}."),
    "tackled_by": ("Can be tackled with: {what}.", "Aan te pakken met: {what}."),
    "untreated": (
        "These rules contain no remedy for {what}.",
        "Voor {what} kennen deze regels geen maatregel.",
    ),
    "so_far": (
        "Root cause so far. Still open, and possibly behind it: {what}.",
        "Voorlopig een kernoorzaak. Nog open, en mogelijk de oorzaak hiervan: {what}.",
    ),
    "open_causes": ("Possible causes, still open: {what}.", "Mogelijke oorzaken, nog open: {what}."),
    "no_open_causes": (
        "None of the causes in these rules is behind it.",
        "Geen van de oorzaken die deze regels kennen, zit erachter.",
    ),
    "cover_one": (
        "This one explains every symptom by itself: {what}.",
        "Deze ene oorzaak verklaart alle symptomen: {what}.",
    ),
    "cover_many": (
        "Together these explain every symptom: {what}.",
        "Deze oorzaken verklaren samen alle symptomen: {what}.",
    ),
    "cover_other": (
        "Other combinations of this number do so too.",
        "Er zijn meer combinaties van evenveel oorzaken waarvoor dat geldt.",
    ),
    "begin": ("Where to begin", "Waar u kunt beginnen"),
    # Remedies.
    "remedies": ("Remedies", "Maatregelen"),
    "fits": ("fits", "pakt de oorzaak aan"),
    "fits_so_far": ("fits, so far", "pakt de oorzaak aan, voor zover nu te zien is"),
    "symptom_treatment": ("symptom treatment", "symptoombestrijding"),
    "beside_the_point": ("beside the point", "raakt de oorzaak niet"),
    "verdict_undetermined": ("cannot be said yet", "nog niet te zeggen"),
    "planned": ("planned", "gepland"),
    "possibly_planned": ("not known whether planned", "niet bekend of dit gepland is"),
    "not_planned": ("not planned", "niet gepland"),
    "judged": ("{remedies} ({planned}): {verdict}", "{remedies} ({planned}): {verdict}"),
    "treats": ("Tackles: {what}.", "Pakt aan: {what}."),
    "also_relieves": ("Relieves: {what}.", "Verlicht: {what}."),
    "relieves": ("Relieves for a while: {what}.", "Verlicht op korte termijn: {what}."),
    "leaves": (
        "The causes remain: {what}. The relief will therefore not last.",
        "Dat komt voort uit: {what}. Daaraan verandert dit niets, dus de verlichting houdt geen stand.",
    ),
    "leaves_too": (
        "That also comes from: {what}. While that remains, this alone is not enough.",
        "Dat komt ook voort uit: {what}. Zolang dat blijft, is dit alleen niet genoeg.",
    ),
    "short_relief": (
        "This can certainly bring relief in the short term; it will not last while the causes remain.",
        "Dit kan op korte termijn zeker verlichting geven; die houdt geen stand zolang de oorzaken blijven.",
    ),
    "will_not_last_while_cause": (
        "That will not last while its cause remains.",
        "Dat houdt geen stand zolang de oorzaak blijft.",
    ),
    "treats_if": (
        "It would tackle a cause if this proves to be the case: {what}.",
        "Pakt een oorzaak aan als dit aan de orde blijkt: {what}.",
    ),
    # What is not known.
    "find_out": ("What to find out next", "Nu nog uit te zoeken"),
    "known_so_far": ("{title} (known so far: {value})", "{title} (tot nu toe bekend: {value})"),
    "the_pattern": ("the pattern", "het patroon"),
    "decides_one": ("Helps to decide on: {what}.", "Beslist mee over: {what}."),
    "decides_many": (
        "These {count} help to decide on: {what}.",
        "Deze {count} vragen beslissen mee over: {what}.",
    ),
    "may_explain": ("The outcome may explain {what}.", "De uitkomst kan {what} verklaren."),
    "more_open_one": ("1 other fact is still to be found out.", "Daarnaast staat nog 1 feit open."),
    "more_open_many": (
        "{count} other facts are still to be found out.",
        "Daarnaast staan nog {count} feiten open.",
    ),
    "all_known": (
        "Nothing more has to be found out: no finding depends on a missing fact.",
        "Er hoeft niets meer uitgezocht te worden: geen bevinding wacht nog op een feit.",
    ),
    "provenance": (
        "Rules: {rules} {version} (SHA-256 {sha256}…). Made with husaca_rules {library}.",
        "Regels: {rules} {version} (SHA-256 {sha256}…). Gemaakt met husaca_rules {library}.",
    ),
    # Sources.
    "sources": ("Sources", "Bronnen"),
    "own": ("Our own interpretation: {text}", "Eigen interpretatie: {text}"),
    "source_link": ("Caused by “{cause}”:", "Komt door “{cause}”:"),
    "source_above": ("{id} (see above)", "{id} (zie boven)"),
    "no_source": ("No source is given.", "Er is geen bron genoemd."),
    # Explanations.
    "a_symptom": ("a symptom", "een symptoom"),
    "a_root": ("a root cause", "een kernoorzaak"),
    "role_root": ("A root cause.", "Een kernoorzaak."),
    "role_root_so_far": ("A root cause so far.", "Voorlopig een kernoorzaak."),
    "role_symptom": ("A symptom.", "Een symptoom."),
    "role_unexplained": ("Unexplained so far.", "Nog onverklaard."),
    "role_standing": (
        "A cause, of which no effect has been found so far.",
        "Een oorzaak waarvan nog geen gevolg is gevonden.",
    ),
    "role_open": ("Possibly a cause of: {what}.", "Mogelijk een oorzaak van: {what}."),
    "still_behind": (
        "Still open, and possibly behind it: {what}.",
        "Nog open, en mogelijk de oorzaak hiervan: {what}.",
    ),
    "leads_to": ("Leads to:", "Leidt tot:"),
    "remedy_treats": ("It treats:", "Pakt aan:"),
    "remedy_relieves": ("It relieves:", "Verlicht:"),
    "remedy_treats_none": (
        "It treats nothing; it can only relieve.",
        "Pakt niets aan; kan alleen verlichten.",
    ),
    "remedy_leaves_too": (
        "What it relieves also comes from these causes, which it leaves as they are:",
        "Wat deze maatregel verlicht, komt ook hieruit voort, en dat blijft zo:",
    ),
    "remedy_leaves": (
        "What it relieves comes from these causes, which it leaves as they are, so the relief will not last:",
        "Wat deze maatregel verlicht, komt voort uit iets wat zo blijft; de verlichting houdt dus geen stand:",
    ),
    "see_above": ("see above", "zie boven"),
    "when": ("when {text}", "als {text}"),
    "at_least": ("at least {count} of:", "minstens {count} van:"),
    "worked_out": ("worked out from:", "volgt uit:"),
    "points_open": ("not known yet: {what}", "nog niet bekend: {what}"),
    "no_points_known": (
        "Nothing is known of what gives it points.",
        "Er is nog niets bekend van wat er punten aan geeft.",
    ),
    "excluded_by": ("This stops it:", "Dit sluit het uit:"),
    "undetermined_by": ("This is what leaves it open:", "Dit laat het nog open:"),
    "holds_already": ("It holds already.", "Het is al aan de orde."),
    "band_already": ("It is “{band}” already.", "De stand is al “{band}”."),
    "would_hold": ("It would hold with:", "Het zou aan de orde zijn met:"),
    "would_reach": ("It would be “{band}” with:", "De stand zou “{band}” zijn met:"),
    "change": ("{title}: {what}", "{title}: {what}"),
    "change_from": ("{title}: {what} instead of {now}", "{title}: {what} in plaats van {now}"),
    "learn": ("{title}: {what} (to be found out)", "{title}: {what} (nog uit te zoeken)"),
    "steps": ("{first}; and {second}", "{first}; en {second}"),
    "exactly": ("exactly {what}", "precies {what}"),
    "no_repair": (
        "Changing one fact, or two together, would not be enough.",
        "Door één feit te veranderen, of twee samen, is dit niet te bereiken.",
    ),
    "no_repair_band": (
        "Changing one fact, or two together, would not make it “{band}”.",
        "Door één feit te veranderen, of twee samen, komt de stand niet op “{band}”.",
    ),
    "no_repair_found": (
        "No way was found with one fact or two; not every combination was tried.",
        "Met één of twee feiten is geen manier gevonden; niet alles is geprobeerd.",
    ),
    "incomplete": (
        "There may be more ways; not every combination was tried.",
        "Misschien zijn er meer manieren; niet alles is geprobeerd.",
    ),
    "more_ways_one": ("and 1 more way", "en nog 1 manier"),
    "more_ways_many": ("and {count} more ways", "en nog {count} manieren"),
}
"""Phrase by name: English, Dutch. A name that ends in `_one` is for the count 1, in `_many` for all others."""


def say(lang: str, phrase: str, /, **parts: object) -> str:
    """A phrase in a language, its parts filled in; in English where the language is not Dutch."""
    english, dutch = PHRASES[phrase]
    return (dutch if lang == "nl" else english).format(**parts)


def say_count(lang: str, phrase: str, count: int, /, **parts: object) -> str:
    """The same, of the two phrases `…_one` and `…_many` the one that fits the count."""
    return say(lang, f"{phrase}_one" if count == 1 else f"{phrase}_many", count=count, **parts)
