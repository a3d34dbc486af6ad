"""What people read: text with formatting. Plain text with named placeholders: escaping is the renderer's work."""

from __future__ import annotations

HTML_UNCLOSED = "格式标记 <{tag}> 没有结尾，请补上 </{tag}>。"
HTML_CLOSED_TOO_MUCH = "多了一个 </{tag}>，前面没有与它成对的 <{tag}>。"
HTML_CROSSED = "格式标记交叉了：<{open}> 还没结束就出现了 </{tag}>，请先写 </{open}>。"
HTML_UNKNOWN_TAG = "Telegram 不认识格式标记 <{tag}>，请删去它；如果想写尖括号本身，请写成 &lt;。"
HTML_NEEDS = "格式标记 <{tag}> 缺少 {attribute}。"
HTML_NO_ADDRESS = "链接“{address}”不是完整的网址，Telegram 会丢掉它。请写成 https:// 开头的。"
HTML_BARE_LESS = "“{around}”里的尖括号会被当作格式标记，请写成 &lt;。"
