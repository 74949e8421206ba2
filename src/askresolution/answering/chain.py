"""The LangChain chain: complete the question, understand it, retrieve, answer from the evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from langchain_core.runnables import Runnable, RunnableLambda

from askresolution.answering import extractive
from askresolution.answering.followup import complete
from askresolution.answering.intent import intents
from askresolution.answering.knowledge import Knowledge
from askresolution.answering.task import prepare
from askresolution.domain import Filters, Note
from askresolution.retrieval.retriever import HybridRetriever
from askresolution.retrieval.understanding import Query
from askresolution.vietnamese import fold


def build_chain(knowledge: Knowledge) -> Runnable[dict[str, Any], dict[str, Any]]:
    """A runnable from {question, history, filters} to the same with {query, hits, task, draft, citations, engine}."""
    retriever = HybridRetriever(understanding=knowledge.understanding, searcher=knowledge.searcher, k=knowledge.settings.passages)

    def understand(state: dict[str, Any]) -> dict[str, Any]:
        completed = complete(knowledge, state["question"], state["history"])
        return {**state, "completed": completed, "query": knowledge.understanding.read(completed.question)}

    def retrieve(state: dict[str, Any]) -> dict[str, Any]:
        query: Query = state["query"]
        filters: Filters = state["filters"]
        if query.numbered and not filters.documents:
            filters = replace(filters, documents=query.documents)
        issuers, documents = compared(knowledge, query, filters)
        return {**state, "hits": retriever.hits_each(query, filters, issuers, documents)}

    def extract(state: dict[str, Any]) -> dict[str, Any]:
        task = prepare(knowledge, state["query"], state["hits"], state["filters"])
        draft, citations = extractive.answer(knowledge, task)
        completed = state["completed"]
        if completed.entry:
            draft, citations = extractive.only_entry(knowledge, task, draft, citations, completed.entry)
        elif completed.question != state["question"]:
            draft.notes.insert(0, Note("completed", task.wording.say("note_completed", question=completed.question)))
        return {**state, "task": task, "draft": draft, "citations": citations, "engine": extractive.ENGINE}

    once = RunnableLambda(understand) | RunnableLambda(retrieve) | RunnableLambda(extract)

    def again(state: dict[str, Any]) -> dict[str, Any]:
        """A follow-up whose first reading finds nothing is read the other way."""
        other = state["completed"].otherwise
        if not other or state["draft"].found:
            return state
        second = once.invoke({**state, "question": other, "history": ()})
        if not second["draft"].found:
            return state
        if other != state["question"]:
            note = Note("completed", second["task"].wording.say("note_completed", question=other))
            second["draft"].notes.insert(0, note)
        return {**second, "question": state["question"], "history": state["history"]}

    return once | RunnableLambda(again)


def compared(knowledge: Knowledge, query: Query, filters: Filters) -> tuple[list[str], list[str]]:
    """The communes and documents that must each be searched, since a question sets them side by side."""
    issuers = [i for i in query.issuers if not filters.issuers or i in filters.issuers] if len(query.issuers) > 1 else []
    named = filters.documents and not filters.kinds and not filters.periods
    if "compare" not in intents(fold(query.text)) or named:
        return issuers, []
    admitted = [d for d in knowledge.documents.values() if not filters.documents or d.id in filters.documents]
    if not issuers and not query.issuers and not filters.issuers:
        speaking = {d.metadata.issuer for d in admitted}
        return [issuer for issuer in knowledge.issuers if issuer in speaking], []
    own = [d.id for d in admitted if len(query.issuers) == 1 and d.metadata.issuer == query.issuers[0]]
    return issuers, own if len(own) > 1 else []
