"""Settings → knowledge ready to answer. What needs Telegram or a database is put together in ``bot.app.composition``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from threadpoolctl import threadpool_limits

from bot.answering.answerer import Answerer
from bot.answering.cache import ArrayCache, CachedEncoder
from bot.answering.embedding import SentenceEncoder
from bot.answering.fitted import Fitted, FittedError
from bot.answering.scorer import Scorer
from bot.answering.sources import Source
from bot.answering.speech_source import SpeechSource
from bot.library.loader import load_library
from bot.library.models import Library
from bot.settings.config import Settings

FITTED_FILE = Path(__file__).with_name("fitted.json")

Progress = Callable[[int, int], None]


def no_progress(done: int, total: int) -> None:
    """For callers that show none."""


def build_encoder(settings: Settings, progress: Progress = no_progress) -> CachedEncoder:
    """The sentence encoder behind the settings' cache folder."""
    # One question is a few small products: more threads wait for each other longer than they work (five times as long on
    # two busy cores), and the other chats need those cores.
    threadpool_limits(limits=1, user_api="blas")
    return CachedEncoder(SentenceEncoder(), ArrayCache(settings.cache), progress)


def read_fitted() -> Fitted:
    """The fitted numbers; raises ``FittedError`` when the file is missing or belongs to another scorer."""
    try:
        return Fitted.parse(FITTED_FILE.read_text(encoding="utf-8"))
    except OSError as error:
        raise FittedError(error.strerror or str(error)) from error


class AnswererBuilder:
    """Builds one answerer after another, each from another version of the knowledge: what they share is computed once.

    May be called from a thread. The last one built is kept: what was tried is often what is used next.
    """

    def __init__(self, settings: Settings, progress: Progress = no_progress, others: Sequence[Source] = ()) -> None:
        """``others``: sources beside the speech, which they share."""
        self._settings = settings
        self._others = others
        self._encoder = build_encoder(settings, progress)
        self._last: Answerer | None = None

    def __call__(self, library: Library) -> Answerer:
        """An answerer of this library; raises ``FittedError``."""
        last = self._last
        if last is None or last.library.version != library.version:
            scorer = Scorer(library, self._encoder, ArrayCache(self._settings.cache))
            last = self._last = Answerer(SpeechSource(scorer, read_fitted()), *self._others)
        return last


def build_answerer(
    settings: Settings, progress: Progress = no_progress, library: Library | None = None, others: Sequence[Source] = ()
) -> Answerer:
    """Knowledge and fitted model → an answerer that is ready to answer, from these sources too.

    Raises ``KnowledgeError`` and ``FittedError``.
    """
    library = library or load_library(settings.knowledge)
    return AnswererBuilder(settings, progress, others)(library)
