"""A story that several articles print is answered from once; what only one of them says stays."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import date

from newsroom import add, draft, open_indexes

from rag.answer.lists import ListResponder
from rag.archive import Copies
from rag.cite import Citations, Claim, Support
from rag.question import understand
from rag.question.query import ListRequest
from rag.schema import Request
from rag.search.articles import ArticleLookup
from rag.search.evidence import Candidate
from rag.search.reprints import drop_reprints
from rag.search.retrieved import Retrieved

OPENING = "栖江大桥昨日通车，全长612米，双向四车道。"
DETOUR = "施工期间绕行的公交26路同日恢复原线。"
FERRY = "渡口村轮渡昨日完成最后一班，正式停运。"
MARCH_18, MARCH_19 = date(2024, 3, 18), date(2024, 3, 19)


def kept(archive, *texts, places=None):
    """What is told of articles of these texts, their passages in this order; each passage is a sentence."""
    outcomes = add(archive, [draft(str(n), text) for n, text in enumerate(texts)])
    passages = [p for outcome in outcomes for p in archive.passages_of(outcome.article_id)]
    return [p.text for p in without_reprints(archive, passages, places)]


def without_reprints(archive, passages, places=None):
    ranked = [
        Retrieved(Candidate(passage, cosine=0.9, margin=0.0, bm25=1.0), 1.0, place)
        for passage, place in zip(passages, places or ["within"] * len(passages), strict=True)
    ]
    return [one.candidate.passage for one in drop_reprints(ranked, Copies(archive))]


def test_a_copy_is_told_once(archive):
    assert kept(archive, OPENING + DETOUR, OPENING + DETOUR) == [OPENING, DETOUR]


def test_what_only_one_copy_says_stays(archive):
    longer = OPENING + DETOUR + FERRY
    assert kept(archive, OPENING + DETOUR, longer) == [OPENING, DETOUR, FERRY]


def test_a_passage_is_left_out_only_where_the_other_words_were_found_too(archive):
    [whole, copy] = add(archive, [draft("1", OPENING + DETOUR), draft("2", OPENING + DETOUR)])
    found = archive.passages_of(whole.article_id)[:1] + archive.passages_of(copy.article_id)
    assert [p.text for p in without_reprints(archive, found)] == [OPENING, DETOUR]


def test_a_copy_outside_the_days_asked_for_does_not_stand_for_one_within(archive):
    places = ["outside", "outside", "within", "within"]
    assert kept(archive, OPENING + DETOUR, OPENING + DETOUR, places=places) == [OPENING, DETOUR] * 2


def test_a_citation_names_the_copies_that_print_its_words(archive):
    first, short, long = add(
        archive,
        [
            draft("1", OPENING + DETOUR + FERRY, paper="栖江日报"),
            draft("2", OPENING + DETOUR, paper="栖江晚报", date=MARCH_19),
            draft("3", OPENING + DETOUR + FERRY, paper="栖江早报"),
        ],
    )
    version = archive.version(first.article_id)

    def copies(quote):
        start = version.text.index(quote)
        support = Support(version, "text", start, start + len(quote))
        _, [citation] = Citations(archive, "zh-Hans").statement(Claim(quote, "quoted", (support,)))
        return [(copy.article_id, copy.paper, copy.date) for copy in citation.copies]

    evening, morning = (short.article_id, "栖江晚报", MARCH_19), (long.article_id, "栖江早报", MARCH_18)
    assert copies(OPENING) == [evening, morning]
    assert copies(FERRY) == [morning]


def test_a_list_counts_a_story_once_and_shows_its_newest_printing(settings, archive):
    add(
        archive,
        [
            draft("1", OPENING + DETOUR, headline="通车"),
            draft("2", OPENING + DETOUR, headline="大桥通车", date=MARCH_19),
            draft("3", FERRY, headline="停航"),
        ],
    )
    with closing(open_indexes(settings, archive)) as indexes:
        query = replace(
            understand(Request(question="报道了哪些新闻", today=MARCH_19)), list_request=ListRequest((), "")
        )
        listed = ListResponder(ArticleLookup(archive, indexes)).find(query)
    assert (listed.count, [version.headline for version in listed.shown]) == (2, ["大桥通车", "停航"])
