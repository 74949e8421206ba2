"""Documents of the genre made at random, and rendered as exports, DOCX and PDF are: for the round trip."""

from __future__ import annotations

import io
import random
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
_CLAUSES = (
    "tập trung lãnh đạo, chỉ đạo phát triển kinh tế gắn với bảo vệ môi trường", "nâng cao chất lượng sinh hoạt chi bộ ở các thôn",
    "đẩy mạnh cải cách hành chính, chuyển đổi số trong các cơ quan, đơn vị", "hoàn thành công tác bồi thường, giải phóng mặt bằng các dự án",
    "tăng cường kiểm tra, giám sát việc thực hiện quy chế dân chủ ở cơ sở", "thu ngân sách trên địa bàn đạt 125,4 tỷ đồng",
    "tỷ lệ hộ nghèo giảm còn 0,85% theo chuẩn nghèo đa chiều", "xây dựng và nhân rộng các mô hình sản xuất hàng hóa tập trung",
    "quan tâm chăm lo đời sống vật chất, tinh thần của Nhân dân", "giữ vững an ninh chính trị, trật tự an toàn xã hội trên địa bàn",
    "thực hiện có hiệu quả Nghị quyết số 57-NQ/TW của Bộ Chính trị", "củng cố, kiện toàn tổ chức bộ máy, đội ngũ cán bộ, công chức xã",
    "phối hợp chặt chẽ với Ủy ban Mặt trận Tổ quốc Việt Nam xã", "đầu tư, nâng cấp các tuyến đường giao thông nông thôn",
    "trồng mới 1.250 cây xanh dọc các tuyến đường trục xã", "vận động nhân dân tham gia bảo hiểm y tế đạt 96% dân số",
)  # fmt: skip
_HEADS = (
    "Công tác xây dựng Đảng", "Phát triển kinh tế", "Văn hóa, xã hội", "Quốc phòng, an ninh", "Quản lý đất đai, môi trường",
    "Hoạt động của Mặt trận Tổ quốc", "Cải cách hành chính", "Giáo dục và đào tạo",
)  # fmt: skip
_TOPS = ("KẾT QUẢ ĐẠT ĐƯỢC", "HẠN CHẾ, NGUYÊN NHÂN", "PHƯƠNG HƯỚNG, NHIỆM VỤ", "TỔ CHỨC THỰC HIỆN")
_AGENCIES = ("Phòng Kinh tế", "Công an xã", "Ủy ban nhân dân xã", "Hội Nông dân xã", "Văn phòng Đảng ủy", "Trạm Y tế xã")
_TIMES = ("Hằng năm", "Quý II/2026", "Năm 2027", "Tháng 6/2026", "Thường xuyên")
COLUMNS = ("TT", "Tên nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành")


@dataclass
class Unit:
    """A paragraph as printed: label, text, and its footnotes as (sentence number, note)."""

    kind: str
    label: str
    sentences: list[str]
    depth: int
    notes: dict[int, tuple[int, str]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return " ".join(part for part in (self.label, *self.sentences) if part)


@dataclass
class Made:
    """A generated document."""

    title: list[str]
    units: list[Unit]
    rows: list[tuple[str, ...]]

    @property
    def notes(self) -> list[tuple[int, str, str]]:
        """(number, note, sentence that it stands after)."""
        return [
            (number, note, unit.sentences[at].rstrip("."))
            for unit in self.units
            for at, (number, note) in sorted(unit.notes.items())
        ]


def sentence(rng: random.Random, most: int = 3) -> str:
    words = ", ".join(rng.sample(_CLAUSES, rng.randint(1, most)))
    return words[0].upper() + words[1:] + "."


def make(seed: int, table: bool = True) -> Made:
    """A random document: parts I., 1., 1.1. with paragraphs, items and bullets, footnotes, a table."""
    rng = random.Random(seed)
    units: list[Unit] = [Unit("paragraph", "", [sentence(rng) for _ in range(2)], 0)]
    number = 0

    def content(depth: int) -> None:
        nonlocal number
        style = rng.choice(["paragraph", "bullet", "item"])
        for position in range(rng.randint(1, 4) if style != "paragraph" else rng.randint(1, 2)):
            label = {"paragraph": "", "bullet": "-", "item": f"({position + 1})"}[style]
            unit = Unit(style, label, [sentence(rng) for _ in range(rng.randint(1, 3))], depth)
            if rng.random() < 0.3:
                number += 1
                unit.notes[rng.randrange(len(unit.sentences))] = (number, sentence(rng, 2))
            units.append(unit)

    for top, roman in zip(rng.sample(_TOPS, rng.randint(1, 3)), ("I.", "II.", "III."), strict=False):
        units.append(Unit("section", roman, [top], 0))
        for first in range(1, rng.randint(2, 4)):
            units.append(Unit("section", f"{first}.", [rng.choice(_HEADS)], 1))
            if rng.random() < 0.5:
                for second in range(1, rng.randint(2, 4)):
                    units.append(Unit("section", f"{first}.{second}.", [rng.choice(_HEADS)], 2))
                    content(3)
            else:
                content(2)
    rows = []
    if table:
        for row in range(1, rng.randint(4, 7)):
            lead, helper = rng.sample(_AGENCIES, 2)
            task = sentence(rng, 1).rstrip(".")
            rows.append((str(row), task, lead, helper, rng.choice(_TIMES)))
    return Made(["BÁO CÁO", "kết quả thực hiện nhiệm vụ năm 2025"], units, rows)


def wrap(text: str, width: float) -> list[str]:
    """Lines of at most `width` average characters, measured in a proportional font as a page's lines are."""
    lines, line = [], ""
    for word in text.split():
        if line and _measured(f"{line} {word}") > width * 5.4:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


def _measured(text: str) -> float:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    if "serif" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("serif", FONT))
    return float(pdfmetrics.stringWidth(text, "serif", 10))


def marked(unit: Unit, style: str) -> str:
    """The unit's text with its footnote markers glued to the words, as exports have them."""
    parts = [unit.label] if unit.label else []
    for at, text in enumerate(unit.sentences):
        if at in unit.notes:
            number = unit.notes[at][0]
            mark = {"glued": str(number), "bracketed": f"({number})"}[style]
            text = f"{text[:-1]}{mark}."
        parts.append(text)
    return " ".join(parts)


def as_text(made: Made, seed: int, style: str = "") -> str:
    """An export of typeset pages: wrapped lines, notes at the foot of the page, page breaks as exports leave them."""
    rng = random.Random(seed + 1)
    style = style or rng.choice(["glued", "bracketed"])
    width = rng.randint(74, 92)
    page_sign = rng.choice(["space", "number", "formfeed"])
    lines: list[tuple[str, list[tuple[int, str]]]] = [(title, []) for title in made.title] + [("-----", [])]
    for unit in made.units:
        pending = sorted(unit.notes.values())
        for line in wrap(marked(unit, style), width):
            here = [n for n in pending if (f"{n[0]}." in line if style == "glued" else f"({n[0]})." in line)]
            lines.append((line, here))
            pending = [n for n in pending if n not in here]
        assert not pending
    out: list[str] = []
    notes: list[tuple[int, str]] = []
    count, page = 0, 1
    for position, (line, here) in enumerate(lines):
        out.append(line)
        notes.extend(here)
        count += 1
        if count >= 34 and position + 1 < len(lines):
            out.extend(_foot(notes, style, width))
            page += 1
            count, notes = 0, []
            if page_sign == "number":
                out.append(str(page))
            elif page_sign == "formfeed":
                out.append("\f")
            else:
                following = lines[position + 1]
                lines[position + 1] = (" " + following[0], following[1])
    out.extend(_foot(notes, style, width))
    return "\n".join(out) + "\n"


def _foot(notes: list[tuple[int, str]], style: str, width: int) -> list[str]:
    found = []
    for number, note in notes:
        label = str(number) if style == "glued" else f"({number})"
        found.extend(wrap(f"{label} {note}", width + 18))
    return found


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def as_docx(made: Made, extra: str = "") -> bytes:
    """A Word document with real footnotes and a real table."""
    body = []
    for title in made.title:
        body.append(f"<w:p>{_run(title)}</w:p>")
    for unit in made.units:
        runs = [_run(f"{unit.label} ")] if unit.label else []
        for at, text in enumerate(unit.sentences):
            if at in unit.notes:
                runs.append(_run(text[:-1]) + f'<w:r><w:footnoteReference w:id="{unit.notes[at][0] + 1}"/></w:r>' + _run(". "))
            else:
                runs.append(_run(f"{text} "))
        body.append(f"<w:p>{''.join(runs)}</w:p>")
    if made.rows:
        rows = [COLUMNS, *made.rows]
        cells = "".join("<w:tr>" + "".join(f"<w:tc><w:p>{_run(cell)}</w:p></w:tc>" for cell in row) + "</w:tr>" for row in rows)
        body.append(f"<w:tbl>{cells}</w:tbl>")
    document = f'<?xml version="1.0"?><w:document xmlns:w="{_W}"><w:body>{"".join(body)}{extra}</w:body></w:document>'
    notes = "".join(f'<w:footnote w:id="{number + 1}"><w:p>{_run(note)}</w:p></w:footnote>' for number, note, _ in made.notes)
    footnotes = f'<?xml version="1.0"?><w:footnotes xmlns:w="{_W}">{notes}</w:footnotes>'
    return zipped({"word/document.xml": document, "word/footnotes.xml": footnotes})


def zipped(parts: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def as_pdf(made: Made) -> bytes:
    """A typeset PDF: page numbers on top, raised markers, small notes at the foot, a ruled table."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    _measured("")
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    page = _Page(canvas, A4)
    for title in made.title:
        page.centred(title)
    for unit in made.units:
        page.paragraph(unit)
    if made.rows:
        page.table([COLUMNS, *made.rows])
    page.close()
    canvas.save()
    return buffer.getvalue()


class _Page:
    SIZE, LEADING, LEFT, RIGHT, TOP, BOTTOM = 11.0, 16.0, 80.0, 530.0, 780.0, 70.0

    def __init__(self, canvas: object, size: tuple[float, float]) -> None:
        self.canvas = canvas
        self.number = 0
        self.notes: list[tuple[int, list[str]]] = []
        self.width = size[0]
        self._open()

    def _open(self) -> None:
        self.number += 1
        self.y = self.TOP
        self.notes = []
        if self.number > 1:
            self.canvas.setFont("serif", 10)  # type: ignore[attr-defined]
            self.canvas.drawCentredString(self.width / 2, 812, str(self.number))  # type: ignore[attr-defined]

    def close(self) -> None:
        y = self.BOTTOM + 13 * sum(len(lines) for _, lines in self.notes) - 13
        for number, lines in self.notes:
            for position, line in enumerate(lines):
                x = self.LEFT
                if not position:
                    self._draw(x, y + 3, str(number), 5.5)
                    x += 8 if number < 10 else 11
                self._draw(x, y, line, 8.5)
                y -= 13
        self.canvas.showPage()  # type: ignore[attr-defined]

    def _draw(self, x: float, y: float, text: str, size: float) -> float:
        self.canvas.setFont("serif", size)  # type: ignore[attr-defined]
        self.canvas.drawString(x, y, text)  # type: ignore[attr-defined]
        return float(self.canvas.stringWidth(text, "serif", size))  # type: ignore[attr-defined]

    def _room(self) -> None:
        """A new page when the text reaches the part of the page that is kept for notes."""
        if self.y < 215:
            self.close()
            self._open()

    def centred(self, text: str) -> None:
        self.canvas.setFont("serif", self.SIZE)  # type: ignore[attr-defined]
        self.canvas.drawCentredString(self.width / 2, self.y, text)  # type: ignore[attr-defined]
        self.y -= self.LEADING

    def paragraph(self, unit: Unit) -> None:
        words: list[tuple[str, tuple[int, str] | None]] = [(word, None) for word in unit.label.split()]
        for at, text in enumerate(unit.sentences):
            pieces = text.split()
            words += [(word, None) for word in pieces[:-1]]
            words.append((pieces[-1], unit.notes.get(at)))
        x, fresh = self.LEFT + 36, True
        self.y -= 5
        self._room()
        space = self._width(" ")
        for word, note in words:
            shown = word[:-1] if note else word
            wide = self._width(word) + (10 if note else 0)
            if not fresh and x + wide > self.RIGHT:
                self.y -= self.LEADING
                self._room()
                x = self.LEFT
            x += self._draw(x, self.y, shown, self.SIZE)
            if note:
                x += self._draw(x, self.y + 4.5, str(note[0]), 6)
                x += self._draw(x, self.y, ".", self.SIZE)
                self.notes.append((note[0], wrap(note[1], 84)))
            x += space
            fresh = False
        self.y -= self.LEADING
        self._room()

    def _width(self, text: str) -> float:
        return float(self.canvas.stringWidth(text, "serif", self.SIZE))  # type: ignore[attr-defined]

    def table(self, rows: list[tuple[str, ...]]) -> None:
        self.close()
        self._open()
        edges = [80, 110, 270, 360, 450, 530]
        y = self.TOP
        for row in rows:
            cells = [wrap(cell, max(4, int((edges[i + 1] - edges[i]) / 5.6))) for i, cell in enumerate(row)]
            height = 12 * max(len(cell) for cell in cells) + 6
            for i, cell in enumerate(cells):
                for position, line in enumerate(cell):
                    self._draw(edges[i] + 3, y - 11 - 12 * position, line, 9)
            for edge in edges:
                self.canvas.line(edge, y, edge, y - height)  # type: ignore[attr-defined]
            self.canvas.line(edges[0], y, edges[-1], y)  # type: ignore[attr-defined]
            self.canvas.line(edges[0], y - height, edges[-1], y - height)  # type: ignore[attr-defined]
            y -= height
