"""What a host process sees of experta: nothing, whether it loads or not."""

from __future__ import annotations

import collections
import importlib
import logging
import sys
import threading
from types import ModuleType

import pytest

from husaca_rules.errors import HusacaError, MissingExtra
from husaca_rules.evaluate.experta_engine import loading
from tests.evaluate.interpreter import output_of


def test_it_is_loaded_at_the_first_evaluation_and_not_before():
    assert output_of("""
        import sys
        before = "experta" in sys.modules
        result = diagnose(fact1=2)
        print(before, "experta" in sys.modules, len(result.trace) > 3)
    """).split() == ["False", "True", "True"]


def test_it_leaves_the_process_as_it_was():
    assert (
        output_of("""
        import collections, decimal, gc, locale, logging, os, random, signal, sys, threading, warnings

        def state():
            return {
                "collections": sorted(vars(collections)),
                "warnings": list(warnings.filters),
                "showwarning": warnings.showwarning,
                "sys.path": list(sys.path),
                "sys.meta_path": list(sys.meta_path),
                "sys.path_hooks": list(sys.path_hooks),
                "recursion limit": sys.getrecursionlimit(),
                "switch interval": sys.getswitchinterval(),
                "excepthook": (sys.excepthook, threading.excepthook, sys.unraisablehook),
                "display hook": sys.displayhook,
                "trace": (sys.gettrace(), sys.getprofile()),
                "signals": [signal.getsignal(number) for number in signal.valid_signals()],
                "threads": threading.active_count(),
                "root logger": (logging.root.level, list(logging.root.handlers), list(logging.root.filters)),
                "logging": (logging.basicConfig, logging.getLoggerClass(), logging.root.manager.disable),
                "last resort": logging.lastResort,
                "gc": (gc.isenabled(), gc.get_threshold()),
                "random": random.getstate(),
                "decimal": repr(decimal.getcontext()),
                "locale": locale.setlocale(locale.LC_ALL),
                "environment": dict(os.environ),
                "directory": os.getcwd(),
            }

        before = state()
        diagnose(fact1=2)
        after = state()
        print([name for name in before if before[name] != after[name]])
    """)
        == "[]\n"
    )


def test_a_name_that_it_lends_is_gone_afterwards_and_facts_work_without_it():
    assert (
        output_of("""
        import collections
        diagnose(fact1=2)
        import copy, pickle, experta
        fact = experta.Fact(x={"a": [1]})
        same = pickle.loads(pickle.dumps(fact)) == copy.deepcopy(fact) == fact
        print(hasattr(collections, "Mapping"), same)
    """)
        == "False True\n"
    )


def test_a_name_that_the_host_lent_itself_stays():
    assert (
        output_of("""
        import collections, collections.abc
        collections.Mapping = collections.abc.Mapping
        diagnose(fact1=2)
        print(collections.Mapping is collections.abc.Mapping)
    """)
        == "True\n"
    )


def test_the_host_may_still_set_up_its_logging():
    assert (
        output_of("""
        import io, logging
        stream = io.StringIO()
        diagnose(fact1=2)
        logging.basicConfig(level=logging.INFO, stream=stream, format="%(name)s %(message)s")
        logging.getLogger("host").info("hello")
        diagnose(fact1=3)
        print(repr(stream.getvalue()), logging.root.level, len(logging.root.handlers))
    """)
        == "'host hello\\n' 20 1\n"
    )


def test_another_thread_may_set_up_logging_while_experta_is_being_imported():
    assert (
        output_of("""
        import logging, sys, threading

        class DuringTheImport:
            kept = None

            def find_spec(self, name, path=None, target=None):
                if name == "experta.rule":
                    DuringTheImport.kept = logging.basicConfig
                    thread = threading.Thread(target=logging.basicConfig, kwargs={"level": logging.ERROR})
                    thread.start()
                    thread.join()

        sys.meta_path.insert(0, DuringTheImport())
        diagnose(fact1=2)
        print(logging.root.level == logging.ERROR, len(logging.root.handlers))
        DuringTheImport.kept(level=logging.INFO, force=True)  # whoever kept the stand-in has the real one
        print(logging.root.level == logging.INFO)
    """)
        == "True 1\nTrue\n"
    )


def test_a_host_that_replaced_basic_config_meanwhile_keeps_its_own():
    assert (
        output_of("""
        import logging, sys

        def own(**options):
            pass

        class DuringTheImport:
            def find_spec(self, name, path=None, target=None):
                if name == "experta.operator":
                    logging.basicConfig = own

        sys.meta_path.insert(0, DuringTheImport())
        diagnose(fact1=2)
        print(logging.basicConfig is own)
    """)
        == "True\n"
    )


def test_a_host_that_logs_everything_gets_no_record():
    assert (
        output_of("""
        import logging

        class Keeping(logging.Handler):
            def emit(self, record):
                records.append(record)

        records = []
        logging.basicConfig(level=logging.DEBUG, handlers=[Keeping()])
        first = diagnose(fact1=2)
        second = diagnose(fact1=2)
        print(records, first == second)
    """)
        == "[] True\n"
    )


def test_a_host_that_turns_on_experta_s_own_log_sees_no_value():
    assert (
        output_of("""
        import logging

        class Keeping(logging.Handler):
            def emit(self, record):
                texts.append(record.getMessage())

        texts = []
        logging.basicConfig(level=logging.DEBUG, handlers=[Keeping()])
        logging.getLogger("experta").setLevel(logging.DEBUG)
        diagnose(fact1=271828, fact2=314159)
        log = "\\n".join(texts)
        print("FIRE" in log, "271828" in log, "314159" in log)
    """)
        == "True False False\n"
    )


def test_it_loads_after_an_import_that_failed_in_the_host():
    assert (
        output_of("""
        import logging
        try:
            import experta
        except AttributeError:
            logging.root.handlers.clear()  # that import left one
        print(len(diagnose(fact1=2).trace) > 3)
    """)
        == "True\n"
    )


def test_it_loads_once_when_many_threads_begin_together():
    assert (
        output_of("""
        import collections, logging, sys, threading
        sys.setswitchinterval(1e-6)
        from husaca_rules.evaluate.experta_engine import load
        real, results, together = logging.basicConfig, [], threading.Barrier(8)

        def begin(number):
            together.wait()
            if number % 2:
                load()
            results.append(diagnose(fact1=2))

        threads = [threading.Thread(target=begin, args=(number,)) for number in range(8)]
        for thread in threads: thread.start()
        for thread in threads: thread.join()
        print(len(results), len(set(results)), hasattr(collections, "Mapping"), logging.basicConfig is real)
    """)
        == "8 1 False True\n"
    )


@pytest.mark.parametrize(
    ("missing", "needs", "command"),
    (
        ("experta", "experta", "experta"),
        ("schema", "schema", "experta schema"),
        ("frozendict", "frozendict", "experta frozendict"),
    ),
)
def test_without_it_the_error_says_what_to_install_in_one_line(missing, needs, command):
    """It also mends itself: once installed, the next call works."""
    printed = output_of(f"""
        import sys
        from husaca_rules.errors import MissingExtra
        sys.modules[{missing!r}] = None
        for attempt in range(2):
            try:
                diagnose(fact1=2)
            except MissingExtra as error:
                print(error)
        del sys.modules[{missing!r}]
        print(len(diagnose(fact1=2).trace) > 3)
    """)
    line = (
        f'engine="experta" needs {needs}, which is not installed; run: pip install {command} '
        '(or use engine="direct", which works without it and gives equal results)\n'
    )
    assert printed == line + line + "True\n"


def test_without_it_a_finder_that_refuses_gives_the_same_error():
    assert "run: pip install experta (or" in output_of("""
        import sys
        from husaca_rules.errors import MissingExtra

        class Refusing:
            def find_spec(self, name, path=None, target=None):
                if name == "experta":
                    raise ModuleNotFoundError("not here", name=name)

        sys.meta_path.insert(0, Refusing())
        try:
            diagnose(fact1=2)
        except MissingExtra as error:
            print(error)
    """)


def test_one_input_gives_one_output_whatever_the_hash_seed():
    digests = {
        output_of(
            """
            import hashlib
            results = [diagnose(), diagnose(fact1=2), diagnose(fact1=0, fact2=4, fact3=1)]
            print(hashlib.sha256(repr(results).encode()).hexdigest())
            """,
            PYTHONHASHSEED=seed,
        )
        for seed in ("0", "1", "2", "31337", "random")
    }
    assert len(digests) == 1


# --------------------------------------------------------------------------------- its parts, in this process


def test_what_was_half_imported_is_dropped_again(monkeypatch):
    def half(name):
        sys.modules["experta.made_up"] = ModuleType("experta.made_up")
        return ModuleType(name)

    monkeypatch.setattr(importlib, "import_module", half)
    with pytest.raises(MissingExtra, match=r"needs experta, .* run: pip install experta \(or"):
        loading.load()
    assert "experta.made_up" not in sys.modules


@pytest.mark.parametrize(
    ("missing", "command"),
    ((("experta",), "experta"), (("schema", "frozendict"), "experta frozendict schema")),
)
def test_what_is_missing_is_named(monkeypatch, missing, command):
    def fails(name):
        raise ModuleNotFoundError(missing[0])

    monkeypatch.setattr(importlib, "import_module", fails)
    for name in missing:
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingExtra) as caught:
        loading.load()
    assert f"run: pip install {command} (or" in str(caught.value)
    assert isinstance(caught.value, HusacaError)
    assert isinstance(caught.value, ImportError)
    assert isinstance(caught.value.__cause__, ModuleNotFoundError)


def test_a_package_that_someone_hides_counts_as_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "schema", ModuleType("schema"))  # it has no __spec__
    assert not loading._is_installed("schema")


def test_only_the_importing_thread_is_kept_from_setting_up_logging(monkeypatch):
    calls: list[str] = []
    monkeypatch.setattr(logging, "basicConfig", lambda **options: calls.append(options["by"]))
    real = logging.basicConfig
    with loading._basic_config_is_quiet():
        quiet = logging.basicConfig
        quiet(by="the import")
        thread = threading.Thread(target=quiet, kwargs={"by": "another thread"})
        thread.start()
        thread.join()
    assert logging.basicConfig is real
    quiet(by="one who kept it")
    assert calls == ["another thread", "one who kept it"]
    with loading._basic_config_is_quiet():
        monkeypatch.setattr(logging, "basicConfig", sorted)
    assert logging.basicConfig is sorted


def test_a_lent_name_is_taken_back_also_after_an_error():
    def fail():
        assert collections.Mapping is collections.abc.Mapping
        raise RuntimeError

    with pytest.raises(RuntimeError), loading._mapping_is_lent():
        fail()
    assert not hasattr(collections, "Mapping")


def test_a_name_that_was_there_is_not_taken(monkeypatch):
    monkeypatch.setattr(collections, "Mapping", dict, raising=False)
    with loading._mapping_is_lent():
        assert collections.Mapping is dict
    assert collections.Mapping is dict


@pytest.mark.parametrize(
    ("level", "after"), ((logging.NOTSET, logging.CRITICAL + 1), (logging.INFO, logging.INFO))
)
def test_a_level_that_the_host_gave_to_experta_stands(level, after):
    logger = logging.getLogger("experta")
    before = logger.level
    try:
        logger.setLevel(level)
        loading.load()
        assert logger.level == after
    finally:
        logger.setLevel(before)
