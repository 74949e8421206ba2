"""The LangChain retriever over both indexes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from askresolution.domain import Filters, Hit
from askresolution.retrieval.search import Searcher
from askresolution.retrieval.understanding import Query, Understanding


class HybridRetriever(BaseRetriever):
    """Weighted fusion of the lexical index and Chroma as a LangChain retriever.

    `invoke(str)` gives LangChain documents whose metadata hold the hit; `hits(Query)` gives the hits.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    understanding: Understanding
    searcher: Searcher
    k: int = 8
    filters: Filters = Filters()

    def hits(self, query: Query, filters: Filters) -> list[Hit]:
        """The k best passages for an understood question."""
        return self.searcher.search(query, self.k, filters)

    def hits_each(self, query: Query, filters: Filters, issuers: Sequence[str], documents: Sequence[str]) -> list[Hit]:
        """The best passages of all, then of each commune or document that a comparison needs; none twice."""
        found = {hit.passage.id: hit for hit in self.hits(query, filters)}
        apart = [replace(filters, issuers=(issuer,)) for issuer in issuers]
        apart += [replace(filters, documents=(document,)) for document in documents]
        for narrowed in apart:
            for hit in self.searcher.search(query, self.k, narrowed):
                found.setdefault(hit.passage.id, hit)
        return list(found.values())

    def _get_relevant_documents(  # the signature is LangChain's
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> list[LangChainDocument]:
        return [as_langchain(hit) for hit in self.hits(self.understanding.read(query), self.filters)]


def as_langchain(hit: Hit) -> LangChainDocument:
    """A hit as LangChain's document; its spans and score are in the metadata."""
    passage = hit.passage
    metadata = {
        "document": passage.document, "node": passage.node, "kind": passage.kind, "path": list(passage.path),
        "issuer": passage.issuer, "spans": [list(span) for span in passage.spans], "score": hit.score,
    }  # fmt: skip
    return LangChainDocument(page_content=passage.text, metadata=metadata, id=passage.id)
