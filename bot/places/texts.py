"""What people read: who can be reached. Plain text with named placeholders: escaping is the renderer's work."""

from __future__ import annotations

AUDIENCE = {"all": "全部群", "units": "单位 {names}", "tags": "标签 {names}"}
AUDIENCE_PICKED = "选定的 {count} 个群"
AUDIENCE_EMPTY = "“{audience}”里一个群也没有，请重新选择范围。"
AUDIENCE_NONE_LEFT = (
    "“{audience}”里没有能收到的群：{inactive} 个群里机器人已不在，{opted_out} 个群不接收这类消息，{waiting} 个群还没有收下。"
    "请重新选择范围。"
)
AUDIENCE_NOT_TAKEN_IN = "选的 {count} 个群还没有收下，收不到通知。请先发 /groups 收下，再选一次。"
NO_UNIT = "未填"
AUDIT_BROUGHT_IN = "亲自拉进群，收下"
AUDIT_TAKEN_IN = "收下"
AUDIT_NOT_TAKEN_IN = "没有收下，退出"
AUDIT_UNIT_WISHED = "想填单位：{unit}（等确认）"
AUDIT_UNIT_GIVEN = "{unit}（群管理员填的，同意）"
AUDIT_UNIT_DENIED = "{unit}（群管理员填的，不同意）"
