"""An answer from a report that was corrected carries the correction first."""

from __future__ import annotations

from datetime import date

from newsroom import add, draft

from rag.answer.corrected import with_corrections
from rag.cite import Citations, Claim, Support

SAID = "新校区规划28个班，可提供学位1620个，今年秋季招收一年级新生，同步开通两条定制公交。"
RIGHT = "本报9月15日第1版《北塘小学新校区启用》一文中，“可提供学位1620个”有误，应为“可提供学位1260个”。"
REPORT = draft("1", SAID, headline="北塘小学新校区启用", date=date(2023, 9, 15))
CORRECTION = draft("2", RIGHT, headline="更正", date=date(2023, 9, 18))


def quoted(archive, article_id):
    version = archive.version(article_id)
    return Claim(version.text, "quoted", (Support(version, "text", 0, len(version.text)),))


def said(archive, claims):
    """The statements that are made of claims, checked."""
    citations = Citations(archive, "zh-Hans")
    return [citations.statement(claim)[0].text for claim in with_corrections(claims, archive)]


def test_the_correction_comes_first(archive):
    report, _ = add(archive, [REPORT, CORRECTION])
    assert said(archive, [quoted(archive, report.article_id)]) == [RIGHT, SAID]


def test_a_correction_that_is_the_answer_is_not_said_twice(archive):
    report, correction = (o.article_id for o in add(archive, [REPORT, CORRECTION]))
    for order in ([report, correction], [correction, report]):
        assert said(archive, [quoted(archive, article_id) for article_id in order]) == [RIGHT, SAID]


def test_a_copy_in_another_paper_carries_the_correction_too(archive):
    copy = draft("3", SAID, headline="新校区启用", date=date(2023, 9, 15), paper="栖江晚报")
    *_, reprint = add(archive, [REPORT, CORRECTION, copy])
    assert said(archive, [quoted(archive, reprint.article_id)]) == [RIGHT, SAID]


def test_a_note_on_a_report_comes_after_its_correction_and_takes_nothing_away(archive):
    report, _ = add(archive, [REPORT, CORRECTION])
    quote = quoted(archive, report.article_id)
    note = Claim("文中的“今年”指2023年。", "added", quote.supports)
    assert said(archive, [note, quote]) == [RIGHT, note.text, SAID]


def test_other_sentences_of_a_corrected_report_stand_alone(archive):
    two = "".join((SAID, "校门前新划八十个停车位。"))
    [report, _] = add(archive, [draft("1", two, headline=REPORT.headline, date=REPORT.date), CORRECTION])
    version = archive.version(report.article_id)
    parking = Claim(two[len(SAID) :], "quoted", (Support(version, "text", len(SAID), len(two)),))
    assert said(archive, [parking]) == [parking.text]


def test_a_correction_of_words_in_no_single_sentence_comes_before_any_of_them(archive):
    split = SAID.replace("可提供学位", "可提供。学位")
    [report, _] = add(archive, [draft("1", split, headline=REPORT.headline, date=REPORT.date), CORRECTION])
    assert said(archive, [quoted(archive, report.article_id)]) == [RIGHT, split]


def test_what_was_not_corrected_stands_alone(archive):
    [report] = add(archive, [REPORT])
    assert said(archive, [quoted(archive, report.article_id)]) == [SAID]
