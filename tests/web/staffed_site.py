"""A running site on which everybody has been at work: an admin and an editor, answers, reports, verdicts, a ruling, a decision
of the board. Every text that a person or a paper can write is hostile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from models import shared_embedder
from playwright.sync_api import Page
from served import BRIDGE, TODAY, Site, serve, settings_for

from rag.archive import Archive, Intake, PreparedArticle, SourceFile
from rag.desk import COMMAND_LINE, Decisions, Person, RulingContent, SignIn, Users, question_key
from rag.schema import Draft, Request
from rag.text.sentences import Span

ADMIN, PASSWORD = "王主任", "correct-horse-1"
HOSTILE = (
    "</textarea></title></script><script>window.hacked = 1</script><img src=x data-hostile onerror='window.hacked = 1'>"
    "<a data-hostile href='javascript:window.hacked = 1'>x</a>\" data-hostile onmouseover=\"window.hacked = 1\" '"
    "${window.hacked = 1}{{ 7 * 7 }}\u202e\u2067"
)
NAME = "x<img src=x data-hostile onerror='window.hacked=1'>"
ARTICLE_URL = "https://example.org/news/'\"><img src=x data-hostile onerror='window.hacked = 1'>"
SAID = f"鹿鸣公园的告示牌写着{HOSTILE}，市园林局称已经更换。"
ARTICLES = (
    Draft(
        source_id="hostile",
        headline=f"鹿鸣公园告示牌{HOSTILE}",
        date=date(2024, 11, 7),
        paper=f"报{HOSTILE}",
        page=f"A{HOSTILE}",
        section=f"要闻{HOSTILE}",
        byline=f"沈{HOSTILE}",
        url=ARTICLE_URL,
        text=SAID,
    ),
    Draft(
        source_id="script-url",
        headline="鹿鸣公园开放夜场",
        date=date(2024, 11, 7),
        url="javascript:window.hacked = 1",
        text="鹿鸣公园夜场每晚22时闭园，凭身份证入园。",
    ),
    Draft(source_id="bridge", headline="白鹭大桥昨日正式通车", date=date(2024, 11, 8), text=BRIDGE),
)
QUESTION = "鹿鸣公园的告示牌写着什么？"
ASKED = f"鹿鸣公园夜场几点闭园？{HOSTILE}"
DECLINED = f"火星基地何时开工？{HOSTILE}"


@dataclass(frozen=True)
class StaffedSite:
    """The site, and the ids of what was made on it.

    Attributes:
        answers: the ids of the answers to `QUESTION`, `ASKED` and `DECLINED`, and of one that was corrected.
        group: the key of the declined question on the board.
        article: the id of the hostile article.
        token: of an admin's session at the desk.
    """

    site: Site
    answers: tuple[str, ...]
    group: str
    article: str
    token: str

    @property
    def url(self) -> str:
        return self.site.url

    def sign_in(self, page: Page) -> None:
        """Let the page's browser have the admin's session."""
        page.context.add_cookies([{"name": "wenda_desk", "value": self.token, "url": f"{self.url}/desk"}])


@contextmanager
def open_staffed_site(folder: Path) -> Iterator[StaffedSite]:
    _take_in(folder / "data")
    with serve(settings_for(folder / "data", api="open", address_limit="")) as site:
        yield _at_work(site)


def _take_in(data_dir: Path) -> None:
    """Put the articles in the archive as they are: `ingest` would remove some of their tags."""
    embedder = shared_embedder()
    vectors = embedder.encode_passages([article.text for article in ARTICLES])
    prepared = [
        PreparedArticle(article, (Span(0, len(article.text)),), row, embedder.fingerprint, embedder.dtype)
        for article, row in zip(ARTICLES, vectors[:, None], strict=True)
    ]
    with closing(Archive(data_dir)) as archive:
        Intake(archive).add_lines(SourceFile("export.jsonl", b"{}", "utf-8"), "栖川日报", prepared)


def _at_work(site: Site) -> StaffedSite:
    assistant, desk = site.assistant, site.assistant.desk
    users = Users(desk)
    users.add(ADMIN, "admin", PASSWORD, by=COMMAND_LINE)
    users.add(NAME, "editor", PASSWORD, email="x@paper.example", by=COMMAND_LINE)
    editor = Person(NAME, "editor")
    given = [
        assistant.ask(Request(question=question, today=TODAY))
        for question in (QUESTION, ASKED, DECLINED, "鹿鸣公园的告示牌换了吗？")
    ]
    ids = tuple(answer.answer_id for answer in given)
    for answer in given:
        site.journal.report(answer.answer_id, HOSTILE)
        statement = 0 if answer.statements else None
        site.journal.verdict(answer.answer_id, statement, "right", name=NAME, note=HOSTILE)
    entry = site.journal.get(ids[-1])
    line = next(one for lines in assistant.editing.lines(entry) for one in lines if HOSTILE in one.quote)
    own_words = tuple(assistant.editing.in_own_words([HOSTILE], [line]))
    assistant.editing.decide(entry, RulingContent(statements=own_words), reason=HOSTILE, person=editor)
    key = question_key(DECLINED)
    Decisions(desk).dismissed(DECLINED, [key], HOSTILE, by=editor)
    token = SignIn(desk).with_password(ADMIN, PASSWORD, "127.0.0.1")
    cited = next(c for c in given[0].citations if "告示牌" in c.quote)
    return StaffedSite(site, ids, key, cited.article_id, token)
