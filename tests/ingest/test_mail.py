"""A mail is an article with its subject as headline; its attachments are read like files."""

import io
import zipfile
from base64 import b64encode
from datetime import date
from email.message import EmailMessage

import pytest
from printed import BRIDGE, POOL
from reading import read

from ingest.readers.mail import Mail

LINES = f'{{"id": "a", "text": "{BRIDGE}"}}\n{{"id": "b", "text": "{POOL}"}}\n'
TEXT = f"{BRIDGE}\n{POOL}"


def mail(text=TEXT, subject="白鹭大桥通车", **header):
    made = EmailMessage()
    made["From"] = "叶青禾 <press@qichuan.example>"
    made["To"] = "desk@qichuan.example"
    made["Subject"] = subject
    made["Date"] = "Wed, 06 May 2026 23:30:00 +0000"
    made["Message-ID"] = "<1@qichuan.example>"
    if text:
        made.set_content(text, **header)
    return made


def raw(body, headers="", subject="通车"):
    """A mail as bytes, with a body and a subject as they are given."""
    fields = b"From: a@q.example\r\nTo: b@q.example\r\nDate: Wed, 6 May 2026 08:00:00 +0800\r\n"
    return fields + b"Subject: " + subject + b"\r\n" + headers.encode() + b"\r\n\r\n" + body


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit"])
def test_a_mail_is_an_article_of_the_day_it_was_sent_without_the_sender_as_its_author(tmp_path, encoding):
    found = read(tmp_path, mail("票价二元。\n大桥通车。", cte=encoding).as_bytes())
    [draft] = found.drafts
    assert found.format == "email"
    assert (draft.headline, draft.text) == ("白鹭大桥通车", "票价二元。\n大桥通车。")
    assert (draft.date, draft.byline, draft.source_id) == (date(2026, 5, 7), "", "1@qichuan.example")
    text = found.files[0].beside["text"].decode()
    [place] = draft.paragraphs
    assert text[place.raw_start : place.raw_end] == draft.text


def test_plain_text_is_preferred_unless_it_only_points_to_the_html(tmp_path):
    both = mail("票价二元，大桥通车。")
    both.add_alternative(f"<p>{TEXT}</p>", subtype="html")
    assert read(tmp_path, both.as_bytes()).drafts[0].text == f"{BRIDGE}{POOL}"
    both = mail(TEXT)
    both.add_alternative("<style>p{}</style><p>别的</p>", subtype="html")
    assert read(tmp_path, both.as_bytes()).drafts[0].text == TEXT


def test_gb18030_that_is_labelled_gb2312_is_read(tmp_path):
    text = "镕基路通车，㐂字也在。"
    subject = b"=?gb2312?B?" + b64encode("镕基路通车".encode("gb18030")) + b"?="
    data = raw(text.encode("gb18030"), "Content-Type: text/plain; charset=gb2312", subject)
    [draft] = read(tmp_path, data).drafts
    assert (draft.headline, draft.text) == ("镕基路通车", text)


def test_a_header_and_a_body_without_a_charset_are_read(tmp_path):
    text = "白鹭大桥昨日正式通车，全长612米，双向四车道，票价二元。"
    [draft] = read(
        tmp_path, raw(text.encode("gb18030"), "X-Mailer: old", "白鹭大桥昨日通车".encode("gb18030"))
    ).drafts
    assert (draft.headline, draft.text) == ("白鹭大桥昨日通车", text)


def test_the_signature_is_left_out(tmp_path):
    assert read(tmp_path, mail("大桥通车。\n-- \n叶青禾\n电话 1\n").as_bytes()).drafts[0].text == "大桥通车。"


def test_lines_that_a_mail_program_has_broken_are_joined(tmp_path):
    broken = (
        "The new bridge over the Heron River was opened to traffic on Wednesday\n"
        "morning, the city said, and a ticket costs two yuan.\n\nContact: press@q.example"
    )
    [draft] = read(tmp_path, mail(broken).as_bytes()).drafts
    assert draft.text.split("\n")[0] == broken.split("\n\n")[0].replace("\n", " ")
    flowed = raw(
        b"The new bridge \r\nwas opened.\r\nTwo yuan.", "Content-Type: text/plain; format=flowed", b"Bridge"
    )
    assert read(tmp_path, flowed).drafts[0].text == "The new bridge was opened.\nTwo yuan."


def test_attachments_are_read_by_their_own_readers(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("in.jsonl", LINES)
    sent = mail()
    sent.add_attachment(LINES.encode(), maintype="application", subtype="octet-stream", filename="稿件.jsonl")
    sent.add_attachment(packed.getvalue(), maintype="application", subtype="zip", filename="p.zip")
    sent.add_attachment(b"\x00\x01", maintype="application", subtype="octet-stream", filename="a.bin")
    sent.add_attachment(mail("附信。", subject="另一封"))
    found = read(tmp_path, sent.as_bytes(), name="m.eml")
    assert [file.name for file in found.files] == [
        "m.eml",
        "m.eml/稿件.jsonl",
        "m.eml/p.zip/in.jsonl",
        "m.eml/attachment 4.eml",
    ]
    assert [article.where for article in found.articles][1:4] == [
        "稿件.jsonl, line 1",
        "稿件.jsonl, line 2",
        "p.zip, in.jsonl, line 1",
    ]
    assert found.drafts[-1].headline == "另一封"
    assert found.notes == ["a.bin: skipped: the format is not known"] and not found.problems


def test_a_mail_without_text_and_attachments_is_a_problem(tmp_path):
    assert read(tmp_path, mail("").as_bytes()).problems == [": no text"]


@pytest.mark.parametrize(
    ("head", "score"),
    [
        (b"From: a\nTo: b\nSubject: c\n\ntext", 0.95),
        (b"\xef\xbb\xbfReceived: x\n\tby y\nSubject: c\nDate: d\n\ntext", 0.95),
        ("栖川日报\nFrom: a\nTo: b\nSubject: c\n\n".encode(), 0),
        (b"Subject: c\nDate: d\nTo: e\n\ntext", 0),
        (b"", 0),
    ],
)
def test_a_mail_is_known_by_its_header(head, score):
    assert Mail(lambda path: None).sniff(head, "x.txt") == score


def test_a_mailbox_is_read_mail_by_mail(tmp_path):
    def mail(n, text, end="\n"):
        return (
            f"From press@q.example Wed May  6 08:00:0{n} 2026{end}From: press@q.example{end}To: news@q.example{end}"
            f"Subject: release {n}{end}Date: Wed, 6 May 2026 08:00:0{n} +0800{end}Message-ID: <{n}@q.example>{end}{end}"
            f"{text}{end}{end}"
        )

    text = "The bridge is open.\n\nFrom now on it is free.\n\n>From Monday on, too."
    found = read(tmp_path, mail(1, text) + mail(2, "The pool reopens.") + mail(3, ""))
    assert found.format == "mbox"
    assert [article.where for article in found.articles] == ["mail 1.eml", "mail 2.eml"]
    assert [(d.source_id, d.headline, d.date) for d in found.drafts] == [
        ("1@q.example", "release 1", date(2026, 5, 6)),
        ("2@q.example", "release 2", date(2026, 5, 6)),
    ]
    assert found.drafts[0].text == text.replace(">From", "From").replace("\n\n", "\n")
    assert found.problems == ["mail 3.eml: no text"]
    assert [file.name for file in found.files] == ["made.txt", *(f"made.txt/mail {n}.eml" for n in (1, 2, 3))]
    with_cr = read(tmp_path, mail(1, "The bridge is open.", "\r\n") + mail(2, "The pool.", "\r\n"))
    assert [d.text for d in with_cr.drafts] == ["The bridge is open.", "The pool."]
