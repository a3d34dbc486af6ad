"""The fitted numbers: weights by feature name and thresholds, with the scorer they belong to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

# Raise it whenever a feature changes its meaning: the data file must then be fitted again.
SCORER_VERSION = 3
# A threshold that no chance reaches: an overheard message is answered or left alone, never met with a choice.
NEVER = 2.0


class FittedError(Exception):
    """The data file cannot be used with this scorer; the message says why."""


@dataclass(frozen=True, slots=True)
class Linear:
    """A weighted sum of standardised features: ``bias + Σ weight · (value − mean) / scale``.

    Each value counts as the nearest one between ``lows`` and ``highs``, the range that was fitted on: beyond it a straight line
    promises what nobody has seen. Both empty: no bounds (candidates are compared, there more is more).
    """

    names: tuple[str, ...]
    weights: tuple[float, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    bias: float = 0.0
    lows: tuple[float, ...] = ()
    highs: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The least chances (0–1). It answers when the message deserves an answer with ``answer`` and the first candidate is
    right with ``sure``; it offers a choice when the message deserves an answer with ``choose``."""

    answer: float
    sure: float
    choose: float

    def at_least(self, other: Thresholds) -> Thresholds:
        """The higher one of each."""
        return Thresholds(max(self.answer, other.answer), max(self.sure, other.sure), max(self.choose, other.choose))


@dataclass(frozen=True, slots=True)
class Fitted:
    """All that was fitted.

    ``rank`` orders the candidates of one question; ``respond`` gives the chance that a message is a question that
    the speech answers; ``right`` the chance that the first candidate is then the right one.
    """

    rank: Linear
    respond: Linear
    right: Linear
    addressed: Thresholds
    overheard: Thresholds
    scorer: int = SCORER_VERSION

    @classmethod
    def parse(cls, text: str) -> Fitted:
        """Read what ``dump`` wrote; raises ``FittedError`` when it is broken or of another scorer."""
        try:
            data = json.loads(text)
            if data["scorer"] != SCORER_VERSION:
                raise FittedError(f"scorer {data['scorer']} ≠ {SCORER_VERSION}")
            return cls(
                rank=_linear(data["rank"]),
                respond=_linear(data["respond"]),
                right=_linear(data["right"]),
                addressed=Thresholds(**data["addressed"]),
                overheard=Thresholds(**data["overheard"]),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise FittedError(repr(error)) from error

    def dump(self) -> str:
        """The data file's text: the same numbers always give the same bytes."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _linear(data: Mapping[str, object]) -> Linear:
    linear = Linear(**{name: tuple(value) if isinstance(value, list) else value for name, value in data.items()})  # type: ignore[arg-type]
    lengths = {len(linear.names), len(linear.weights), len(linear.means), len(linear.scales)}
    if len(lengths) != 1 or len(linear.lows) != len(linear.highs) or len(linear.lows) not in (0, len(linear.names)):
        raise ValueError("names, weights, means, scales and bounds differ in length")
    return linear
