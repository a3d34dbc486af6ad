"""What phones, Chinese keyboards, word processors and web pages make of a plain argument: a strategy for hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

_WIDE = {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
_VARIANTS: dict[str, str] = {
    "-": "－–—―‐‑−﹣⸺",
    "~": "～〜∼",
    ":": "：∶﹕",
    "/": "／∕⁄",
    ",": "，、﹐﹑､",
    " ": "\u3000\u00a0\u2003\u2009",
    '"': "“”＂「」",
    "'": "‘’＇",
}
_UNSEEN = "\u200b\ufeff\u200e\u2060"


def _forms(char: str) -> st.SearchStrategy[str]:
    forms = [char, *_VARIANTS.get(char, "")]
    if char.isascii() and char in _WIDE:
        forms.append(_WIDE[char])
    if char == "-":
        forms += ["——"]
    if char.isdigit():
        forms.append(f"{char}\ufe0f")
    return st.builds(lambda form, unseen: form + unseen, st.sampled_from(forms), st.sampled_from(["", "", "", *_UNSEEN]))


def typed(plain: str) -> st.SearchStrategy[str]:
    """Ways in which ``plain`` arrives when it is typed or pasted."""
    before = st.sampled_from(["", " ", "\u3000", "\u200b"])
    after = st.sampled_from(["", " ", "\u00a0"])
    return st.builds(lambda *parts: "".join(parts), before, *map(_forms, plain), after)
