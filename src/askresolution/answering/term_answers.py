"""What an abbreviation of the documents stands for: "TSVM là gì?"."""

from __future__ import annotations

import re

from askresolution.answering.citing import Citations
from askresolution.answering.knowledge import Knowledge
from askresolution.answering.naming import document_name
from askresolution.answering.task import Task
from askresolution.vietnamese import TOKEN, fold

_ASKS = re.compile(r"viet tat|viet day du|doc day du|ten day du|nghia la|la gi\b|stands? for|abbreviat|mean|full name|what is")


def answer_terms(knowledge: Knowledge, task: Task, citations: Citations) -> list[str]:
    """The expansions that documents themselves give for an abbreviation that is all the question asks about."""
    if not _ASKS.search(task.folded):
        return []
    words = {match.group() for match in TOKEN.finditer(task.query.text)}
    lines = []
    for term in knowledge.facts.terms:
        asked = term.term in words or ("viet tat" in task.folded and fold(term.term) in task.query.words)
        others = [c for c in task.wanted if c.word != fold(term.term) and c.weight > 3 and c.word not in fold(term.expansion)]
        if not asked or len(others) > 1 or not task.allows(knowledge.documents[term.document].metadata.issuer, term.document):
            continue
        source = document_name(knowledge.documents[term.document], task.wording)
        said = task.wording.say("term", term=term.term, expansion=term.expansion)
        lines.append(f"{source}: {said} {citations.mark(term.evidence)}")
    return lines[:4]
