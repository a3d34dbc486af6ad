"""What people read: roles and personal data. Plain text with named placeholders: escaping is the renderer's work."""

from __future__ import annotations

KEPT_STAFF = "您的工作人员身份：只要还担任就要保留，所有者可以撤销。"
KEPT_AUDIT = "操作记录里写到您的（您办的、没有权限没办成的、别人给您办的）：为了能够追责，任何人都不能删改。"
KEPT_WORK = "您提出或审定的问法、群发和设置上的署名：属于工作记录。"
KEPT_MENTIONS = "工作人员的草稿和群发里写到的您的编号：草稿半小时后自动删除，群发属于工作记录，到期删除。"
# Roles.
ROLES_LONG = {
    "owner": "所有者：管人、管群、看全部",
    "editor": "编辑：教问法、审问法",
    "announcer": "发布员：发通知",
    "auditor": "审计员：只看统计和记录",
}
STAFF_TITLE = "工作人员共 {count} 人"
STAFF_HINT = "添加：点下面的按钮，或发 /grant 编号 身份，或在群里回复他的消息发 /grant 身份。"
STAFF_FROM_SETTINGS = "　由 MINGFA_OWNERS 指定"
BUTTON_GRANT = "添加工作人员"
BUTTON_REVOKE = "撤销 {name} 的{role}"
GRANT_USAGE = """请这样写：
/grant 编号 身份，如：/grant 7000000001 编辑
或者回复他的一条消息：/grant 编辑
也可以私聊我只发 /grant，一步一步来。
身份有：所有者、编辑、发布员、审计员。"""
REVOKE_USAGE = """请这样写：
/revoke 编号 身份，如：/revoke 7000000001 编辑
或者回复他的一条消息：/revoke 编辑
名单见 /staff。"""
ASK_PERSON = "请转发一条他的消息给我，或者发他的编号（他私聊我发 /mydata 就能看到）。不加了请发 /cancel。"
ASK_ROLE = "请选要授予 {name} 的身份："
ASK_ROLE_TO_TAKE = "请选要撤销 {name} 的身份："
HAS_ALL_ROLES = "{name} 已经有全部身份了。"
HAS_NO_ROLE = "{name} 没有可以撤销的身份。"
TARGET_HIDDEN = "他的隐私设置不让看转发来源。请让他私聊我发 /mydata，把里面的编号告诉您，再发 /grant 编号 身份。"
TARGET_NO_PERSON = "这不是某个人用自己的身份发的消息（可能是机器人、频道或匿名管理员），请换一条，或用编号。"
TARGET_BAD_ID = "编号应当是一串数字；他私聊我发 /mydata 就能看到自己的编号。"
OR_CANCEL = "不办了请发 /cancel。"
GRANTED = "已让 {name} 担任{role}。"
GRANTED_ALREADY = "{name} 本来就是{role}。"
NOT_TOLD = "他还没有跟我说过话，请告诉他私聊 @{username} 点“开始”。"
YOU_ARE_NOW = "您现在是明法的{role}了。发送 /help 看能做什么。"
REVOKED = {
    "done": "已撤销 {name} 的{role}。",
    "not_held": "{name} 不是{role}，没有改动。",
    "last_owner": "{name} 是最后一位所有者，不能撤销：请先让别人担任所有者。",
    "set_outside": "{name} 是 MINGFA_OWNERS 指定的所有者，请改设置后重启。",
}
# What is kept about a person.
MY_ID = "您的编号：{id}"
MY_ROLES = "身份：{roles}"
MY_PREFS = "您的选择：{prefs}"
MY_ANSWERS = "私聊里最近 {count} 次回答的位置（不含文字），七天后自动删除"
MY_VOTES = "点赞、点踩 {count} 次（用来防止重复计数，七天后自动删除）"
MY_DIALOGS = "办到一半的事、告诉过您等着处理的群，共 {count} 件，办完或过期就自动删除"
MY_AUDIT = "您办过的事的操作记录 {count} 条"
MY_REFUSED = "您试过、但没有权限没办成的操作记录 {count} 条"
MY_ABOUT = "别人办的、写到您的操作记录 {count} 条（如给您或撤销身份）"
MY_MENTIONS = "工作人员的草稿和群发里写到您编号的 {count} 处"
MY_SIGNATURES = "署了您名的工作记录 {count} 处"
MY_NOTHING = "除此之外，没有存您的任何数据。"
MY_QUESTIONS = (
    "您问过的话不与您存在一起：没答上来的、点了踩的，尽量去掉姓名和号码后保存 {days} 天，不记是谁问的。要删除以上数据，发送 /forget。"
)
NO_DATABASE_NO_DATA = "您的编号：{id}\n数据库现在用不了，看不到存了什么；请过一会儿再试。"
FORGET_SURE = "要删除存下的与您有关的数据吗？删了就找不回来。"
BUTTON_FORGET = "确定删除"
FORGOTTEN = "已删除。"
FORGOTTEN_NOTHING = "没有可以删除的数据。"
FORGOTTEN_BUT = "按规定要留下的："
