"""The retrieval systems that Wenda is compared with. Each takes a question and ranks articles."""

from __future__ import annotations

import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from uuid import uuid4

from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever

from eval.runs import OURS, SHARED_BIGRAMS, UNDATED, UNREAD, SystemName
from eval.sets import Question, bigrams
from rag.archive import Archive
from rag.embedding import Embedder
from rag.index import Indexes
from rag.question import Query
from rag.reader import Reader
from rag.schema import Request, Version
from rag.search.candidates import CANDIDATES
from rag.search.reranker import Reranker
from rag.search.retrieved import interleave
from rag.search.retriever import HybridRetriever

System = Callable[[Question], Sequence[Version]]  # articles, best first; an article may occur more than once

RRF_K = 60


@contextmanager
def systems(retriever: HybridRetriever, reader: Reader | None) -> Iterator[dict[SystemName, System]]:
    """All systems over the same archive, by name: Wenda with and without its reader, and the baselines."""
    archive, indexes, embedder = retriever.archive, retriever.indexes, retriever.embedder
    versions = archive.newest(archive.coverage().articles)
    with tutorial_chroma(versions, embedder) as chroma:
        yield {
            OURS: wenda(retriever, Reranker(reader)),
            UNREAD: wenda(retriever, Reranker(None)),
            UNDATED: wenda(retriever, Reranker(reader), undated),
            "dense": _by_passage(archive, lambda question: dense(indexes, embedder, question)),
            "bm25": _by_passage(archive, lambda question: bm25(indexes, question)),
            "rrf": _by_passage(
                archive,
                lambda question: reciprocal_rank_fusion(
                    dense(indexes, embedder, question), bm25(indexes, question)
                ),
            ),
            SHARED_BIGRAMS: shared_bigrams(versions),
            "langchain-tutorial": langchain(chroma, versions),
            "langchain-bm25": langchain(tutorial_bm25(versions), versions),
        }


def wenda(
    retriever: HybridRetriever, reranker: Reranker, adjust: Callable[[Query], Query] = lambda query: query
) -> System:
    """Everything the retriever finds, with the best passages read and reranked.

    Args:
        adjust: changes the parsed question before the search.
    """

    def rank(question: Question) -> list[Version]:
        query = retriever.understand(Request(question=question.text[:2000], today=question.today))
        asked = [adjust(part) for part in query.parts or (query,)]
        return interleave([rank_one(part) for part in asked], key=lambda v: v.article_id)

    def rank_one(query: Query) -> list[Version]:
        found = [(one.candidate, one.score) for one in retriever.find(query, 2 * CANDIDATES)]
        best = [ranked.candidate for ranked in reranker.rank(retriever.evidence(query), found)]
        unread = [candidate for candidate, _ in found[len(best) :]]
        return [candidate.passage.version for candidate in (*best, *unread)]

    return rank


def undated(query: Query) -> Query:
    """The question without its period or preference for recent news; its time words are searched like other words."""
    return replace(query, period=None, recent=None, compares=False)


# --- dense and BM25 search alone, without the reader ---


def dense(indexes: Indexes, embedder: Embedder, question: Question) -> list[int]:
    vector = embedder.encode_query(question.text)
    return [hit.passage_id for hit in indexes.dense(vector, CANDIDATES)]


def bm25(indexes: Indexes, question: Question) -> list[int]:
    return [hit.passage_id for hit in indexes.lexical(question.text, CANDIDATES)]


def reciprocal_rank_fusion(*rankings: Sequence[int]) -> list[int]:
    """Fuse rankings by the sum of 1 / (60 + rank) (Cormack, Clarke and Büttcher, SIGIR 2009)."""
    scores: defaultdict[int, float] = defaultdict(float)
    for ranking in rankings:
        for rank, passage_id in enumerate(ranking, 1):
            scores[passage_id] += 1 / (RRF_K + rank)
    return sorted(scores, key=lambda passage_id: scores[passage_id], reverse=True)


def _by_passage(archive: Archive, rank: Callable[[Question], list[int]]) -> System:
    return lambda question: [passage.version for passage in archive.passages(rank(question))]


# --- no index, no model ---


class SharedBigrams:
    """Ranks texts by the number of character bigrams they share with a question."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._postings: dict[str, list[int]] = defaultdict(list)
        for index, text in enumerate(texts):
            for bigram in bigrams(text):
                self._postings[bigram].append(index)

    def rank(self, question: str) -> list[tuple[int, int]]:
        """(Index of the text, number of shared bigrams), highest number first; texts that share none are left out."""
        shared = Counter(index for bigram in bigrams(question) for index in self._postings.get(bigram, ()))
        return sorted(shared.items(), key=lambda item: (-item[1], item[0]))


def shared_bigrams(versions: Sequence[Version]) -> System:
    ranking = SharedBigrams([_text(version) for version in versions])
    return lambda question: [versions[index] for index, _ in ranking.rank(question.text)[:CANDIDATES]]


# --- LangChain as its tutorials build it ---


class _LangChainEmbeddings(Embeddings):
    """Wenda's embedding model behind LangChain's interface."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._embedder.encode_passages(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        vector: list[float] = self._embedder.encode_query(text).tolist()
        return vector


@contextmanager
def tutorial_chroma(versions: Sequence[Version], embedder: Embedder) -> Iterator[BaseRetriever]:
    """A Chroma retriever that returns 4 chunks of 1,000 characters."""
    import chromadb
    from chromadb.config import Settings as ChromaSettings
    from langchain_chroma import Chroma

    client = chromadb.EphemeralClient(ChromaSettings(anonymized_telemetry=False))
    name = f"tutorial-{uuid4()}"  # all ephemeral clients of a process share one store
    store = Chroma.from_documents(
        _chunks(versions), _LangChainEmbeddings(embedder), collection_name=name, client=client
    )
    try:
        yield store.as_retriever(search_kwargs={"k": 4})
    finally:
        store.delete_collection()


def tutorial_bm25(versions: Sequence[Version]) -> BaseRetriever:
    """LangChain's BM25 retriever with its defaults: it splits words on spaces, so a Chinese question matches nothing."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "`langchain-community` is being sunset", DeprecationWarning)
        from langchain_community.retrievers import BM25Retriever

    return BM25Retriever.from_documents(_chunks(versions))


def langchain(retriever: BaseRetriever, versions: Sequence[Version]) -> System:
    """A system that returns the articles of the chunks a LangChain retriever finds."""
    return lambda question: [versions[d.metadata["index"]] for d in retriever.invoke(question.text)]


def _chunks(versions: Sequence[Version]) -> list[Document]:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    documents = [
        Document(page_content=_text(version), metadata={"index": index})
        for index, version in enumerate(versions)
    ]
    return RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).split_documents(documents)


def _text(version: Version) -> str:
    return f"{version.headline}\n{version.text}".strip()
