"""What people read: sheets and YAML. Plain text with named placeholders: escaping is the renderer's work."""

from __future__ import annotations

IMPORT_TOO_LARGE = "文件有 {size} MB，太大了：最多 {limit} MB。请只保留“问法”和“条目”两张表，去掉图片和多余的内容再发。"
IMPORT_BROKEN_ZIP = "这个文件打不开，可能没传完整或已损坏：请重新保存一次再发。"
IMPORT_TOO_MANY_PARTS = "文件里装了 {count} 个部分，最多 {limit} 个，不像是从这里导出的：请从 /export 导出一份再改。"
IMPORT_BOMB = "这个文件解开后超过 {limit} MB，大得不正常，没有读它：请从 /export 导出一份再改。"
IMPORT_TOO_MANY_CELLS = "这张表的格子多得不正常，没有读它：请从 /export 导出一份，把内容复制过去再发。"
IMPORT_TOO_MUCH_TEXT = "这张表的文字多得不正常，没有读它：请删掉不用的行和列，或分几次导入。"
IMPORT_ENCRYPTED = "文件设了密码，打不开：请去掉密码再发。"
IMPORT_ENTITIES = "文件里有不该有的定义（DOCTYPE），没有打开它：请从 /export 导出一份再改。"
IMPORT_NO_WORKBOOK = "这不是能用的 .xlsx 表格：请用 Excel 或 WPS 另存为“.xlsx”再发。"
IMPORT_EMPTY = "这个文件是空的：请重新保存（表格存为“.xlsx”）再发。"
IMPORT_BROKEN_CSV = "这份 CSV 读不出来：请用 Excel 或 WPS 打开，另存为“.xlsx”再发。"
_SAVE_AS_XLSX = "请用 Excel 或 WPS 打开，另存为“.xlsx”再发。"
_COPY_INTO_XLSX = "请把内容复制到从 /export 导出的表格里再发。"
IMPORT_FOREIGN = {
    "xls": f"这是旧格式的表格（.xls、.et）：{_SAVE_AS_XLSX}",
    "encrypted": "这份表格设了打开密码：请去掉密码，另存为“.xlsx”再发。",
    "ods": f"这是 OpenDocument 格式（.ods）：{_SAVE_AS_XLSX}",
    "xlsb": f"这是二进制格式的表格（.xlsb）：{_SAVE_AS_XLSX}",
    "numbers": "这是苹果 Numbers 的表格：请在 Numbers 里导出为 Excel（.xlsx）再发。",
    "html": f"这其实是网页，只是名字像表格：{_SAVE_AS_XLSX}",
    "xml2003": f"这是 Excel 2003 的 XML 格式：{_SAVE_AS_XLSX}",
    "doc": f"这是 Word 或 WPS 文字的文档，不是表格：{_COPY_INTO_XLSX}",
    "ppt": f"这是幻灯片，不是表格：{_COPY_INTO_XLSX}",
    "pdf": f"这是 PDF，不是表格：{_COPY_INTO_XLSX}",
    "image": "这是图片，读不出文字：请发表格（.xlsx）。要提问请直接打字。",
    "rar": "这是 RAR 压缩包：请解压，把里面的 .xlsx 或 .yaml 直接发来，或重新压成 .zip。",
    "7z": "这是 7z 压缩包：请解压，把里面的 .xlsx 或 .yaml 直接发来，或重新压成 .zip。",
    "gzip": "这种压缩包读不了：请解压，把里面的 .xlsx 或 .yaml 直接发来，或重新压成 .zip。",
    "zipped-sheet": "压缩包里是表格：请解压，把里面的表格直接发来。",
}
"""What a file is that is none of ours, by its kind (see ``exchange/kinds``), and what to do."""
IMPORT_UNKNOWN_KIND = "导入只收 .xlsx、.csv、.yaml 和 .zip：请先用 /export 导出一份，改好后发回来。要提问请直接打字。"
IMPORT_NO_SHEET = "没有找到名为“{wanted}”的表（现有：{found}）：请把表名改回来，或从 /export 重新导出。"
IMPORT_TOO_MANY_ROWS = "行数太多：最多 {limit} 行。请删掉多余的行，或分几次导入。"
IMPORT_CELL_EMPTY = "“{heading}”是空的：请填上，或删掉这一行。"
IMPORT_TWICE = "编号 {id} 写了两次（另一处在 {where}）：请合并成一处。"
IMPORT_HEADING_TWICE = "“{heading}”这一列有两个：请删掉一个。"
IMPORT_HEADING_MISSING = "表头里没有“{heading}”这一列：请把列名改回来。"
IMPORT_HEADING_UNKNOWN = "不认识“{heading}”这一列，可用的有：{known}。"
IMPORT_FORMULA = "这一格是公式：请改成文字（复制后“粘贴为数值”）。"
IMPORT_ERROR_VALUE = "这一格是出错的值（如 #N/A）：请改成文字。"
IMPORT_DATE = "这一格是日期：请把格式设为“文本”，重新填写。"
IMPORT_BOOL = "这一格是 TRUE 或 FALSE：请把格式设为“文本”，重新填写。"
IMPORT_NUMBER = "这一格是小数或位数太多的数字：请把格式设为“文本”，重新填写。"
IMPORT_CELL_TOO_LONG = "这一格的字太多，最多 {limit} 个：请删短。"
IMPORT_CELL_LINE = "{where} 第{line}行"
IMPORT_MERGED = "{range} 是合并单元格，看不出这一行的“{heading}”是什么：请取消合并，每格都填上。"
IMPORT_FILE_TWICE = "压缩包里有两个 {name}：请只留一个。"
IMPORT_NO_YAML_IN_ZIP = "压缩包里没有 entries 文件夹下的 .yaml 文件：请从 /export 导出一份再改。"
IMPORT_NOT_UTF8 = "不是 UTF-8 编码：请用 UTF-8 另存。"
IMPORT_NO_ENTRY = "这里应当是一个条目，以“- id: 编号”开头。"
IMPORT_NO_ID = "这一项没有编号（id）：请补上。"
IMPORT_FIELD_UNKNOWN = "不认识 {field} 这个键：请检查拼写。"
IMPORT_ALIAS_NO_TEXT = "问法应当是一句话：{why}"
IMPORT_NO_SUCH_ENTRY = "没有编号 {id}{hint}。"
IMPORT_NO_SUCH_TITLE = "没有标题为“{title}”的条目{hint}：请改正标题，或在“条目编号”里填编号。"
IMPORT_ID_AND_TITLE = "编号 {id} 与标题“{title}”（{other}）不是同一条：请改正一处（常见于下拉填充时编号自动加了 1）。"
IMPORT_DID_YOU_MEAN = "（是不是 {id}？）"
IMPORT_ALIAS_TWICE = "“{alias}”在 {where} 已写给 {id}：一句话只能问一条，请删掉一处。"
IMPORT_TOO_MANY_ADDITIONS = "一次最多新增 {limit} 条问法，这份有 {count} 条：请分几次导入，或写进知识文件后 /reload。"
# /export and import.
WORDS_SHEET = ("表格", "xlsx", "excel")
WORDS_YAML = ("yaml", "zip", "文件")
EXPORT_WHICH = """导出现在使用的知识（含群里教的 {taught} 条问法）：
· 表格：用 Excel 或 WPS 看和改问法，改好把文件发回给我
· YAML：写回知识文件夹、提交版本库用
发回来的文件我先试读，列出会改什么，您点了按钮才改。"""
BUTTON_EXPORT_SHEET = "表格 .xlsx"
BUTTON_EXPORT_YAML = "YAML .zip"
EXPORT_SHEET_NAME = "明法知识-{version}.xlsx"
EXPORT_YAML_NAME = "明法知识-{version}.zip"
EXPORT_SHEET_CAPTION = "在“问法”表里加行、删行，改好发回给我。“条目”表只供查看，要改请改知识文件。"
EXPORT_YAML_CAPTION = (
    "解开后覆盖 knowledge 文件夹再提交。群里教的 {taught} 条问法已写在里面；提交并 /reload 之后，就可以从群里教的那份里清掉。"
)
EXPORT_FILES_CHANGED = "知识文件夹里的文件改过，还没有换上：请先发 /reload，再导出 YAML。表格现在就能导出。"
EXPORT_NO_FILES = "读不了知识文件夹，没能导出 YAML：请管理员检查文件和权限。表格仍能导出。"
IMPORT_READING = "收到文件，正在试读……"
IMPORT_NOT_FETCHED = "没能从 Telegram 取到这个文件，请再发一次。"
IMPORT_WAITING = "请点上面的按钮决定要不要导入；不导入了请发 /cancel。"
IMPORT_HEAD = "试读结果（还没有改动任何东西）"
IMPORT_FAULTS = "有 {count} 处要先改好："
IMPORT_ADD = "可以新增的问法 {count} 条："
IMPORT_WITHDRAW = "群里教过、文件里已删去的问法 {count} 条，可以撤下："
IMPORT_HIDDEN = "其中 {count} 行在表里是隐藏或筛掉的，也一并读了。"
IMPORT_UNCHANGED = "已有、不用动的问法 {count} 条。"
IMPORT_EDITS = "条目的文字改了 {count} 处："
IMPORT_NEW = "新条目 {count} 个："
IMPORT_GONE = "文件里没有的条目 {count} 个："
IMPORT_IN_FILES = "文件里已删去、但写在知识文件里的问法 {count} 条："
IMPORT_OTHER_FILES = "也改了 {count} 个文件："
IMPORT_ALIAS_LINE = "· {id} {alias}"
IMPORT_EDIT_LINE = "· {id} {heading}：{before} → {after}"
IMPORT_NEW_LINE = "· {id} {title}"
IMPORT_ONLY_FILES = "条目、原文、法条和知识文件里的问法，为了一字不错，不能从聊天里改：请改 knowledge 文件夹里的 YAML 文件，再发 /reload。"
IMPORT_MEND = "请改好后再发一次，现在什么都没有动。"
IMPORT_READY = "点按钮才会改。"
IMPORT_NOTHING = "没有可以从聊天里导入的改动。"
IMPORT_FILE = "试读结果.txt"
IMPORT_FILE_CAPTION = "完整的清单在这里。"
IMPORT_DONE_LIVE = "好了：新增 {added} 条，撤下 {gone} 条，几秒钟后各处生效。"
IMPORT_DONE_ASK = "好了：提交了 {added} 条，等另一位编辑或所有者在 /pending 里通过后生效。"
IMPORT_DONE_BACK = "好了：撤下 {gone} 条，几秒钟后各处生效。"
BUTTON_IMPORT_LIVE = "新增 {count} 条并生效"
BUTTON_IMPORT_ASK = "提交 {count} 条，等别人审核"
BUTTON_IMPORT_BOTH = "新增 {added} 条，并撤下 {count} 条"
BUTTON_IMPORT_WITHDRAW = "只撤下删去的 {count} 条"
