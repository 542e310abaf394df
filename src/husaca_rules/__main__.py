"""Makes `python -m husaca_rules` the same as the command `husaca`."""

import sys

from husaca_rules.cli import main

if __name__ == "__main__":
    sys.exit(main())
