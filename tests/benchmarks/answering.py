"""How fast a question is answered: ``python -m tests.benchmarks.answering [--scales 1 10]``.

Times the built-in knowledge beside a plain rapidfuzz ``WRatio`` scan over the same aliases, the growth on synthetic
knowledge (100 takes some minutes and gigabytes), and the first answer of a new process. Figures of one machine; compare only
figures of one run. How well large knowledge answers: ``python -m tests.benchmarks.large``.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence

import numpy as np
from rapidfuzz import fuzz, process

from bot.answering.answerer import Answerer
from bot.answering.building import build_answerer, read_fitted
from bot.answering.embedding import DIMENSIONS, SentenceEncoder
from bot.answering.scorer import Scorer
from bot.answering.speech_source import SpeechSource
from bot.answering.training.labelled import EVALUATION_FOLDER, QUESTIONS, read_labelled
from bot.library.normalize import normalize
from bot.settings.config import parse_settings
from tests.benchmarks.grown import more_entries


class RandomEncoder:
    """Vectors of the right shape at no cost: building a hundredfold knowledge should not take an hour."""

    name = "random"

    def __init__(self, real: Callable[[Sequence[str]], object]) -> None:
        self._real = real

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """One text is encoded for real, since that is what a question costs; long lists get random vectors."""
        if len(texts) == 1:
            return np.asarray(self._real(texts), dtype=np.float32)
        vectors = np.random.default_rng(len(texts)).standard_normal((len(texts), DIMENSIONS), dtype=np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors


def times(ask: Callable[[str], object], questions: Sequence[str], rounds: int = 1) -> list[float]:
    """Milliseconds of each call, sorted, after a warm-up."""
    for question in questions[:20]:
        ask(question)
    found = []
    for question in questions * rounds:
        start = time.perf_counter()
        ask(question)
        found.append((time.perf_counter() - start) * 1000)
    return sorted(found)


def row(name: str, found: Sequence[float]) -> str:
    """Median and p99 as a line."""
    return f"{name:<34} median {found[len(found) // 2]:8.2f} ms   p99 {found[int(len(found) * 0.99)]:8.2f} ms"


def first_answer(cache: str) -> tuple[float, float]:
    """Seconds and peak MB of ``ask`` in a new process with a filled cache: the median of five."""
    # Not ru_maxrss: a child process inherits its parent's.
    script = (
        "import sys; from bot.cli.main import main; main(['ask', '谁执法谁普法']); "
        "print(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1], file=sys.stderr)"
    )
    found = []
    for _ in range(6):
        start = time.perf_counter()
        result = subprocess.run([sys.executable, "-c", script], env={**os.environ, "MINGFA_CACHE": cache}, capture_output=True, check=True)
        found.append((time.perf_counter() - start, int(result.stderr.split()[-1]) / 1024))
    return sorted(found[1:])[2]


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scales", type=int, nargs="*", default=[1, 10])
    scales = parser.parse_args().scales
    with tempfile.TemporaryDirectory() as cache:
        answerer = build_answerer(parse_settings({"MINGFA_CACHE": cache}))
        messages = [message.question for message in read_labelled(*(EVALUATION_FOLDER / name for name in QUESTIONS))]
        ours = times(answerer.answer, messages)
        print(row("a question, built-in knowledge", ours))
        aliases = [normalize(alias) for entry in answerer.library.entries for alias in entry.aliases]
        scan = times(lambda text: process.extractOne(normalize(text), aliases, scorer=fuzz.WRatio), messages[:150])
        print(row(f"WRatio scan of {len(aliases)} aliases", scan))
        print(f"the scan takes {scan[len(scan) // 2] / ours[len(ours) // 2]:.1f} times as long (medians)")
        print(f"peak memory so far {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
        seconds, megabytes = first_answer(cache)
        print(f"first answer of a new process: {seconds:.2f} s, peak {megabytes:.0f} MB")
        base = 0.0
        for scale in scales:
            start = time.perf_counter()
            scorer = Scorer(more_entries(answerer.library, scale), RandomEncoder(SentenceEncoder().encode))
            large = Answerer(SpeechSource(scorer, read_fitted()))
            built = time.perf_counter() - start
            found = times(large.answer, messages[:300])
            base = base or found[len(found) // 2]
            print(row(f"{scale:>4}x knowledge (built in {built:.0f} s)", found) + f"   {found[len(found) // 2] / base:.2f} times 1x")


if __name__ == "__main__":
    main()
