"""A small web service around the library, with nothing but the standard library: facts in, diagnosis out, as JSON.

    GET  /?lang=nl    the questions that facts answer, as text
    POST /?lang=nl    facts as JSON: the diagnosis as JSON, or as a note with `Accept: text/plain`

Facts that cannot be understood come back as status 422 with all their problems. `application` is plain WSGI, so any
server can run it. The one below serves this machine only, one request at a time, and stops by itself.
"""

from __future__ import annotations

import argparse
import json
import socket
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from io import StringIO
from threading import Timer
from typing import Any, TextIO
from urllib.parse import parse_qs
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import husaca_rules as hr

MOST_BYTES = 64 * 1024  # every fact answered at length takes a tenth of it
PATIENCE = 10  # seconds for a whole request; a client that sends a byte now and then would hold up all others

Start = Callable[[str, list[tuple[str, str]]], object]


class Refusal(Exception):
    """What a client asked for and does not get: a status, and the problems as data."""

    def __init__(self, status: str, *problems: Mapping[str, object], allow: str = "") -> None:
        super().__init__(status)
        self.status = status
        self.problems = problems
        self.headers = {"Allow": allow} if allow else {}


def application(environ: Mapping[str, Any], start: Start) -> Iterable[bytes]:
    """Answer one request."""
    headers: dict[str, str] = {}
    try:
        status, (kind, text) = "200 OK", answer(environ)
    except Refusal as refusal:
        status, headers = refusal.status, refusal.headers
        kind, text = "application/json", as_json({"problems": refusal.problems})
    except Exception:  # noqa: BLE001 - whatever it is, a client gets a sentence, and a log no fact
        status, kind = "500 Internal Server Error", "application/json"
        text = as_json(
            {"problems": [problem("failed", "This could not be worked out; that is our mistake.")]}
        )
    body = text.encode(errors="replace")
    headers |= {
        "Content-Type": f"{kind}; charset=utf-8",
        "Content-Length": str(len(body)),
        "Cache-Control": "no-store",  # what is known of an organisation belongs in nobody's cache
        "X-Content-Type-Options": "nosniff",
    }
    start(status, list(headers.items()))
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]


def answer(environ: Mapping[str, Any]) -> tuple[str, str]:
    """The type and the text of a good answer. Raises Refusal."""
    if environ.get("PATH_INFO") not in ("", "/"):
        raise Refusal("404 Not Found", problem("no-such-page", "There is one page here: /"))
    rules, method = hr.load_rules(), environ["REQUEST_METHOD"]
    lang = language(environ, rules)
    if method in ("GET", "HEAD"):
        return "text/plain", questions(rules, lang)
    if method != "POST":
        told = problem("no-such-method", "Ask with GET, or send facts with POST.")
        raise Refusal("405 Method Not Allowed", told, allow="GET, HEAD, POST")
    try:
        diagnosis = hr.diagnose(hr.parse_facts(sent(environ)), rules=rules)
    except hr.FactError as error:
        raise Refusal(
            "422 Unprocessable Content", *(told_of(each, lang) for each in error.problems)
        ) from None
    if environ.get("HTTP_ACCEPT", "").startswith("text/plain"):
        return "text/plain", diagnosis.render(lang) + "\n"
    return "application/json", as_json(diagnosis.to_dict())


def language(environ: Mapping[str, Any], rules: hr.RuleSet) -> str:
    """The language that is asked for, English if none is."""
    try:
        asked = parse_qs(environ.get("QUERY_STRING", ""), max_num_fields=10).get("lang", ["en"])[-1]
    except ValueError:
        asked = ""
    if asked not in rules.languages:
        known = " or ".join(rules.languages)
        raise Refusal("400 Bad Request", problem("unknown-language", f"`lang` is {known}.", allowed=known))
    return asked


def questions(rules: hr.RuleSet, lang: str) -> str:
    """The questions by area, each under the name of its fact. What is derived need not be asked."""
    parts = []
    for area, title in rules.areas.items():
        asked = [fact for fact in rules.facts.values() if fact.area == area and fact.formula is None]
        parts += [f"{title[lang]}\n", *(f"{fact.id}\n  {fact.ask[lang]}\n" for fact in asked)]
    return "\n".join(parts)


def sent(environ: Mapping[str, Any]) -> bytes:
    """The body of a request. Raises Refusal."""
    kind = environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    length = environ.get("CONTENT_LENGTH", "")
    if not (length.isascii() and length.isdigit()):
        raise Refusal("411 Length Required", problem("no-length", "Send a Content-Length."))
    size = int(length[:9])  # more digits mean too large whichever they are
    # Of too large a body a part is read all the same: a client that is cut off while it sends sees no answer.
    body = environ["wsgi.input"].read(min(size, 16 * MOST_BYTES))
    if size > MOST_BYTES or len(length) > 9:
        told = problem("too-large", f"Facts may take {MOST_BYTES} bytes.", allowed=f"{MOST_BYTES} bytes")
        raise Refusal("413 Content Too Large", told)
    if len(body) < size:
        raise Refusal("408 Request Timeout", problem("incomplete", "The facts did not arrive as a whole."))
    if kind != "application/json" or not body.lstrip().startswith(b"{"):
        told = problem("no-json", "Send facts as one JSON object, with Content-Type: application/json.")
        raise Refusal("415 Unsupported Media Type", told)
    return body


def told_of(found: hr.Problem, lang: str) -> dict[str, object]:
    """A problem with facts as data, with the sentence in a language. It may name the value, to who sent it."""
    message = found.message_nl if lang == "nl" and found.message_nl else found.message
    place = found.place and {"line": found.place.line, "column": found.place.column}
    return problem(
        found.code, message, name=found.name, allowed=found.allowed, suggestion=found.suggestion, place=place
    )


def problem(code: str, message: str, **more: object) -> dict[str, object]:
    """A problem as data."""
    return {
        "code": code,
        "message": message,
        **{key: value for key, value in more.items() if value is not None},
    }


def as_json(data: object) -> str:
    """Data as JSON text, in ASCII: half a character, which JSON can hold, is no text that can be sent."""
    return json.dumps(data, allow_nan=False) + "\n"


# ------------------------------------------------------------------------------------------------ the server


class Handler(WSGIRequestHandler):
    """Handles a request without a word: what was asked, and the address it was asked with, may tell of a client."""

    def handle(self) -> None:
        """Handle one request, and hang up when it takes too long."""
        limit = Timer(PATIENCE, self.hang_up)
        limit.daemon = True
        limit.start()
        try:
            super().handle()
        except OSError:  # the client went away
            self.close_connection = True
        finally:
            limit.cancel()

    def hang_up(self) -> None:
        """End the connection under whoever reads from it or writes to it."""
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_: object) -> None:
        """Log nothing."""

    def get_stderr(self) -> TextIO:
        """Where tracebacks go: nowhere."""
        return StringIO()


class Server(WSGIServer):
    """Serves `application` on this machine alone."""

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002 - as the base has it
        """Name the kind of mistake and nothing of the request."""
        print(f"a request failed: {sys.exc_info()[0].__name__}", file=sys.stderr)


def serve(port: int, requests: int, seconds: float, tell: Callable[[str], object] = print) -> None:
    """Serve on a port of this machine (0: any that is free) until so many requests or seconds have passed."""
    with Server(("127.0.0.1", port), Handler) as server:
        server.set_app(application)
        tell(f"http://127.0.0.1:{server.server_port}/")
        end = time.monotonic() + seconds
        for _ in range(requests):
            server.timeout = end - time.monotonic()
            if server.timeout <= 0:
                return
            server.handle_request()


def main() -> None:
    """Serve as the command line says."""
    parser = argparse.ArgumentParser(description="Serves diagnoses to this machine, and stops by itself.")
    parser.add_argument("--port", type=int, default=8000, help="0 takes one that is free (default: 8000)")
    parser.add_argument("--requests", type=int, default=1000, help="to stop after (default: 1000)")
    parser.add_argument("--seconds", type=float, default=600, help="to stop after (default: 600)")
    options = parser.parse_args()
    try:
        serve(options.port, options.requests, options.seconds, lambda url: print(url, flush=True))
    except (OSError, OverflowError) as error:
        sys.exit(f"port {options.port} cannot be used: {error}")
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
