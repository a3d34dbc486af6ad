"""A notice in Markdown looks as its writer meant it, and what is no Markdown stays."""

from __future__ import annotations

import pytest

from bot.features.broadcasts.markdown import to_html
from bot.outbox import content
from bot.outbox.content import SendText


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("# 关于报送材料的通知", "<b>关于报送材料的通知</b>"),
        ("## **请**注意 ##", "<b>请注意</b>"),
        ("请于**周五前**报送", "请于<b>周五前</b>报送"),
        ("__加粗__", "<b>加粗</b>"),
        ("- 一\n* 二\n  + 三", "· 一\n· 二\n  · 三"),
        ("见[办法](https://example.org/a_b__c__d)。", '见<a href="https://example.org/a_b__c__d">办法</a>。'),
        ("编号 `a<b`", "编号 <code>a&lt;b</code>"),
        ("```text\n**不是**加粗\n```", "<pre>**不是**加粗</pre>"),
        ("3 * 4 * 5，2**3，-1", "3 * 4 * 5，2**3，-1"),
        ("<b>已经</b>是标签", "<b>已经</b>是标签"),
        ("1. 第一\r\n2. 第二", "1. 第一\n2. 第二"),
        ("没有结尾的**加粗", "没有结尾的**加粗"),
    ],
)
def test_what_people_write(source: str, html: str) -> None:
    assert to_html(source) == html
    (call,) = content.text(html).content.calls  # type: ignore[union-attr]
    assert isinstance(call, SendText)
