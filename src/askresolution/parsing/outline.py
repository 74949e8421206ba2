"""From blocks to the document tree: which unit belongs to which, and what each is."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from askresolution.domain import NodeKind, Span
from askresolution.parsing.blocks import Block, reading_text
from askresolution.parsing.boilerplate import is_caps
from askresolution.parsing.labels import Label
from askresolution.parsing.lines import ends_sentence
from askresolution.parsing.tables import Table
from askresolution.vietnamese import collapse, fold, nfc

#: A heading has at most so many words; one that ends like a sentence, at most so many.
_HEADING_WORDS = 75
_SENTENCE_WORDS = 45
#: An article's text of more words is what it orders, not its heading.
_ARTICLE_WORDS = 24
#: Formulas between the title and the first unit: who resolves, and that they do.
_FORMULA = re.compile(
    r"(?:QUYẾT NGHỊ|QUYẾT ĐỊNH|NGHỊ QUYẾT|QUYẾT ĐỊNH BAN HÀNH|CHÍNH PHỦ|(?:THỦ TƯỚNG|QUỐC HỘI|CHỦ TỊCH|HỘI ĐỒNG|ỦY BAN|UỶ BAN|BAN CHẤP HÀNH|BAN THƯỜNG VỤ|BỘ TRƯỞNG)\b.*)\s*:?"
)
#: How the last paragraph of a document opens, and that it ends the document.
_CLOSING = re.compile(
    r"(?:Trên đây là|(?:Nghị quyết|Kết luận|Chương trình|Chương trình hành động|Kế hoạch|Quyết định|Báo cáo|Chỉ thị) này\b).*\./\.$",
    re.S,
)
_RUN_IN_HEAD = re.compile(r"^(?P<head>[^:;]{3,130}?)\s?:\s+(?=[A-ZĐ\u00c0-\u1ef8“\"])")
#: What attribute lines of an assignment are called in the genre; they make a block that items can share.
ATTRIBUTE = re.compile(
    r"^(?:ten (?:nhiem vu|de an|ke hoach|du an|cong trinh)|to chuc thuc hien|(?:co quan|don vi)[a-z, ]* (?:chu tri|phoi hop|thuc hien|soan thao|tham muu)|chu tri|phoi hop"
    r"|thoi (?:gian|han|diem)|tien do|kinh phi|nguon (?:luc|von|kinh phi)|lanh dao (?:chi dao|phu trach)|san pham|ket qua"
    r"|giao dong chi|nguoi (?:chi dao|phu trach)|dong chi phu trach|co quan trinh|phan cong|trach nhiem)\b"
)


@dataclass(slots=True, eq=False)
class Draft:
    """A node under construction."""

    kind: NodeKind
    spans: list[Span] = field(default_factory=list)
    label: str = ""
    heading: str = ""
    children: list[Draft] = field(default_factory=list)
    anchor: tuple[Draft, int] | None = None
    cells: list[tuple[str, list[Span]]] = field(default_factory=list)
    shares: Draft | None = None


@dataclass(slots=True)
class _Open:
    rank: float
    draft: Draft
    style: str = ""
    depth: int = 0
    number: int = 0
    text: str = ""
    level: int = 0


def build_outline(source: str, blocks: Sequence[Block], root: Draft, closing_at: int | None = None) -> None:
    """Hangs the blocks below `root`, each under the nearest open unit of a smaller rank.

    `closing_at` is the offset at which the recipients or the signature begin: an unlabelled paragraph that
    closes a list just before them ("Trên đây là …") speaks for the whole document.
    """
    stack = [_Open(-1, root)]
    caption: Draft | None = None
    closing = _closing_block(blocks, closing_at)
    for position, block in enumerate(blocks):
        if block is closing:
            del stack[1:]
        following = blocks[position + 1] if position + 1 < len(blocks) else None
        if _is_caption(block, blocks[position + 1 : position + 3], closing_at):
            _close(stack, lambda entry: entry.draft.kind in ("part", "section", "document"))
            caption = Draft("section", block.spans, heading=_tidy(block.text))
            stack[-1].draft.children.append(caption)
        elif block.table is not None and caption is not None:
            caption.children.append(table_draft(block.table))
            caption = None
        elif block.table is not None:
            _close(stack, lambda entry: entry.draft.kind in ("part", "section", "document"))
            stack[-1].draft.children.append(table_draft(block.table))
        elif block.label is None:
            _add_plain(source, stack, block, following)
        else:
            _add_labelled(source, stack, block, block.label, following)
    _share_blocks(source, root)


#: "Bảng 2. Thu ngân sách trên địa bàn năm 2025", the name of the table below.
_TABLE_NAME = re.compile(r"(?:Bảng|BẢNG|Biểu|BIỂU)\s+(?:(?:số|SỐ)\s+)?\d{1,2}\s?[.:–-]\s*\S.{0,150}$")


def _is_caption(block: Block, after: Sequence[Block], closing_at: int | None) -> bool:
    """Whether a line names the table below it ("Biểu số 01. …") in the midst of the text: its sections go on after it."""
    if block.label is None:
        return bool(after) and after[0].table is not None and bool(_TABLE_NAME.match(nfc(block.text)))
    if block.label.style.name != "annex" or fold(block.label.text).startswith("phu luc"):
        return False
    in_text = closing_at is not None and block.spans[0][0] < closing_at
    return in_text and bool(after) and after[0].table is not None


def _closing_block(blocks: Sequence[Block], closing_at: int | None) -> Block | None:
    if closing_at is None:
        return None
    before = [block for block in blocks if block.table is None and block.spans[0][0] < closing_at]
    if len(before) < 2 or before[-1].label is not None:
        return None
    # What follows a heading is that heading's text, however it opens.
    if _CLOSING.match(nfc(before[-1].text)) and ends_sentence(before[-2].text):
        return before[-1]
    if before[-2].label is None:
        return None
    return before[-1] if before[-2].label.style.kind in ("item", "bullet") and not is_caps(before[-1].text) else None


def _close(stack: list[_Open], keep: Callable[[_Open], bool]) -> None:
    while len(stack) > 1 and not keep(stack[-1]):
        stack.pop()


def _add_plain(source: str, stack: list[_Open], block: Block, following: Block | None) -> None:
    if block.level or _is_bare_heading(block, following):
        rank = 2.5 + block.level * 0.05 if block.level else 2.5
        if block.level:
            _close(stack, lambda entry: entry.level < block.level if entry.level else entry.rank < rank)
            # Below a labelled heading of a higher level, what follows must still be able to close it.
            rank = max(rank, stack[-1].rank + 0.05) if stack[-1].level else rank
        else:
            if not is_caps(block.text):
                # In small letters it stands below the numbered section that is open, and ends with it.
                numbered = [entry.rank for entry in stack if entry.draft.kind == "section" and entry.draft.label]
                rank = max(rank, *(value + 0.05 for value in numbered)) if numbered else rank
            _close(stack, lambda entry: entry.rank < rank)
        draft = Draft("section", block.spans, heading=_tidy(block.text))
        stack[-1].draft.children.append(draft)
        stack.append(_Open(rank, draft, level=block.level))
        return
    holds = stack[-1].text.rstrip().endswith(":") and stack[-1].draft.kind in ("item", "bullet")
    if not holds:
        _close(stack, lambda entry: entry.draft.kind in ("part", "section", "document"))
    stack[-1].draft.children.append(Draft("paragraph", block.spans, heading=_run_in(block.text)))


#: Headings without a number, in small letters, as they are left where a text lost its layout: "Về kinh tế:", "Đánh giá chung".
_PLAIN_HEADING = re.compile(
    r"Về\s+[a-zđ\u00df-\u1ef9][^.;]{4,100}:|(?:Đánh giá chung|Kết quả(?: nổi bật| đạt được| thực hiện)?|Những kết quả đạt được|Ưu điểm|Tồn tại, hạn chế|Hạn chế(?:, (?:tồn tại|khuyết điểm|yếu kém))?"
    r"|Nguyên nhân(?: của (?:hạn chế|những hạn chế))?|Bài học kinh nghiệm|Mục tiêu(?: chung| tổng quát| cụ thể)?|(?:Các )?[Cc]hỉ tiêu(?: chủ yếu| cụ thể)?|Nhiệm vụ(?:,| và) giải pháp(?: chủ yếu| trọng tâm)?"
    r"|Nhiệm vụ trọng tâm|Phương hướng(?:, nhiệm vụ)?|Tổ chức thực hiện|Kinh phí thực hiện|Đề xuất, kiến nghị|Kiến nghị, đề xuất|Phạm vi, đối tượng|Quan điểm(?: chỉ đạo)?|Mục đích, yêu cầu)\s*:?"
)


def _is_bare_heading(block: Block, following: Block | None) -> bool:
    if _PLAIN_HEADING.fullmatch(nfc(block.text)) and following is not None and following.table is None:
        return True
    shaped = is_caps(block.text) and 6 < len(block.text) < 200 and not block.text.endswith(".")
    return shaped and following is not None and not _FORMULA.fullmatch(nfc(block.text))


def _add_labelled(source: str, stack: list[_Open], block: Block, label: Label, following: Block | None) -> None:
    rank = _place(stack, label, block.level)
    kind = _kind(block, label, following)
    rest = block.text[len(collapse(label.text)) :].strip() if block.text.startswith(collapse(label.text)) else block.text
    draft = Draft(kind, block.spans, label=collapse(label.text))
    stack[-1].draft.children.append(draft)
    stack.append(_Open(rank, draft, label.style.name, label.depth, label.number, block.text, block.level))
    run_in = _run_in(rest)
    if kind == "section" and run_in and label.style.name not in ("letter", "roman"):
        _split_run_in(source, draft, label, run_in)
    elif kind in ("part", "section"):
        draft.heading = _tidy(rest) if not (label.style.name == "article" and len(rest.split()) > _ARTICLE_WORDS) else ""
    elif run_in:
        draft.heading = run_in
    elif len(rest.split()) <= 40 and kind == "item":
        draft.heading = _tidy(rest)


def _place(stack: list[_Open], label: Label, level: int = 0) -> float:
    """Closes what the label ends and returns the rank of the new unit.

    A label that continues an open series is its next member, whatever stands between. A series that starts
    again at 1 inside itself, or right below a heading of its own style, is a list of its own, one level down. Where the format gives a heading's `level`,
    it ends the headings of that level and those below it.
    """
    name, depth = label.style.name, label.depth
    if level:
        outer = next((i for i, entry in enumerate(stack) if entry.level >= level), len(stack))
        del stack[max(outer, 1) :]
    for index in range(len(stack) - 1, 0, -1):
        entry = stack[index]
        if entry.style == name and entry.depth == depth and entry.number + 1 == label.number and name not in _BULLETS:
            rank = entry.rank
            del stack[index:]
            return rank
    if name in _BULLETS:
        return _place_bullet(stack, name, float(label.rank))
    same = [entry for entry in stack if entry.style == name and entry.depth == depth]
    deeper = same and stack[-1] is not same[-1] and name == "decimal" and label.number == 1 and depth == 0
    if deeper and stack[-1].style in ("decimal", "dash", "paren", "alpha"):
        return stack[-1].rank + 0.5
    if same and stack[-1] is same[-1] and not level and label.number == 1 and stack[-1].draft.kind == "section":
        return stack[-1].rank + 0.5  # "2. Chỉ tiêu đến năm 2030", then "1. Tỷ lệ …": the list that the heading announces
    rank = float(label.rank)
    _close(stack, lambda entry: entry.rank < rank)
    return rank


_BULLETS = ("star", "dash", "plus")


def _place_bullet(stack: list[_Open], name: str, rank: float) -> float:
    """A star is above dashes where it comes first, and beside them where they do."""
    if name == "star":
        beside = next((e for e in stack if e.style == "dash"), None)
        if beside is not None:
            rank = beside.rank
    if name == "dash":
        siblings = next((e for e in stack if e.style == "star"), None)
        parent = stack[stack.index(siblings) - 1].draft if siblings else None
        if siblings is not None and parent is not None and any(c.label in "-–—−" and c.label for c in parent.children):
            rank = siblings.rank
    _close(stack, lambda entry: entry.rank < rank)
    return rank


def _kind(block: Block, label: Label, following: Block | None) -> NodeKind:
    """A numbered unit is a section when it heads something, an item when it says something itself."""
    style = label.style
    if style.kind != "section" or style.name in ("letter", "roman", "article", "division"):
        return style.kind
    if is_caps(block.text) or block.level:
        return "section"
    rest = block.text[len(label.text) :]
    run_in = _run_in(rest.strip())
    if run_in and ATTRIBUTE.match(fold(run_in)):
        return "item"
    if run_in and len(block.text.split()) > 25:
        return "section"
    words = len(block.text.split())
    if following is None:
        return "item"
    opens = following.label is None or following.label.rank > label.rank or _starts_again(label, following.label)
    if not opens or words > _HEADING_WORDS or (ends_sentence(block.text) and words > _SENTENCE_WORDS):
        return "item"
    if block.text.rstrip().endswith((".", ";")):
        one_sentence = len(re.findall(r"[.;]\s+[A-ZĐ\u00c0-\u1ef8]", rest)) == 0
        headed = following.label is not None and following.label.style.kind == "bullet"
        return "section" if one_sentence and headed and not _is_measure(rest) else "item"
    if following.label is None and following.table is None and is_caps(following.text):
        return "item"
    return "section"


def _starts_again(label: Label, after: Label) -> bool:
    """Whether the next label begins a list of the same style: "2. Chỉ tiêu", then "1. …"."""
    return after.number == 1 and after.style.name == label.style.name and after.depth == label.depth


def _is_measure(text: str) -> bool:
    """Whether a sentence states a figure, so that it is content even where a list follows it."""
    return bool(re.search(r"\d+(?:[.,]\d+)?\s?%|trong đó\s*:?$", nfc(text)))


def _tidy(text: str) -> str:
    return text.strip().rstrip(".:;").strip() if not text.strip().endswith("...") else text.strip()


def _run_in(text: str) -> str:
    match = _RUN_IN_HEAD.match(nfc(text).lstrip("-+* "))
    if match is None or len(match.group("head").split()) > 18:
        return ""
    head = match.group("head").strip()
    if re.search(r"[.;]\s+[A-ZĐ\u00c0-\u1ef8]|\d+(?:[.,]\d+)?\s?%", head) or re.search(
        r"\b(?:gồm|như|sau|trong đó|cụ thể|là)$", head
    ):
        return ""
    return head


def _split_run_in(source: str, draft: Draft, label: Label, head: str) -> None:
    """Cuts a run-in heading from the text that follows it on the same line; the text becomes a paragraph."""
    draft.heading = head
    seen_label = False
    for index, (start, end) in enumerate(draft.spans):
        begin = start + (label.end if not seen_label else 0)
        seen_label = True
        colon = source.find(":", begin, end)
        if colon >= 0:
            cut = colon + 1
            while cut < end and source[cut].isspace():
                cut += 1
            rest = ([(cut, end)] if cut < end else []) + draft.spans[index + 1 :]
            draft.spans = [*draft.spans[:index], (start, colon + 1)]
            if rest:
                draft.children.append(Draft("paragraph", rest))
            return


def table_draft(table: Table) -> Draft:
    """A table node with its rows; repeated headers are furniture below it."""
    draft = Draft("table", _with_blanks(table.headers[0]) if table.headers else [])
    draft.heading = " | ".join(column.name for column in table.columns)
    for header in table.headers[1:]:
        draft.children.append(Draft("furniture", _with_blanks(header)))
    for row in table.rows:
        spans = sorted([*row.label_spans, *(span for cell in row.cells for span in cell)])
        node = Draft("table_row", _with_blanks(spans), label=f"{row.label}" if row.label else "")
        names = [column.name for column in table.columns]
        lent = row.lent or [[] for _ in row.cells]
        node.cells = [(name, _with_blanks(own or reach)) for name, own, reach in zip(names, row.cells, lent, strict=True)]
        draft.children.append(node)
    return draft


def _with_blanks(spans: Sequence[Span]) -> list[Span]:
    """Each span but the last takes the blank after it, so that joined slices keep their words apart."""
    if not spans:
        return []
    return [
        *(
            (start, end + 1) if following > end else (start, end)
            for (start, end), (following, _) in zip(spans, spans[1:], strict=False)
        ),
        spans[-1],
    ]


def _share_blocks(source: str, root: Draft) -> None:
    """Items of one list that are followed by a single attribute block share it.

    The genre prints several schemes one after the other and then, once, who directs and leads them. The
    block is made a node of its own below the last item; each of the items refers to it.
    """
    pending = [root]
    while pending:
        parent = pending.pop()
        pending.extend(parent.children)
        bare: list[Draft] = []
        for child in parent.children:
            if child.kind not in ("item", "section", "bullet"):
                bare = []
            elif _has_attributes(source, child):
                members = [*_same_matter(source, bare, child), child]
                if len(members) > 1:
                    block = Draft("item", [], heading="", children=list(child.children))
                    child.children = [block]
                    for member in members:
                        member.shares = block
                bare = []
            elif any(grand.kind in ("bullet", "item", "paragraph", "table") for grand in child.children):
                bare = []
            else:
                bare.append(child)


def _has_attributes(source: str, draft: Draft) -> bool:
    heads = [_opening(source, child) for child in draft.children if child.kind in ("bullet", "item", "paragraph")]
    return sum(bool(ATTRIBUTE.match(head)) for head in heads) >= 2 or (
        len(heads) == 1 and bool(ATTRIBUTE.match(heads[0])) and bool(draft.children[0].children)
    )


def _opening(source: str, draft: Draft) -> str:
    text = fold(reading_text(source, draft.spans)).lstrip("-+*•. ")
    return re.sub(r"^(?:\(?\w{1,2}[).]\s*)", "", text)


def _same_matter(source: str, bare: Sequence[Draft], last: Draft) -> list[Draft]:
    """The run of bare items just before `last` that open with the same word, as "Đề án" or "Kế hoạch"."""

    def noun(draft: Draft) -> list[str]:
        return re.findall(r"[^\W\d_]+", fold(draft.heading or reading_text(source, draft.spans)))[:2]

    wanted = noun(last)
    run: list[Draft] = []
    for draft in reversed(bare):
        if noun(draft) != wanted:
            break
        run.insert(0, draft)
    return run
