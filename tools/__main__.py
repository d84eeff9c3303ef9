# Entry of every `make` target: find a Python that is new enough, then hand over.
# This file is read by any Python 3, so nothing newer than 3.6 may stand in it.
"""Find a Python of 3.11 or newer and run the command that was asked for."""

import os
import shutil
import sys

if sys.version_info < (3, 11):
    for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
        newer = shutil.which(name)
        if newer:
            os.execv(newer, [newer, "-m", "tools"] + sys.argv[1:])
    sys.stderr.write(
        "This is Python %d.%d; the project needs 3.11 or newer.\n"
        "What to do: install it (Debian 12 and Ubuntu 24.04: sudo apt-get install python3 python3-venv),\n"
        "or name the one you have: make run PYTHON=/path/to/python3.12\n" % sys.version_info[:2]
    )
    sys.exit(1)

from tools.commands import main

sys.exit(main(sys.argv[1:]))
