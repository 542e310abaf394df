"""How long the library takes: to import, to load the rules that ship, and to make one diagnosis with either engine.

Run `make bench`, which measures the installed wheel. How to read what it prints stands in benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import platform
import random
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from attrs import define, field

import husaca_rules as hr
from husaca_rules.diagnosis.assemble import Settled, results_of
from husaca_rules.evaluate.engines import Engine, evaluate
from husaca_rules.facts.knowledge import Facts, understand
from husaca_rules.facts.vocabulary import Fact

FACTS = "blue.yaml"  # of the examples
SOME = 20
SEED = 1
STEPS = ("facts", "engine", "results")
# `-I` reads no settings of Python from the environment, so bytecode is used as it is for everybody.
CHILD = """
from time import perf_counter, process_time
wall, cpu = perf_counter(), process_time()
{timed}
print(perf_counter() - wall, process_time() - cpu)
"""
IMPORT = "import husaca_rules"
# A name is imported when it is first asked for; this is what all of them cost together.
IMPORTS = f"{IMPORT}; [getattr(husaca_rules, name) for name in husaca_rules.__all__]"
STARTS = {
    "floor: import attrs, yaml": ("", "import attrs, yaml"),
    IMPORT: ("", IMPORT),
    f"{IMPORT}, and all its names": ("", IMPORTS),
    "load_rules(), cold": (IMPORTS, "husaca_rules.load_rules()"),
    "first diagnosis, direct": (
        f"{IMPORTS}; rules = husaca_rules.load_rules()",
        "husaca_rules.diagnose({}, rules=rules, engine='direct').results",
    ),
    "first diagnosis, experta": (
        f"{IMPORTS}; rules = husaca_rules.load_rules()",
        "husaca_rules.diagnose({}, rules=rules, engine='experta').results",
    ),
}


@define
class Times:
    """The times of one thing, in milliseconds, by the clock on the wall and by that of the processor."""

    wall: list[float] = field(factory=list)
    cpu: list[float] = field(factory=list)

    def add(self, wall: float, cpu: float) -> None:
        """Add one measurement, in seconds."""
        self.wall.append(wall * 1000)
        self.cpu.append(cpu * 1000)

    def cells(self) -> list[str]:
        """Median and least by the processor, median and least by the wall."""
        return [figure(each) for times in (self.cpu, self.wall) for each in (median(times), min(times))]


def main() -> None:
    """Print the three tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--starts", type=int, default=15, help="fresh interpreters for each line (15)")
    parser.add_argument("--rounds", type=int, default=40, help="rounds over all diagnoses (40)")
    parser.add_argument("--repeat", type=int, default=10, help="calls in a row in each round (10)")
    chosen = parser.parse_args()
    rules = hr.load_rules()
    print(f"husaca_rules {hr.__version__} in {Path(hr.__file__).parent}")
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}; {rules!r}")
    print()
    print_starts(measure_starts(chosen.starts))
    known = organisations(rules)
    times = measure_diagnoses(rules, known, chosen.rounds, chosen.repeat)
    print_steps(known, times)
    print_ratios(known, times)


def measure_starts(count: int) -> dict[str, Times]:
    """What a process pays once, each measured in interpreters of its own, in turns."""
    found = {name: Times() for name in STARTS}
    for name, (before, timed) in [*STARTS.items()] * (count + 1):
        code = f"{before}\n{CHILD.format(timed=timed)}"
        out = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - this very interpreter
        wall, cpu = map(float, out.stdout.split())
        found[name].add(wall, cpu)
    for each in found.values():  # the first only warmed the disk
        del each.wall[0], each.cpu[0]
    return found


def organisations(rules: hr.RuleSet) -> dict[str, Facts]:
    """Facts of four organisations, from nothing known to everything."""
    example = Path(__file__).parents[1] / "examples" / FACTS
    everything = drawn(rules)
    some = random.Random(SEED).sample(sorted(everything), SOME)
    told = {
        "nothing": Facts({}),
        f"{SOME} facts": Facts({name: everything[name] for name in some}),
        f"{FACTS}": hr.read_facts(example),
        "everything": Facts(everything),
    }
    return {
        name if name == "nothing" else f"{name} ({len(facts.values)})": facts for name, facts in told.items()
    }


def drawn(rules: hr.RuleSet) -> dict[str, object]:
    """Every fact that can be given, drawn at random; what a split or a formula gives is left to them."""
    draw = random.Random(SEED)
    everything = {fact.id: value_of(fact, draw) for fact in rules.facts.values() if fact.formula is None}
    for split in rules.vocabulary.splits:
        rest = split.total
        for name in split.facts[:-1]:
            everything[name] = draw.randint(0, rest)
            rest -= int(str(everything[name]))
        everything[split.facts[-1]] = rest
    return everything


def value_of(fact: Fact, draw: random.Random) -> object:
    """A value of a fact as Python code would give it."""
    match fact.type:
        case "truth":
            return draw.random() < 0.5
        case "set":
            return [label for label in fact.labels if draw.random() < 0.3]
        case "choice":
            return draw.choice(fact.labels)
        case "level":
            assert fact.scale is not None  # a level always has one
            return draw.choice(fact.scale.labels)
        case _:
            low = max(fact.range.low, 0.0)
            high = min(fact.range.high, low + 100)
            return draw.randint(int(low), int(high)) if fact.whole else draw.uniform(low, high)


def measure_diagnoses(
    rules: hr.RuleSet, known: Mapping[str, Facts], rounds: int, repeat: int
) -> dict[tuple[str, Engine, str], Times]:
    """The steps of a diagnosis, for every organisation and engine; all of them in turns, in every round."""
    steps: dict[tuple[str, Engine, str], Callable[[], object]] = {}
    for name, facts in known.items():
        for engine in ENGINES:
            knowledge = understand(rules.vocabulary, facts)
            found = evaluate(rules, knowledge, engine)
            settled = Settled(rules, knowledge, found.lo, found.hi)
            steps[name, engine, "facts"] = partial(understand, rules.vocabulary, facts)
            steps[name, engine, "engine"] = partial(evaluate, rules, knowledge, engine)
            steps[name, engine, "results"] = partial(results_of, settled)
            steps[name, engine, "diagnose()"] = partial(hr.diagnose, facts, rules=rules, engine=engine)
            steps[name, engine, "with results"] = partial(whole, facts, rules, engine)
    times = {key: Times() for key in steps}
    for _ in range(rounds):
        for key, step in steps.items():
            step()  # so that what ran before has left the processor's caches to this
            wall, cpu = perf_counter(), process_time()
            for _ in range(repeat):
                step()
            times[key].add((perf_counter() - wall) / repeat, (process_time() - cpu) / repeat)
    return times


ENGINES: tuple[Engine, ...] = ("direct", "experta")


def whole(facts: Facts, rules: hr.RuleSet, engine: Engine) -> object:
    """A diagnosis and everything in it."""
    return hr.diagnose(facts, rules=rules, engine=engine).results


def print_starts(times: Mapping[str, Times]) -> None:
    """What a process pays once."""
    floor = median(times[next(iter(STARTS))].cpu)
    rows = [[name, *each.cells(), f"{median(each.cpu) / floor:.1f}"] for name, each in times.items()]
    table(["once in a process, ms", *CLOCKS, "× floor"], rows)


def print_steps(known: Iterable[str], times: Mapping[tuple[str, Engine, str], Times]) -> None:
    """What each diagnosis costs, and which of its steps."""
    for engine in ENGINES:
        rows = [
            [name, *(figure(median(times[name, engine, step].cpu)) for step in STEPS), *each.cells()]
            for name in known
            for each in [times[name, engine, "diagnose()"]]
        ]
        table([f"{engine}: diagnose(), ms", *STEPS, *CLOCKS], rows)


def print_ratios(known: Iterable[str], times: Mapping[tuple[str, Engine, str], Times]) -> None:
    """The engines beside each other."""
    rows = []
    for name in known:
        row = [name]
        for what in ("engine", "diagnose()", "with results"):
            direct, experta = (median(times[name, engine, what].cpu) for engine in ENGINES)
            row += [figure(direct), figure(experta), f"{experta / direct:.1f}"]
        rows.append(row)
    heads = [
        head
        for what in ("engine", "diagnose()", "with results")
        for head in (f"{what}: direct", "experta", "×")
    ]
    table(["side by side, median CPU ms", *heads], rows)


CLOCKS = ("CPU median", "CPU min", "wall median", "wall min")


def figure(milliseconds: float) -> str:
    """A time with three digits that mean something."""
    return f"{milliseconds:.1f}" if milliseconds >= 10 else f"{milliseconds:.3f}"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under their heads, the first column to the left and figures to the right."""
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    for row in (heads, *rows):
        first, *rest = (
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join([first, *rest]))
    print()


if __name__ == "__main__":
    main()
