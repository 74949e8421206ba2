"""The facts as a page: who does what by when, and the targets and results, each linked to its words in the source."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from askresolution.answering.knowledge import Knowledge
from askresolution.vietnamese import nfc
from askresolution.web.facts import Row, rows

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
:root { color-scheme: light dark } body { margin:1rem auto; max-width:80rem; padding:0 1rem; font:16px/1.5 system-ui,sans-serif }
.wide { overflow-x:auto } table { border-collapse:collapse; width:100%; font-size:.9rem } caption { text-align:left; font-weight:600; padding:.4rem 0 }
th, td { border:1px solid #9aa3b5; padding:.3rem .5rem; text-align:left; vertical-align:top } th { position:sticky; top:0 }
form { display:flex; gap:.5rem; flex-wrap:wrap } input { font:inherit; padding:.3rem .5rem; flex:1; min-width:12rem }
"""


def render_facts(knowledge: Knowledge, query: str) -> str:
    """The page of facts; `query` keeps the rows that hold it in any column."""
    tables = "".join(_section(knowledge, name, title, columns, query) for name, title, columns in _SHOWN)
    return (
        f"<!doctype html><html lang='vi'><head><meta charset='utf-8'><meta name='viewport' content='width=device-width,initial-scale=1'>"
        f"<title>Phân công và chỉ tiêu</title><style>{_STYLE}</style></head><body><p><a href='/'>← Hỏi đáp</a> · <a href='/documents'>Tài liệu</a></p>"
        f"<h1>Phân công và chỉ tiêu</h1><form><input name='q' value='{escape(query, quote=True)}' aria-label='Lọc' placeholder='Lọc theo từ'>"
        f"<button>Lọc</button></form>{tables}</body></html>"
    )


def _section(knowledge: Knowledge, name: str, title: str, columns: Sequence[tuple[str, str]], query: str) -> str:
    found = rows(knowledge, name, {"q": query})
    parts = [f"<h2>{escape(title)} ({len(found)})</h2>"]
    for document in dict.fromkeys(row["document"] for row in found):
        mine = [row for row in found if row["document"] == document]
        used = [(key, label) for key, label in columns if any(_value(row, key) for row in mine)]
        head = "".join(f"<th>{escape(label)}</th>" for _, label in used)
        body = "".join(f"<tr>{''.join(_cell(row, key) for key, _ in used)}</tr>" for row in mine)
        caption = escape(nfc(knowledge.documents[document].metadata.title))
        parts.append(f"<div class='wide'><table><caption>{caption}</caption><tr>{head}</tr>{body}</table></div>")
    return "".join(parts)


def _cell(row: Row, key: str) -> str:
    shown = escape(_value(row, key))
    if key in ("title", "indicator") and row["citations"]:
        cited = next((c for c in row["citations"] if key != "title" or row["title"][:20] in nfc(c["quote"])), row["citations"][0])
        spans = ".".join(f"{start}-{end}" for start, end in cited["spans"])
        path, _, node = cited["url"].partition("#")
        shown = f"<a href='{escape(path, quote=True)}?spans={spans}#{escape(node, quote=True)}'>{shown}</a>"
    return f"<td>{shown}</td>"


def _value(row: Row, key: str) -> str:
    if key == "said":
        words = (row["change"], _SIGNS.get(row["comparator"], ""), row["value"], row["unit"])
        return " ".join(word for word in words if word and word != "=")
    if key == "kind":
        return _KINDS[row["kind"]]
    return nfc("; ".join(row[key]) if isinstance(row[key], list) else str(row[key]))
