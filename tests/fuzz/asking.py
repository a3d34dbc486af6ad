"""Lines into ``ask --jsonl``: one line of JSON out for each, whatever came in."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from random import Random
from typing import IO

from tests.conftest import PROJECT
from tests.fuzz import mutate
from tests.fuzz.findings import Findings

_START = 300.0


def run(chance: Random, until: float, found: Findings) -> None:
    """Write a line, wait for its answer."""
    command = [sys.executable, "-m", "bot", "ask", "--jsonl"]
    with subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        answers: queue.Queue[bytes] = queue.Queue()
        errors: list[bytes] = []
        readers = [
            threading.Thread(target=_put, args=(process.stdout, answers.put), daemon=True),
            threading.Thread(target=_put, args=(process.stderr, errors.append), daemon=True),
        ]
        for reader in readers:
            reader.start()
        patience = _START  # the first answer waits for the knowledge
        while time.monotonic() < until or patience == _START:
            line = _line(chance)
            found.counts["ask"] += 1
            try:
                process.stdin.write(line + b"\n")
                process.stdin.flush()
                json.loads(answers.get(timeout=patience))
            except queue.Empty:
                found.report("ask", f"no answer within {patience:.0f} s", line)
                process.kill()
                break
            except (ValueError, OSError) as error:
                found.report("ask", type(error).__name__, line)
                break
            patience = found.patience
        if process.poll() is None:
            process.stdin.close()
            if process.wait(30) != 0:
                found.report("ask", f"exit code {process.returncode}", b"".join(errors))
    for reader in readers:
        reader.join(5)
    if any(b"Traceback" in line for line in errors):
        found.report("ask", "a stack", b"".join(errors))


def _line(chance: Random) -> bytes:
    question = {"id": chance.randrange(100), "question": mutate.text(chance, 40), "addressed": chance.random() < 0.7}
    if chance.random() < 0.5:
        return json.dumps(question).encode()
    request = json.dumps(mutate.tree(chance, question, 0.2), ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")
    line = mutate.data(chance, request) if chance.random() < 0.7 else request
    return line.replace(b"\n", b" ").replace(b"\r", b" ").strip() or b"{"


def _put(stream: IO[bytes], taken: Callable[[bytes], object]) -> None:
    for line in stream:
        taken(line)
