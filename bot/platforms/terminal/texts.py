"""What people read: the prompt. Plain text with named placeholders: escaping is the renderer's work."""

from __future__ import annotations

LABEL_CAUTION = "请注意"
CHOOSE_HINT = "回一个数字就行；都不是，请换个说法再问。"
CHAT_WELCOME = """您好，我是明法。请直接问与依法办事有关的问题，我用讲话原文回答。
比如：上面没说让干的事我们乡里能自己拍板干吗
/topics 全部要点　/daily 今日一条　/help 帮助　/quit 退出"""
CHAT_PROMPT = "您问> "
CHAT_BYE = "再见。"
CHAT_HELP = """直接打字提问，我用讲话原文回答，并附法律依据和案例。
/topics　按讲话顺序列出全部要点
/topic 编号或标题　看某一条，如：/topic p12-3
/daily　今日一条
/help　这份帮助
/quit　退出（或按 Ctrl-D）
拿不准时我会列出几条，回数字即可；讲话没说到的，我会直说。"""
INPUT_NOT_UTF8 = "这一行不是 UTF-8 文字，没能看懂，请重新输入。"
UNKNOWN_COMMAND = "没有 {command} 这个命令。发送 /help 看能做什么。"
TOPICS_HEADING = "讲话要点共 {count} 条："
TOPICS_PART = "■ {part}"
TOPICS_LINE = "  {id}　{title}"
TOPICS_HINT = "看某一条，发送 /topic 加编号。"
BAD_PICK = "请回 1 到 {count} 的数字，或者直接再问。"
TERMINAL_ADDRESS = "@机器人"
TERMINAL_FILE = "文件"
TERMINAL_PICTURE = "图.png"
TERMINAL_SAVED = "已存到当前文件夹：{name}"
TERMINAL_NOT_WRITTEN = "文件没能存下：{reason}。请换一个能写的文件夹，再运行一次。"
TERMINAL_TOO_MANY = "同名的文件太多了"
TERMINAL_NO_FILE = "没有找到这个文件，请看看路径写得对不对。"
TERMINAL_NOT_READ = "没能读出 {name}：{reason}。请看看它能不能打开，再试一次。"
TERMINAL_FILE_UNWANTED = "{name}：现在没有要用文件的事。发送 /help 看能做什么。"
TERMINAL_NO_TELEGRAM = (
    "这一步要连上 Telegram 才能办。请先在 .env 里写好 TELEGRAM_BOT_TOKEN，用 python -m bot run 运行机器人，再到 Telegram 里办。"
)
TERMINAL_NO_MEDIA = "命令行里只能准备文字的通知和要点。要发图片、文件，请在 Telegram 里向机器人发 /broadcast。"
TERMINAL_CONDITION = "这里是命令行。Telegram 那边怎么样，请在 Telegram 里向机器人发 /health。"
QUIT_WORDS = ("退出", "再见", "quit", "exit")
