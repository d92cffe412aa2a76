"""Mails as mail programs send them, and ZIP files as Windows packs them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from email import policy
from email.charset import QP, Charset
from email.header import Header
from email.message import EmailMessage
from email.mime.text import MIMEText
from email.utils import format_datetime

from eval.formats.documents import word_release
from eval.formats.epapers import cloud_site
from eval.formats.moments import moment
from eval.formats.page_text import page_samples
from eval.formats.sample import Sample, Story, stories

_SENDER = "press@water.qichuan.example"


def mail_samples() -> Iterator[Sample]:
    [hotline] = stories("hotline")
    plain = _mail(hotline, "plain")
    plain.set_content(hotline.text.replace("\n", "\n\n") + "\n\n-- \n栖川市水务公司\n电话 0573-88881234\n")
    yield Sample("email", "plain text, base64", "plain.eml", plain.as_bytes(), (hotline,))
    page = f"<html><head><style>p {{ margin: 0 }}</style></head><body>{hotline.html}</body></html>"
    html = _mail(hotline, "html")
    html.set_content(page, subtype="html", cte="quoted-printable")
    yield Sample("email", "HTML only", "html.eml", html.as_bytes(), (hotline,))
    yield Sample("email", "quoted-printable, gb2312", "gb.eml", _gb2312(hotline), (hotline,))
    both = _mail(hotline, "both")
    both.set_content(hotline.text)
    both.add_alternative(page, subtype="html")
    yield Sample("email", "plain text and HTML", "both.eml", both.as_bytes(), (hotline,))
    [canteen] = stories("canteen")
    covering = replace(hotline, headline="五月新闻稿", paragraphs=("编辑老师好，新闻稿见附件，请查收。",))
    attached = _mail(covering, "attached")
    attached.set_content(covering.text)
    attached.add_attachment(word_release(canteen), "application", "octet-stream", filename="老年食堂.docx")
    yield Sample(
        "email", "a Word document attached", "attached.eml", attached.as_bytes(), (covering, canteen)
    )


def _mail(story: Story, identity: str) -> EmailMessage:
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = f"栖川市水务公司 <{_SENDER}>"
    mail["To"] = "news@daily.qichuan.example"
    mail["Subject"] = story.headline
    mail["Date"] = format_datetime(moment(story))
    mail["Message-ID"] = f"<{identity}@water.qichuan.example>"
    return mail


def _gb2312(story: Story) -> bytes:
    charset = Charset("gb2312")
    charset.body_encoding = QP
    mail = MIMEText(story.text.replace("\n", "\n\n"), "plain", charset)  # type: ignore[arg-type]
    mail["From"] = _SENDER
    mail["To"] = "news@daily.qichuan.example"
    mail["Subject"] = Header(story.headline, "gb2312").encode()
    mail["Date"] = format_datetime(moment(story))
    mail["Message-ID"] = "<gb@water.qichuan.example>"
    return mail.as_bytes()


# --- mailboxes ---


def mailbox_samples() -> Iterator[Sample]:
    told = stories("hotline", "canteen", "tea")
    mails = []
    for n, story in enumerate(told):
        mail = _mail(story, f"m{n}")
        mail.set_content(story.text.replace("\n", "\n\n"), cte="8bit" if n else "base64")
        mails.append(mail.as_bytes(policy=policy.SMTP.clone(linesep="\n", cte_type="8bit")))
    box = b"".join(
        b"From press@qichuan.example Mon Mar 18 06:30:00 2024\n" + mail + b"\n\n" for mail in mails
    )
    yield Sample("mbox", "mails of a mail program", "Inbox", box, tuple(replace(s, byline="") for s in told))


# --- ZIP ---


def zip_samples() -> Iterator[Sample]:
    page, second = (sample for sample in page_samples() if sample.path in ("a.txt", "b.txt"))
    mail = next(mail_samples())
    mixed = _zip({"版面/02.txt": page.data, "邮件/热线.eml": mail.data, "__MACOSX/._02.txt": b"\0\5"})
    yield Sample("zip", "a folder of mixed files", "mixed.zip", mixed, page.articles + mail.articles)
    outer = _zip({"2024-03-18.zip": _zip({"02.txt": page.data}), "热线.eml": mail.data})
    yield Sample("zip", "a ZIP in a ZIP", "nested.zip", outer, page.articles + mail.articles)
    yield Sample("zip", "names in GBK", "gbk.zip", _zip_gbk({"民生版.txt": second.data}), second.articles)
    site = cloud_site()
    whole = _zip({site.path: site.data, **site.beside})
    yield Sample("zip", "a saved e-paper", "site.zip", whole, site.articles)


def _zip(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


def _zip_gbk(files: dict[str, bytes]) -> bytes:
    """As Chinese Windows writes it: names in GBK, without the flag that they are in UTF-8."""
    stand_ins = {f"{number}".zfill(len(name.encode("gbk"))): name for number, name in enumerate(files)}
    packed = _zip({stand_in: files[name] for stand_in, name in stand_ins.items()})
    for stand_in, name in stand_ins.items():
        packed = packed.replace(stand_in.encode(), name.encode("gbk"))
    return packed
