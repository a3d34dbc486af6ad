"""What people read: the model. Plain text with named placeholders: escaping is the renderer's work."""

from __future__ import annotations

EMPTY_QUESTION = "请把问题写在后面，比如：上面没说让干的事，我们能自己拍板吗？"
TOO_LONG = "这段话太长了（{length} 字），请用一两句话（{limit} 字以内）说要问的事。"
ENCODER_CHANGED = "组件 {package} 的文件 {file} 损坏或被换过：请重新安装，pip install --force-reinstall -r constraints.txt。"
EVALUATION_MISSING = "没有评测集 {path}：评测只能在完整的源码目录里运行。"
EVALUATION_BROKEN = "评测集 {path} 第 {line} 行有误：{reason}"
