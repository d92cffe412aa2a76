"""`python -m eval claims`: a model's sentences, judged by the check of an answer."""

import json

from eval.claims.labelled import check_claims, claims_table, load_claims, own_claims

TEXT = "本报讯 昨日，白鹭大桥正式通车。大桥全长612米，双向四车道，设计时速60公里。"


def write(folder):
    claims = [
        ("白鹭大桥全长612米，双向四车道。", "plain", "supported", "report"),
        ("白鹭大桥全长621米，双向四车道。", "number", "unsupported", "report"),
        ("白鹭大桥全长612米。", "plain", "supported", "tune"),
    ]
    printed = {"doc_id": "a", "start": TEXT.index("大桥全长"), "text": TEXT[TEXT.index("大桥全长") :]}
    lines = [
        {"claim": text, "kind": kind, "verdict": verdict, "printed": printed, "part": part}
        for text, kind, verdict, part in claims
    ]
    corpus = {"id": "a", "title": "白鹭大桥通车", "date": "2024-11-08", "text": TEXT}
    (folder / "claims.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    (folder / "corpus.jsonl").write_text(json.dumps(corpus), "utf-8")


def test_true_sentences_pass_and_wrong_ones_are_caught(tmp_path, checker):
    write(tmp_path)
    checked = list(check_claims(load_claims(tmp_path, "report"), checker))
    assert [(one.claim.kind, one.verdict.supported, one.right) for one in checked] == [
        ("plain", True, True),
        ("number", False, True),
    ]
    table = claims_table(checked, "claims")
    assert "unsupported, number" in list(table.columns[0].cells)


def test_the_projects_own_claims_are_about_sentences_that_its_stories_print():
    train, tune = own_claims("train"), own_claims("tune")
    assert all(claim.version.text[claim.start : claim.end] and claim.text for claim in (*train, *tune))
    assert {claim.supported for claim in tune} == {True, False}
    assert any(claim.text.isascii() for claim in tune), "none in English"


def test_no_story_both_trains_and_measures():
    stories = [{claim.version.headline for claim in own_claims(part)} for part in ("train", "tune")]
    assert not stories[0] & stories[1]
