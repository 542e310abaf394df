"""Reckons the tables of docs/calibration.md, and prints them; with --write, puts them into the page.

python calibration/calibrate.py [--write] [TABLE ...]
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # run as a script, the folder above this one is not found

from calibration.tables import TABLES

PAGE = ROOT / "docs" / "calibration.md"


def between(page: str, name: str) -> str:
    """The table of this name as the page has it."""
    return _marked(name).search(page)[2]  # type: ignore[index]  # a page without its markers is a bug of the page


def filled(page: str, name: str, text: str) -> str:
    """The page with a table put between its markers."""
    return _marked(name).sub(lambda found: f"{found[1]}{text}{found[3]}", page)


def _marked(name: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- table: {name} -->\n)(.*?)(\n<!-- end -->)", re.DOTALL)


def main(given: Sequence[str] | None = None) -> None:
    """Prints the tables that were asked for, or all."""
    parser = argparse.ArgumentParser(description="Reckons the tables of docs/calibration.md.")
    parser.add_argument("tables", metavar="TABLE", nargs="*", choices=[[], *TABLES], help=", ".join(TABLES))
    parser.add_argument("--write", action="store_true", help="put them into docs/calibration.md")
    options = parser.parse_args(given)
    page = PAGE.read_text(encoding="utf-8")
    for name in options.tables or TABLES:
        text = TABLES[name]()
        print(f"{name}\n\n{text}\n", flush=True)
        page = filled(page, name, text)
    if options.write:
        PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
