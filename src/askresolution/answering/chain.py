"""The LangChain chain: complete the question, understand it, retrieve, answer from the evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from langchain_core.runnables import Runnable, RunnableLambda

from askresolution.answering import extractive
from askresolution.answering.followup import Completed, complete
from askresolution.answering.intent import intents
from askresolution.answering.knowledge import Knowledge
from askresolution.answering.task import prepare
from askresolution.domain import Filters, Note
from askresolution.retrieval.retriever import HybridRetriever
from askresolution.retrieval.understanding import Query
from askresolution.vietnamese import collapse, fold, normalize


def build_chain(knowledge: Knowledge) -> Runnable[dict[str, Any], dict[str, Any]]:
    """A runnable from {question, history, filters} to the same with {query, hits, task, draft, citations, engine}."""
    retriever = HybridRetriever(understanding=knowledge.understanding, searcher=knowledge.searcher, k=knowledge.settings.passages)

    def understand(state: dict[str, Any]) -> dict[str, Any]:
        completed: Completed = state["completed"]
        return {**state, "query": knowledge.understanding.read(state.get("reading") or completed.question)}

    def retrieve(state: dict[str, Any]) -> dict[str, Any]:
        query: Query = state["query"]
        filters: Filters = state["filters"]
        if query.numbered and not filters.documents:
            filters = replace(filters, documents=query.documents)
        issuers, documents = compared(knowledge, query, filters)
        return {**state, "hits": retriever.hits_each(query, filters, issuers, documents)}

    def extract(state: dict[str, Any]) -> dict[str, Any]:
        task = prepare(knowledge, state["query"], state["hits"], state["filters"], state.get("subject", ""))
        draft, citations = extractive.answer(knowledge, task)
        completed = state["completed"]
        if completed.entry:
            draft, citations = extractive.only_entry(knowledge, task, draft, citations, completed.entry)
        elif (read := state["query"].text) != collapse(normalize(state["question"])):
            draft.notes.insert(0, Note("completed", task.wording.say("note_completed", question=read)))
        return {**state, "task": task, "draft": draft, "citations": citations, "engine": extractive.ENGINE}

    once = RunnableLambda(understand) | RunnableLambda(retrieve) | RunnableLambda(extract)

    def read(state: dict[str, Any]) -> dict[str, Any]:
        """The readings of a follow-up in turn, until one finds an answer; a question by itself has one reading."""
        completed = complete(knowledge, state["question"], state["history"])
        state = {**state, "completed": completed}
        if completed.likewise:
            likewise = once.invoke({**state, "reading": completed.likewise, "subject": completed.subject})
            if likewise["draft"].found:
                return likewise
        first = once.invoke(state)
        if not completed.otherwise or first["draft"].found:
            return first
        second = once.invoke({**state, "reading": completed.otherwise})
        return second if second["draft"].found else first

    return RunnableLambda(read)


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
