"""What a question gives the check, and the views of a claim that several rules share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from askresolution.answering.generative.sources import Said, said
from askresolution.retrieval.compounds import Compounds
from askresolution.retrieval.translation import Translator


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question gives the check: its language and words, the communes (of all `issuers`) and years that it names."""

    language: str
    question: str
    asked: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    translator: Translator | None = None
    compounds: Compounds | None = None


QUOTED = re.compile(r"“([^”]{3,})”|\"([^\"]{3,})\"")
#: Words of grammar, and those with which any answer is written; they claim nothing of the subject.
GRAMMAR = frozenset(
    (
        "là của và các những một này đó ở tại trong theo từ đến khi bao như ra vì cũng sẽ đã đang bị bởi do để mà nếu phải cần thì với cho về được có vào trên "
        "dưới hơn hoặc hay nhưng còn nên lại rằng ngoài gồm bằng mỗi tất cả đều đối việc sau trước bên thuộc qua lên xuống giữa nhất rất cụ thể cùng đồng thời khác "
        "năm tháng ngày quý số xã đạt nêu ghi quy định đặt ra mục tiêu chỉ tiêu tài liệu văn bản nội dung thực hiện giao chịu trách nhiệm người đơn vị cơ quan "
        "thời gian hoàn thành phấn đấu dự kiến bao tổng mức tỷ tỉ lệ kết quả nói phần không chưa chẳng hiện nay đây lần lượt thứ gọi tên trả lời thêm nữa nhiệm vụ tới hết"
    ).split()
)
#: Words of grammar only.
LIGHT = frozenset("là của và các những một này đó ở tại trong theo đã đang sẽ được có về với cho để do bởi năm tháng ngày số the of and in on by is are was were a an to for with at".split())


def line_of(text: str) -> str:
    """A text's words in lower case with blanks around, as `Source.line` has them."""
    return f" {' '.join(word for word, _ in said(text).words)} "


def near_sentences(claim: Said, parts: Sequence[Said]) -> list[Said]:
    """The sentences of the source that a claim can come from."""
    scored = [(_share(claim, part), part) for part in parts]
    best = max((score for score, _ in scored), default=0.0)
    return [part for score, part in scored if score >= max(0.35, best - 0.15)]


def closest_sentence(claim: Said, parts: Sequence[Said]) -> Said | None:
    """The sentence of the source that shares most words with a claim; None without sentences."""
    return max(parts, key=lambda part: _share(claim, part), default=None)


def _share(claim: Said, part: Said) -> float:
    wanted = {word for word, _ in claim.words if word not in LIGHT}
    return len(wanted & {word for word, _ in part.words}) / len(wanted) if wanted else 0.0


def clauses(sentence: Said) -> list[str]:
    """The clauses of a sentence, each as `line_of` gives it."""
    cuts = [0, *sentence.breaks, len(sentence.text)]
    return [line_of(sentence.text[a:b]) for a, b in zip(cuts, cuts[1:], strict=False) if a < b]
