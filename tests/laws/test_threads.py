"""Eight threads that diagnose different organisations with shared rules give the results of one thread."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Semaphore

import husaca_rules as hr
from tests.laws.depth import DEEP

THREADS = 8
ROUNDS = 8 if DEEP else 2


def at_once(work):
    """What `work` gives for each of the numbers of eight threads that begin together, and take turns as often as they can."""
    before = sys.getswitchinterval()
    ready = Semaphore(0)
    together = Barrier(THREADS, action=lambda: sys.setswitchinterval(1e-6), timeout=60)

    def begin(number):
        ready.release()
        together.wait()
        return work(number)

    try:
        with ThreadPoolExecutor(THREADS) as threads:
            begun = []
            for number in range(THREADS):
                begun.append(threads.submit(begin, number))
                ready.acquire()  # no two threads start at once: a tracer as that of coverage does not stand that
            return [each.result() for each in begun]
    finally:
        sys.setswitchinterval(before)


def told_by(diagnosis):
    """Everything that a diagnosis says."""
    said = [diagnosis.to_dict(), diagnosis.trace]
    said += [diagnosis.why(finding.id).render("nl") for finding in diagnosis.findings[::8]]
    return said


def shared_rules(tmp_path, number):
    """Rules that nobody has used yet, so that the threads meet while they are made ready."""
    (tmp_path / "more.yaml").write_text(
        f"# {number}\nwords: {{also_{number}: {{nl: ook, en: also}}}}\n", encoding="utf-8"
    )
    return hr.load_rules(tmp_path, base=hr.load_rules())


def test_eight_threads_give_the_results_of_one(engine, tmp_path):
    organisations = [case.given for case in hr.load_rules().cases[:3]] + [{}, {"talent_turnover": "31%"}]
    for number in range(ROUNDS):
        rules = shared_rules(tmp_path, number)

        def work(start, rules=rules):
            turns = organisations[start % len(organisations) :] + organisations[: start % len(organisations)]
            return [told_by(hr.diagnose(facts, rules=rules, engine=engine)) for facts in turns]

        results = at_once(work)
        alone = [
            told_by(hr.diagnose(facts, rules=shared_rules(tmp_path, number), engine=engine))
            for facts in organisations
        ]
        for start, result in enumerate(results):
            turn = start % len(organisations)
            assert result == alone[turn:] + alone[:turn]


def test_one_diagnosis_may_be_read_by_eight_threads(engine):
    facts = hr.load_rules().cases[0].given
    alone = told_by(hr.diagnose(facts, engine=engine))
    for _ in range(ROUNDS):
        diagnosis = hr.diagnose(facts, engine=engine)
        assert at_once(lambda _, read=diagnosis: told_by(read)) == [alone] * THREADS
