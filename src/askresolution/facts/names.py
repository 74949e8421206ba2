"""Named programmes, movements, models and slogans: what stands in quotation marks after the noun that it names."""

from __future__ import annotations

import re

from askresolution.domain import Document
from askresolution.facts.composed import Composed
from askresolution.facts.model import Term
from askresolution.vietnamese import collapse, fold

_NOUN = (
    r"phong trào thi đua|phong trào|cuộc vận động|phương châm|khẩu hiệu|chủ đề|mô hình|chương trình|danh hiệu|bộ tiêu chí|tiêu chí|tinh thần|"
    r"cuộc thi|câu lạc bộ|quỹ|chiến dịch|quan điểm|nguyên tắc|hướng|thông điệp|chuyên đề|ngày hội|mục tiêu|Đề án|đề án|Kế hoạch|kế hoạch"
)
_NAMED = re.compile(
    rf"\b(?P<noun>{_NOUN})(?:\s+(?:là|về|theo|xây dựng|thực hiện|tiêu biểu|như))?\s*:?\s*[“\"]\s?(?P<name>(?:[^“”\"]|“[^“”]{{1,60}}”){{3,260}})[”\"](?:\s*\((?P<parts>[^()]{{6,240}})\))?",
    re.I,
)


def names(document: Document) -> list[Term]:
    """Names of a document, each once, where it is spelt out most fully."""
    found: dict[str, Term] = {}
    for node in document.root.walk():
        if node.kind in ("furniture", "letterhead", "recipients", "signature", "table") or not re.search('[“"]', node.text):
            continue
        reading = Composed(document, node)
        for match in _NAMED.finditer(reading.text):
            name = collapse(match.group("name")).strip(" .,;")
            noun = match.group("noun").lower()
            term = Term(
                issuer=document.metadata.issuer,
                document=document.id,
                term=name,
                expansion=noun,
                evidence=reading.evidence(match.start(), match.end()),
                kind=noun,
                parts=_parts(name, match.group("parts") or ""),
            )
            known = found.get(fold(name))
            if known is None or len(term.parts) > len(known.parts):
                found[fold(name)] = term
    return list(found.values())


def _parts(name: str, spelt: str) -> tuple[str, ...]:
    """Parts given in brackets, else those that a slogan itself lines up ("Sáng - Xanh - Sạch - Đẹp")."""
    if spelt and "," in spelt:
        return tuple(collapse(part) for part in re.split(r"[,;]\s+", spelt) if part.strip())
    dashed = re.split(r"\s+[-–]\s+", name)
    if len(dashed) > 2 and all(part.isalpha() for part in dashed):
        return tuple(dashed)
    listed = re.split(r"[,;]\s+", name)
    first = {fold(part).split()[0] for part in listed if part.split()}
    return tuple(listed) if len(listed) > 2 and len(first) == 1 else ()
