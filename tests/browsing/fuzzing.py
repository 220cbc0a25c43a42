"""Knows how the addresses for programs are asked by what their OpenAPI document allows, and by what it does not."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

# All that schemathesis looks at but one thing: a parameter that is given and empty counts as left out, because that is
# how a form in a browser sends a field that nobody filled in.
_LEFT_OUT = "negative_data_rejection"
_SETTING_UP = 13  # of 15 operations, two can be asked in one way only


def count_failures(address: str, requests: int) -> tuple[int, list[str]]:
    """How many requests were made, about as many as asked for or more, and what failed."""
    program = Path(sys.executable).parent / "schemathesis"
    command = [
        program,
        "run",
        f"{address}/openapi.json",
        "--phases=examples,coverage,fuzzing",
        "--seed=1",
        "--no-color",
    ]
    options = [
        f"--exclude-checks={_LEFT_OUT}",
        f"--max-examples={requests // _SETTING_UP}",
        "--generation-database=none",
    ]
    with tempfile.TemporaryDirectory(prefix="palimpsest-fuzz-") as folder:  # it keeps a book of its failures
        told = subprocess.run([*command, *options], cwd=folder, capture_output=True, text=True, check=False)
    counted = re.search(r"([\d,]+) generated", told.stdout)
    if counted is None:
        raise RuntimeError(f"schemathesis did not run: {told.stdout}{told.stderr}")
    failures = re.findall(r"^- (?:ST\d+ .*)$|^    curl .*$", told.stdout, re.M)
    if told.returncode and not failures:
        failures = [told.stdout]
    return int(counted[1].replace(",", "")), failures
