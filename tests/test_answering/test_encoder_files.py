"""The model's files are the ones that everything was fitted with, or nothing is answered."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from bot.answering import embedding
from bot.answering.embedding import EncoderError, SentenceEncoder, check_file
from bot.cli.main import main


def test_a_changed_or_missing_file_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "weights.npz"
    file.write_bytes(b"weights")
    check_file(file, hashlib.sha256(b"weights").hexdigest())
    file.write_bytes(b"Weights")
    for _ in range(2):
        with pytest.raises(EncoderError, match=r"weights\.npz.*constraints\.txt"):
            check_file(file, hashlib.sha256(b"weights").hexdigest())
        file.unlink(missing_ok=True)


@pytest.mark.parametrize("which", ["_WEIGHTS", "_PIECES"])
def test_the_installed_files_are_checked_when_they_are_loaded(monkeypatch: pytest.MonkeyPatch, which: str) -> None:
    assert SentenceEncoder().encode(["法"]).shape == (1, embedding.DIMENSIONS)
    monkeypatch.setattr(embedding, which, "0" * 64)
    with pytest.raises(EncoderError):
        SentenceEncoder().encode(["法"])


def test_at_the_command_line_it_is_one_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(embedding, "_WEIGHTS", "0" * 64)
    assert main(["ask", "谁执法谁普法怎么落实"]) == 2
    assert "重新安装" in capsys.readouterr().err
