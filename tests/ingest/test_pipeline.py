"""Adding files: known articles are skipped, changed ones become new versions, and a bad line stops no other."""

import json
import tracemalloc
from datetime import date

import pytest

from ingest import maintenance, pipeline
from ingest.embed import ModelMismatch
from ingest.readers.options import ReadOptions
from ingest.report import SilentReporter
from rag.archive import Intake, Ledger
from rag.index import Indexes

BRIDGE = "本报讯（记者 方知远）白鹭大桥昨日正式通车，全长612米，双向四车道。"
POOL = "本报讯（记者 叶青禾）市游泳馆今起开放，票价二十元，每周一闭馆。"
SCHOOL = "城南小学新校区九月启用，新增学位1260个，由市教育局统一安排入学。"

PAGE = """栖川日报 2024年3月18日 星期一

02 民生

急救站点今年增设一个

本报讯（记者 叶青禾）记者昨日从市

急救中心获悉，今年将在桃岭乡卫生院

增设一个急救站点，配备急救车一辆，

力争六月底前投入使用。市急救中心表

示，拨打电话时要讲清详细地址。
"""


class NeverNeeded(AssertionError):
    """The embedding model was loaded although nothing was new."""


@pytest.fixture
def add(archive, embedder, tmp_path):
    """Add files to the archive as the command line would."""

    def add_files(*paths, load=lambda: embedder, **given):
        return pipeline.add(
            paths, ReadOptions(**given), archive=archive, load=load, reporter=SilentReporter()
        )

    return add_files


def no_model():
    raise NeverNeeded


def export(tmp_path, *lines, name="export.jsonl"):
    path = tmp_path / name
    printed = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_text("\n".join(printed), encoding="utf-8")
    return path


def page(tmp_path, text=PAGE, name="page.txt", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def live(archive):
    """Text and version of every article that is answered from."""
    return sorted((version.text, version.version) for version in archive.newest(100))


def counts(report):
    return {action: count for action, count in report.counts.items() if count}


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


def test_an_articles_identity_does_not_depend_on_the_files_name(add, tmp_path):
    add(export(tmp_path, {"id": "a", "text": BRIDGE}, name="monday.jsonl"))
    report = add(export(tmp_path, {"id": "a", "text": BRIDGE}, name="tuesday.jsonl"))
    assert counts(report) == {"skipped": 1}


def test_two_sources_may_use_the_same_id(add, archive, tmp_path):
    add(export(tmp_path, {"id": "1", "text": BRIDGE}), source="一报")
    add(export(tmp_path, {"id": "1", "text": POOL}), source="二报")
    assert live(archive) == sorted([(BRIDGE, 1), (POOL, 1)])


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
    assert (failure.line, "id reused" in failure.reason) == (2, True)
    assert (BRIDGE, 1) in live(archive)
    assert report.exit_code == 3


def test_an_id_reused_within_one_file_fails_alone(add, tmp_path):
    lines = [
        {"id": "a", "date": "2023-01-01", "text": BRIDGE},
        {"id": "a", "date": "2024-01-01", "text": SCHOOL},
    ]
    report = add(export(tmp_path, *lines))
    assert counts(report) == {"added": 1}
    assert [failure.line for failure in report.failures] == [2]


def test_three_bad_lines_among_good_ones_fail_by_number(add, tmp_path):
    lines = [
        {"id": "a", "text": BRIDGE},
        "oops",
        {"id": "b", "text": ""},
        {"text": POOL},
        {"id": "c", "text": POOL},
    ]
    report = add(export(tmp_path, *lines))
    assert counts(report) == {"added": 2}
    assert [failure.line for failure in report.failures] == [2, 3, 4]
    assert report.exit_code == 3


def test_html_in_a_text_is_kept_as_printed(add, archive, tmp_path):
    text = "办事进度显示‘<b>已受理</b>’ &amp; <script>alert(1)</script>，市民不解。"
    add(export(tmp_path, {"id": "a", "text": text}))
    assert live(archive) == [(text, 1)]


def test_articles_have_the_place_of_their_line_in_the_stored_file(add, archive, tmp_path):
    lines = [{"id": str(i), "text": f"第{i}篇。{BRIDGE}"} for i in range(3)]
    add(export(tmp_path, *lines))
    for version in archive.newest(9):
        [place] = version.paragraphs
        printed = archive.source_text(version.source_sha256)[place.raw_start : place.raw_end]
        assert json.loads(printed)["text"] == version.text


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


def test_a_removed_article_stays_withdrawn_if_its_line_has_changed(add, archive, tmp_path):
    add(export(tmp_path, {"id": "a", "text": BRIDGE}))
    Intake(archive).remove([archive.newest(9)[0].article_id])
    report = add(export(tmp_path, {"id": "a", "text": BRIDGE.replace("612", "621")}))
    assert counts(report) == {"kept_withdrawn": 1}
    assert live(archive) == []


# --- pages ---


def test_a_page_is_added_with_its_articles(add, archive, tmp_path):
    assert counts(add(page(tmp_path))) == {"added": 1}
    [version] = archive.newest(9)
    assert (version.headline, version.date, version.page) == ("急救站点今年增设一个", date(2024, 3, 18), "2")
    assert version.text.startswith("本报讯（记者 叶青禾）记者昨日从市急救中心获悉")


def test_a_page_read_again_with_another_date_makes_new_versions_not_doubles(add, archive, tmp_path):
    add(page(tmp_path))
    [first] = archive.newest(9)
    report = add(page(tmp_path), date=date(2024, 3, 19))
    [second] = archive.newest(9)
    assert counts(report) == {"replaced": 1}
    assert (second.article_id, second.version, second.date) == (first.article_id, 2, date(2024, 3, 19))


def test_options_of_an_earlier_run_on_a_page_are_reused(add, archive, tmp_path):
    path = page(tmp_path, PAGE.split("民生\n", 1)[1])
    add(path, date=date(2024, 3, 19), paper="永康日报", page="A02")
    assert counts(add(path, load=no_model)) == {"skipped": 1}
    [version] = archive.newest(9)
    assert (version.date, version.paper, version.page) == (date(2024, 3, 19), "永康日报", "A02")


def test_a_better_reading_of_a_page_replaces_the_earlier_one(add, archive, tmp_path):
    add(page(tmp_path))
    report = add(page(tmp_path, PAGE.replace("一辆", "两辆"), name="again.txt"))
    assert counts(report) == {"replaced": 1}
    assert "急救车两辆" in archive.newest(9)[0].text


def test_another_page_under_the_same_number_replaces_nothing(add, archive, tmp_path):
    add(page(tmp_path))
    other = PAGE.split("急救站点")[0] + "游泳馆今起对外开放\n\n" + POOL * 3 + "\n"
    report = add(page(tmp_path, other, name="other.txt"))
    assert "page reused" in report.failures[0].reason
    assert [v.headline for v in archive.newest(9)] == ["急救站点今年增设一个"]
    assert report.exit_code == 1


def test_two_files_of_one_run_cannot_be_the_same_page(add, archive, tmp_path):
    report = add(page(tmp_path), page(tmp_path, PAGE.replace("一辆", "两辆"), name="second.txt"))
    assert counts(report) == {"added": 1}
    assert "another file of this run" in report.failures[0].reason


def test_one_page_number_is_not_given_to_many_pages(add, tmp_path):
    with pytest.raises(pipeline.DuplicatePage):
        add(page(tmp_path), page(tmp_path, name="second.txt"), page="2")


def test_a_gb18030_page_keeps_its_printed_lines(add, archive, tmp_path):
    add(page(tmp_path, encoding="gb18030"))
    [version] = archive.newest(9)
    raw = archive.source_text(version.source_sha256)
    printed = "".join(
        "".join(raw[p.raw_start : p.raw_end].split()) for p in version.paragraphs if p.field == "text"
    )
    assert printed == "".join(version.text.split())


def test_a_page_without_a_date_says_so(add, tmp_path):
    report = add(page(tmp_path, PAGE.split("民生\n", 1)[1]))
    assert any("--date" in note for note in report.notes)


def test_a_bad_file_does_not_stop_the_others(add, archive, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 10)
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7")
    names = ["empty.txt", "nowhere.txt", "binary.txt", "scan.pdf"]
    report = add(*(tmp_path / name for name in names), page(tmp_path))
    assert [failure.file.rsplit("/", 1)[1] for failure in report.failures] == names
    assert len(live(archive)) == 1
    assert report.exit_code == 3


def test_exit_is_1_if_nothing_was_added(add, tmp_path):
    assert add(tmp_path / "nowhere.txt").exit_code == 1


# --- batches and interruptions ---


@pytest.mark.parametrize("batch", [1, 2, 64])
def test_the_size_of_a_batch_makes_no_difference(add, archive, tmp_path, monkeypatch, batch):
    monkeypatch.setattr(pipeline, "BATCH_ARTICLES", batch)
    add(export(tmp_path, *({"id": str(i), "text": f"第{i}篇。{BRIDGE}"} for i in range(5))))
    assert len(live(archive)) == 5
    assert len(Ledger(archive).live_ids()) == 5


def test_an_interrupted_ingest_keeps_its_articles_and_can_continue(
    add, archive, embedder, tmp_path, monkeypatch
):
    monkeypatch.setattr(pipeline, "BATCH_ARTICLES", 2)
    path = export(tmp_path, *({"id": str(i), "text": f"第{i}篇。{BRIDGE}"} for i in range(6)))
    written = Intake.add_lines

    def add_then_interrupt(self, *args, **kwargs):
        outcomes = written(self, *args, **kwargs)
        if len(live(archive)) == 4:
            raise KeyboardInterrupt
        return outcomes

    with monkeypatch.context() as patch:
        patch.setattr(Intake, "add_lines", add_then_interrupt)
        report = add(path)
    assert (report.interrupted, report.exit_code, len(live(archive))) == (True, 130, 4)
    assert counts(add(path)) == {"added": 2, "skipped": 4}
    assert len(Ledger(archive).live_ids()) == 6


def test_a_file_that_changes_while_it_is_read_is_not_added_in_part(add, archive, embedder, tmp_path):
    path = export(tmp_path, {"id": "a", "text": BRIDGE})

    def load():
        export(tmp_path, {"id": "a", "text": POOL})
        return embedder

    report = add(path, load=load)
    assert "changed while it was being read" in report.failures[0].reason
    assert live(archive) == []
    add(path)
    assert live(archive) == [(POOL, 1)]


def test_a_file_that_grows_while_it_is_read_is_added_up_to_its_first_size(
    add, archive, tmp_path, monkeypatch
):
    monkeypatch.setattr(pipeline, "BATCH_ARTICLES", 1)
    path = export(tmp_path, *({"id": str(i), "text": f"第{i}篇。{BRIDGE}"} for i in range(3)))
    written = Intake.add_lines

    def add_then_grow(self, *args, **kwargs):
        outcomes = written(self, *args, **kwargs)
        with path.open("a", encoding="utf-8") as file:
            file.write("\n" + json.dumps({"id": "late", "text": POOL}))
        return outcomes

    with monkeypatch.context() as patch:
        patch.setattr(Intake, "add_lines", add_then_grow)
        report = add(path)
    assert "the file grew" in report.failures[0].reason
    add(path)
    assert len(live(archive)) == 4


@pytest.mark.slow
def test_a_large_export_is_read_in_bounded_memory(add, tmp_path):
    path = tmp_path / "large.jsonl"
    line = json.dumps({"id": "a", "text": BRIDGE * 100, "more": "x" * 20_000}, ensure_ascii=False) + "\n"
    with path.open("w", encoding="utf-8") as file:
        for _ in range(30_000_000 // len(line.encode())):
            file.write(line)
    tracemalloc.start()
    add(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 12_000_000


# --- the model, the indexes ---


@pytest.fixture
def under_another_model(add, archive, tmp_path):
    """An archive whose first article was embedded by another model."""
    add(export(tmp_path, {"id": "a", "text": BRIDGE}, name="first.jsonl"))
    with archive.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE passages SET fingerprint = 'another'")
    return archive


def test_vectors_of_two_models_are_never_mixed(under_another_model, add, tmp_path):
    with pytest.raises(ModelMismatch, match="rebuild"):
        add(export(tmp_path, {"id": "b", "text": POOL}))
    assert live(under_another_model) == [(BRIDGE, 1)]


def test_rebuild_embeds_again_what_another_model_embedded(under_another_model, settings, embedder):
    done = maintenance.rebuild(settings, under_another_model, lambda: embedder, SilentReporter())
    assert (done.articles, done.embedded) == (1, 1)
    assert Ledger(under_another_model).fingerprints() == {embedder.fingerprint}
    assert Ledger(under_another_model).pending_count() == 0


def test_rebuild_embeds_nothing_where_nothing_has_changed(add, archive, settings, embedder, tmp_path):
    add(export(tmp_path, {"id": "a", "text": BRIDGE}), page(tmp_path))
    done = maintenance.rebuild(settings, archive, lambda: embedder, SilentReporter())
    assert (done.articles, done.embedded, done.indexes.added) == (0, 0, 2)


def test_rebuild_keeps_the_vectors_of_passages_that_stay(add, archive, settings, embedder, tmp_path):
    long = "\n".join(f"第{i}段：" + BRIDGE * 6 for i in range(3))
    add(export(tmp_path, {"id": "a", "text": long}))
    with archive.engine.begin() as connection:
        connection.exec_driver_sql('UPDATE passages SET "end" = "end" - 1 WHERE start = 0')
    before = len(Ledger(archive).live_ids())
    done = maintenance.rebuild(settings, archive, lambda: embedder, SilentReporter())
    assert (done.articles, done.embedded) == (1, 1)
    assert len(Ledger(archive).live_ids()) == before


def test_a_rebuilt_article_that_is_removed_and_brought_back_has_only_its_new_passages(
    under_another_model, add, settings, embedder, tmp_path
):
    archive = under_another_model
    maintenance.rebuild(settings, archive, lambda: embedder, SilentReporter())
    Intake(archive).remove([archive.newest(1)[0].article_id])
    add(tmp_path / "first.jsonl", again=True)
    assert len(Ledger(archive).live_ids()) == 1
    assert Ledger(archive).fingerprints() == {embedder.fingerprint}


def test_rebuild_reaches_withdrawn_articles_too(under_another_model, add, settings, embedder, tmp_path):
    archive = under_another_model
    Intake(archive).remove([archive.newest(1)[0].article_id])
    maintenance.rebuild(settings, archive, lambda: embedder, SilentReporter())
    add(tmp_path / "first.jsonl", again=True, load=no_model)
    assert Ledger(archive).fingerprints() == {embedder.fingerprint}


def test_sync_brings_the_indexes_up_to_date(add, archive, settings, embedder, tmp_path):
    add(export(tmp_path, {"id": "a", "text": BRIDGE}))
    assert maintenance.sync(settings, archive, SilentReporter()).added == 1
    assert Ledger(archive).pending_count() == 0


def test_the_archive_is_written_while_another_process_owns_the_indexes(
    add, archive, settings, embedder, tmp_path
):
    app = Indexes.open(settings, archive, fingerprint=embedder.fingerprint, dimensions=embedder.dimensions)
    try:
        add(export(tmp_path, {"id": "a", "text": BRIDGE}))
        assert maintenance.sync(settings, archive, SilentReporter()) is None
        assert Ledger(archive).pending_count() == 1
        app.sync()
        assert Ledger(archive).pending_count() == 0
    finally:
        app.close()


def test_another_model_waits_until_the_app_is_stopped(under_another_model, settings, embedder):
    archive = under_another_model
    app = Indexes.open(settings, archive, fingerprint="another", dimensions=embedder.dimensions)
    try:
        with pytest.raises(maintenance.AppRunning, match="Stop it"):
            maintenance.rebuild(settings, archive, lambda: embedder, SilentReporter())
    finally:
        app.close()
    assert Ledger(archive).fingerprints() == {"another"}


def test_an_empty_archive_has_nothing_to_sync(archive, settings):
    assert maintenance.sync(settings, archive, SilentReporter()) is None
