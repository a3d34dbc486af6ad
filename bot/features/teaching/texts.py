"""What people read: teaching. Plain text with named placeholders: escaping is the renderer's work."""

from __future__ import annotations

# /teach.
TEACH_WHICH = "教哪一条？请选一部分；也可以直接把编号、标题里的几个字，或要教的问题发给我。"
TEACH_WHICH_IN = "{part}\n请选一条："
TEACH_FOUND = "是这几条里的哪一条？"
TEACH_NOT_FOUND = "没找到与“{words}”相符的条目。请换几个字再发，或点下面按部分找。"
TEACH_ENTRY = "{title}（{id}，现有 {count} 个问法）"
TEACH_SEND = "请把新问法发给我，一行一条，最多 30 条。照群众平时的话写，不用写答案。"
TEACH_OFFER = "要教的话：“{question}”\n可以直接用这句；想改一改、多教几句，就把改好的发给我，一行一条。"
TEACH_WORDS_ONLY = "请发文字：要教的问法，一行一条。不教了请发 /cancel。"
TEACH_NEW = "要教的新问法 {count} 条："
TEACH_LINE = "· {alias}"
TEACH_REFUSED = "这几条不能用："
TEACH_AGAIN = "请换个说法再发，或点“放弃”。"
TEACH_TAKEN = "“{alias}”已经教给《{title}》了。"
TEACH_WAITING = "“{alias}”已有人提给《{title}》，正在等审核，见 /pending。"
TEACH_TOO_MANY = "“{alias}”放不下了：一次最多 {most} 条。"
TEACH_LIVE = "已教会《{title}》{count} 条新问法，几秒钟后各处生效。想撤回，到 /pending 里点“已生效的”。"
TEACH_PENDING = "已提交《{title}》的 {count} 条新问法，等另一位编辑或所有者在 /pending 里通过后生效。"
EFFECT = "试算了 {count} 道评测题：{better} 道变好，{worse} 道变差。"
EFFECT_NONE = "试算了 {count} 道评测题：都没有变化，可以放心。"
EFFECT_BETTER = "↑ {question}：{before} → {after}"
EFFECT_WORSE = "↓ {question}：{before} → {after}"
EFFECT_CARE = "变差的比变好的多，建议换个更具体的说法。"
EFFECT_UNKNOWN = "这台机器上没有带评测题，看不出对其他问题的影响。"
GRADES = {"WRONG": "答错", "WRONG_CHOICE": "给错选项", "LEFT_ALONE": "没答", "RIGHT_CHOICE": "选项里有", "RIGHT": "答对"}
GRADES_SILENCE = {"WRONG": "不该答却答了", "WRONG_CHOICE": "不该答却给了选项", "RIGHT": "不作声（对）"}
BUTTON_OTHER_PART = "换一部分"
BUTTON_BY_PART = "按部分找"
BUTTON_OTHER_ENTRY = "换一条"
BUTTON_USE_QUESTION = "就用这句"
BUTTON_MORE_ALIASES = "再加几条"
BUTTON_KEEP_LIVE = "保存并生效"
BUTTON_KEEP_ASK = "提交，等别人审核"
# /misses.
MISSES_LISTS = {"o": ("", "全部"), "l": ("以后", "later")}
MISSES_DECISIONS = {"d": ("不管", "不归"), "l": ("以后",), "t": ("教",)}
MISSES_NONE = {
    "o": "没有等处理的问题：大家问的都答上了，或者已经处理过了。",
    "l": "没有“以后再看”的问题。",
}
MISSES_HEAD = {"o": "没答上或被点踩的问题，共 {count} 组", "l": "说好以后再看的问题，共 {count} 组"}
MISSES_HINT = "点编号看详情。姓名和号码已尽量去掉，看到没去干净的，请不要转发。"
MISSES_USAGE = """没看懂。可以发：
/misses　全部
/misses 以后　以后再看的
/misses 12　看一组
/misses 12 教 p12-3
/misses 12 不管
/misses 12 以后"""
MISSES_DECIDED = {"d": "好的，{count} 个问题不再列出。", "l": "好的，{count} 个问题放到“以后再看”。"}
MISS_LINE = "#{id} {question}（{times}）"
MISS_TIMES = "{count} 次"
MISS_DOWN = "，👎 {count}"
MISS_QUESTION = "“{question}”"
MISS_FACTS = "{times}，最近一次 {day}{units}"
MISS_UNITS = "，来自{units}"
MISS_ALIKE = "连同相近的说法共 {count} 种。"
MISS_NEAR = "最接近的：{titles}"
MISS_GONE = "这组问题已经处理过或到期清除了，请发 /misses 看最新的。"
BUTTON_MISSES_OPEN = "回到没处理的"
BUTTON_MISSES_LATER = "以后再看的（{count}）"
BUTTON_MORE_MISSES = "接着看没答上的"
BUTTON_TEACH_AS = "教给：{title}"
BUTTON_TEACH_OTHER = "教给别的条目"
BUTTON_NOT_OURS = "不归讲话管"
BUTTON_PUT_OFF = "以后再看"
# /pending.
WORDS_APPROVE = ("通过", "同意", "ok")
WORDS_REJECT = ("驳回", "不通过", "no")
PENDING_NONE = "没有待审的问法。"
PENDING_LIVE_NONE = "没有群里教的、已生效的问法。要教请编辑发 /teach。"
PENDING_HEAD = "待审的问法，共 {count} 条"
PENDING_LIVE_HEAD = "群里教的、已生效的问法，共 {count} 条"
PENDING_LINE = "#{id} “{alias}” → 《{title}》，{who}，{day}"
PENDING_HINT = "点编号看详情；一行也行：/pending 12 通过，/pending 12 驳回 理由"
PENDING_LIVE_HINT = "点编号可以撤下。用 /export 导出后写进知识文件，就不再列在这里。"
PENDING_USAGE = """没看懂。可以发：
/pending　待审的
/pending 12　看一条
/pending 12 通过
/pending 12 驳回 理由"""
PENDING_NO_ENTRY = "这个条目已经不在知识库里了。"
PENDING_GONE = "没有 #{id}，或者已经处理过了。请发 /pending 看最新的。"
PENDING_OWN = "#{id} 是您自己提的，要由另一位编辑或所有者通过。"
PENDING_NOT_NOW = "现在不能通过：{reason}请驳回它。"
PENDING_APPROVED = "#{id} 已通过，几秒钟后生效。"
PENDING_REJECTED = "#{id} 已驳回，理由已告诉提的人。"
PENDING_WITHDRAWN = "#{id} 已撤下，几秒钟后生效。"
PENDING_PAGE_DONE = "通过了 {count} 条，几秒钟后生效。"
PENDING_PAGE_LEFT = "另有 {left} 条没有通过：是您自己提的，或已不能用。"
PROPOSAL_APPROVED = "您提的问法“{alias}”已通过，谢谢。"
PROPOSAL_REJECTED = "您提的问法“{alias}”没有通过，理由：{reason}。"
REJECT_WHY = "为什么不通过“{alias}”？点一个理由，或直接写一句发给我。"
REJECT_REASONS = ("太笼统", "不是这一条", "和别的重复")
REJECT_WORDS = "请写一句理由。不驳回了请发 /cancel。"
BUTTON_APPROVE = "通过"
BUTTON_REJECT = "驳回"
BUTTON_WITHDRAW = "撤下这条"
BUTTON_APPROVE_PAGE = "本页 {count} 条全部通过"
BUTTON_PENDING_LIVE = "已生效的（{count}）"
BUTTON_PENDING_WAITING = "待审的（{count}）"
# /test.
TEST_USAGE = "请把要试的话写在后面，如：/test 上面没说让干的事，我们能自己拍板吗？"
TEST_HEAD = "试答（不记录，别人看不到）"
TEST_OUTCOMES = {"answer": "结果：直接回答", "choose": "结果：给出选项", "none": "结果：讲话没说到"}
TEST_CANDIDATES = "最接近的条目（括号里是把握）："
TEST_CANDIDATE = "{number}. {title} {id}（{score}%）"
TEST_WHY_ANSWER = (
    "原因：像一个讲话能答的问题，把握 {respond}（要 {answer}）；第一条就是要找的，把握 {right}（要 {sure}）。两项都够，直接回答。"
)
TEST_WHY_UNSURE_WHICH = "原因：像一个讲话能答的问题，把握 {respond}；但第一条就是要找的，把握只有 {right}（要 {sure}），所以请人选。"
TEST_WHY_UNSURE = "原因：像一个讲话能答的问题，把握 {respond}，够给选项（要 {choose}），不够直接回答（要 {answer}）。"
TEST_WHY_KEYWORD = "原因：这是讲话里原有的词，当作查词，给出选项。"
TEST_WHY_NONE = "原因：像一个讲话能答的问题，把握只有 {respond}（给选项要 {choose}），所以不答。该答的话，请编辑用 /teach 教这句。"
TEST_NO_WORDS = "原因：里面没有文字。"
TEST_KNOWN = "问句里 {known}% 的字词在知识库里出现过。"
TEST_HEARD = "群里没点名说这句：开了旁听的群会主动回答（把握 {respond}，要 {answer}；第一条 {right}，要 {sure}）。"
TEST_SILENT = "群里没点名说这句：不作声（把握 {respond}，要 {answer}；第一条 {right}，要 {sure}）。"
TEST_VERSION = "知识版本 {version}，其中群里教的 {taught} 条。"
NEVER = "从不"
# /reload.
RELOAD_READING = "正在读取知识文件……"
RELOAD_BROKEN = "知识文件有 {count} 处要改，没有换上："
RELOAD_BROKEN_FILE = "知识文件有 {count} 处要改，没有换上。全部列在下面的文件里。"
RELOAD_FILE = "知识文件的问题.txt"
RELOAD_OLD_STAYS = "原来的知识照常使用，提问不受影响。改好后再发 /reload。"
RELOAD_NOTHING = "知识文件没有变化（版本 {version}）。"
RELOAD_DONE = "已换上新的知识（版本 {version}），各处几秒钟后生效。"
RELOAD_ADDED = "新增条目 {count} 个："
RELOAD_REMOVED = "去掉条目 {count} 个："
RELOAD_CHANGED = "改动条目 {count} 个："
RELOAD_ENTRY_LINE = "· {title}（{id}）"
RELOAD_CHANGED_LINE = "· {title}（{id}）：{fields}"
RELOAD_ALIASES_ADDED = "新增问法 {count} 条："
RELOAD_ALIASES_REMOVED = "去掉问法 {count} 条："
RELOAD_ALIAS_LINE = "· {id} {alias}"
RELOAD_OTHERS = "也改了：{names}"
RELOAD_IDLE = "群里教的问法有 {count} 条已写进知识文件，可以清掉了。"
RELOAD_CLEARED = "已清掉 {count} 条，它们现在由知识文件提供。"
WITHDRAWN_IN_FILES = "已写进知识文件"
WITHDRAWN_BY_IMPORT = "导入时撤下"
BUTTON_CLEAR_IDLE = "清掉这 {count} 条"
