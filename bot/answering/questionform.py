"""Does a message look like a question? Signs that do not depend on its subject."""

from __future__ import annotations

import re

_ASKING = re.compile(
    r"吗|呢|么$|怎么|怎样|咋|如何|什么|啥|谁|哪|几|多少|为何|为什么|凭什么|凭啥|能不能|可不可以|是不是|要不要|该不该|有没有|算不算|行不行|对不对|可以吗|是否|何|请问|想问|求问"
)
_QUOTING = re.compile(r"原话|原文|那句|怎么说|怎么讲|讲话|领导讲|依据|出处|规定")
_THANKING = re.compile(r"谢谢|收到|好的|辛苦|早上好|晚安|哈哈|恭喜|点赞|加油|祝")


_MARK = re.compile(r"[?？]")


def form_features(question: str) -> dict[str, float]:
    """Features 0–1 of a simplified message (with its punctuation): it asks, it asks for the source's words, it is a courtesy."""
    return {
        "marked": float(bool(_MARK.search(question))),
        "asking": min(len(_ASKING.findall(question)), 2) / 2,
        "quoting": min(len(_QUOTING.findall(question)), 2) / 2,
        "courtesy": float(bool(_THANKING.search(question))),
    }
