"""The LangChain chain: complete the question, understand it, retrieve, answer from the evidence."""

from __future__ import annotations

from typing import Any

from langchain_core.runnables import Runnable, RunnableLambda

from askresolution.answering import extractive
from askresolution.answering.followup import complete
from askresolution.answering.knowledge import Knowledge
from askresolution.answering.task import prepare
from askresolution.domain import Note
from askresolution.retrieval.retriever import HybridRetriever


def build_chain(knowledge: Knowledge) -> Runnable[dict[str, Any], dict[str, Any]]:
    """A runnable from {question, history, filters} to the same with {query, hits, draft, citations, engine}."""
    retriever = HybridRetriever(understanding=knowledge.understanding, searcher=knowledge.searcher, k=knowledge.settings.passages)

    def understand(state: dict[str, Any]) -> dict[str, Any]:
        completed = complete(knowledge, state["question"], state["history"])
        return {**state, "completed": completed, "query": knowledge.understanding.read(completed.question)}

    def retrieve(state: dict[str, Any]) -> dict[str, Any]:
        return {**state, "hits": retriever.hits(state["query"], state["filters"])}

    def extract(state: dict[str, Any]) -> dict[str, Any]:
        task = prepare(knowledge, state["query"], state["hits"], state["filters"])
        draft, citations = extractive.answer(knowledge, task)
        completed = state["completed"]
        if completed.entry:
            draft, citations = extractive.only_entry(knowledge, task, draft, citations, completed.entry)
        elif completed.question != state["question"]:
            draft.notes.insert(0, Note("completed", task.wording.say("note_completed", question=completed.question)))
        return {**state, "draft": draft, "citations": citations, "engine": extractive.ENGINE}

    return RunnableLambda(understand) | RunnableLambda(retrieve) | RunnableLambda(extract)
