"""What a file of entries must be as a whole, for the loader and for imports alike."""

from __future__ import annotations

from collections.abc import Iterator

from bot.library.problems import Problem
from bot.library.yamlfile import Document
from bot.library.yamlreason import no_list, no_text


def file_faults(document: Document) -> Iterator[Problem]:
    """What keeps the whole of a file of entries from being used."""
    data = document.data
    if not isinstance(data, dict) or not {"part", "entries"} <= set(data):
        missing = [key for key in ("part", "entries") if not isinstance(data, dict) or key not in data]
        yield Problem(document.file, 1, "", "", f"文件开头应当是“part: 这一部分的名称”，下面是“entries:”：缺 {'、'.join(missing)}。")
        return
    if not isinstance(data["part"], str):
        yield Problem(document.file, document.line(("part",)), "", "part", no_text(data["part"], document.written(("part",))))
    if not isinstance(data["entries"], list):
        yield Problem(document.file, document.line(("entries",)), "", "entries", no_list(data["entries"]))
    for key in sorted(data.keys() - {"part", "entries"}):
        message = "不认识这个键：文件最外层只有“part:”和“entries:”，请检查拼写或缩进。"
        yield Problem(document.file, document.line((key,)), "", key[:24], message)
