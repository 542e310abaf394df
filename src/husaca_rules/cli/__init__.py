"""The command `husaca`: diagnose facts, explain a finding, and check a rule set."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from husaca_rules.cli import commands, console
from husaca_rules.version import __version__

_BROKEN_OFF = 130  # what shells give for a program ended by ctrl-c
_WRONG_USE = 2

_ABOUT = """\
Compare what is known about an organisation with rules, and say what follows, why, and what to find out next.
"""
_MORE = """\
exit codes: 0 fine; 1 the rules have problems, or their cases fail; 2 wrong use, or facts that cannot be read.
With --format json the result is the only thing on the standard output, and what is wrong with the input comes
on the standard error as one object {"problems": [...]}; for check, problems with the rules are the result.
Set NO_COLOR to have no colours, FORCE_COLOR to have them in a pipe too.
"""
_RULES_HELP = (
    "a directory of rule files. If it has a `ruleset` section it is used instead of the built-in rules, else "
    "beside them. May be repeated: each further one is read beside those before it"
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with arguments (those of the process unless given) and give its exit code."""
    console.use_utf8()
    try:
        asked = _parser().parse_args(argv)
    except SystemExit as done:  # after --help or --version, or when the arguments are wrong
        return done.code if isinstance(done.code, int) else _WRONG_USE
    try:
        code: int = asked.run(asked)
    except KeyboardInterrupt:
        return _BROKEN_OFF
    except BrokenPipeError:
        # Whoever read has seen enough (`husaca diagnose … | head`). Nothing more may be written, also at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if os.environ.get("HUSACA_DEBUG"):
            raise
        what = " ".join(f"{type(error).__name__}: {error}".split())
        console.write(f"husaca: unexpected error: {what} (HUSACA_DEBUG=1 shows where)", sys.stderr)
        return _WRONG_USE
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="husaca", description=_ABOUT, epilog=_MORE, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--version", action="version", version=f"husaca {__version__}")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    shared = _shared()

    diagnose = subparsers.add_parser(
        "diagnose",
        parents=[shared],
        help="say what follows from facts",
        description=commands.diagnose.__doc__,
    )
    diagnose.add_argument(
        "file", metavar="FILE", help="a facts file, YAML or JSON; - reads the standard input"
    )
    _choose_sources(diagnose)
    diagnose.set_defaults(run=commands.diagnose)

    explain = subparsers.add_parser(
        "explain", parents=[shared], help="say why, and why not", description=commands.explain.__doc__
    )
    explain.add_argument(
        "file", metavar="FILE", help="a facts file, YAML or JSON; - reads the standard input"
    )
    explain.add_argument(
        "id", metavar="FINDING", help="the id of a finding or of a score; of a remedy `remedy:ID`"
    )
    explain.add_argument(
        "--band", metavar="BAND", help="of a score: what keeps it from this band; the highest unless given"
    )
    _choose_sources(explain)
    explain.set_defaults(run=commands.explain)

    claims = subparsers.add_parser(
        "claims", help="say what rests on which claim", description=commands.claims.__doc__
    )
    _choose_rules(claims)
    claims.add_argument("id", metavar="ID", nargs="?", help="of a claim, a reference or a finding")
    claims.add_argument(
        "--format",
        choices=("text", "json", "markdown"),
        default="text",
        help="text to read, JSON, or all as one page in Markdown",
    )
    claims.set_defaults(run=commands.claims)

    questions = subparsers.add_parser(
        "questions", help="say what to ask, most telling first", description=commands.questions.__doc__
    )
    _choose_rules(questions)
    questions.add_argument(
        "name", metavar="NAME", nargs="?", help="of the questionnaire, where the rules have more than one"
    )
    questions.add_argument(
        "--format",
        choices=("text", "yaml", "json"),
        default="text",
        help="text to read, a facts file to fill in, or JSON for a form",
    )
    questions.add_argument("--count", metavar="N", type=_count, help="no more than the first N")
    questions.add_argument(
        "--facts",
        metavar="FILE",
        help="ask only what this facts file leaves unanswered; - reads the standard input",
    )
    questions.set_defaults(run=commands.questions)

    check = subparsers.add_parser(
        "check", parents=[shared], help="read rules and run their cases", description=commands.check.__doc__
    )
    check.add_argument("directories", metavar="RULES", nargs="*", help="the same as --rules")
    check.set_defaults(run=commands.check)
    return parser


def _shared() -> argparse.ArgumentParser:
    """The options that every command has."""
    shared = argparse.ArgumentParser(add_help=False)
    _choose_rules(shared)
    shared.add_argument("--format", choices=("text", "json"), default="text", help="text to read, or JSON")
    shared.add_argument(
        "--engine",
        choices=("experta", "direct"),
        default="experta",
        help="they give equal results; direct is quick",
    )
    return shared


def _choose_sources(parser: argparse.ArgumentParser) -> None:
    """The option that asks who says so."""
    parser.add_argument(
        "--sources", action="store_true", help="add who says so: claims, references and own reasons (in text)"
    )


def _choose_rules(parser: argparse.ArgumentParser) -> None:
    """The options that say which rules, and in which of their languages."""
    parser.add_argument(
        "--lang",
        metavar="LANG",
        help="nl, en or another language of the rules; that of the locale unless given",
    )
    parser.add_argument("--rules", metavar="DIR", action="append", default=[], help=_RULES_HELP)


def _count(text: str) -> int:
    """A whole number from 1; argparse tells of any other."""
    if text.isascii() and text.isdigit() and int(text[:9]) > 0:
        return int(text[:9])
    raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1")
