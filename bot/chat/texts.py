"""What people read: what every conversation says. Plain text with named placeholders: escaping is the renderer's work."""

from __future__ import annotations

BUTTON_NUMBERED = "[{number}] {label}"
# What a message to the bot can start with, instead of a command.
WORDS = {"帮助": "help", "目录": "topics", "今日一条": "daily", "隐私": "privacy"}
# What may follow a slash instead of a Latin name.
COMMAND_WORDS = {
    **WORDS,
    "提问": "ask",
    "问": "ask",
    "要点": "topic",
    "今日": "daily",
    "关于": "about",
    "开始": "start",
    "取消": "cancel",
    "设置": "settings",
    "我的数据": "mydata",
    "退出": "quit",
}
BUTTON_EARLIER = "上一页"
BUTTON_LATER = "下一页"
TOAST_STALE = "这个按钮已经失效了，请重新提问，或发送 /topics。"
COMMAND_UNKNOWN = "没有这个命令。发送 /help 看能做什么。"
STAFF_ACT_AS_YOURSELF = "您现在是匿名管理员，认不出是谁。请在群管理里关掉匿名，用自己的身份再发一次，或者私聊我。"
STAFF_ACT_AS_YOURSELF_HERE = "您现在是匿名管理员，认不出是谁。请在群管理里关掉匿名，用自己的身份再来一次。"
STAFF_NOT_YOUR_BUTTON = "这个按钮您用不了。发送 /help 看能做什么。"
STAFF_LOOK_ONLY = "您的身份只能看，不能改。要改请找所有者。"
STAFF_NO_LONGER = "您现在不能办这件事了，已经替您放弃。要提问，请直接打字。"
STAFF_PRIVATE_ONLY = "这件事请私聊我办：点我的头像，再发同一条命令。"
STAFF_IN_GROUP = "这是设置某个群用的，请到那个群里发同一条命令；只有那个群的管理员能办。"
STAFF_NOT_CHECKED = "没能向 Telegram 核实您是不是本群的管理员，请过一会儿再试。"
STAFF_AWAY = "现在办不了：{reason}提问不受影响。"
CANCELLED = "好的，已取消，什么都没有改。"
NOTHING_TO_CANCEL = "现在没有办到一半的事。发送 /help 看能做什么。"
ROLES = {"owner": "所有者", "editor": "编辑", "announcer": "发布员", "auditor": "审计员"}
HELP_STAFF = "您是{roles}，还可以用："
HELP_STAFF_CANCEL = "/cancel　放弃办到一半的事"
# One line a guarded command: what the menu and /help say. Every registered command needs one.
STAFF_COMMANDS = {
    "settings": "本群的设置（在群里发）",
    "here": "把这个话题设为通知话题（在群里发）",
    "groups": "登记的群",
    "group": "看一个群：/group 编号",
    "staff": "工作人员名单，添加和撤销",
    "grant": "授予身份：/grant 编号 身份",
    "revoke": "撤销身份：/revoke 编号 身份",
    "health": "运行情况",
    "misses": "没答上的问题",
    "teach": "教新问法",
    "pending": "待审的问法",
    "test": "试一句话会怎么答：/test 加问题",
    "reload": "重新读取知识文件",
    "export": "导出知识；改好发回来就是导入",
    "stats": "提问统计：/stats 30 看近 30 天",
    "audit": "操作记录：/audit 加人名、编号或日期",
    "broadcast": "准备一条通知，发到各群",
    "broadcasts": "各条通知的进度，每个群收到没有",
}
DIALOG_OVER = "这一步已经过期了，请重新开始。"
DIALOG_NEWER = "这是早先的消息，内容已经换了。请点最新那条消息下面的按钮。"
AUDIT_AGAIN = "又试了 {count} 次"
AUDIT_AGAIN_MANY = "连同别的事、别的群，又试了 {count} 次"
