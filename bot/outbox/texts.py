"""What people read: what is sent. Plain text with named placeholders: escaping is the renderer's work."""

from __future__ import annotations

CONTENT_EMPTY = "内容是空的，请写上要发的话。"
CONTENT_TOO_LONG = "内容太长：共 {length} 字，要分成 {parts} 条，最多 {most} 条。请缩短，或改发文件。"
CONTENT_SPLIT = "全文 {length} 字，超过一条消息 {limit} 字的上限，会在句末断开，分成 {parts} 条依次发送。"
CONTENT_NO_FILE = "没有找到图片或文件，请重新发送。"
CAPTION_TOO_LONG = "图片或文件的说明共 {length} 字，最多 {limit} 字，请删去 {over} 字，或把文字另发一条。"
CONTENT_OPENING = {
    "photo": "（图片）",
    "video": "（视频）",
    "animation": "（动图）",
    "audio": "（音频）",
    "voice": "（语音）",
    "document": "（文件）",
    "video_note": "（圆形视频）",
    "sticker": "（贴纸）",
    "contact": "（联系人）",
    "location": "（位置）",
    "venue": "（地点）",
    "poll": "（投票）",
}
SCHEDULE_BAD_CRON = "看不懂重复规则“{cron}”。请写五项：分 时 日 月 星期，例如每周一上午九点是 0 9 * * 1。"
SCHEDULE_NEVER = "按“{cron}”永远不会发送，请检查日期。"
SCHEDULE_NEVER_WORKDAY = "三年之内没有符合这个规则的工作日，请改时间，或取消“只在工作日”。"
SCHEDULE_TOO_OFTEN = "发得太密了，会打扰大家：两次之间至少隔 {minutes} 分钟。"
SCHEDULE_NO_WEEKDAY = "请至少选一个星期几。"
ALREADY_SENDING = "另一个进程正在用这个数据库发送通知；用 SQLite 时只能有一个。请先停掉那一个，或改用 PostgreSQL（设置 DATABASE_URL）。"
AUDIT_SYSTEM = "系统"
AUDIT_RUN = "第 {run} 号，{receivers} 个群；错过 {skipped} 次"
AUDIT_REFUSED = "连续被 Telegram 拒收，自动暂停"
STATES = {
    "queued": "排队中",
    "sending": "正在发送",
    "sent": "已送达",
    "failed": "没送到",
    "uncertain": "不确定",
    "waiting": "等待重试",
    "cancelled": "已取消",
    "skipped": "不发送",
}
# Parts of the day → from which hour on (below, twelve hours are added; 0: never).
# A word comes before the one that it begins with; 早 and 晚 are those of 明早 and 明晚.
BROADCAST_DAY_PARTS = {
    **dict.fromkeys(("凌晨", "清晨", "早上", "早晨", "早", "上午"), 0),
    "中午": 11,
    **dict.fromkeys(("下午", "傍晚", "晚上", "今晚", "晚"), 12),
}
BROADCAST_NIGHT_PARTS = ("晚上", "今晚", "晚")
BROADCAST_NIGHT = "半夜的时间容易弄错是哪一天，请写成日期和几点几分，如：12月2日 0:30。"
BROADCAST_WHEN_USAGE = """没看懂时间。请这样写：
现在
12月1日 9:00
明天下午3点
下周五 9:00
每天 8:30
工作日 8:30
每周一、三 8:30
每月1日 9:00"""
WEEKDAY_WRONG = "{date}是周{right}，您写的是周{wrong}，请核对。"
WEEKDAY_THIS = "本周{day}"
WEEKDAY_NEXT = "下周{day}"
WEEKDAY_WEEK_WRONG = "{which}是{meant}，您写的是{date}，请核对。"
