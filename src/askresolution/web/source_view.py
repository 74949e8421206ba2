"""Documents as pages: the reading text of every node at its anchor, with the cited words highlighted.

Furniture (page numbers, signature dumps, e-mail addresses) is not shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from askresolution.domain import Document, Node, Span
from askresolution.reading import Reading
from askresolution.vietnamese import nfc

_STYLE = """
:root { color-scheme: light dark; --ink:#1d2433; --soft:#5b6478; --line:#d9dee8; --paper:#fff; --mark:#ffe08a; --accent:#9b1c1c }
@media (prefers-color-scheme: dark) { :root { --ink:#e8ebf2; --soft:#a3acbf; --line:#343c4d; --paper:#161b26; --mark:#7a5c00; --accent:#f1a5a5 } }
* { box-sizing:border-box } body { margin:0; font:17px/1.6 Georgia,"Times New Roman",serif; color:var(--ink); background:var(--paper) }
header { position:sticky; top:0; z-index:1; background:var(--paper); border-bottom:1px solid var(--line); padding:.6rem 1rem; font-family:system-ui,sans-serif }
header a { color:var(--accent); text-decoration:none; font-size:.9rem } header h1 { font-size:1.05rem; margin:.2rem 0 0; line-height:1.35 }
header p { margin:.15rem 0 0; color:var(--soft); font-size:.85rem }
/* A header that stays must leave room for the text: two lines of title at most, none of it on small or enlarged screens. */
header h1 { display:-webkit-box; -webkit-box-orient:vertical; -webkit-line-clamp:2; overflow:hidden }
main { max-width:46rem; margin:0 auto; padding:1rem 1rem 40vh } main p, main h2, main h3, main div.row, main span { scroll-margin-top:9rem; overflow-wrap:anywhere }
h2 { font-size:1.12rem; margin:1.6rem 0 .5rem } h3 { font-size:1rem; margin:1.1rem 0 .4rem }
p { margin:.5rem 0 } .bullet { margin-left:1.1rem } .deep { margin-left:2.2rem }
.footnote { border-left:3px solid var(--line); padding-left:.8rem; color:var(--soft); font-size:.9rem }
.draft { color:var(--accent); font-weight:600 } .frame { color:var(--soft); font-size:.92rem; text-align:center; white-space:pre-line }
.row { border:1px solid var(--line); border-radius:.4rem; padding:.5rem .8rem; margin:.6rem 0 } .row dt { color:var(--soft); font-size:.82rem } .row dd { margin:0 0 .3rem }
mark { background:var(--mark); color:inherit; padding:.05em .1em; border-radius:.15em }
main :target:not(span), main :is(p,h2,h3,.row):has(:target) { outline:2px solid var(--accent); outline-offset:.3rem; border-radius:.2rem }
ul { padding-left:1.1rem } li { margin:.6rem 0 } main li a { color:var(--accent) } a:focus-visible { outline:3px solid #2563eb; outline-offset:2px }
@media (max-width:48rem), (max-height:40rem) { header { position:static } header h1 { display:block } main p, main h2, main h3, main div.row, main span { scroll-margin-top:1.5rem } }
@media print { header { position:static } mark { outline:1px solid #000 } main { padding-bottom:0 } }
"""


#: Fragment of the first marked words: a long paragraph opened at its own start may keep them below the screen.
MARKED = "trich-dan"


def cited_address(url: str, spans: Iterable[Sequence[int]]) -> str:
    """Address of the source view for a citation's `url` and `spans`, with the cited words marked and in sight."""
    path = url.partition("#")[0]
    return f"{path}?spans={'.'.join(f'{start}-{end}' for start, end in spans)}#{MARKED}"


def render_document(document: Document, spans: str = "") -> str:
    """A document's page. `spans` ("12-40.50-61", offsets in the source) are marked; malformed ones are ignored."""
    marked = parse_spans(spans, len(document.source.text))
    body = "\n".join(
        _node(document, node, marked) for node in document.root.walk() if node.kind not in ("document", "furniture", "table")
    )
    data = document.metadata
    facts = [data.kind, data.issuer, data.date, data.period]
    status = f' · <span class="draft">{escape(data.status_note or "Dự thảo")}</span>' if data.status == "draft" else ""
    line = " · ".join(escape(nfc(fact)) for fact in facts if fact)
    head = f"<header><a href='/'>← Hỏi đáp</a> · <a href='/documents'>Tài liệu</a><h1>{escape(nfc(data.title))}</h1><p>{line}{status}</p></header>"
    body = body.replace("<mark>", f"<span id='{MARKED}'></span><mark>", 1)
    return _page(nfc(data.title), f"{head}<main>{body}</main>")


def render_list(documents: Sequence[Document]) -> str:
    """The page that lists the collection."""
    items = []
    for document in documents:
        data = document.metadata
        status = f' <span class="draft">{escape(data.status_note or "Dự thảo")}</span>' if data.status == "draft" else ""
        items.append(
            f"<li><a href='/documents/{escape(document.id, quote=True)}'>{escape(nfc(data.title))}</a>{status}<br>"
            f"<small>{escape(nfc(' · '.join(part for part in (data.kind, data.issuer, data.date, data.period) if part)))}</small></li>"
        )
    head = "<header><a href='/'>← Hỏi đáp</a><h1>Tài liệu trong kho</h1></header>"
    return _page("Tài liệu", f"{head}<main><ul>{''.join(items)}</ul></main>")


def parse_spans(text: str, length: int) -> list[Span]:
    """Spans of a query parameter, clipped to the source."""
    found = []
    for start, end in re.findall(r"(\d{1,9})-(\d{1,9})", text):
        low, high = int(start), min(int(end), length)
        if low < high:
            found.append((low, high))
    return found


def _page(title: str, body: str) -> str:
    return (
        "<!doctype html><html lang='vi'><head><meta charset='utf-8'><meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>{body}</body></html>"
    )


def _node(document: Document, node: Node, marked: Sequence[Span]) -> str:
    if not node.spans:
        return f"<span id='{node.id}'></span>"
    if node.kind == "table_row" and node.cells:
        return _row(document, node, marked)
    text = _highlighted(document.source.text, node.spans, marked)
    tag, style = _shape(document, node)
    return f"<{tag} id='{node.id}' class='{style}'>{text}</{tag}>"


def _shape(document: Document, node: Node) -> tuple[str, str]:
    if node.kind in ("part", "section"):
        return ("h2", "part") if node.kind == "part" or len(document.path(node.id)) == 0 else ("h3", "section")
    if node.kind in ("letterhead", "title", "recipients", "signature"):
        return "p", "frame"
    if node.kind in ("bullet", "item"):
        parent = document.nodes[document.parents[node.id]]
        return "p", "deep" if parent.kind in ("bullet", "item") else "bullet"
    return "p", node.kind


def _row(document: Document, node: Node, marked: Sequence[Span]) -> str:
    cells = "".join(
        f"<dt>{escape(nfc(cell.column))}</dt><dd>{_highlighted(document.source.text, cell.spans, marked) or '—'}</dd>"
        for cell in node.cells
    )
    return f"<div class='row' id='{node.id}'><strong>{escape(node.label)}</strong><dl>{cells}</dl></div>"


def _highlighted(source: str, spans: Sequence[Span], marked: Sequence[Span]) -> str:
    """Reading text with the marked offsets in <mark>; everything is escaped."""
    reading = Reading(source, spans)
    touching = [(low, high) for low, high in marked if any(low < end and high > start for start, end in spans)]
    if not touching:
        return escape(nfc(reading.text))
    out: list[str] = []
    inside = False
    for position, char in enumerate(reading.text):
        offset = reading.offset(position)
        now = any(low <= offset < high for low, high in touching)
        if now != inside:
            out.append("<mark>" if now else "</mark>")
            inside = now
        out.append(escape(char))
    return nfc("".join(out) + ("</mark>" if inside else ""))
