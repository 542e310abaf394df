"""What importing and diagnosing leave behind in the process of a host: nothing."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap


def in_fresh_interpreter(script: str) -> object:
    """What a script prints as JSON, run where nothing was imported before."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(script)],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_importing_the_library_loads_no_engine_no_test_tool_and_no_rules() -> None:
    loaded = in_fresh_interpreter(
        """
        import json, sys
        opened = []
        sys.addaudithook(lambda event, found: opened.append(str(found[0])) if event == "open" else None)
        import husaca_rules
        for name in husaca_rules.__all__:  # each is imported when it is first asked for
            getattr(husaca_rules, name)
        names = ("experta", "hypothesis", "pytest", "rich", "typer", "polars", "numpy")
        code = (".py", ".pyc", ".so")
        # A directory is listed to find a module; a temporary name is that of a .pyc being written.
        read = [o for o in opened if not o.endswith(code) and ".pyc." not in o and not o.isdigit()]
        print(json.dumps([n for n in names if n in sys.modules] + read))
        """
    )
    assert loaded == []


def test_a_diagnosis_leaves_the_process_as_it_was() -> None:
    before, after = in_fresh_interpreter(
        """
        import collections, json, logging, signal, sys, threading, warnings

        def state():
            signals = (signal.SIGINT, signal.SIGTERM)
            return {
                "logging": [repr(h) for h in logging.getLogger().handlers] + [logging.getLogger().level, logging.root.manager.disable],
                "basicConfig": logging.basicConfig.__module__,
                "collections": sorted(vars(collections)),
                "warnings": repr(warnings.filters),
                "path": sys.path,
                "recursion": sys.getrecursionlimit(),
                "signals": [repr(signal.getsignal(s)) for s in signals],
                "hooks": [repr(sys.excepthook), repr(sys.displayhook), repr(threading.excepthook)],
                "meta_path": len(sys.meta_path),
                "switch": sys.getswitchinterval(),
            }

        before = state()
        import husaca_rules as hr
        diagnosis = hr.diagnose({"talent_turnover": 0.31})
        diagnosis.render("nl")
        diagnosis.why("talent_turnover_high")
        print(json.dumps([before, state()]))
        """
    )
    assert before == after


def test_no_fact_value_is_logged_when_the_host_logs_everything() -> None:
    logged = in_fresh_interpreter(
        """
        import io, json, logging
        stream = io.StringIO()
        logging.basicConfig(level=1, stream=stream)
        import husaca_rules as hr
        hr.diagnose({"talent_turnover": 0.3137, "micro_management": "high"})
        print(json.dumps(stream.getvalue()))
        """
    )
    assert logged == ""


def test_without_experta_the_direct_engine_works_and_the_default_says_how_to_install_it() -> None:
    state, said = in_fresh_interpreter(
        """
        import json, sys

        class Absent:
            def find_spec(self, name, path=None, target=None):
                if name.partition(".")[0] == "experta":
                    raise ModuleNotFoundError(f"No module named {name!r}", name=name)

        sys.meta_path.insert(0, Absent())
        import husaca_rules as hr
        state = hr.diagnose({"talent_turnover": 0.31}, engine="direct")["talent_turnover_high"].state
        try:
            hr.diagnose({})
        except hr.MissingExtra as missing:
            said = str(missing)
        print(json.dumps([state, said]))
        """
    )
    assert state == "holds"
    assert "pip install experta" in said
    assert 'engine="direct"' in said
    assert "\n" not in said
