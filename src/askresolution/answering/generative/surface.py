"""What a sentence of an answer may look like: plain words in the right language, no markup that does anything."""

from __future__ import annotations

import html
import re
import unicodedata

from askresolution.vietnamese import collapse, has_diacritics, normalize

#: Anything that a page could turn into an element, an address or a picture.
_MARKUP = re.compile(
    r"<\s*[/!?a-zA-Z]|!\[|\]\s*\(|\]\s*\[(?!\d)|\]:\s|`|~~~|^\s{0,3}#{1,6}\s|^\s*\||\|\s*-{2,}|\$\$|\\\(|\\\["
    r"|(?:https?|ftp|file|data|javascript|vbscript|mailto|blob):|\bwww\.|//[\w-]+\.|\b[\w-]+\.(?:com|net|org|vn|io|info|example|invalid|test|xyz|ru|cn|ly|me|gov|html?|php|js)\b"
    r"|[\w.+-]+@[\w-]+\.\w",
    re.I | re.M,
)
#: A model that speaks of itself, of its orders, or to the reader as a machine.
_SELF = re.compile(
    r"\b(?:tôi là (?:một )?(?:mô hình|trợ lý|AI|chatbot)|với tư cách là|là một mô hình ngôn ngữ|as an AI|language model|I(?:'m| am) (?:sorry|an? )|I (?:cannot|can't|can not)"
    r"|tôi (?:không thể|rất tiếc|xin lỗi)|xin lỗi|rất tiếc|system prompt|chỉ dẫn hệ thống|câu lệnh hệ thống|<\|)",
    re.I,
)
#: Characters that show nothing or turn text around, and halves of characters.
_UNSEEN = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffd\ufff9-\ufffc\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e007f]")  # fmt: skip
_LIST_MARK = re.compile(r"^\s*(?:[-*+•–]|\(?\d{1,2}[.)])\s+")
_DASHES = str.maketrans({"–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "…": "...", "‘": "'", "’": "'"})


def plain(text: str) -> str:
    """Text for comparing: NFC, one tone placement, plain dashes and blanks, entities resolved, no emphasis."""
    resolved = html.unescape(text)
    return collapse(normalize(resolved.replace("**", "").replace("__", "").translate(_DASHES)))


def bare(line: str) -> str:
    """A line without its list mark."""
    return _LIST_MARK.sub("", line, count=1)


def fault_of(text: str, language: str) -> str:
    """What forbids a sentence by its looks: "markup", "characters", "refusal", "language", or nothing."""
    resolved = html.unescape(html.unescape(text))
    if _UNSEEN.search(text) or _UNSEEN.search(resolved):
        return "characters"
    if _MARKUP.search(resolved):
        return "markup"
    if any(char.isalpha() and not _latin(char) for char in resolved):
        return "language"
    if _SELF.search(resolved):
        return "refusal"
    return "language" if _another_language(resolved, language) else ""


def _latin(char: str) -> bool:
    return char.isascii() or unicodedata.name(char, "").startswith(("LATIN", "COMBINING")) or char in "ªº²³µ"


_VIETNAMESE_WORDS = re.compile(r"\b(?:của|và|là|được|các|những|không|trong|cho|với|đến|này|có|theo|tại|xã)\b", re.I)
_ENGLISH_WORDS = re.compile(r"\b(?:the|of|and|is|are|was|were|has|have|in|on|by|for|with|this|that|will|be|to)\b", re.I)


def _another_language(text: str, language: str) -> bool:
    """Whether a sentence is in another language than asked. Names and titles in quotation marks do not count."""
    said = re.sub(r"“[^”]*”|\"[^\"]*\"|\[[\d, ]+\]", " ", text)
    words = re.findall(r"[^\W\d_]+", said)
    if len(words) < 4:
        return False
    vietnamese, english = len(_VIETNAMESE_WORDS.findall(said)), len(_ENGLISH_WORDS.findall(said))
    if language == "en":
        return english == 0 and vietnamese + sum(has_diacritics(word) for word in words) * 2 > len(words)
    return sum(has_diacritics(word) for word in words) * 5 < len(words) or english > vietnamese + 2
