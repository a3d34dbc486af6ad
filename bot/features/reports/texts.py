"""What people read: figures and the audit log. Plain text with named placeholders: escaping is the renderer's work."""

from __future__ import annotations

# How the bot is.
HEALTH_TITLE = "运行情况"
HEALTH_VERSION = "程序版本"
HEALTH_UPTIME = "已运行"
HEALTH_RECORDS = "没记上的统计"
HEALTH_DROPPED = "{count} 条"
HEALTH_DATABASE = "数据库"
HEALTH_DATABASE_FINE = "正常（{database}，结构版本 {revision}，{ms} 毫秒）"
HEALTH_KNOWLEDGE = "知识版本"
HEALTH_LIBRARY = "{version}（{count} 个要点）"
HEALTH_DISK = "磁盘剩余"
HEALTH_DISK_FREE = "{free} GB"
HEALTH_DISK_LOW = "{free} GB，快满了，请清理"
HEALTH_TROUBLES = "最近的警告和错误："
HEALTH_NO_TROUBLE = "最近没有警告和错误。"
BUTTON_AGAIN = "刷新"
DURATION_DAYS = "{days} 天 {hours} 小时"
DURATION_HOURS = "{hours} 小时 {minutes} 分钟"
DURATION_MINUTES = "{minutes} 分钟"
OUTCOMES = {"answer": "直接答上", "choose": "给出几条请选", "none": "没答上", "fault": "出故障"}
PLACES = {"private": "私聊", "group": "群", "supergroup": "群（超级群）", "channel": "频道", "inline": "行内查询"}
STATS_HEADING = "近 {days} 天的提问"
STATS_HEADING_TODAY = "今天的提问"
STATS_TOTAL = "{period}，共 {total} 个问题"
STATS_NOTHING = "{period}，还没有人提问。"
STATS_OUTCOME = "· {outcome}：{count}（{share}）"
STATS_HELPED = "点过 👍👎 的有 {voted} 个，其中 {share} 有帮助。"
STATS_NOT_RATED = "还没有人点 👍 或 👎。"
STATS_OPEN_MISSES = "没答上或被点 👎 的，有 {count} 个等编辑处理（编辑用 /misses）。"
STATS_ENTRIES = "问得最多的要点"
STATS_UNITS = "问得最多的单位"
STATS_RANKED = "{place}. {name}　{count}"
STATS_REST = "未归单位的群和私聊　{count}"
STATS_PRIVACY = "只统计到单位，不统计到个人。"
STATS_USAGE = "请写天数，1 到 366，如：/stats 30。"
STATS_BUTTON_DAYS = "{days} 天"
STATS_BUTTON_CHOSEN = "✓ {days} 天"
STATS_FILE = "提问统计_{first}_{last}.xlsx"
STATS_FILE_CAPTION = "{period}的提问统计表。"
BUTTON_XLSX = "下载表格"
CHART_TITLE = "提问统计"
CHART_PERIOD = "近 {days} 天　{period}"
CHART_TILES = ("问题", "直接答上", "没答上", "有帮助")
CHART_TILE_COUNT = "{count} 个"
CHART_TILE_RATED = "{count} 个评价"
CHART_TILE_DAILY = "每天约 {count} 个"
CHART_BY_DAY = "每天的问题"
CHART_BY_WEEK = "每周的问题"
CHART_NO_QUESTIONS = "这段时间还没有人提问"
CHART_NO_UNITS = "还没有给群设单位（/groups）"
SHEETS = {
    "overview": ("概况", ("项目", "数", "占比")),
    "days": ("每天", ("日期", "合计")),
    "entries": ("要点", ("编号", "标题", "直接答上的次数")),
    "units": ("单位", ("单位", "问题", "占比")),
    "hours": ("时段", ("几点", "问题")),
    "audit": ("操作记录", ("时间", "谁", "用户编号", "做了什么", "对象", "说明", "结果")),
}
SHEET_PERIOD = "时间"
SHEET_TOTAL = "问题总数"
SHEET_VOTED = "点过 👍👎 的"
SHEET_HELPED = "其中有帮助的"
SHEET_OPEN_MISSES = "等编辑处理的"
SHEET_PLACE = "来自：{place}"
SHEET_REST = "未归单位的群和私聊"
SHEET_HOUR = "{hour} 点"
AUDIT_HEADING = "操作记录，共 {total} 条"
AUDIT_HEADING_SEARCH = "操作记录，含“{words}”的共 {total} 条"
AUDIT_PAGE = "第 {page} 页，共 {pages} 页"
AUDIT_NONE = "没有符合“{words}”的操作记录。换个词再找，比如人名、编号、“身份”、2026-03-01；看全部发送 /audit。"
AUDIT_EMPTY = "还没有操作记录。"
AUDIT_NO_REFUSALS = "不看拒绝"
BUTTON_NO_REFUSALS = "不看被拒绝的"
BUTTON_ALL_LINES = "全部记录"
AUDIT_HINT = "想找某一类：/audit 加人名、编号、“身份”或日期（如 2026-03-01）。"
AUDIT_WORDS_TOO_LONG = "要找的词太长了，请缩短到 {limit} 个汉字以内。"
AUDIT_WHO = "{time}　{name}（{id}）"
AUDIT_WHO_SYSTEM = "{time}　{name}"
AUDIT_GROUP = "{kind} {title}（{id}）"
AUDIT_FILE = "操作记录_{date}.xlsx"
AUDIT_FILE_CAPTION = "操作记录 {count} 条。"
AUDIT_FILE_CUT = "操作记录最近的 {count} 条（共 {total} 条；更早的请按日期查，如 /audit 2026-03）。"
# What people may still call it, and what it is called.
AUDIT_FORMER_WORD = ("角色", "身份")
# What the actions, targets and results in the audit log are called.
AUDIT_ACTIONS = {
    "shell": "用命令行",
    "settings": "改群设置",
    "here": "设通知话题",
    "overhear_pause": "暂停旁听",
    "groups_list": "看群名册",
    "group_view": "看群资料",
    "group_tag": "给群加减标签",
    "group_unit": "给群设单位",
    "group_leave": "让机器人退群",
    "group_take_in": "决定收不收群",
    "staff_list": "看工作人员",
    "grant": "授予身份",
    "revoke": "撤销身份",
    "misses": "看没答上的问题",
    "misses_decide": "处理没答上的问题",
    "teach": "教新问法",
    "pending_list": "看待审的问法",
    "pending_decide": "审定问法",
    "test": "试问",
    "reload": "重新读取知识",
    "export": "导出知识",
    "import": "导入知识",
    "stats": "看统计",
    "audit": "查操作记录",
    "health": "看运行状况",
    "broadcast_prepare": "准备通知",
    "broadcast_release": "放行通知",
    "broadcast_control": "暂停、继续或撤回通知",
    "broadcast_official": "标为正式通知",
    "broadcast_view": "看通知",
    "broadcast_run": "定时通知到点",
    "broadcast_pause": "通知自动暂停",
    "broadcast_done": "通知发完",
    "broadcast_expire": "清理旧通知",
}
AUDIT_TARGETS = {
    "group": "群",
    "chat": "聊天",
    "user": "用户",
    "broadcast": "通知",
    "entry": "要点",
    "knowledge": "知识",
    "supplement": "问法",
    "supplements": "问法",
    "miss": "没答上的问题",
}
AUDIT_RESULTS = {
    "done": "完成",
    "refused": "被拒绝",
    "act_as_yourself": "匿名，被拒绝",
    "skipped": "跳过",
    "failed": "没办成",
    "held": "原来就有",
    "not_held": "本来没有",
    "last_owner": "不能撤销最后一位所有者",
    "set_outside": "由部署设置指定，不能撤销",
    "live": "已生效",
    "pending": "待审",
    "approved": "通过",
    "rejected": "驳回",
    "withdrawn": "撤下",
    "unchanged": "没有变化",
    "open": "放回待处理",
    "later": "以后再看",
    "dismissed": "不归讲话管",
    "taught": "已教会",
}
