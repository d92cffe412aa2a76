"""Adding files: known articles are skipped, changed ones become new versions, and a bad line stops no other."""

import json

from printed import BRIDGE, POOL, SCHOOL, counts, export, live, no_model, page

from rag.archive import Intake, Ledger

# --- exports ---


def test_an_export_is_added_with_its_own_ids(add, archive, tmp_path):
    report = add(export(tmp_path, {"id": "a", "text": BRIDGE}, {"id": 2, "text": POOL}), source="系统")
    assert counts(report) == {"added": 2}
    assert {(v.source, v.source_id) for v in archive.newest(9)} == {("系统", "a"), ("系统", "2")}
    assert report.exit_code == 0


def test_passages_are_in_the_archive_with_vectors(add, archive, embedder, tmp_path):
    add(export(tmp_path, {"id": "a", "title": "白鹭大桥通车", "text": BRIDGE}))
    [version] = archive.newest(9)
    [passage] = archive.passages_of(version.article_id)
    [vector] = Ledger(archive).vectors([passage.passage_id]).values()
    assert passage.text == BRIDGE
    assert float(vector @ embedder.encode_query("白鹭大桥有多长？")) > 0.8


def test_adding_the_same_again_loads_no_model_and_changes_nothing(add, archive, tmp_path):
    files = [export(tmp_path, {"id": "a", "text": BRIDGE}), page(tmp_path)]
    add(*files)
    before = live(archive)
    report = add(*files, load=no_model)
    assert counts(report) == {"skipped": 2}
    assert live(archive) == before
    assert report.exit_code == 0


def test_a_changed_line_becomes_version_2_and_only_that_is_answered_from(add, archive, tmp_path):
    add(export(tmp_path, {"id": "a", "text": BRIDGE}, {"id": "b", "text": POOL}))
    corrected = BRIDGE.replace("612", "621")
    report = add(export(tmp_path, {"id": "a", "text": corrected}, {"id": "b", "text": POOL}))
    assert counts(report) == {"replaced": 1, "skipped": 1}
    assert live(archive) == sorted([(corrected, 2), (POOL, 1)])
    texts = {passage.text for passage in archive.passages(Ledger(archive).live_ids().tolist())}
    assert texts == {corrected, POOL}


def test_the_same_id_twice_in_one_file_ends_with_the_later_line(add, archive, tmp_path):
    corrected = BRIDGE.replace("612", "621")
    lines = [{"id": "a", "text": BRIDGE}, {"id": "b", "text": POOL}, {"id": "a", "text": corrected}]
    report = add(export(tmp_path, *lines))
    assert counts(report) == {"added": 2, "replaced": 1}
    assert (corrected, 2) in live(archive)


def test_a_line_changed_and_changed_back_in_one_file_ends_as_it_was(add, archive, tmp_path):
    corrected = BRIDGE.replace("612", "621")
    add(export(tmp_path, {"id": "a", "text": BRIDGE}))
    add(export(tmp_path, *({"id": "a", "text": text} for text in (BRIDGE, corrected, BRIDGE))))
    assert live(archive) == [(BRIDGE, 3)]


def test_the_same_line_twice_is_added_once(add, archive, tmp_path):
    report = add(export(tmp_path, {"id": "a", "text": BRIDGE}, {"id": "a", "text": BRIDGE}))
    assert counts(report) == {"added": 1, "skipped": 1}


def test_lines_of_several_papers_in_one_file_keep_their_sources(add, archive, tmp_path):
    papers = ["一报", "二报", "一报"]
    lines = [{"id": str(i), "text": f"{i}{BRIDGE}", "paper": paper} for i, paper in enumerate(papers)]
    assert counts(add(export(tmp_path, *lines))) == {"added": 3}
    assert {(v.source_id, v.source) for v in archive.newest(9)} == {
        ("0", "一报"),
        ("1", "二报"),
        ("2", "一报"),
    }


def test_a_reused_id_fails_its_line_alone(add, archive, tmp_path):
    add(export(tmp_path, {"id": "a", "date": "2023-01-01", "text": BRIDGE}))
    lines = [{"id": "b", "text": POOL}, {"id": "a", "date": "2024-01-01", "text": SCHOOL}]
    report = add(export(tmp_path, *lines, {"id": "c", "text": SCHOOL}))
    assert counts(report) == {"added": 2}
    [failure] = report.failures
    assert (failure.where, "id reused" in failure.reason) == ("line 2", True)
    assert (BRIDGE, 1) in live(archive)
    assert report.exit_code == 3


def test_an_id_reused_within_one_file_fails_alone(add, tmp_path):
    lines = [
        {"id": "a", "date": "2023-01-01", "text": BRIDGE},
        {"id": "a", "date": "2024-01-01", "text": SCHOOL},
    ]
    report = add(export(tmp_path, *lines))
    assert counts(report) == {"added": 1}
    assert [failure.where for failure in report.failures] == ["line 2"]


def test_articles_have_the_place_of_their_line_in_the_stored_file(add, archive, tmp_path):
    lines = [{"id": str(i), "text": f"第{i}篇。{BRIDGE}"} for i in range(3)]
    add(export(tmp_path, *lines))
    for version in archive.newest(9):
        [place] = version.paragraphs
        printed = archive.source_text(version.source_sha256)[place.raw_start : place.raw_end]
        assert json.loads(printed)["text"] == version.text


def test_a_bad_file_does_not_stop_the_others(add, archive, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 10)
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7")
    names = ["empty.txt", "nowhere.txt", "binary.txt", "scan.pdf"]
    report = add(*(tmp_path / name for name in names), page(tmp_path))
    assert [failure.file.rsplit("/", 1)[1] for failure in report.failures] == names
    assert len(live(archive)) == 1
    assert report.exit_code == 3


# --- withdrawing ---


def test_a_removed_article_stays_withdrawn_until_it_is_added_with_again(add, archive, tmp_path):
    path = export(tmp_path, {"id": "a", "text": BRIDGE}, {"id": "b", "text": POOL})
    add(path)
    [removed] = [v.article_id for v in archive.newest(9) if v.source_id == "a"]
    Intake(archive).remove([removed])
    assert counts(add(path, load=no_model)) == {"kept_withdrawn": 1, "skipped": 1}
    assert live(archive) == [(POOL, 1)]
    assert counts(add(path, load=no_model, again=True)) == {"revived": 1, "skipped": 1}
    assert live(archive) == sorted([(BRIDGE, 1), (POOL, 1)])
