"""The fitted numbers belong to the code, and fitting gives them again."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from bot.answering.building import FITTED_FILE, read_fitted
from bot.answering.fitted import SCORER_VERSION, Fitted, FittedError
from bot.answering.training.fit import RANK_FEATURES, RESPOND_FEATURES, RIGHT_FEATURES
from bot.answering.training.fitting import FIT_PATTERN, by_writer, refit, without
from bot.answering.training.labelled import EVALUATION_FOLDER, read_labelled
from bot.library.models import Library
from bot.library.normalize import normalize
from bot.settings.config import Settings


@pytest.mark.long
def test_the_data_file_is_what_fitting_the_present_code_gives(settings: Settings, library: Library) -> None:
    """When this fails, a feature or the knowledge has moved: run ``python -m bot evaluate --fit`` and look at the figures."""
    kept, again = read_fitted(), refit(settings, library)
    for name in ("rank", "respond", "right"):
        assert getattr(again, name).names == getattr(kept, name).names
        np.testing.assert_allclose(getattr(again, name).weights, getattr(kept, name).weights, atol=0.05, err_msg=name)
    for group in ("addressed", "overheard"):
        assert getattr(again, group).answer == pytest.approx(getattr(kept, group).answer, abs=0.03)


def test_a_writer_is_scored_by_a_scorer_that_has_not_seen_them(library: Library) -> None:
    writers = by_writer(read_labelled(*sorted(EVALUATION_FOLDER.glob(FIT_PATTERN))))
    assert len(writers) >= 4
    for messages in writers.values():
        assert any(not message.entries for message in messages)
        if all(message.pasted for message in messages):
            continue  # long texts are no wordings: they stand in no knowledge
        left = without(library, messages)
        known = {normalize(alias) for entry in left.entries for alias in entry.aliases} | {normalize(m.text) for m in left.background}
        assert not known & {normalize(message.question) for message in messages}
        assert len(left.background) < len(library.background)
        assert sum(len(e.aliases) for e in left.entries) < sum(len(e.aliases) for e in library.entries)


def test_the_models_use_the_features_that_the_code_names() -> None:
    fitted = read_fitted()
    assert (fitted.rank.names, fitted.respond.names, fitted.right.names) == (RANK_FEATURES, RESPOND_FEATURES, RIGHT_FEATURES)


def test_a_dump_reads_back_the_same() -> None:
    fitted = read_fitted()
    assert Fitted.parse(fitted.dump()) == fitted
    assert fitted.dump() == FITTED_FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["", "{}", "[1]", "null", '{"scorer": 1}'])
def test_a_broken_data_file_is_refused(text: str) -> None:
    with pytest.raises(FittedError):
        Fitted.parse(text)


def test_numbers_of_another_scorer_are_refused() -> None:
    data = json.loads(read_fitted().dump())
    data["scorer"] = SCORER_VERSION + 1
    with pytest.raises(FittedError, match="scorer"):
        Fitted.parse(json.dumps(data))


def test_a_weight_without_a_name_is_refused() -> None:
    fitted = read_fitted()
    with pytest.raises(FittedError):
        Fitted.parse(replace(fitted, rank=replace(fitted.rank, names=fitted.rank.names[1:])).dump())
