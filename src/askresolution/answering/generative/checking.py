"""Sentence → verdict: whether the cited words say what a sentence says. Rules only, no model.

What must hold: the citation exists; every figure, unit, time, document number and name of the sentence stands in the
cited words (or in the headings and the document's own data); comparators, trends and negations agree; a figure keeps
the year, the commune and the subject that the source gives it; words in quotation marks are verbatim; and what is left
is said in the words of the source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from askresolution.answering.generative.figures import Figure, contains
from askresolution.answering.generative.names import Name, names
from askresolution.answering.generative.sources import Said, Source, said, years_of
from askresolution.answering.generative.surface import bare, fault_of, plain
from askresolution.retrieval.compounds import Compounds
from askresolution.retrieval.translation import Translator
from askresolution.vietnamese import fold

CITED = re.compile(r"\s*\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]")
#: Words of grammar, and those with which any answer is written; they claim nothing of the subject.
_GRAMMAR = frozenset(
    (
        "là của và các những một này đó ở tại trong theo từ đến khi bao như ra vì cũng sẽ đã đang bị bởi do để mà nếu phải cần thì với cho về được có vào trên "
        "dưới hơn hoặc hay nhưng còn nên lại rằng ngoài gồm bằng mỗi tất cả đều đối việc sau trước bên thuộc qua lên xuống giữa nhất rất cụ thể cùng đồng thời khác "
        "năm tháng ngày quý số xã đạt nêu ghi quy định đặt ra mục tiêu chỉ tiêu tài liệu văn bản nội dung thực hiện giao chịu trách nhiệm người đơn vị cơ quan "
        "thời gian hoàn thành phấn đấu dự kiến bao tổng mức tỷ tỉ lệ kết quả nói phần không chưa chẳng hiện nay đây lần lượt thứ gọi tên trả lời thêm nữa nhiệm vụ tới hết"
    ).split()
)
#: Phrases of the kind "the report says" that need no support of their own.
_SUPPORT_ALL, _SUPPORT_OWN, _SUPPORT_ENGLISH = 0.75, 0.4, 0.6
_NEGATION = re.compile(r"\b(?:không|chưa|chẳng|chớ|đừng|không được|not|never|no|n't|cannot|without|neither|nor)\b", re.I)
#: "không gian", "không quá 5": the word that is no negation, or is part of a comparator.
_NO_NEGATION = re.compile(r"\bkhông (?:gian|khí|quân|ngừng|chỉ|những|quá|dưới|vượt|ít hơn|trên|muộn|thấp hơn|hơn)\b|\bno (?:later|less|more|fewer) than\b|\bnot (?:only|less|more)\b", re.I)
#: Words that turn a statement into its opposite.
_OPPOSITES = tuple(
    (frozenset(a.split("|")), frozenset(b.split("|")))
    for a, b in (
        ("tăng|tăng cường|nâng", "giảm|hạ|cắt"), ("cao", "thấp"), ("nhiều", "ít"), ("mở rộng", "thu hẹp"), ("đầu năm|đầu nhiệm", "cuối năm|cuối nhiệm"),
        ("trước khi|trước ngày|trước tháng|trước năm", "sau khi|sau ngày|sau tháng|sau năm"), ("bắt đầu|khởi công|triển khai", "kết thúc|chấm dứt|dừng"),
        ("cho phép|được phép", "cấm|nghiêm cấm"), ("bắt buộc", "tự nguyện|khuyến khích"), ("chủ trì", "phối hợp"), ("đạt chuẩn", "không đạt|chưa đạt"),
        ("thành lập", "giải thể"), ("hoàn thành", "chưa hoàn thành|không hoàn thành"), ("increase|rise|raise", "decrease|reduce|fall|cut"), ("highest|higher", "lowest|lower"),
        ("tích cực", "tiêu cực"), ("ban hành", "bãi bỏ|thu hồi"), ("miễn", "thu phí"), ("trong nước", "nước ngoài"), ("chính thức", "dự thảo"),
    )
)  # fmt: skip
_DOCUMENT_KINDS = re.compile(r"(?:nghị quyết|quyết định|chỉ thị|kết luận|kế hoạch|nghị định|quy định|thông tư|luật|resolution|decision|directive|decree|số|no\.?)\s*(?:số\s*)?$", re.I)
_QUOTED = re.compile(r"“([^”]{3,})”|\"([^\"]{3,})\"")
#: A figure or name whose surroundings fit another one of the source by this much better is that other's.
_MARGIN = 0.2
#: From this strength on two syllables are one word.
_FIRM = 0.3


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


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence is supported; else `reason` is a word for the rule and `detail` what offended it."""

    ok: bool
    reason: str = ""
    detail: str = ""


_FINE = Verdict(True)


def cited_numbers(sentence: str) -> tuple[int, ...]:
    """The numbers of the citations in a sentence, each once."""
    found = [int(part) for group in CITED.findall(sentence) for part in re.split(r"[,;]", group)]
    return tuple(dict.fromkeys(found))


def check(sentence: str, sources: Sequence[Source], scope: Scope) -> Verdict:
    """Whether the sources that a sentence cites support it. `sources` are those that its citations name."""
    fault = fault_of(sentence, scope.language)
    if fault:
        return Verdict(False, fault)
    if not sources:
        return Verdict(False, "citation")
    claim = said(plain(bare(CITED.sub("", sentence)).strip()).strip(), scope.language)
    if not claim.words:
        return Verdict(False, "empty")
    rules = (_quotations, _figures, _names, _posts, _places, _negations, _opposites, _words)
    for rule in rules:
        offence = rule(claim, sources, scope)
        if offence:
            return Verdict(False, rule.__name__.strip("_"), offence)
    return _FINE


def _quotations(claim: Said, sources: Sequence[Source], scope: Scope) -> str:
    """Words in quotation marks are the source's own."""
    for match in _QUOTED.finditer(claim.text):
        words = _line(match.group(1) or match.group(2)).strip()
        if not any(f" {words} " in source.line for source in sources):
            return words
    return ""


def _line(text: str) -> str:
    return f" {' '.join(word for word, _ in said(text).words)} "


def _figures(claim: Said, sources: Sequence[Source], scope: Scope) -> str:
    for position, figure in enumerate(claim.figures):
        if figure.kind in ("year", "code", "document"):
            if not any(_stated(figure, claim, source) for source in sources):
                return figure.written
            if figure.kind != "year":
                continue
        if not any(_borne(claim, position, source, scope) for source in sources):
            return figure.written
        if figure.kind != "year" and _fits_another(claim, figure, sources):
            return f"{figure.written} ≠"
    return ""


def _stated(figure: Figure, claim: Said, source: Source) -> bool:
    """Whether a source states a year, document number or code at all, in its words or of its place."""
    if figure.kind == "code":
        return f" {figure.value[0]} " in source.line
    return any(contains(own, figure) for part in (*source.sentences, source.about_said) for own in part.figures)


def _borne(claim: Said, position: int, source: Source, scope: Scope) -> bool:
    """Whether one source holds a figure with its unit, comparator, year, commune and what it counts."""
    figure = claim.figures[position]
    if scope.issuers and (place := _governing_issuer(claim, figure.start, scope)):
        if place != source.issuer.lower() and f" {place} " not in source.line:
            return False
    if figure.kind == "number" and _numbered_document(claim, figure, source):
        return True
    for part in source.sentences:
        for at, own in enumerate(part.figures):
            if contains(own, figure) or _same_words(own, figure, scope):
                if _agree(figure, own) and _same_year(claim, position, part, at, source, scope) and _counts_the_same(claim, figure, part, own, scope):
                    return True
    if figure.kind == "number" and (figure.unit or figure.bound):
        return False
    if any(contains(own, figure) for own in source.about_said.figures):
        return figure.kind != "number" or _label(figure, source)
    return figure.kind == "number" and not figure.unit and _label(figure, source)


def _same_words(own: Figure, figure: Figure, scope: Scope) -> bool:
    """English answers may copy a figure as the Vietnamese source writes it."""
    return scope.language == "en" and own.kind == figure.kind == "number" and own.unit == figure.unit and own.written == figure.written


def _label(figure: Figure, source: Source) -> bool:
    """Whether a bare number is a label of the source: "(4) Đề án …", "mục 3.1"."""
    return bool(re.search(rf"(?<![\d.,])\(?{re.escape(figure.written)}[).]?(?![\d,%])", source.about)) or bool(
        re.match(rf"\(?{re.escape(figure.written)}[).]", source.text)
    )


def _numbered_document(claim: Said, figure: Figure, source: Source) -> bool:
    """"Nghị quyết 57": the number of a document that the source writes in full."""
    if not _DOCUMENT_KINDS.search(claim.text[: figure.start]):
        return False
    own = [f for part in (*source.sentences, source.about_said) for f in part.figures if f.kind == "document"]
    return any(str(f.value[0]).split("-")[0].split("/")[0] == figure.written.lstrip("0") for f in own)


def _agree(figure: Figure, own: Figure) -> bool:
    """Comparator and trend are the source's."""
    if figure.kind == "number":
        if figure.bound != own.bound:
            return False
        return figure.trend == own.trend
    early, late = ("before", "by"), ("after", "from")
    if (figure.bound in early and own.bound in late) or (figure.bound in late and own.bound in early):
        return False
    return not (figure.bound in ("before", "after") and own.bound != figure.bound)


def _years_at(sentence: Said, position: int) -> frozenset[object]:
    """The years that a figure is of: those of its own clause, else the nearest before it, else the next after it.
    The years of a range ("2026 - 2030") go together."""
    figure = sentence.figures[position]
    low = max((b for b in sentence.breaks if b < figure.start), default=-1)
    high = min((b for b in sentence.breaks if b >= figure.end), default=len(sentence.text))
    spans = _year_spans(sentence)
    own = [years for start, years in spans if low < start < high]
    before = [years for start, years in spans if start < figure.start]
    after = [years for start, years in spans if start > figure.start]
    return frozenset().union(*own) if own else before[-1] if before else after[0] if after else frozenset()


def _year_spans(sentence: Said) -> list[tuple[int, frozenset[object]]]:
    """(place, years) of each time that a sentence names, ranges as one."""
    found: list[tuple[int, int, frozenset[object]]] = []
    for figure in sentence.figures:
        if figure.kind not in ("year", "month", "date", "quarter") or figure.value[-1] is None:
            continue
        years: frozenset[object] = frozenset(figure.value[-1:])
        if found and re.fullmatch(r"\s*(?:-|đến|tới|to)\s*(?:năm\s*)?", sentence.text[found[-1][1] : figure.start]):
            found[-1] = (found[-1][0], figure.end, found[-1][2] | years)
        else:
            found.append((figure.start, figure.end, years))
    return [(start, years) for start, _, years in found]


def _same_year(claim: Said, position: int, part: Said, at: int, source: Source, scope: Scope) -> bool:
    """A figure is of the year that the source gives it: in its sentence, else in the sentence before or the nearest
    heading, else in the data of the document. A sentence without a year speaks of the year that was asked for."""
    if claim.figures[position].kind != "number":
        return True
    wanted = _years_at(claim, position) or frozenset(int(year) for year in scope.years)
    if not wanted:
        return True
    own = _years_at(part, at)
    if own:
        return bool(wanted & own)
    before = source.sentences[: next(i for i, other in enumerate(source.sentences) if other is part)]
    around = next((years for other in reversed(before) if (years := years_of(other))), frozenset()) | source.heading_years
    if not around:
        around = years_of(source.about_said)
    return bool(wanted & around) or (not around and not _years_at(claim, position))


def _counts_the_same(claim: Said, figure: Figure, part: Said, own: Figure, scope: Scope) -> bool:
    """What a number without a unit counts is counted by that number in the source: "1.250 đàn ong", not "1.250 người"."""
    if figure.kind != "number" or scope.language == "en":
        return True
    counted = next((word for word, start in claim.words if start >= figure.end and claim.text[figure.end : start].strip(" ") == ""), "")
    if not counted or counted in _GRAMMAR or any(char.isdigit() for char in counted):
        return True
    near = [word for word, start in part.words if own.start - 45 <= start <= own.end + 35]
    return counted in near


def _governing_issuer(claim: Said, at: int, scope: Scope) -> str:
    """The commune that a figure or name at an offset is said of: the last one named before it, else the next."""
    text = claim.text.lower()
    found = sorted((match.start(), plain(issuer).lower()) for issuer in scope.issuers for match in re.finditer(re.escape(plain(issuer).lower()), text))
    before = [name for start, name in found if start < at]
    return before[-1] if before else found[0][1] if found else ""


def _context(sentence: Said, start: int, end: int) -> frozenset[str]:
    """The words around a figure or name: its clause, and the clauses before it until they say something."""
    marks = [-1, *sentence.breaks, len(sentence.text)]
    low = max(i for i, b in enumerate(marks[:-1]) if b < start) if start > 0 else 0
    high = next(b for b in marks if b >= end)
    taken = {(f.start, f.end) for f in sentence.figures}
    words: set[str] = set()
    while True:
        words |= {
            word
            for word, place in sentence.words
            if marks[low] < place < high and not start <= place < end and not any(a <= place < b for a, b in taken) and word not in _LIGHT
        }
        if len(words) >= 2 or low == 0:
            return frozenset(words)
        high = marks[low] if marks[low] > 0 else high
        low -= 1


_LIGHT = frozenset("là của và các những một này đó ở tại trong theo đã đang sẽ được có về với cho để do bởi năm tháng ngày số the of and in on by is are was were a an to for with at".split())


def _fits_another(claim: Said, figure: Figure, sources: Sequence[Source]) -> bool:
    """Whether the words around a figure are those around another figure of the source: two figures that were swapped."""
    around = _context(claim, figure.start, figure.end)
    if not around:
        return False
    same, other = 0.0, 0.0
    for source in sources:
        for part in source.sentences:
            for own in part.figures:
                if own.kind != figure.kind or (own.kind == "number" and own.unit != figure.unit):
                    continue
                fit = len(around & _context(part, own.start, own.end)) / len(around)
                if contains(own, figure):
                    same = max(same, fit)
                else:
                    other = max(other, fit)
    return other > same + _MARGIN


def _names(claim: Said, sources: Sequence[Source], scope: Scope) -> str:
    """Every name stands in the cited words or of their place; a topic may be the question's own."""
    text = _QUOTED.sub(lambda match: " " * len(match.group()), claim.text)
    found = names(text)
    for name in found:
        if any(figure.start < name.end and name.start < figure.end for figure in claim.figures):
            continue
        line = _line(name.value).strip()
        opening, _, rest = line.partition(" ")
        if rest and opening in _OPENING:
            line = rest
        if any(f" {line} " in source.line for source in sources) or _in_parts(line, sources):
            if name.kind in ("person", "agency") and _plays_another(claim, name, sources):
                return f"{name.value} ≠"
            continue
        if scope.language == "en" and _translated(line, sources, scope):
            continue
        if name.kind == "other" and f" {line} " in _line(plain(scope.question)):
            continue
        return name.value
    return ""


def _in_parts(line: str, sources: Sequence[Source]) -> bool:
    """"Chủ tịch UBND xã Trần Văn A" may join names that the source writes apart; each part has two words or is a word of capitals there."""
    words = line.split()
    if len(words) < 3:
        return False
    for cut in range(1, len(words)):
        left, right = " ".join(words[:cut]), " ".join(words[cut:])
        if any(f" {left} " in s.line and f" {right} " in s.line for s in sources) and min(cut, len(words) - cut) >= 2:
            return True
    return False


#: Words that begin a sentence before a name: "Theo Báo cáo …", "Tại Phòng …".
_OPENING = frozenset("theo tại ở trong đến về ngoài do và còn riêng với the in at by for of".split())
_ROLES = re.compile(
    r"\b(?:phó bí thư|bí thư|phó chủ tịch|chủ tịch|phó trưởng|phó giám đốc|giám đốc|phó hiệu trưởng|hiệu trưởng|trưởng|chủ trì|phối hợp|chỉ đạo|tham mưu|giám sát)\b"
)


def _plays_another(claim: Said, name: Name, sources: Sequence[Source]) -> bool:
    """Whether the role that a sentence gives a name is the source's role for others and never for this one."""
    if re.search(rf"(?:{_ROLES.pattern})\s*$", claim.text[: name.start].lower()):
        return False  # a part of a post: "Chủ tịch UBND xã"
    wanted = _role_at(claim, name.start, name.end)
    if not wanted:
        return False
    line = _line(name.value).strip()
    own: set[str] = set()
    for source in sources:
        for part in source.sentences:
            lower = part.text.lower()
            for match in re.finditer(re.escape(line), lower):
                own.add(_role_at(part, match.start(), match.end()))
    own.discard("")
    return bool(own) and wanted not in own


_POSTS = re.compile(r"\b(?:phó bí thư|bí thư|phó chủ tịch|chủ tịch|phó trưởng|trưởng|phó giám đốc|giám đốc|hiệu trưởng)\b")
_DUTIES = re.compile(r"\b(?:chủ trì|phối hợp|chỉ đạo|tham mưu|giám sát)\b")


def _posts(claim: Said, sources: Sequence[Source], scope: Scope) -> str:
    """What an official does is what the source has this post do: who directs does not lead."""
    for match in _POSTS.finditer(claim.text.lower()):
        duty = _duty_at(claim, match.start(), match.end())
        if not duty:
            continue
        own = {
            _duty_at(part, other.start(), other.end())
            for source in sources
            for part in source.sentences
            for other in _POSTS.finditer(part.text.lower())
            if other.group() == match.group()
        } - {""}
        if own and duty not in own:
            return f"{match.group()} {duty}"
    return ""


def _duty_at(sentence: Said, start: int, end: int) -> str:
    """The duty named right after a post, else the last one before it in the same statement."""
    text = sentence.text.lower()
    after = _DUTIES.search(re.split(r"[.;]", text[end : end + 60])[0])
    before = _DUTIES.findall(re.split(r"[.;]\s", text[:start])[-1])
    return after.group() if after else str(before[-1]) if before else ""


def _role_at(sentence: Said, start: int, end: int) -> str:
    """The role word nearest to a place of a sentence: before it in the same clause or list, else right after it."""
    text = sentence.text.lower()
    low = max((m.end() for m in re.finditer(r"[;.]\s|\s\+\s", text[:start])), default=0)
    before = _ROLES.findall(text[low:start])
    stop = re.search(r"[,;.]", text[end:])
    after = _ROLES.findall(text[end : end + min(stop.start() if stop else 40, 40)])
    if after and not re.search(r":[^;.]*$", text[low:start]):
        return str(after[0])
    return str(before[-1] if before else after[0] if after else "")


def _translated(line: str, sources: Sequence[Source], scope: Scope) -> bool:
    """Whether English words of a name render words of the source: "Economic Office", "People's Committee"."""
    return all(_english_supported(word, sources, scope) for word in line.split())


def _places(claim: Said, sources: Sequence[Source], scope: Scope) -> str:
    """A commune that is named is one of the cited sources; what is said of the commune asked for is cited from it."""
    named = [issuer for issuer in scope.issuers if plain(issuer).lower() in claim.text.lower()]
    for issuer in named:
        name = plain(issuer).lower()
        if not any(source.issuer.lower() == name or f" {_line(name).strip()} " in source.line for source in sources):
            return issuer
    asked = {plain(issuer).lower() for issuer in scope.asked}
    if asked and not any(plain(issuer).lower() not in asked for issuer in named):
        strangers = [s for s in sources if s.issuer.lower() not in asked and not any(f" {name} " in s.line for name in asked)]
        if strangers:
            return strangers[0].issuer
    return ""


def _negated(sentence: Said) -> list[tuple[str, ...]]:
    """What a sentence denies: the words after each negation."""
    silent = [(m.start(), m.end()) for m in _NO_NEGATION.finditer(sentence.text)]
    found = []
    for match in _NEGATION.finditer(sentence.text):
        if any(a <= match.start() < b for a, b in silent):
            continue
        after = [word for word, start in sentence.words if start >= match.end() and word not in ("được", "có", "phải", "còn", "bị")]
        found.append(tuple(after[:3]))
    return found


def _negations(claim: Said, sources: Sequence[Source], scope: Scope) -> str:
    """What the sentence denies the source denies, and the other way round."""
    parts = [part for source in sources for part in source.sentences]
    for denied in _negated(claim):
        theirs = [own for part in parts for own in _negated(part)]
        if scope.language == "en":
            if not theirs:
                return " ".join(denied)
        elif not any(_shares(denied, own) for own in theirs):
            return " ".join(denied)
    if scope.language == "en":
        best = _closest(claim, parts)
        return "" if best is None or not _negated(best) or _negated(claim) or not _only_sentence(best, parts) else "not"
    for part in _near(claim, parts):
        for denied in _negated(part):
            said_plainly = len(denied) >= 2 and f" {' '.join(denied[:2])} " in f" {' '.join(word for word, _ in claim.words)} "
            if said_plainly and not any(_shares(denied, own) for own in _negated(claim)):
                if not any(f" {' '.join(denied[:2])} " in _without_negation(other) for other in parts):
                    return " ".join(denied)
    return ""


def _only_sentence(best: Said, parts: Sequence[Said]) -> bool:
    return len(parts) == 1 and parts[0] is best


def _without_negation(sentence: Said) -> str:
    """A sentence's words, those that it denies left out."""
    text = _NEGATION.sub("\x00", sentence.text.lower())
    kept = re.sub(r"\x00(?:\s+\S+){1,3}", " ", text)
    return _line(kept)


def _shares(denied: tuple[str, ...], own: tuple[str, ...]) -> bool:
    return bool(set(denied) & set(own)) if denied else bool(own)


def _share(claim: Said, part: Said) -> float:
    wanted = {word for word, _ in claim.words if word not in _LIGHT}
    return len(wanted & {word for word, _ in part.words}) / len(wanted) if wanted else 0.0


def _closest(claim: Said, parts: Sequence[Said]) -> Said | None:
    return max(parts, key=lambda part: _share(claim, part), default=None)


def _near(claim: Said, parts: Sequence[Said]) -> list[Said]:
    """The sentences of the source that a claim can come from."""
    scored = [(_share(claim, part), part) for part in parts]
    best = max((score for score, _ in scored), default=0.0)
    return [part for score, part in scored if score >= max(0.35, best - 0.15)]


def _opposites(claim: Said, sources: Sequence[Source], scope: Scope) -> str:
    """A word that has an opposite stands in the source sentence that the claim comes from, not its opposite."""
    parts = [part for source in sources for part in source.sentences]
    near = _near(claim, parts) or parts
    own = f" {' '.join(word for word, _ in claim.words)} "
    lines = [f" {' '.join(word for word, _ in part.words)} " for part in near]
    for pair in _OPPOSITES:
        for words, against in (pair, pair[::-1]):
            used = [word for word in words if f" {word} " in own]
            if not used or any(f" {word} " in own for word in against):
                continue
            stated = any(f" {word} " in line for line in lines for word in words)
            reversed_ = any(f" {word} " in line for line in lines for word in against)
            if reversed_ and not stated:
                return used[0]
    return _turned_clause(claim, near)


def _turned_clause(claim: Said, near: Sequence[Said]) -> str:
    """The same clause by clause: "đầu vào tăng cao, đầu ra thấp" is not "đầu vào thấp, đầu ra tăng cao"."""
    theirs = [clause for part in near for clause in _clauses(part)]
    for clause in _clauses(claim):
        words = set(clause.split()) - _LIGHT
        for pair in _OPPOSITES:
            for side, against in (pair, pair[::-1]):
                used = [word for word in side if f" {word} " in clause]
                rest = words - {part for word in (*side, *against) for part in word.split()}
                if not used or len(rest) < 2 or any(f" {word} " in clause for word in against):
                    continue
                fits = [(len(rest & set(other.split())), other) for other in theirs]
                best = max((fit for fit, _ in fits), default=0)
                closest = [other for fit, other in fits if fit == best]
                if best * 2 >= len(rest) and not any(f" {word} " in other for other in closest for word in side):
                    if any(f" {word} " in other for other in closest for word in against):
                        return used[0]
    return ""


def _clauses(sentence: Said) -> list[str]:
    cuts = [0, *sentence.breaks, len(sentence.text)]
    return [_line(sentence.text[a:b]) for a, b in zip(cuts, cuts[1:], strict=False) if a < b]


def _words(claim: Said, sources: Sequence[Source], scope: Scope) -> str:
    """What a sentence says besides its figures is said in the words of the source."""
    taken = [(f.start, f.end) for f in claim.figures]
    content = [word for word, start in claim.words if not any(a <= start < b for a, b in taken)]
    if scope.language == "en":
        return _english_words(content, sources, scope)
    places = {word for issuer in scope.issuers if plain(issuer).lower() in claim.text.lower() for word in plain(issuer).lower().split()}
    content = [word for word in content if word not in _GRAMMAR and word not in places]
    if not content:
        return "" if claim.figures else "empty"
    asked = _line(plain(scope.question))
    unbacked = _unbacked_pairs(claim, sources, asked, scope)
    known = [(any(word in source.words for source in sources) or word in asked.split()) and word not in unbacked for word in content]
    own = sum(any(word in source.own_words for source in sources) for word in content)
    if unbacked:
        return " ".join(unbacked)
    run = _longest_gap(known)
    if sum(known) < _SUPPORT_ALL * len(content) or own < _SUPPORT_OWN * len(content) or run >= 2:
        return " ".join(word for word, k in zip(content, known, strict=True) if not k) or "support"
    return ""


def _unbacked_pairs(claim: Said, sources: Sequence[Source], asked: str, scope: Scope) -> tuple[str, ...]:
    """Words of two syllables of a sentence that neither source nor question writes together: "giải thể" is not said by
    a source that has "giải pháp" and "cụ thể"."""
    if scope.compounds is None:
        return ()
    words = [word for word, _ in claim.words]
    for start, end in scope.compounds.units(words, True, _LIGHT):
        pair = " ".join(words[start:end])
        if end - start != 2 or set(words[start:end]) <= _GRAMMAR or scope.compounds.strength(*words[start:end], True) < _FIRM:
            continue
        if not any(f" {pair} " in line for line in (asked, *(source.line for source in sources))):
            return tuple(words[start:end])
    return ()


def _english_words(content: list[str], sources: Sequence[Source], scope: Scope) -> str:
    translator = scope.translator
    content = [word for word in content if translator is None or not translator.is_stop(word)]
    if not content:
        return ""
    asked = set(_line(plain(scope.question)).split())
    known = [_english_supported(word, sources, scope) or word in asked for word in content]
    cited = sum(_english_supported(word, sources, scope) for word in content)
    if sum(known) < _SUPPORT_ENGLISH * len(content) or cited < _SUPPORT_OWN * len(content) or _longest_gap(known) >= 3:
        return " ".join(word for word, k in zip(content, known, strict=True) if not k) or "support"
    return ""


def _english_supported(word: str, sources: Sequence[Source], scope: Scope) -> bool:
    folded = fold(word)
    if any(f" {folded} " in source.folded for source in sources):
        return True
    if scope.translator is None:
        return False
    targets = [*scope.translator.targets(folded), *(fold(t) for t in scope.translator.glossary.get(folded, ()))]
    if any(f" {target} " in source.folded for source in sources for target in targets):
        return True
    return any(
        f" {fold(term)} " in source.folded
        for source in sources
        for english, terms in _phrases_with(scope.translator, folded)
        for term in terms
        if english
    )


def _phrases_with(translator: Translator, word: str) -> list[tuple[str, tuple[str, ...]]]:
    """Glossary phrases that use a word."""
    return [(english, terms) for english, terms in translator.glossary.items() if word in english.split()]


def _longest_gap(known: Sequence[bool]) -> int:
    longest = current = 0
    for ok in known:
        current = 0 if ok else current + 1
        longest = max(longest, current)
    return longest
