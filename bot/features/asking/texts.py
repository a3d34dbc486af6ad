"""What people read: questions and cards. Plain text with named placeholders: escaping is the renderer's work."""

from __future__ import annotations

TOPIC_UNKNOWN_HERE = "没有这一条。发送 /topics 看全部要点，或直接把问题打出来。"
START = """您好，我是明法。请直接问与依法办事有关的问题，我用讲话原文回答，并附出处、法条和案例。
比如：上面没说让干的事，我们乡里能自己拍板干吗？
全部要点见 /topics，更多用法见 /help。"""
HELP_PRIVATE = """直接打字提问，我用讲话原文回答，并附出处、法条和真实案例。
/topics　目录：按讲话顺序看全部要点
/topic 标题　看某一条，如：/topic 法无授权不可为
/daily　今日一条
/privacy　隐私说明
/about　关于明法
拿不准时我会列出几条请您选；讲话没说到的，我会直说。问题写错了，改一改原来那条消息，我的回答会跟着改。
在工作群里：发 /ask 加问题，或者 @{username} 加问题，或者回复我的消息。"""
HELP_GROUP = """在群里问我，有三种办法：
1. 发 /ask 加问题；对着别人的消息回复 /ask，我就答那条消息
2. @{username} 加问题
3. 回复我的消息
别的话我不插嘴。/topics 目录，/daily 今日一条，/privacy 隐私说明。也可以私聊问我。
群管理员发 /settings 可以设置本群。"""
HELP_OWNER = "工作人员的命令：发送 /help 查看。"
PRIVACY = """隐私说明
· 我只处理发给我的消息：私聊、/ask、@我、回复我的消息。群管理员开了旁听的群，我才看其他消息，只用来判断是否作答。
· 日志里只有结果和用时，没有您说的话，也认不出您是谁。
· 为了改进回答，没答上来的、点了踩的问题会尽量去掉姓名和号码后保存一段时间：只记日期和单位，不记是谁问的。请不要写真名和号码。
· 一时排不上队的消息先加密存着，答完就删，最迟两天。
· 用 /ask 或 @我 问别人发的消息，那条消息的话不保存。
· 点赞、点踩和回答的位置保存七天，只用来改进和修改回答，不对人排名，不统计谁在线、谁提问多。
· 工作人员的操作，包括没有权限没办成的，记入操作记录，任何人都不能删改。
· 私聊发 /mydata 看存了什么，/forget 删除。"""
ABOUT = """明法：用讲话原文回答法治政府建设的问题。
内容出自《{speech}》，共 {count} 个要点。原文一字不改，标明段落；原文未公开的字用……表示。
法条和案例是另外附上的，供学习参考，不能代替法律意见。
知识版本 {version}。"""
GROUP_NONE = "讲话里没有说到这一点，我就不乱答了。/topics 看全部要点。"
ASK_USAGE = "请把问题写在 /ask 后面，比如：/ask 上面没说让干的事，我们能自己拍板吗？"
CARD_CAUTION = "请注意：{caution}"
VIEW_HEADING = "{title}\n{view}"
TOPICS_PICK = "讲话要点共 {count} 条，请选一部分："
TOPICS_PICK_ENTRY = "{part}\n请选一条："
TOAST_THANKS_UP = "谢谢，收到。"
TOAST_THANKS_DOWN = "谢谢提醒，我们会改进。"
TOAST_HUSHED = "好的，一小时之内不再主动提醒。"
TOAST_ADMINS_ONLY = "本群的管理员才能关掉提醒，请告诉他们。"
TOAST_NOT_CHECKED = "没能核实您是不是管理员，请过一会儿再试。"
BUTTON_DOWN = "👎"
BUTTON_HUSH = "不用提醒我"
BUTTON_UP = "👍"
