"""What people read: the command line. Plain text with named placeholders: escaping is the renderer's work."""

from __future__ import annotations

CLI_DESCRIPTION = "明法：用讲话原文回答法治政府建设的问题。"
CLI_HELP = {
    "chat": "打开对话，像私聊一样提问",
    "ask": "回答一个问题；--jsonl 从标准输入逐行读取、逐行回答",
    "check": "检查知识库，列出全部问题",
    "evaluate": "用标注好的问题评测，打印各类指标；--fit 重新拟合判定模型",
    "question": "要问的话",
    "jsonl": '标准输入每行一个 {"id","question","addressed"}，标准输出每行一个结果',
    "register": "把新条目的编号登记到 ids.yaml（编号永不重复使用）",
    "fit": "用拟合集重新拟合判定模型，写入数据文件后再评测",
    "explain": "显示对这句话作出判定的各项特征",
    "overheard": "把这句话当作群里旁听到的，而不是问机器人的",
    "misses": "同时列出答错、没答上和不该答的句子",
    "knowledge": "知识文件夹（默认取 MINGFA_KNOWLEDGE，或自带的 knowledge/）",
    "help": "显示这份帮助",
    "as": "以工作人员的身份试用，用本机的数据库：所有者、编辑、发布员、审计员（或 owner 等），几个用逗号隔开",
    "run": "启动 Telegram 机器人",
    "migrate": "建好数据库，或把它升级到这个版本的结构",
    "backup": "备份数据库到一个新文件（运行中也可以）",
    "backup_file": "备份文件，不能已经存在",
    "restore": "用备份替换数据库（先停下机器人）",
    "restore_file": "备份文件",
    "broadcast": "准备一条通知：先核对，再放行；broadcast status 看进度",
    "broadcast_what": "写 status 看进度；不写就是准备通知",
    "broadcast_number": "通知的编号；不写就列出最近的通知",
    "broadcast_file": "内容文件（UTF-8，可用 Telegram 的 HTML 标签；.md 文件可用标题、加粗、链接）；写 - 从标准输入读",
    "broadcast_to": "发给谁：all、tag:乡镇、unit:龙泉镇、group:-100…，多个用逗号隔开",
    "broadcast_at": '什么时候发：如 "2026-12-01 09:00"、"工作日 8:30"；不写就是放行后马上发',
    "broadcast_kind": "类别：notice（通知）或 study（学习资料）",
    "broadcast_yes": "核对后直接准备并放行，不再询问",
    "broadcast_dry": "只核对，不准备也不发送",
}
CHECK_CLEAN = "知识库没有问题：{entries} 个要点、{aliases} 个问法、{statutes} 条法条、{cases} 个案例、{background} 句闲话。版本 {version}。"
CHECK_FAILED = "共 {count} 个问题，请按上面的提示改好后再运行 check。"
CHECK_REGISTERED = "已登记 {count} 个编号。"
CLI_USAGE = "命令写得不对（{reason}）。运行 {program} --help 看怎么写。"
CLI_USAGE_PLAIN = "命令写得不对。运行 {program} --help 看怎么写。"
CLI_USAGE_PREFIX = "用法："
CLI_COMMAND = "命令"
CLI_POSITIONALS = "参数"
CLI_OPTIONALS = "选项"
CLI_MISSING = "还缺少 {what}"
CLI_UNKNOWN_ARGUMENTS = "看不懂 {what}"
CLI_BAD_CHOICE = "{what} 不能是“{value}”，可以是 {others}"
CLI_BAD_VALUE = "{what} 不能是“{value}”"
CLI_NO_VALUE = "{what} 后面要写上内容"
CLI_NO_VALUE_WANTED = "{what} 后面不用写内容（“{value}”）"
CLI_NOT_TOGETHER = "{what} 和 {others} 不能一起用"
CLI_AMBIGUOUS = "{what} 可以是 {others}，请写全"
CLI_INTERRUPTED = "已停止。"
JSONL_NOT_JSON = '这一行不是合法的 JSON：请每行写一个对象，如 {{"id": 1, "question": "…"}}。'
JSONL_BAD_FIELDS = "question 应当是文字，addressed 应当是 true 或 false，id 可以是文字或数字。"
PROGRESS_PREPARING = "正在准备知识库"
PROGRESS_LONG = "正在准备知识库：第一次要算一两分钟（慢的机器更久），算好会存下来，以后几秒就好。"
PROGRESS_EVALUATING = "正在评测"
KNOWLEDGE_BROKEN = "知识库有问题，不能使用："
FITTED_MISSING = "判定模型的数据文件缺失或与程序不符（{reason}）：请运行 python -m bot evaluate --fit 重新生成。"
EXPLAIN_OUTCOME = "outcome {outcome}: chance that it deserves an answer {respond:.3f}, that the first entry is right {right:.3f}"
MIGRATED = "数据库已就绪：{database}，结构版本 {before} → {after}。"
MIGRATED_ALREADY = "数据库已经是最新的：{database}，结构版本 {after}。"
MIGRATED_NOTHING = "无"
BACKED_UP = "已备份到 {file}（{size} KB）。请把它存到别的机器上。"
RESTORED = "已用 {file} 恢复 {database}。恢复前没发完的通知已暂停，请发布员看过再继续。"
RESTORED_KEPT = "原来的数据库留在 {file}。"
CLI_BROADCAST_ACTOR = "命令行"
CLI_BROADCAST_NEEDS = "请写 --file 和 --to；看进度请写 broadcast status。"
CLI_BROADCAST_NO_FILE = "读不了 {file}：{reason}"
CLI_BROADCAST_NO_TEXT = (
    "{file} 是{kind}，命令行只能发纯文字。请打开它，把要发的话复制到一个 .txt 或 .md 文件里再发；"
    "要发文件本身，请在 Telegram 里用 /broadcast，把文件发给机器人。"
)
CLI_BROADCAST_UNREADABLE = "{file} 不是文字文件，或者编码认不出来。请用记事本打开，确认看得到文字，再另存为 UTF-8。"
CLI_FILE_KINDS = {
    "word": "文字处理文档（Word、WPS）",
    "sheet": "表格",
    "slides": "演示文稿",
    "pdf": "PDF 文件",
    "ofd": "OFD 文件",
    "rtf": "RTF 文档",
    "picture": "图片",
    "archive": "压缩包",
    "packed": "办公文档或压缩包",
}
CLI_BROADCAST_ADDRESSES = "会发出的网址，请核对："
CLI_BROADCAST_ADDRESS = "· {address}"
CLI_BROADCAST_LINK = "· {words}：{address}"
CLI_BROADCAST_DRY = "核对（还没有发送）："
CLI_BROADCAST_PART = "—— 第 {part} 条 ——"
CLI_BROADCAST_ASK = "准备并放行吗？输入 y 回车："
CLI_BROADCAST_NO_ANSWER = "这里不能询问：核对无误后请加 --yes。什么都没有发送。"
CLI_BROADCAST_NOT_SENT = "好的，什么都没有发送。"
CLI_BROADCAST_DRAFT = "已准备第 {number} 号。"
CLI_BROADCAST_SECOND = "有两位以上发布员，要由发布员放行：已在 Telegram 里请了 {count} 位。"
CLI_BROADCAST_SECOND_UNTOLD = "有两位以上发布员，要由发布员放行，但没能通知到他们。请告诉他们：私聊机器人发 /broadcasts {number}。"
CLI_BROADCAST_FOLLOW = "由正在运行的机器人（python -m bot run）发送；按 Ctrl+C 只是不再看进度，不影响发送。"
CLI_BROADCAST_UNCERTAIN = "不确定是否送到的 {count} 条（机器人不会自己重发，请到群里看一眼，再到聊天里用 /broadcasts 处理）："
CLI_BROADCAST_LATER = "到时间由机器人发送；看进度：python -m bot broadcast status {number}"
CLI_BROADCAST_PROGRESS = "第 {number} 号"
CLI_BROADCAST_DATABASE = "数据库用不了：{reason}"
