"""The facts as a page: who does what by when, and the targets and results, each linked to its words in the source."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from askresolution.answering.knowledge import Knowledge
from askresolution.vietnamese import nfc
from askresolution.web.facts import Row, rows
from askresolution.web.source_view import cited_address

_SHOWN = (
    (
        "assignments", "Phân công nhiệm vụ",
        (("title", "Nhiệm vụ"), ("director", "Chỉ đạo"), ("lead", "Chủ trì"), ("coordinating", "Phối hợp"), ("draft_by", "Hoàn thiện"),
         ("start", "Triển khai"), ("finish", "Hoàn thành"), ("funding", "Nguồn lực")),
    ),
    (
        "targets", "Chỉ tiêu và kết quả",
        (("indicator", "Chỉ tiêu"), ("part_of", "Thuộc"), ("said", "Giá trị"), ("basis", "So với"), ("period", "Thời kỳ"), ("kind", "Loại")),
    ),
)  # fmt: skip
_SIGNS = {">=": "từ", ">": "trên", "<=": "không quá", "<": "dưới", "~": "khoảng"}
_KINDS: dict[str, str] = {"target": "chỉ tiêu", "result": "kết quả"}
_STYLE = """
:root { color-scheme:light dark; --line:#9aa3b5; --accent:#9b1c1c } @media (prefers-color-scheme:dark) { :root { --accent:#f1a5a5 } }
body { margin:1rem auto; max-width:80rem; padding:0 1rem; font:16px/1.5 system-ui,sans-serif; overflow-wrap:anywhere }
a { color:var(--accent) } a:focus-visible, input:focus-visible, button:focus-visible, .wide:focus-visible { outline:3px solid #2563eb; outline-offset:2px }
h1 { font-size:1.5rem } h2 { font-size:1.2rem; margin:2rem 0 .5rem } h3 { font-size:1rem; margin:1.2rem 0 .4rem }
.wide { overflow-x:auto } table { border-collapse:collapse; width:100%; font-size:.9rem }
th, td { border:1px solid var(--line); padding:.3rem .5rem; text-align:left; vertical-align:top; min-width:5rem } td:first-child { min-width:14rem }
form { display:flex; gap:.5rem; flex-wrap:wrap } input { font:inherit; padding:.4rem .5rem; flex:1; min-width:12rem } input::placeholder { color:inherit; opacity:1 } button { font:inherit; padding:.4rem 1rem }
@media (max-width:48rem) {
  thead { position:absolute; width:1px; height:1px; overflow:hidden; clip-path:inset(50%) } table, tbody, tr, td { display:block }
  tr { border:1px solid var(--line); border-radius:.4rem; padding:.4rem .7rem; margin:.6rem 0 } td, td:first-child { border:0; padding:.15rem 0; min-width:0 }
  td:empty { display:none } td:not(:first-child)::before { content:attr(data-label) ": "; font-weight:600 }
}
@media print { form { display:none } tr { break-inside:avoid } }
"""


def render_facts(knowledge: Knowledge, query: str) -> str:
    """The page of facts; `query` keeps the rows that hold it in any column."""
    tables = "".join(_section(knowledge, name, title, columns, query) for name, title, columns in _SHOWN)
    clear = " <a href='/facts'>Bỏ bộ lọc</a>" if query else ""
    return (
        f"<!doctype html><html lang='vi'><head><meta charset='utf-8'><meta name='viewport' content='width=device-width,initial-scale=1'>"
        f"<title>Phân công và chỉ tiêu</title><style>{_STYLE}</style></head><body><p><a href='/'>← Hỏi đáp</a> · <a href='/documents'>Tài liệu</a></p>"
        f"<h1>Phân công và chỉ tiêu</h1><form><input name='q' value='{escape(query, quote=True)}' aria-label='Lọc' placeholder='Lọc theo từ'>"
        f"<button>Lọc</button>{clear}</form>{tables}</body></html>"
    )


def _section(knowledge: Knowledge, name: str, title: str, columns: Sequence[tuple[str, str]], query: str) -> str:
    found = rows(knowledge, name, {"q": query})
    parts = [f"<h2>{escape(title)} ({len(found)})</h2>"]
    for document in dict.fromkeys(row["document"] for row in found):
        mine = [row for row in found if row["document"] == document]
        used = [(key, label) for key, label in columns if any(_value(row, key) for row in mine)]
        head = "".join(f"<th role='columnheader' scope='col'>{escape(label)}</th>" for _, label in used)
        body = "".join(f"<tr role='row'>{''.join(_cell(row, key, label) for key, label in used)}</tr>" for row in mine)
        title = escape(nfc(knowledge.documents[document].metadata.title))
        # The title stands outside what scrolls sideways; the roles keep the table one where its rows are shown as cards.
        parts.append(
            f"<h3 id='{name}-{len(parts)}'>{title}</h3><div class='wide' tabindex='0' role='region' aria-labelledby='{name}-{len(parts)}'>"
            f"<table role='table'><thead role='rowgroup'><tr role='row'>{head}</tr></thead><tbody role='rowgroup'>{body}</tbody></table></div>"
        )
    if not found:
        parts.append("<p>Không có dòng nào chứa những từ này; hãy thử từ khác hoặc bỏ bộ lọc.</p>")
    return "".join(parts)


def _cell(row: Row, key: str, label: str) -> str:
    shown = escape(_value(row, key))
    if key in ("title", "indicator") and row["citations"]:
        cited = next((c for c in row["citations"] if key != "title" or row["title"][:20] in nfc(c["quote"])), row["citations"][0])
        shown = f"<a href='{escape(cited_address(cited['url'], cited['spans']), quote=True)}'>{shown}</a>"
    return f"<td role='cell' data-label='{escape(label, quote=True)}'>{shown}</td>"


def _value(row: Row, key: str) -> str:
    if key == "said":
        words = (row["change"], _SIGNS.get(row["comparator"], ""), row["value"], row["unit"])
        return " ".join(word for word in words if word and word != "=")
    if key == "kind":
        return _KINDS[row["kind"]]
    return nfc("; ".join(row[key]) if isinstance(row[key], list) else str(row[key]))
