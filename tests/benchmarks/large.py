"""What 100,000 wordings cost and how well they answer: ``python -m tests.benchmarks.large [--cache FOLDER] [--wordings 100000]``.

Twice: the same entries with many more wordings each, and many more entries with as many wordings as now. Each is started with an
empty cache and with a full one, in processes of their own, with the real encoder; then the labelled messages are asked. The messages
are about the built-in entries, so the figures compare with those of ``python -m bot evaluate``.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time

from bot.answering.answerer import Answerer
from bot.answering.building import build_answerer
from bot.answering.training.evaluate import EvaluationReport, evaluate, quantile
from bot.answering.training.labelled import EVALUATION_FOLDER, QUESTIONS, read_labelled
from bot.library.loader import load_library
from bot.library.models import Library
from bot.settings.config import parse_settings
from tests.benchmarks.grown import more_entries, more_wordings


def grown(shape: str, wordings: int, library: Library) -> Library:
    """The library of one shape with about so many wordings."""
    if shape == "wordings":
        return more_wordings(library, wordings)
    return more_entries(library, round(wordings / sum(len(entry.aliases) for entry in library.entries)))


def start(shape: str, wordings: int, cache: str) -> Answerer:
    """Build an answerer; says how long that took, without making the library, and the most memory it needed."""
    settings = parse_settings({"MINGFA_CACHE": cache})
    library = grown(shape, wordings, load_library(settings.knowledge))
    texts = sum(len(entry.aliases) for entry in library.entries)
    began, computed = time.perf_counter(), time.process_time()
    answerer = build_answerer(settings, library=library)
    seconds, computed = time.perf_counter() - began, time.process_time() - computed
    # Not ru_maxrss: a child process inherits its parent's.
    with open("/proc/self/status") as status:
        peak = int(next(line for line in status if line.startswith("VmHWM")).split()[1]) / 1024
    print(
        f"{len(library.entries)} entries, {texts} aliases: ready in {seconds:.1f} s ({computed:.1f} s of processor), peak {peak:.0f} MB",
        flush=True,
    )
    return answerer


def figures(report: EvaluationReport) -> str:
    """The figures that count."""
    asked, overheard, silent = report.addressed, report.overheard, report.silence
    return (
        f"  first {asked.share(asked.first):.3f}, helped {asked.share(asked.helped):.3f}, wrong {asked.share(asked.answered_wrong):.3f}; "
        f"overheard right {overheard.share(overheard.answered_right):.3f}, wrong {overheard.share(overheard.answered_wrong):.3f}; "
        f"silence: false answers {silent.share(silent.answered_wrong):.3f}, false choices {silent.share(silent.chose_wrong):.3f}\n"
        f"  a question: median {quantile(report.milliseconds, 0.5):.1f} ms, p99 {quantile(report.milliseconds, 0.99):.1f} ms"
    )


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", help="a folder that stays, so that only the first run takes minutes")
    parser.add_argument("--wordings", type=int, default=100_000)
    parser.add_argument("--shape", choices=["wordings", "entries"])
    parser.add_argument("--only", choices=["start", "ask"], help="in this process, one shape: start, and perhaps ask")
    options = parser.parse_args()
    if options.only:
        answerer = start(options.shape, options.wordings, options.cache)
        if options.only == "ask":
            messages = read_labelled(*(EVALUATION_FOLDER / name for name in QUESTIONS))
            print(figures(evaluate(lambda said, addressed: answerer.answer(said, addressed=addressed), messages, time.perf_counter)))
        return
    with tempfile.TemporaryDirectory() as folder:
        cache = options.cache or folder
        for shape in [options.shape] if options.shape else ["wordings", "entries"]:
            child = [
                sys.executable,
                "-m",
                "tests.benchmarks.large",
                "--shape",
                shape,
                "--cache",
                cache,
                "--wordings",
                str(options.wordings),
            ]
            for only in ("start", "ask"):
                subprocess.run([*child, "--only", only], check=True)


if __name__ == "__main__":
    main()
