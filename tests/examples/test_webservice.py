"""The example of a web service: over a real socket on this machine, for a counted number of requests."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.client import HTTPConnection
from queue import Queue
from urllib.parse import urlsplit

import pytest

import husaca_rules as hr
from examples import webservice

JSON = {"Content-Type": "application/json"}
FACTS = {"micro_management": "high", "talent_turnover": "31%"}


@contextmanager
def served(requests=1, seconds=20.0):
    """The address of the service while it runs, which is until so many requests have been made."""
    told = Queue()
    thread = threading.Thread(target=webservice.serve, args=(0, requests, seconds, told.put), daemon=True)
    thread.start()
    url = urlsplit(told.get(timeout=10))
    yield url.hostname, url.port
    thread.join(timeout=30)
    assert not thread.is_alive()


def ask(address, method="GET", path="/", body=None, headers=JSON):
    connection = HTTPConnection(*address, timeout=20)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.headers), answer.read().decode()
    finally:
        connection.close()


def post(facts, path="/", headers=JSON):
    body = facts if isinstance(facts, bytes) else json.dumps(facts).encode()
    with served() as address:
        return ask(address, "POST", path, body, headers)


# ------------------------------------------------------------------------------------------- good answers


def test_facts_give_a_diagnosis():
    status, headers, text = post(FACTS)
    assert (status, headers["Content-Type"]) == (200, "application/json; charset=utf-8")
    assert headers["Cache-Control"] == "no-store"
    assert hr.Diagnosis.from_dict(json.loads(text)) == hr.diagnose(FACTS)


def test_no_facts_are_no_failure():
    status, _, text = post({})
    assert (status, json.loads(text)["facts"]) == (200, {})


@pytest.mark.parametrize("lang", ("en", "nl"))
def test_a_note_is_given_to_who_asks_for_text(lang):
    status, headers, text = post(FACTS, f"/?lang={lang}", JSON | {"Accept": "text/plain"})
    assert (status, headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert text == hr.diagnose(FACTS).render(lang) + "\n"


@pytest.mark.parametrize("lang", ("en", "nl"))
def test_the_questions_are_given_as_text(lang):
    with served() as address:
        status, headers, text = ask(address, path=f"/?lang={lang}")
    assert (status, headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    rules = hr.load_rules()
    for fact in rules.facts.values():
        assert (fact.ask[lang] in text) == (fact.formula is None), fact.id


def test_only_the_head_is_given_to_who_asks_for_that():
    with served() as address:
        status, headers, text = ask(address, "HEAD")
    assert (status, text) == (200, "")
    assert int(headers["Content-Length"]) > 1000


@pytest.mark.parametrize("accept", ("application/json", "text/plain"))
@pytest.mark.parametrize(
    "body", (b'{"\\ud800": 1}', b'{"tooling": "\\udc00"}', b'{"organisation": {"name": "\\ud800"}}')
)
def test_half_a_character_is_a_problem_and_no_failure(accept, body):
    status, _, text = post(body, headers=JSON | {"Accept": accept})
    assert (status, bool(json.loads(text)["problems"])) == (422, True)


# -------------------------------------------------------------------------------------------- bad requests


@pytest.mark.parametrize(("lang", "words"), (("en", " no fact "), ("nl", " geen feit ")))
def test_all_problems_with_facts_come_back_as_data(lang, words):
    status, _, text = post({"talent_turnover": 31, "micro_managment": "high"}, f"/?lang={lang}")
    problems = json.loads(text)["problems"]
    assert status == 422
    assert [(each["code"], each.get("name")) for each in problems] == [
        ("out-of-range", "talent_turnover"),
        ("unknown-fact", "micro_managment"),
    ]
    assert problems[1]["message"].count(words) == 1
    assert problems[1]["suggestion"] == "micro_management"
    assert problems[1]["place"] == {"line": 1, "column": 25}


@pytest.mark.parametrize(
    "body",
    (
        b'{"tooling": "low"',
        b'{"tooling": NaN}',
        b'{"tooling": "low", "tooling": "high"}',
        b"{" * 5000,
        b'{"a": ' + b"[" * 30_000,
        b'{"tooling": "\xff"}',
    ),
    ids=("unclosed", "nan", "twice", "braces", "deep", "no-utf-8"),
)
def test_a_body_that_is_no_json_is_a_problem_with_facts(body):
    status, _, text = post(body)
    assert (status, bool(json.loads(text)["problems"])) == (422, True)


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status", "code"),
    (
        ("POST", "/", b"{}", {"Content-Type": "text/plain"}, 415, "no-json"),
        ("POST", "/", b"tooling: low", JSON, 415, "no-json"),
        ("POST", "/", b"[]", JSON, 415, "no-json"),
        ("POST", "/", b"", JSON, 415, "no-json"),
        ("POST", "/", None, JSON | {"Content-Length": "-1"}, 411, "no-length"),
        ("POST", "/", None, JSON | {"Content-Length": "many"}, 411, "no-length"),
        ("POST", "/?lang=fr", b"{}", JSON, 400, "unknown-language"),
        ("GET", "/?" + "a=1&" * 20, None, {}, 400, "unknown-language"),
        ("GET", "/facts", None, {}, 404, "no-such-page"),
        ("DELETE", "/", None, {}, 405, "no-such-method"),
    ),
)
def test_what_cannot_be_answered_is_refused_in_a_sentence(method, path, body, headers, status, code):
    with served() as address:
        came, answered, text = ask(address, method, path, body, headers)
    problem = json.loads(text)["problems"][0]
    assert (came, problem["code"]) == (status, code)
    assert problem["message"].endswith(("/", "."))
    assert ("Allow" in answered) == (status == 405)


@pytest.mark.parametrize("size", (webservice.MOST_BYTES + 1, 10 * webservice.MOST_BYTES))
def test_too_large_a_body_is_refused(size):
    status, _, text = post(b"{" + b" " * (size - 1))
    assert (status, json.loads(text)["problems"][0]["code"]) == (413, "too-large")


def test_the_largest_body_is_read():
    facts = json.dumps(FACTS).encode()
    assert post(facts + b" " * (webservice.MOST_BYTES - len(facts)))[0] == 200


# ------------------------------------------------------------------------------ what may not be seen, and time


def test_a_failure_of_ours_is_one_sentence_and_no_traceback(monkeypatch, capfd):
    def fails(*_, **__):
        raise ZeroDivisionError("talent_turnover is 0.3137")

    monkeypatch.setattr(hr, "diagnose", fails)
    status, _, text = post(FACTS)
    assert (status, json.loads(text)["problems"][0]["code"]) == (500, "failed")
    assert "0.3137" not in text
    assert capfd.readouterr() == ("", "")


def test_no_fact_is_logged(capfd, caplog):
    with served(requests=3) as address, caplog.at_level(0):
        ask(address, "POST", "/?talent_turnover=0.3137", json.dumps({"talent_turnover": 0.3137}))
        ask(address, "POST", "/", json.dumps({"talent_turnover": 3137}))
        ask(address, "GET", "/talent_turnover/0.3137")
    assert capfd.readouterr() == ("", "")
    assert caplog.text == ""


@pytest.mark.parametrize(
    "sent", (b"", b"NONSENSE\r\n\r\n", b"POST / HTTP/1.1\r\nContent-Length: 50\r\n\r\n{")
)
def test_a_client_that_goes_away_leaves_no_trace(sent, capfd):
    with served(requests=2) as address:
        with socket.create_connection(address, timeout=5) as client:
            client.sendall(sent)
        assert ask(address, "POST", "/", b"{}")[0] == 200
    assert capfd.readouterr() == ("", "")


def test_a_client_that_keeps_others_waiting_is_cut_off(monkeypatch, capfd):
    monkeypatch.setattr(webservice, "PATIENCE", 0.3)
    with served(requests=2) as address, socket.create_connection(address, timeout=5) as slow:
        slow.sendall(b"POST / HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{")
        assert slow.recv(100) == b""
        monkeypatch.setattr(webservice, "PATIENCE", 10)
        assert ask(address, "POST", "/", b"{}")[0] == 200
    assert capfd.readouterr() == ("", "")


def test_it_stops_by_itself_when_its_time_is_over():
    # Were it to wait for its hundred requests, leaving would have no end.
    with served(requests=100, seconds=0.3) as address:
        pass
    with pytest.raises(OSError, match="refused"):
        ask(address, "GET", "/")


def test_it_runs_as_a_script_for_so_many_requests():
    command = [sys.executable, webservice.__file__, "--port", "0", "--requests", "1", "--seconds", "30"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as script:
        try:
            url = urlsplit(script.stdout.readline().strip())
            assert ask((url.hostname, url.port), "POST", "/", json.dumps(FACTS))[0] == 200
            out, err = script.communicate(timeout=20)
        finally:
            script.kill()
    assert (script.returncode, out, err) == (0, "", "")


def test_a_port_that_is_taken_is_told_in_one_sentence():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, webservice.__file__, "--port", port, "--seconds", "1"]
        done = subprocess.run(
            command, capture_output=True, check=False, encoding="utf-8", env=os.environ, timeout=30
        )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"port {port} cannot be used: ")
    assert "Traceback" not in done.stderr
