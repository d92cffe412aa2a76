"""What the sender of an item says about its publication holds in the archive: embargoes, withdrawals."""

from datetime import UTC, datetime

from printed import BRIDGE, POOL, counts, live

from rag.archive import Archive, Embargoes

MOMENT = datetime(2198, 12, 31, 16, tzinfo=UTC)


def item(guid, text, version=1, status="usable", embargo=""):
    embargoed = f"<embargoed>{embargo}</embargoed>" if embargo else ""
    return f"""<newsItem guid="{guid}" version="{version}"><itemMeta><itemClass qcode="ninat:text"/>
<provider literal="栖川通讯"/><versionCreated>2026-05-06T08:00:00+08:00</versionCreated>{embargoed}
<pubStatus qcode="stat:{status}"/></itemMeta><contentMeta><headline>{text[:8]}</headline></contentMeta>
<contentSet><inlineData contenttype="text/plain">{text}</inlineData></contentSet></newsItem>"""


def message(tmp_path, *items, name="agency.xml"):
    path = tmp_path / name
    path.write_text(f"<newsMessage><itemSet>{''.join(items)}</itemSet></newsMessage>", "utf-8")
    return path


def test_an_embargoed_item_waits_in_the_archive_and_the_others_of_its_file_do_not(add, archive, tmp_path):
    report = add(message(tmp_path, item("a", BRIDGE, embargo="2199-01-01T00:00:00+08:00"), item("b", POOL)))
    assert counts(report) == {"added": 2} and report.exit_code == 0
    assert live(archive) == [(POOL, 1)]
    assert [(one.version.source_id, one.until) for one in Embargoes(archive).waiting()] == [("a", MOMENT)]


def test_the_later_of_the_embargoes_of_the_command_line_and_of_the_file_holds(add, archive, tmp_path):
    later = MOMENT.replace(year=2300)
    add(message(tmp_path, item("a", BRIDGE, embargo="2199-01-01T00:00:00+08:00")), until=later)
    assert [one.until for one in Embargoes(archive).waiting()] == [later]


def test_a_canceled_item_is_withdrawn_with_a_line_in_the_account(add, archive, tmp_path):
    add(message(tmp_path, item("a", BRIDGE), item("b", POOL)))
    cancel = item("a", BRIDGE, version=2, status="canceled")
    report = add(message(tmp_path, cancel, item("c", "", status="canceled"), name="cancel.xml"))
    assert counts(report) == {"withdrawn": 1} and report.exit_code == 0
    assert live(archive) == [(POOL, 1)]
    assert [note.partition(", ")[2] for note in report.notes] == [
        "item 1: canceled by its sender",
        "item 2: canceled by its sender; not in use here",
    ]
    assert [outcome.headline for outcome in report.listed["withdrawn"]] == [BRIDGE[:8]]
    again = add(message(tmp_path, item("a", BRIDGE)))
    assert counts(again) == {"kept_withdrawn": 1}


def test_an_item_that_comes_and_is_canceled_in_one_run_is_not_in_use(add, archive: Archive, tmp_path):
    add(
        message(tmp_path, item("a", BRIDGE), name="1.xml"),
        message(tmp_path, item("a", "", 2, "canceled"), name="2.xml"),
    )
    assert live(archive) == []
