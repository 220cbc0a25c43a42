"""Knows that anyone can start the stand-in archive by hand."""

import http.client
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fake_archive.faults import FAULTS

ROOT = Path(__file__).parent.parent


def test_by_hand_it_prints_its_address_serves_and_ends_when_told():
    command = [sys.executable, "-m", "tests.fake_archive", "data/sample"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as started:
        assert started.stdout is not None
        port = int(started.stdout.readline().rsplit(":", 1)[1])
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("GET", "/cdx/search/cdx?url=tidewatch.example", headers={"User-Agent": "tests"})
        served = connection.getresponse().status
        connection.close()
        started.send_signal(signal.SIGTERM)
        told = started.stdout.read()
    assert (served, started.returncode, told) == (200, 0, "answered 1 index calls and 0 replays\n")


def test_by_hand_it_invents_as_many_domains_as_are_wanted(tmp_path):
    command = [sys.executable, "-m", "tests.fake_archive", "--invent", "3", "--list", str(tmp_path / "names.txt")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as started:
        assert started.stdout is not None
        started.stdout.readline()
        started.send_signal(signal.SIGTERM)
    names = (tmp_path / "names.txt").read_text().split()
    assert names == ["shop000000.example", "shop000001.example", "shop000002.example"]


def test_by_hand_every_fault_is_named_in_the_help():
    command = [sys.executable, "-m", "tests.fake_archive", "--help"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert all(fault in told for fault in FAULTS)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "nothing to serve"),
        (["no/such/folder"], "there is no 'no/such/folder'"),
        (["data/sample", "--fault", "503"], "expected something like 503=0.02"),
        (["data/sample", "--fault", "rain=1"], "no fault is named 'rain'"),
        (["data/sample", "--outage", "5"], "expected something like 3600-7200"),
    ],
)
def test_by_hand_what_cannot_be_done_is_said_in_a_line(arguments, said):
    command = [sys.executable, "-m", "tests.fake_archive", *arguments]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ran.returncode, said in ran.stderr.splitlines()[-1]) == (2, True)
