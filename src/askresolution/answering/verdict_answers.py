"""Which targets were met, missed or surpassed, from tables that print the verdict in a column of their own."""

from __future__ import annotations

import re

from askresolution.answering.citing import Citations, whole
from askresolution.answering.knowledge import Knowledge
from askresolution.answering.naming import document_name, place
from askresolution.answering.task import Task
from askresolution.domain import Document, Node
from askresolution.vietnamese import collapse, fold, nfc

#: What a question asks for, and the cells (folded) that say so.
_MISSED = re.compile(r" (?:khong dat|chua dat|khong hoan thanh|chua hoan thanh|hut|trat|rot|fail\w*|missed|not (?:met|reached|achieved)|fell short) ")
_SURPASSED = re.compile(r" (?:vuot|exceed\w*|surpass\w*|beat) ")
_MET = re.compile(r" (?:dat|hoan thanh|met|reached|achieved) ")
_TARGETS = re.compile(r" (?:chi tieu|targets?|indicators?) ")
_VERDICTS = {
    "missed": re.compile(r"^(?:khong|chua) (?:dat|hoan thanh)\b.*"),
    "surpassed": re.compile(r"^(?:dat va )?vuot\b.*"),
    "met": re.compile(r"^(?:dat|hoan thanh|vuot)\b.*"),
}
_MOST = 25


def answer_verdicts(knowledge: Knowledge, task: Task, citations: Citations) -> list[str]:
    """The rows of a table of targets whose verdict is the one asked for; empty when none is asked for, or no table has one."""
    if not _TARGETS.search(task.folded) or not task.intents & {"list", "number", "identifier", "overview"}:
        return []
    wanted = next((name for name, asked in (("missed", _MISSED), ("surpassed", _SURPASSED), ("met", _MET)) if asked.search(task.folded)), "")
    if not wanted or _narrower(task):
        return []
    lines: list[str] = []
    for document in knowledge.documents.values():
        if not task.allows(document.metadata.issuer, document.id):
            continue
        for table in document.root.walk():
            if table.kind != "table" or not _of_time(task, document, table):
                continue
            rows = [row for row in table.children if row.kind == "table_row" and _verdict(row, wanted)]
            if rows:
                source = document_name(document, task.wording)
                where = place(document, table.id) or table.name
                lines.append(task.wording.say("list_intro", source=source, where=where, count=len(rows)))
                lines.extend(f"- {_told(row)} {citations.mark(whole(document, row.id))}" for row in rows[:_MOST])
    return lines


def _verdict(row: Node, wanted: str) -> bool:
    cells = [fold(nfc(cell.text)).strip(" .") for cell in row.cells]
    return any(_VERDICTS[wanted].fullmatch(cell) for cell in cells if len(cell.split()) <= 4)


def _narrower(task: Task) -> bool:
    """Whether a question is about some target in particular, which the rows' verdicts alone do not answer."""
    aside = {"chi tieu", "targets", "target", "bang", "phu luc", "bang phu luc", "vuot", "dat", "hut", "trat", "khong dat", "chua dat", "ke hoach", "fail", "reach", "met", "term"}
    return any(c.weight >= 2.5 and c.word not in aside and not set(c.word.split()) <= _ASIDE for c in task.wanted)


_ASIDE = frozenset("chi tieu xem bang phu luc vuot dat hut trat rot khong chua hoan thanh ke hoach nam thi so voi de ra giao duoc nao".split())


def _of_time(task: Task, document: Document, table: Node) -> bool:
    if not task.query.years:
        return True
    said = " ".join([table.text, *document.path(table.id), document.metadata.title, document.metadata.period])
    return any(year in said for year in task.query.years)


def _told(row: Node) -> str:
    """A row's cells as they stand, divided so that a reader can tell them apart."""
    cells = [collapse(nfc(cell.text)) for cell in row.cells if cell.text.strip()]
    cells = cells[1:] if cells and re.fullmatch(r"\W*\d{1,3}\W*", cells[0]) and len(cells) > 2 else cells
    return " · ".join(cells)
