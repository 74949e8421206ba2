"""Letters of a PDF page that no reader sees: without ink, or white on nothing.

A page whose letters are mostly without ink is a scan with a text layer from character recognition, and is kept whole.
"""

from __future__ import annotations

from typing import Any

#: Share of letters without ink from which on they are a scan's text layer.
_LAYER = 0.5
_TAG = "unseen"


def visible(page: Any) -> Any:
    """The page without its unseen letters; the page itself when all can be seen."""
    _tag_letters_without_ink(page)
    chars = page.chars
    inkless = sum(char.get("tag") == _TAG for char in chars)
    drop_inkless = 0 < inkless < _LAYER * len(chars)
    white = any(_white(char.get("non_stroking_color")) for char in chars)
    if not drop_inkless and not white:
        return page
    grounds = [shape for shape in (*page.rects, *page.curves, *page.images) if not _is_white_shape(shape)]

    def shown(item: dict[str, Any]) -> bool:
        if item.get("object_type") != "char":
            return True
        if drop_inkless and item.get("tag") == _TAG:
            return False
        return not _white(item.get("non_stroking_color")) or any(_under(item, ground) for ground in grounds)

    return page.filter(shown)


def _tag_letters_without_ink(page: Any) -> None:
    """Lays the page out as pdfplumber does, and tags the letters that text render mode 3 draws without ink."""
    from pdfminer.pdfinterp import PDFPageInterpreter
    from pdfplumber.page import PDFPageAggregatorWithMarkedContent
    from pdfplumber.utils.exceptions import PdfminerException

    class Device(PDFPageAggregatorWithMarkedContent):  # type: ignore[misc]
        def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
            before = len(self.cur_item._objs)
            super().render_string(textstate, seq, ncs, graphicstate)
            if textstate.render == 3:
                for letter in self.cur_item._objs[before:]:
                    letter.tag = _TAG

    device = Device(page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams)
    try:
        PDFPageInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    except Exception as exc:  # pdfminer raises whatever a damaged page makes it raise; pdfplumber does the same
        raise PdfminerException(exc) from exc
    page._layout = device.get_result()


def _white(color: Any) -> bool:
    """Whether a colour is white in grey, RGB or CMYK, each from 0 to 1."""
    if color is None:
        return False
    values = color if isinstance(color, list | tuple) else (color,)
    if not all(isinstance(value, int | float) for value in values):
        return False
    return all(v <= 0.02 for v in values) if len(values) == 4 else len(values) in (1, 3) and all(v >= 0.98 for v in values)


def _is_white_shape(shape: dict[str, Any]) -> bool:
    return shape.get("object_type") != "image" and (not shape.get("fill") or _white(shape.get("non_stroking_color")))


def _under(char: dict[str, Any], ground: dict[str, Any]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(ground["x0"] <= x <= ground["x1"] and ground["top"] <= y <= ground["bottom"])
