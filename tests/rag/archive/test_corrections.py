"""A correction in the archive is linked to the report that it names."""

from __future__ import annotations

from datetime import date

import pytest
from newsroom import add, draft
from sqlalchemy import text

from rag.archive import Archive, Corrections, Intake

REPORT = draft("1", "新校区可提供学位1620个。", headline="北塘小学新校区启用", date=date(2023, 9, 15))
SAYS = "本报9月15日第1版《北塘小学新校区启用》一文中，“可提供学位1620个”有误，应为“可提供学位1260个”。"
CORRECTION = draft("2", f"{SAYS}特此更正。", headline="更正", date=date(2023, 9, 18))


def corrected(archive, source_id="1"):
    """The words that correct the report of this id."""
    [report] = [version for version in archive.newest(None) if version.source_id == source_id]
    return [c.version.text[c.start : c.end] for c in Corrections(archive).find(report)]


@pytest.mark.parametrize("order", [[REPORT, CORRECTION], [CORRECTION, REPORT]], ids=["after", "before"])
def test_a_correction_is_linked_whichever_comes_in_first(archive, order):
    for article in order:
        add(archive, [article])
    assert corrected(archive) == [SAYS]


def test_a_correction_may_name_the_day_and_the_wrong_words_only(archive):
    says = "本报9月15日1版报道中“可提供学位1620个”有误，应为1260个。"
    add(archive, [REPORT, draft("2", says, headline="更正", date=date(2023, 9, 18))])
    assert corrected(archive) == [says]


def test_the_right_wording_in_a_sentence_of_its_own_belongs_to_it(archive):
    says = "本报9月15日《北塘小学新校区启用》一文学位数有误。应为“可提供学位1260个”。"
    add(archive, [REPORT, draft("2", f"{says}编辑部", headline="更正", date=date(2023, 9, 18))])
    assert corrected(archive) == [says]


def test_a_report_of_the_same_headline_on_another_day_is_not_corrected(archive):
    other = draft("3", "新校区可提供学位800个。", headline="北塘小学新校区启用", date=date(2022, 9, 1))
    add(archive, [REPORT, CORRECTION, other])
    assert corrected(archive, "3") == []


def test_an_article_that_names_a_book_corrects_nothing(archive):
    add(
        archive,
        [
            REPORT,
            draft(
                "2", "《北塘小学新校区启用》读后：有误会也有温情。", headline="读报", date=date(2023, 9, 18)
            ),
        ],
    )
    assert corrected(archive) == []


def test_a_withdrawn_correction_corrects_nothing(archive):
    _, correction = add(archive, [REPORT, CORRECTION])
    Intake(archive).remove([correction.article_id])
    assert corrected(archive) == []


def test_an_archive_from_before_corrections_were_noted_gets_them_by_a_refresh(settings, archive):
    add(archive, [REPORT, CORRECTION])
    with archive.engine.begin() as connection:
        connection.execute(text("DELETE FROM corrections"))
    archive.close()
    older = Archive.open(settings)
    assert corrected(older) == []
    Corrections(older).refresh()
    assert corrected(older) == [SAYS]
    older.close()
