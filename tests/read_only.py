"""Commands on a project that may only be read: ``python -m tests.read_only FOLDER COMMAND...``.

To be started in a mount namespace of its own, where the folder is made read-only; each command is one
argument, its words apart by blanks. Prints exit code and output of each as JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys

from click.testing import CliRunner

from generator.cli import main

if __name__ == "__main__":
    _, folder, *commands = sys.argv
    subprocess.run(["mount", "--bind", folder, folder], check=True)
    subprocess.run(["mount", "-o", "remount,bind,ro", folder], check=True)
    found = []
    for command in commands:
        result = CliRunner().invoke(main, [*command.split(), "--project", folder])
        failed = result.exception is not None and not isinstance(result.exception, SystemExit)
        found.append([result.exit_code, repr(result.exception) if failed else result.output])
    print(json.dumps(found))
