"""Documents with words that no reader sees."""

from __future__ import annotations

import io
import zipfile

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org"


def hidden_docx(order: str) -> bytes:
    """A DOCX with one visible sentence and one hidden one."""
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_WORD}"><w:body>'
        "<w:p><w:r><w:t>BÁO CÁO nghề nuôi ong xã An Hòa năm 2026, đàn ong phát triển ổn định.</w:t></w:r>"
        f'<w:r><w:rPr><w:vanish/></w:rPr><w:t xml:space="preserve"> {order}</w:t></w:r></w:p></w:body></w:document>'
    )
    types = (
        f'<?xml version="1.0"?><Types xmlns="{_PACKAGE}/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    links = (
        f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{_PACKAGE}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("_rels/.rels", links)
        archive.writestr("word/document.xml", body)
    return made.getvalue()


def hidden_pdf(order: str) -> bytes:
    """A PDF with visible lines, and the order in letters without ink, in white, too small to see, and beside the page."""
    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    canvas = Canvas(made)
    for line in range(12):
        canvas.drawString(72, 760 - 20 * line, f"Bao cao so {line + 1} ve nghe nuoi ong cua xa An Hoa trong nam 2026.")
    text = canvas.beginText(72, 500)
    text.setTextRenderMode(3)
    text.textLine(f"KHONGMUC {order}")
    canvas.drawText(text)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(72, 470, f"MAUTRANG {order}")
    canvas.setFillColorRGB(0, 0, 0)
    canvas.setFont("Helvetica", 0.6)
    canvas.drawString(72, 440, f"TINHON {order}")
    canvas.setFont("Helvetica", 12)
    canvas.drawString(-900, 400, f"NGOAITRANG {order}")
    canvas.save()
    return made.getvalue()
