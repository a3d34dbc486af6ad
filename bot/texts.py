"""What people read, said by several rooms of which none is below the others; all else stands in the ``texts.py`` of a room.

Plain text with named placeholders: escaping is the renderer's work.
"""

from __future__ import annotations

# --- The card of an entry -------------------------------------------------------------------------------------------
LABEL_LAW = "法律依据"
LABEL_CASE = "真实案例"
LABEL_RELATED = "相关要点"
CARD_PLACE = "—— {place}"

# --- Answers --------------------------------------------------------------------------------------------------------
CHOOSE = "您问的可能是下面几点，请选一个："
CHOOSE_ONE = "您问的是不是这一点？"
CHOOSE_NONE = "都不是"
NONE = (
    "讲话里没有说到这一点，我就不乱答了。"
    "它讲的是法治政府建设：权力边界、依法决策、带头学法守法、普法、公开、考核和责任。"
    "换个说法再问，或发送 /topics 看全部要点。"
)

# --- The prompt -----------------------------------------------------------------------------------------------------
TOPIC_USAGE = "请写标题或编号，如：/topic 法无授权不可为。全部要点见 /topics。"
TOPIC_UNKNOWN = "没有“{topic}”这一条。发送 /topics 看全部要点，或直接把问题打出来。"
DAILY_HEADING = "今日一条（{date}）"
PICK_NONE = "好的。请换个说法再问一次，或发送 /topics 看全部要点。"

# --- The command line -----------------------------------------------------------------------------------------------
PYTHON_TOO_OLD = "这里的 Python 是 {version}，太旧了：需要 3.11 或更新的版本，装好后按 README 重新建 .venv。"
PACKAGE_MISSING = "缺少组件 {name}：请按 README 先安装，再用 .venv/bin/python -m bot 运行（现在用的是 {python}）。"

# --- Telegram: what people see --------------------------------------------------------------------------------------
# Alone in a private chat: nobody asks, teaches or announces that.
CANCEL_WORDS = ("取消", "放弃")
WORDS_ONLY = "我只看得懂文字，请把问题打出来。"
FLOOD = "您问得有点快，我先歇一歇，请一分钟后再问。"
BUTTON_BACK = "返回"
BUTTON_TOPICS = "返回目录"
BUTTON_PAGE = "{title}（{count}）"
TOAST_FAULT = "抱歉，出了点故障，请过一会儿再试（编号 {number}）。"

# --- Staff: the gate, dialogues, groups, roles ------------------------------------------------------------------------

KINDS = {"notice": "通知", "daily": "今日一条", "study": "学习资料"}

SOMEBODY = "有人"

# The database at the command line.

# --- Staff: the knowledge (teach, misses, pending, test, reload, export, import) ------------------------------------
# Why a wording cannot be taught: ``Objection`` → sentence.
OBJECTIONS = {
    "empty": "“{alias}”里没有文字。",
    "short": "“{alias}”太短，至少两个字。",
    "long": "“{alias}”太长，最多 {limit} 字。",
    "no_entry": "没有这个条目。",
    "owned": "“{alias}”已经是 {owner} 的问法。",
    "chatter": "“{alias}”在 background.yaml 里列为不该回答的话，要先从那里删掉。",
}
# Commands.
DIALOG_EXPIRED = "刚才那件事半小时没有下文，已经放弃，什么都没有改。要接着办，请重新发命令。"
AND_MORE = "……还有 {count} 条"
SOMEBODY = "有人"
BUTTON_CANCEL = "放弃"
BUTTON_TRY = "先试算影响"

TEACH_TRYING = "收到，正在试算对其他问题的影响，大约要十几秒，请稍等……"

# --- Staff: broadcasts ------------------------------------------------------------------------------------------------
BROADCAST_NO_NAME = "群 {chat_id}"
