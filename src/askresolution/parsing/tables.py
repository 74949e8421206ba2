"""Columns and rows of tables, and the tables that an export flattened into lines.

A flattened table is recognised by its header, whose words are names of columns of the genre. Each row's
lines are then cut into cells in column order, by the cut that fits best: what each kind of column holds
(an agency, a time, a source of funds), where a cell may begin, and how wide its lines are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from askresolution.domain import Span
from askresolution.parsing.labels import read_label
from askresolution.parsing.lines import Line
from askresolution.vietnamese import collapse, fold, nfc

#: Names of columns, folded, with what the column holds. Longer names are tried first.
COLUMN_NAMES: tuple[tuple[str, str], ...] = (
    ("stt", "number"), ("tt", "number"), ("so tt", "number"), ("so thu tu", "number"),
    ("ten nhiem vu", "task"), ("noi dung nhiem vu", "task"), ("nhiem vu cu the", "task"), ("nhiem vu trong tam", "task"),
    ("nhiem vu, giai phap", "task"), ("nhiem vu", "task"), ("noi dung cong viec", "task"), ("noi dung thuc hien", "task"),
    ("noi dung", "task"), ("ten de an, ke hoach", "task"), ("ten de an", "task"), ("ten cong trinh, du an", "task"),
    ("ten cong trinh", "task"), ("ten du an", "task"), ("danh muc", "task"), ("cong viec", "task"), ("chi tieu", "task"),
    ("ten chi tieu", "task"),
    ("co quan, don vi chu tri", "agency"), ("don vi, co quan chu tri", "agency"), ("co quan chu tri thuc hien", "agency"),
    ("co quan chu tri", "agency"), ("don vi chu tri", "agency"), ("chu tri thuc hien", "agency"), ("chu tri", "agency"),
    ("co quan tham muu", "agency"), ("don vi tham muu", "agency"), ("co quan thuc hien", "agency"),
    ("don vi thuc hien", "agency"), ("nguoi phu trach", "agency"), ("lanh dao phu trach", "agency"),
    ("nguoi chiu trach nhiem", "agency"), ("dong chi chiu trach nhiem", "agency"), ("can bo chiu trach nhiem", "agency"),
    ("dong chi phu trach", "agency"), ("phu trach", "agency"), ("lanh dao chi dao", "agency"), ("chi dao", "agency"),
    ("co quan, don vi phoi hop", "agency"), ("co quan phoi hop thuc hien", "agency"), ("co quan phoi hop", "agency"),
    ("don vi phoi hop", "agency"), ("phoi hop thuc hien", "agency"), ("phoi hop", "agency"), ("cap trinh", "agency"),
    ("thoi gian trien khai", "time"), ("thoi gian bat dau", "time"), ("thoi gian hoan thanh", "time"),
    ("thoi han hoan thanh", "time"), ("thoi diem hoan thanh", "time"), ("thoi gian thuc hien", "time"),
    ("thoi gian trinh", "time"), ("thoi gian ket thuc", "time"), ("tien do thuc hien", "time"), ("tien do", "time"),
    ("thoi han", "time"), ("thoi gian", "time"), ("bat dau", "time"), ("hoan thanh", "time"),
    ("nguon luc thuc hien", "funding"), ("nguon kinh phi", "funding"), ("kinh phi thuc hien", "funding"),
    ("nguon luc", "funding"), ("kinh phi", "funding"), ("nguon von", "funding"),
    ("san pham, ket qua", "text"), ("ket qua, san pham", "text"), ("san pham dau ra", "text"), ("ket qua dau ra", "text"),
    ("san pham", "text"), ("ket qua", "text"), ("can cu bo sung", "text"), ("can cu", "text"), ("hinh thuc van ban", "text"),
    ("ghi chu", "text"), ("don vi tinh", "text"), ("dvt", "text"),
    ("cong trinh, nhiem vu", "task"), ("cong trinh", "task"), ("du an", "task"), ("noi dung kien nghi", "task"),
    ("chu dau tu", "agency"), ("cap ban hanh", "agency"), ("co quan ban hanh", "agency"), ("cap phe duyet", "agency"),
    ("co quan trinh", "agency"), ("co quan chuan bi", "agency"), ("don vi chuan bi", "agency"), ("co quan soan thao", "agency"),
    ("co quan tham tra", "agency"), ("co quan giai quyet", "agency"), ("don vi giai quyet", "agency"),
    ("co quan chiu trach nhiem", "agency"), ("don vi chiu trach nhiem", "agency"), ("co quan theo doi", "agency"),
    ("don vi theo doi", "agency"), ("nguoi theo doi", "agency"), ("lanh dao theo doi", "agency"), ("dong chi theo doi", "agency"),
    ("thoi diem trinh", "time"), ("ky hop", "time"),
)  # fmt: skip
_BY_LENGTH = sorted(COLUMN_NAMES, key=lambda column: -len(column[0]))

_TIME = (
    r"(?:(?:hang|hằng|hàng) năm|hằng quý|hàng quý|hằng tháng|hàng tháng|thường xuyên|cả nhiệm kỳ|trong nhiệm kỳ|"
    r"(?:trước |hết |đến |từ |trong |cuối |đầu |giữa )*(?:giai đoạn |năm |quý [IVX]+\s?[/-]\s?(?:năm )?|quý [IVX]+,? năm |"
    r"tháng \d{1,2}\s?[/-]\s?|tháng \d{1,2},? năm |ngày \d{1,2}(?:/\d{1,2}/| tháng \d{1,2} năm )|\d{1,2}/\d{1,2}/|\d{1,2}/)?"
    r"\d{4}(?:\s?[-–]\s?(?:\d{1,2}/)?\d{4})?(?: và (?:hằng|hàng) năm)?)"
)
_TIME_FULL = re.compile(_TIME + r"(?:[,;] ?" + _TIME + r")*\.?", re.I)
_TIME_OPEN = re.compile(
    r"(?:Kỳ họp|Theo (?:chỉ đạo|kế hoạch|hướng dẫn|lộ trình|quy định|tiến độ|yêu cầu)|Sau khi|Ngay sau|Khi có|Định kỳ|Thường xuyên)\b",
    re.I,
)
_TIME_BEGINS = (
    r"(?<=\S)\s+(?=(?:Hằng năm|Hàng năm|Năm \d{4}|Quý [IVX]+/\d{4}|Tháng \d{1,2}/\d{4}|Thường xuyên|Giai đoạn \d{4}|Cả nhiệm kỳ))"
)
#: The same for composed and for decomposed letters: cuts are made in the source's own text.
_TIME_SPLIT = re.compile(f"{_TIME_BEGINS}|{unicodedata.normalize('NFD', _TIME_BEGINS)}")
_AGENCY = re.compile(
    r"(?:các )?(?:ban|bộ|sở|phòng|ủy ban|uỷ ban|ubnd|hđnd|hội|mặt trận|mttq|công an|văn phòng|trung tâm|đảng ủy|đảng uỷ|"
    r"thường trực|chi bộ|cơ quan|đơn vị|trường|trạm|ngành|đoàn|liên đoàn|công đoàn|tổ|chính quyền|thành ủy|cấp ủy|toàn|"
    r"các thôn|thôn|địa phương|doanh nghiệp|chủ đầu tư|kho bạc|thuế|ngân hàng|bch|bcđ|ubmttq|ubkt|bí thư|phó bí thư|"
    r"chủ tịch|phó chủ tịch|đồng chí|đ/c|ông|bà|hạt|đồn|điện lực|bảo hiểm|tòa án|viện|cục|chi cục|quân sự|tổ chức|thanh tra|cả hệ thống)\b",
    re.I,
)
_FUNDING = re.compile(r"ngân sách|kinh phí|nguồn|xã hội h[oó][áa]|vốn|^NS\b|^TP\b|^Tỉnh\b|lồng ghép|doanh nghiệp|cá nhân", re.I)
NUMBER = re.compile(r"[\d.,%/\s-]+$")
#: A cell of a column of figures: "≥ 900", "dưới 15", "96 trở lên", "-".
_FIGURE = re.compile(
    r"[-–]|(?:[≥≤<>~=]|trên|dưới|từ|còn|đạt|ít nhất|tối thiểu|tối đa|không quá|khoảng)?\s*\d[\d.,/]*\s*%?(?:\s*[-–]\s*\d[\d.,]*\s*%?)?(?: trở (?:lên|xuống))?",
    re.I,
)
_UNIT_COLUMN = re.compile(r"don vi(?: tinh)?$|dvt$")
_HEADER_OPENS = re.compile(r"(?:S?TT|Stt|Số\s+(?:TT|thứ tự))\b", re.I)
#: What a figure's column says it counts: "Tổng mức (tỷ đồng)".
COUNTS = re.compile(
    r"\((?:(?:ty|trieu|nghin) dong|dong|ha|km|m2|tan|nguoi|ho|%)\)|^(?:so luong|dien tich|quy mo von|tong muc|ke hoach von|giai ngan)"
    r"|^(?:(?:uoc |ket qua )?thuc hien|ke hoach|muc tieu|chi tieu|uoc|ty le(?: [\w/ ]+)?)?(?: ?(?:den )?(?:nam )?20\d\d)?$"
)
_TOTAL = re.compile(r"(?:tong cong|tong so|tong|cong)\s*:?(?:\s*\((?:[\w+=, -]{1,30})\))?\s*:?")
_ORDINAL = re.compile(r"(?:\d{1,3}(?:\.\d{1,2})*|[IVX]{1,5}|[A-ZĐ]|[a-zđ])\s?[.)]?")
_ROW_LABEL = re.compile(r"(\d{1,3})(?:\s?\.)?(?=\s|$)")
_NO_BREAK_END = re.compile(r"(?:,|-|/|\bvà|\bcủa|\bcho|\bvới|\bcác)$")


#: "II. HẠ TẦNG SỐ" above rows of a table, and the longest such line.
_GROUP = re.compile(r"([IVX]{1,5}[.)]|[A-E][.)])\s+(?=[A-ZĐ\u00c0-\u1ef8])")
_FIRST_GROUP = re.compile(r"[IA][.)]\s+(?=[A-ZĐ\u00c0-\u1ef8])")
_LONGEST_GROUP = 110
#: A line wider than this share of the table's widest line belongs to its widest column.
_WIDE = 0.62


def _opens_agency(text: str) -> bool:
    return text[0].isupper() and bool(_AGENCY.match(text))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name as printed, and what it holds."""

    name: str
    kind: str


@dataclass(slots=True)
class Row:
    """One row: its label (number), and for each column the spans of its cell, empty for an empty cell."""

    label: str
    label_spans: list[Span]
    cells: list[list[Span]]
    lent: list[list[Span]] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A rebuilt table. `headers` are the spans of the header and of its repetitions."""

    columns: list[Column]
    rows: list[Row] = field(default_factory=list)
    headers: list[list[Span]] = field(default_factory=list)
    start: int = 0
    end: int = 0
    numbered: bool = True
    #: Whether it lists the attributes of one matter, which no other table goes on with.
    record: bool = False
    ranges: list[Span] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Unit:
    start: int
    end: int
    text: str
    width: int


def read_columns(header: str) -> list[Column] | None:
    """Columns of a header line by line joined; None when some of its words name no column."""
    words = header.split()
    folded = [fold(word) for word in words]
    columns: list[Column] = []
    position = 0
    while position < len(words):
        for name, kind in _BY_LENGTH:
            parts = name.split()
            if folded[position : position + len(parts)] == parts:
                columns.append(Column(" ".join(words[position : position + len(parts)]), kind))
                position += len(parts)
                break
        else:
            return None
    return columns


def column_kind(name: str) -> str:
    """What a column of this name holds: number, task, agency, time, funding or text."""
    folded = collapse(fold(name))
    for known, kind in _BY_LENGTH:
        if folded == known or folded.startswith(known + " ") or f" {known}" in f" {folded}":
            return kind
    return "number" if folded and COUNTS.search(folded) else "text"


def is_total(text: str) -> bool:
    """Whether a cell names the sum of the rows above it."""
    return bool(_TOTAL.fullmatch(collapse(fold(text)).strip("* ")))


def is_ordinal(text: str) -> bool:
    """Whether a cell numbers its row: "1", "2.1.", "IV", "a)"."""
    return bool(_ORDINAL.fullmatch(nfc(text).strip("* ")))


def find_flat_tables(lines: Sequence[Line]) -> tuple[list[Table], set[int]]:
    """Flattened tables, in order, and the indexes of their lines: of header, rows and repetitions of the header."""
    tables: list[Table] = []
    index = 0
    while index < len(lines):
        header = _header_at(lines, index)
        if header is None:
            index += 1
            continue
        columns, first_row = header
        table = Table(columns)
        index = _read_rows(lines, index, first_row, table)
        if len(table.rows) >= 2:
            tables.append(table)
    return tables, {index for table in tables for index in table.lines}


def _header_at(lines: Sequence[Line], index: int) -> tuple[list[Column], int] | None:
    """Columns and index of the first line after the header that begins at `index`."""
    if not _HEADER_OPENS.match(lines[index].text):
        return None
    best = _named_header(lines, index)
    if best is not None and best[1] < len(lines) and _is_first_row(lines[best[1]].text):
        return best
    return _stacked_header(lines, index) or best


#: A header's lines at most.
_LONGEST_HEADER = 24


def _is_first_row(text: str) -> bool:
    match = _ROW_LABEL.match(text)
    return bool(match and int(match.group(1)) == 1 and _row_opens(text, match)) or text.strip(". ") in ("I", "A") or bool(
        _FIRST_GROUP.match(text)
    )


def _stacked_header(lines: Sequence[Line], index: int) -> tuple[list[Column], int] | None:
    """A header whose columns stand one below the other, some with names of their own, down to the first row."""
    if not _HEADER_OPENS.fullmatch(lines[index].text.strip(" .")):
        return None
    names: list[str] = []
    for last in range(index + 1, min(index + _LONGEST_HEADER, len(lines))):
        text = nfc(lines[last].text)
        if _is_first_row(text):
            columns = [Column(lines[index].text, "number"), *(Column(name, column_kind(name)) for name in names)]
            known = sum(column.kind != "text" for column in columns[1:])
            return (columns, last) if len(names) >= 2 and known >= 2 else None
        if len(text) > 70 or text.endswith((".", ";")):
            return None
        goes_on = names and (not text[0].isupper() or names[-1].endswith((",", "-")))
        if goes_on:
            names[-1] = collapse(f"{names[-1]} {text}")
        else:
            names.append(collapse(text))
    return None


def _named_header(lines: Sequence[Line], index: int) -> tuple[list[Column], int] | None:
    """A header all of whose words name columns of the genre, however they are broken over lines."""
    best = None
    text = ""
    for last in range(index, min(index + _LONGEST_HEADER, len(lines))):
        if len(lines[last].text) > 70:
            break
        text = f"{text} {lines[last].text}"
        columns = read_columns(text)
        if columns is not None and len(columns) >= 3 and columns[0].kind == "number":
            best = (columns, last + 1)
    return best


def _read_rows(lines: Sequence[Line], header_at: int, index: int, table: Table) -> int:
    table.headers.append([(line.start, line.end) for line in lines[header_at:index]])
    table.lines.update(range(header_at, index))
    table.start = lines[header_at].start
    pending: list[tuple[str, list[int]]] = []
    expected, widest = 1, 0
    while index < len(lines):
        repeated = _header_at(lines, index)
        if repeated is not None and [c.name for c in repeated[0]] == [c.name for c in table.columns]:
            table.headers.append([(line.start, line.end) for line in lines[index : repeated[1]]])
            table.lines.update(range(index, repeated[1]))
            index = repeated[1]
            continue
        if repeated is not None and pending:
            break
        match = _ROW_LABEL.match(lines[index].text)
        if match and int(match.group(1)) == expected and _row_opens(lines[index].text, match):
            pending.append((match.group(), [index]))
            expected += 1
        elif _opens_group(lines, index, expected):
            group = _GROUP.match(lines[index].text)
            pending.append((group.group(1) if group else lines[index].text, [index]))
        elif pending and is_total(lines[index].text):
            pending.append(("", [index]))
        elif (
            (pending and not pending[-1][0] and not NUMBER.fullmatch(lines[index].text))
            or not pending
            or _leaves_table(lines, index, widest if len(pending) > 2 and not _opens_bare(lines, pending[-1]) else 0)
            or len(pending[-1][1]) >= _LONGEST_ROW
        ):
            break
        else:
            pending[-1][1].append(index)
        if len(pending) < 3:
            widest = max(widest, lines[index].width)
        index += 1
    index = _without_rest(lines, pending, len(table.columns) - 1, index)
    _cut_rows(lines, pending, table)
    return index


def _without_rest(lines: Sequence[Line], pending: list[tuple[str, list[int]]], width: int, index: int) -> int:
    """Where each row has one line for each cell, what follows the last row's cells stands behind the table."""
    counts = [
        len(members) - 1 for label, members in pending[:-1] if label.strip(". ").isdigit() and _is_bare(lines, label, members)
    ]
    if len(counts) < 2 or set(counts) != {width} or not _is_bare(lines, *pending[-1]):
        return index
    rest = pending[-1][1][width + 1 :]
    del pending[-1][1][width + 1 :]
    return rest[0] if rest else index


def _opens_bare(lines: Sequence[Line], row: tuple[str, list[int]]) -> bool:
    """Whether only a row's ordinal has been read, so that the next line is its first cell however wide it is."""
    return len(row[1]) == 1 and _is_bare(lines, *row)


def _is_bare(lines: Sequence[Line], label: str, members: Sequence[int]) -> bool:
    """Whether a row's ordinal has a line of its own."""
    return bool(label) and lines[members[0]].text == label


def _opens_group(lines: Sequence[Line], index: int, expected: int) -> bool:
    """Whether a line is the Roman number or capital letter of a group of rows, with its name or followed by it, and the first
    row of the group comes next."""
    alone = re.fullmatch(r"(?:[IVX]{1,5}|[A-E])\.?", lines[index].text)
    if not alone and not (_GROUP.match(lines[index].text) and len(lines[index].text) <= _LONGEST_GROUP):
        return False
    # The name of a group stands on its own lines, or right behind its number.
    for following in lines[index + 2 : index + 5] if alone else lines[index + 1 : index + 2]:
        match = _ROW_LABEL.match(following.text)
        if match and int(match.group(1)) == expected:
            return True
    return False


def _row_opens(text: str, match: re.Match[str]) -> bool:
    rest = text[match.end() :].strip()
    return not rest or rest[0].isupper() or rest[0] in '-+“"' or rest[0].isdigit() or match.group().endswith(".")


#: A row of a flattened table has at most so many lines; more is text that follows the table.
_LONGEST_ROW = 80


def _leaves_table(lines: Sequence[Line], index: int, widest: int) -> bool:
    """Whether a line is no cell: it opens another part of the document, or is wider than the table's cells."""
    text = lines[index].text
    label = read_label(text)
    if label is not None and label.style.kind == "part":
        return True
    if re.match(r"(?:Phụ lục|PHỤ LỤC|Nơi nhận|T/M|TM\.|KT\.|Phần thứ|Chương [IVX]|Điều \d|[IVX]+\. [A-ZĐ])", text):
        return True
    return len(text) > 130 or (widest > 0 and lines[index].width > widest * 1.45)


def _cut_rows(lines: Sequence[Line], pending: Sequence[tuple[str, list[int]]], table: Table) -> None:
    columns = table.columns[1:]
    unit_rows = [(_label_span(lines, label, members), _units(lines, label, members)) for label, members in pending]
    widest = max((unit.width for _, units in unit_rows for unit in units), default=1)
    for (label, members), (label_span, units) in zip(pending, unit_rows, strict=True):
        cuts = _best_cut(units, columns, widest)
        cells = [[(unit.start, unit.end) for unit in units[low:high]] for low, high in cuts]
        table.rows.append(Row(label, [label_span] if label else [], cells))
        table.lines.update(members)
    table.columns = columns
    table.end = lines[max(table.lines)].end if table.lines else table.start


def _label_span(lines: Sequence[Line], label: str, members: Sequence[int]) -> Span:
    start = lines[members[0]].start
    return start, start + len(label)


def _units(lines: Sequence[Line], label: str, members: Sequence[int]) -> list[_Unit]:
    units: list[_Unit] = []
    for index in members:
        line = lines[index]
        offset = len(label) if index == members[0] else 0
        text = line.text[offset:]
        offset += len(text) - len(text.lstrip())
        text = line.text[offset:]
        if not text:
            continue
        pieces = [0, *(match.end() for match in _TIME_SPLIT.finditer(text)), len(text)]
        for low, high in zip(pieces, pieces[1:], strict=False):
            piece = text[low:high].rstrip()
            start = line.start + offset + low
            units.append(_Unit(start, start + len(piece), nfc(piece), line.width))
    return units


def _best_cut(units: Sequence[_Unit], columns: Sequence[Column], widest: int) -> list[tuple[int, int]]:
    """For each column the half-open range of units of its cell; the sum of the cells' scores is greatest."""
    count, width = len(units), len(columns)

    @cache
    def solve(column: int, start: int) -> tuple[float, tuple[int, ...]]:
        if column == width:
            return (0.0, ()) if start == count else (-1e9, ())
        best: tuple[float, tuple[int, ...]] = (-2e9, ())
        for end in range(count, start - 1, -1):
            score, rest = solve(column + 1, end)
            total = score + _cell_score(units[start:end], columns[column], widest)
            if total > best[0]:
                best = (total, (end, *rest))
        return best

    _, ends = solve(0, 0)
    starts = (0, *ends[:-1])
    return list(zip(starts, ends, strict=True))


def _cell_score(units: Sequence[_Unit], column: Column, widest: int) -> float:
    if not units:
        return {"task": -8.0, "agency": -2.5, "time": -1.5}.get(column.kind, -1.0)
    text = " ".join(unit.text for unit in units)
    score = _boundary_score(units, column)
    if column.kind != "task":
        score -= 3.0 * sum(unit.width > widest * _WIDE for unit in units)
    else:
        score -= sum(1.0 + _opens_agency(unit.text) for unit in units[1:-1] if unit.width <= widest * _WIDE)
        score -= 2.0 * (len(units) > 1 and units[-1].width <= widest * _WIDE and _opens_agency(units[-1].text))
    if column.kind == "time":
        if _TIME_FULL.fullmatch(text):
            return score + 4.0
        return score + (2.5 if _TIME_OPEN.match(text) else -4.0)
    if column.kind == "agency":
        return score + (3.0 if _AGENCY.match(text) else -0.5) - 3.0 * bool(re.search(r"\d{4}|[Hh][ằà]ng năm", text))
    if column.kind == "funding":
        sum_or_source = _FUNDING.search(text) or _FIGURE.fullmatch(text)  # "Kinh phí (tỷ đồng)" holds figures alone
        return score + (3.0 if sum_or_source else -2.0) - 2.0 * bool(_TIME_FULL.match(text))
    if column.kind == "number":
        return score + (3.0 if _FIGURE.fullmatch(text) else -3.0)
    if _UNIT_COLUMN.match(fold(column.name)):
        return score + (2.0 if len(text.split()) <= 3 and not any(char.isdigit() for char in text) else -2.0)
    return score


def _boundary_score(units: Sequence[_Unit], column: Column) -> float:
    first = units[0].text
    opens = first[0].isupper() or first[0].isdigit() or first[0] in '-+“"(%≥≤<>~'
    score = 0.5 if opens or column.kind == "number" or _UNIT_COLUMN.match(fold(column.name)) else -3.0
    for previous, unit in zip(units, units[1:], strict=False):
        if column.kind != "task" and unit.text[0].isupper() and not _NO_BREAK_END.search(previous.text):
            score -= 0.7 + 1.5 * unit.text.startswith("Các ")
    if _NO_BREAK_END.search(units[-1].text):
        score -= 2.0
    return score
