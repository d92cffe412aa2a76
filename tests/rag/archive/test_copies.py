"""The same story from several papers or files is recognised as one story; different stories of one series are not."""

from __future__ import annotations

from datetime import date

import pytest
from newsroom import add, draft
from opencc import OpenCC
from sqlalchemy import text

from rag.archive import Archive, Copies, Intake

NOTICE = (
    "本报讯（记者 王小河）因管道抢修，3月19日8时至17时北街、和平路一带停水。请居民提前储水。"
    "恢复供水时间视施工进度而定，届时不再另行通知。给您带来不便，敬请谅解。"
    "市自来水公司提醒，恢复供水初期水质可能浑浊，放水片刻即可正常使用。咨询电话：0599-5550160。"
)
MARCH_18, MARCH_25 = date(2024, 3, 18), date(2024, 3, 25)


def joined(archive, first, *others):
    """For each of the other texts, whether it is recognised as a copy of the first."""
    ids = [outcome.article_id for outcome in add(archive, [first, *others])]
    return [other in Copies(archive).groups(ids).get(ids[0], ()) for other in ids[1:]]


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param(draft("2", NOTICE, paper="栖江晚报"), id="word for word"),
        pytest.param(
            draft("2", "据新华社栖川3月18日电（记者 李四）" + NOTICE.split("）", 1)[1]), id="agency copy"
        ),
        pytest.param(draft("2", NOTICE.replace("，", ",").replace("。", "；")), id="other punctuation"),
        pytest.param(draft("2", NOTICE.replace("给您带来不便，敬请谅解。", "")), id="shortened"),
        pytest.param(draft("2", OpenCC("s2t").convert(NOTICE)), id="traditional script"),
        pytest.param(
            draft("2", NOTICE.replace("3月19日", "昨日"), date=date(2024, 3, 20)),
            id="the day said another way",
        ),
    ],
)
def test_a_copy_is_known_as_the_same_story(archive, copy):
    assert joined(archive, draft("1", NOTICE), copy) == [True]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(draft("2", NOTICE.replace("3月19日", "3月26日"), date=MARCH_25), id="another day"),
        pytest.param(draft("2", NOTICE.replace("北街、和平路", "南街、青年路")), id="another street"),
        pytest.param(draft("2", NOTICE.replace("北街", "南街")), id="one character of a street"),
        pytest.param(draft("2", NOTICE.replace("8时", "9时")), id="another hour"),
        pytest.param(draft("2", NOTICE.replace("3月19日", "今日")), id="today instead of tomorrow"),
    ],
)
def test_notices_of_one_series_stay_apart(archive, other):
    assert joined(archive, draft("1", NOTICE), other) == [False]


def test_the_same_words_about_tomorrow_a_week_later_are_another_notice(archive):
    tomorrow = NOTICE.replace("3月19日", "明日")
    assert joined(archive, draft("1", tomorrow), draft("2", tomorrow, date=MARCH_25)) == [False]


def test_two_shortened_copies_are_one_story_through_the_whole(archive):
    first = draft("1", NOTICE.replace("请居民提前储水。", ""))
    second = draft("2", NOTICE.replace("给您带来不便，敬请谅解。", ""))
    ids = [outcome.article_id for outcome in add(archive, [first, second])]
    [whole] = add(archive, [draft("3", NOTICE)])
    assert Copies(archive).groups(ids) == dict.fromkeys(ids, frozenset([*ids, whole.article_id]))


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (1, 2, 0)])
def test_what_two_notices_have_in_common_does_not_join_them(archive, order):
    first = draft("1", NOTICE)
    neither = draft("2", NOTICE.replace("咨询电话：0599-5550160。", ""))
    second = draft("3", NOTICE.replace("5550160", "5550161"), date=MARCH_25)
    notices = [first, neither, second]
    ids = {n: add(archive, [notices[n]])[0].article_id for n in order}
    groups = Copies(archive).groups(ids.values())
    assert len(groups[ids[1]]) == 2
    assert ids[2] not in groups.get(ids[0], ())


def test_a_replaced_article_leaves_its_story(archive):
    assert joined(archive, draft("1", NOTICE), draft("2", NOTICE)) == [True]
    [first] = add(archive, [draft("1", "改版后说的是另一件事。")])
    assert Copies(archive).same_story(first.article_id) == []


def test_a_withdrawn_article_is_no_copy_until_it_comes_back(archive):
    first, second = add(archive, [draft("1", NOTICE), draft("2", NOTICE)])
    Intake(archive).remove([second.article_id])
    assert Copies(archive).same_story(first.article_id) == []
    add(archive, [draft("2", NOTICE)], again=True)
    assert [copy.article_id for copy in Copies(archive).same_story(first.article_id)] == [second.article_id]


def test_an_archive_from_before_copies_were_noted_gets_them_by_a_refresh(settings, archive):
    first, second = add(archive, [draft("1", NOTICE), draft("2", NOTICE)])
    with archive.engine.begin() as connection:
        connection.execute(text("DELETE FROM copies"))
        connection.execute(text("DELETE FROM copy_bands"))
    archive.close()
    older = Archive.open(settings)
    copies = Copies(older)
    assert copies.same_story(first.article_id) == []
    assert copies.refresh() == 2
    assert [copy.article_id for copy in copies.same_story(first.article_id)] == [second.article_id]
    assert copies.refresh() == 0
    older.close()
