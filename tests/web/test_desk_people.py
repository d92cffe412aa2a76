"""The pages about people: signing in and out, the own account, the list of users and the audit trail; and who may open what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from types import SimpleNamespace

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from sqlalchemy import delete
from starlette.testclient import TestClient

from rag.archive import Archive
from rag.config import Settings
from rag.database import writing
from rag.desk import COMMAND_LINE, NAME_TRIES, ROLES, Audit, Desk, Role, Rulings, Users, passwords, tables
from rag.journal import Journal
from web.desk import mount_desk
from web.desk.cookies import SESSION
from web.desk.routes import EVENTS, ROUTES

HOST = "http://wenda.test"
PASSWORD = "correct-horse-1"
ENDLESS = "/gradio_api/heartbeat/*"  # its response has no end
NAMES: dict[Role, str] = {"checker": "李敏", "editor": "陈默", "admin": "王主任"}


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Iterator[tuple[FastAPI, Desk]]:
    """The desk's pages, and their database, which each test finds empty."""
    folder = tmp_path_factory.mktemp("desk") / "data"
    settings = Settings(_env_file=None, data_dir=folder, check_key="a-key-for-this-test")
    app = FastAPI()
    with (
        closing(Archive(folder)) as archive,
        closing(Journal.open(settings)) as journal,
        closing(Desk.open(settings)) as desk,
    ):
        parts = SimpleNamespace(
            archive=archive,
            journal=journal,
            desk=desk,
            indexes=SimpleNamespace(outage=""),
            editing=SimpleNamespace(rulings=Rulings(desk)),
        )
        mount_desk(app, parts, settings)
        yield app, desk


@pytest.fixture
def desk(built: tuple[FastAPI, Desk], monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The empty database; its hashes are quick ones."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", quick)
    _, desk = built
    with writing(desk.engine) as connection:
        for table in (tables.sessions, tables.users, tables.tries, tables.audit):
            connection.execute(delete(table))
    return desk


@pytest.fixture
def site(built: tuple[FastAPI, Desk], desk: Desk) -> FastAPI:
    return built[0]


@pytest.fixture
def users(desk: Desk) -> Users:
    """One user of each role."""
    made = Users(desk)
    for role in reversed(ROLES):
        made.add(NAMES[role], role, PASSWORD, by=COMMAND_LINE)
    return made


class Visitor(TestClient):
    """A browser without scripts."""

    def __init__(self, site: FastAPI, language: str = "en", **options: object) -> None:
        headers = {"Accept-Language": language}
        super().__init__(site, follow_redirects=False, headers=headers, **{"base_url": HOST, **options})

    def fill_in(self, page: str, fields: dict[str, str], *, token: str | None = None):
        """Send a form of a page as a browser does, with the token that the page holds."""
        if token is None:
            found = re.search(r'name="form_token" value="(\w+)"', self.get(f"/desk/{page}").text)
            token = found[1] if found else ""
        return self.post(
            f"/desk/{page}", data={"form_token": token, **fields}, headers={"Origin": str(self.base_url)}
        )

    def sign_in(self, name: str, password: str = PASSWORD, **fields: str):
        return self.fill_in("sign-in", {"name": name, "password": password, **fields})


@pytest.fixture
def visitor(site: FastAPI, users: Users) -> Visitor:
    return Visitor(site)


@pytest.fixture
def admin(site: FastAPI, users: Users) -> Visitor:
    browser = Visitor(site)
    browser.sign_in(NAMES["admin"])
    return browser


# --- signing in and out ---


def test_name_and_password_open_the_desk(visitor):
    entered = visitor.sign_in("李敏")
    assert (entered.status_code, entered.headers["location"]) == (303, "./")
    assert visitor.get("/desk/").status_code == 200
    assert visitor.get("/desk/config").status_code == 200


def test_a_wrong_password_says_so_keeps_the_name_and_sets_no_session(visitor):
    refused = visitor.sign_in("李敏<", "wrong-horse-1")
    assert refused.status_code == 403
    assert "is wrong" in refused.text and 'value="李敏&lt;"' in refused.text
    assert "wrong-horse-1" not in refused.text
    assert SESSION not in visitor.cookies


def test_the_page_is_in_the_language_of_the_browser(site, users):
    assert "登录" in Visitor(site, "zh-CN").get("/desk/sign-in").text
    assert '<html lang="en">' in Visitor(site).get("/desk/sign-in").text


def test_before_the_first_user_the_page_says_what_to_do(site):
    page = Visitor(site).get("/desk/sign-in")
    assert "users add" in page.text and "<form" not in page.text


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("people", "./people"),
        ("?answer=a1", "./?answer=a1"),
        ("audit?person=x&before=9", "./audit?person=x&before=9"),
        ("", "./"),
        ("//evil.test/", "./"),
        ("https://evil.test/", "./"),
        ("https:evil.test", "./"),
        ("\\\\evil.test", "./"),
        ("/\\evil.test", "./"),
        ("../", "./"),
        ("javascript:alert(1)", "./"),
        ("people\r\nSet-Cookie: a=b", "./"),
        ("sign-out", "./"),
        ("nothing", "./"),
    ],
)
def test_after_signing_in_only_pages_of_the_desk_are_reached(visitor, wanted, reached):
    assert visitor.sign_in("王主任", next=wanted).headers["location"] == reached
    asked = visitor.get("/desk/sign-in", params={"next": wanted}).text
    assert "evil" not in asked and "javascript" not in asked


def test_each_sign_in_has_a_session_of_its_own_and_ends_the_one_before(visitor):
    visitor.sign_in("李敏")
    first = visitor.cookies[SESSION]
    visitor.sign_in("李敏")
    assert visitor.cookies[SESSION] != first
    old = visitor.get("/desk/config", headers={"Cookie": f"{SESSION}={first}"})
    assert old.status_code == 403


def test_a_session_that_somebody_else_has_put_into_the_browser_is_not_taken_over(visitor):
    visitor.cookies.set(SESSION, "put-there-by-somebody")
    visitor.sign_in("李敏")
    assert (
        visitor.get("/desk/config", headers={"Cookie": f"{SESSION}=put-there-by-somebody"}).status_code == 403
    )


def test_signing_out_ends_the_session(visitor):
    visitor.sign_in("李敏")
    session = visitor.cookies[SESSION]
    token = re.search(r'name="form_token" value="(\w+)"', visitor.get("/desk/account").text)[1]
    left = visitor.fill_in("sign-out", {}, token=token)
    assert left.headers["location"] == "./sign-in"
    assert visitor.get("/desk/config", headers={"Cookie": f"{SESSION}={session}"}).status_code == 403


def test_after_many_wrong_passwords_the_page_says_how_long_to_wait(visitor, monkeypatch):
    monkeypatch.setattr("rag.desk.sign_in.is_right", lambda password, _: password == PASSWORD)
    for _ in range(NAME_TRIES):
        assert visitor.sign_in("李敏", "wrong-horse-1").status_code == 403
    refused = visitor.sign_in("李敏")
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 800 and "15 minutes" in refused.text


def test_over_https_the_session_is_bound_to_this_host(site, users):
    browser = Visitor(site, base_url="https://wenda.test")
    cookies = browser.sign_in("李敏").headers["set-cookie"]
    assert cookies.startswith("__Host-wenda_desk=") and "Secure" in cookies and "HttpOnly" in cookies
    assert browser.get("/desk/config").status_code == 200


# --- forms from elsewhere ---


@pytest.mark.parametrize("token", ["", "0" * 64, "钥匙"])
def test_a_form_without_the_token_of_the_page_is_refused(visitor, admin, token, users):
    assert visitor.fill_in("sign-in", {"name": "李敏", "password": PASSWORD}, token=token).status_code == 400
    refused = admin.fill_in("people", {"do": "disable", "name": "李敏"}, token=token)
    assert refused.status_code == 400 and "no longer valid" in refused.text
    assert users.get("李敏").disabled_at is None


def test_a_form_with_the_token_of_another_session_is_refused(site, admin, visitor, users):
    visitor.sign_in("李敏")
    token = re.search(r'name="form_token" value="(\w+)"', visitor.get("/desk/account").text)[1]
    assert admin.fill_in("people", {"do": "disable", "name": "李敏"}, token=token).status_code == 400


def test_a_form_from_another_site_is_refused(admin, users):
    response = admin.post(
        "/desk/people", data={"do": "disable", "name": "李敏"}, headers={"Origin": "https://evil.test"}
    )
    assert response.status_code == 403
    assert users.get("李敏").disabled_at is None


def test_a_form_that_is_too_large_is_refused(visitor):
    assert visitor.sign_in("李敏", "x" * 200_000).status_code == 400


# --- who may open what ---


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_the_table_says_and_nothing_else(site, users, role):
    browser = Visitor(site)
    browser.sign_in(NAMES[role])
    for route in ROUTES:
        if route.least == "anybody" or route.path == ENDLESS:
            continue
        path = "/desk" + route.path.replace("*", "x")
        may = ROLES.index(role) >= ROLES.index(route.least)
        for method in route.methods:
            response = browser.request(method, path, headers={"Origin": HOST})
            assert (response.status_code == 403) is not may, (method, path, response.status_code)


@pytest.mark.parametrize(
    "path",
    [
        "upload",
        "gradio_api/upload",
        "gradio_api/file=x",
        "gradio_api/call/judge",
        "proxy=x",
        "x",
        "monitoring",
    ],
)
def test_what_is_not_in_the_table_is_not_there_for_admins_either(admin, path):
    for method in ("GET", "POST"):
        assert admin.request(method, f"/desk/{path}", headers={"Origin": HOST}).status_code == 404


def test_who_came_with_the_key_has_every_right_but_those_about_users(site):
    browser = Visitor(site)
    browser.get("/desk", params={"key": "a-key-for-this-test"})
    for page in ("", "audit", "export.csv"):
        assert browser.get(f"/desk/{page}").status_code == 200
    for page in ("people", "account"):
        assert "users add" in browser.get(f"/desk/{page}").text


def test_every_event_of_the_checking_page_is_in_the_table(admin):
    events = {d["api_name"] for d in admin.get("/desk/config").json()["dependencies"] if d["backend_fn"]}
    assert {re.sub(r"_\d+$", "", name) for name in events} == set(EVENTS)


# --- the own account ---


def change_password(browser: Visitor, old: str, new: str, again: str | None = None):
    fields = {"do": "password", "old": old, "new": new, "again": new if again is None else again}
    return browser.fill_in("account", fields)


def test_a_new_password_ends_the_other_sessions_but_not_this_one(site, visitor, users):
    other = Visitor(site)
    for browser in (visitor, other):
        browser.sign_in("李敏")
    assert change_password(visitor, PASSWORD, "another-horse-2").status_code == 303
    assert visitor.get("/desk/config").status_code == 200
    assert other.get("/desk/config").status_code == 403
    assert Visitor(site).sign_in("李敏", "another-horse-2").status_code == 303


@pytest.mark.parametrize(
    ("old", "new", "again", "field", "problem"),
    [
        ("wrong-horse-1", "another-horse-2", "another-horse-2", "old", "present password is wrong"),
        (PASSWORD, "another-horse-2", "another-horse-3", "again", "passwords differ"),
        (PASSWORD, "short", "short", "new", "10 to 200"),
    ],
)
def test_a_password_that_cannot_be_changed_says_why_at_its_field(visitor, old, new, again, field, problem):
    visitor.sign_in("李敏")
    page = change_password(visitor, old, new, again).text
    described = re.search(rf'<small id="{field}-hint">.*?</small>', page, re.DOTALL)[0]
    assert problem in described
    assert re.search(rf'id="{field}"[^>]*aria-invalid="true"[^>]*aria-describedby="{field}-hint"', page)


def test_signing_out_everywhere_ends_all_sessions(site, visitor):
    other = Visitor(site)
    for browser in (visitor, other):
        browser.sign_in("李敏")
    visitor.fill_in("account", {"do": "sign_out_everywhere"})
    assert visitor.get("/desk/config").status_code == other.get("/desk/config").status_code == 403


# --- people and the trail ---


def test_an_admin_adds_a_user_whose_password_is_shown_once(site, admin):
    added = admin.fill_in("people", {"do": "add", "name": "新人", "role": "editor", "email": ""})
    password = re.search(r"<code>([\w-]+)</code>", added.text)[1]
    assert password not in admin.get("/desk/people").text
    assert Visitor(site).sign_in("新人", password).status_code == 303


def test_an_admin_disables_enables_and_resets_and_sets_roles(site, admin, users, visitor):
    visitor.sign_in("李敏")
    assert admin.fill_in("people", {"do": "disable", "name": "李敏"}).headers["location"] == "./people"
    assert visitor.get("/desk/config").status_code == 403
    admin.fill_in("people", {"do": "enable", "name": "李敏"})
    admin.fill_in("people", {"do": "role", "name": "李敏", "role": "editor"})
    reset = admin.fill_in("people", {"do": "reset", "name": "李敏"})
    password = re.search(r"<code>([\w-]+)</code>", reset.text)[1]
    assert visitor.sign_in("李敏", password).status_code == 303
    assert users.get("李敏").role == "editor"


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"do": "disable", "name": "王主任"}, "last admin"),
        ({"do": "role", "name": "王主任", "role": "checker"}, "last admin"),
        ({"do": "add", "name": "李敏", "role": "checker"}, "of this name already"),
        ({"do": "add", "name": " ", "role": "checker"}, "1 to 80 characters"),
        ({"do": "add", "name": "x", "role": "root"}, "list has changed"),
        ({"do": "erase", "name": "李敏"}, "list has changed"),
        ({"do": "disable", "name": "nobody"}, "list has changed"),
    ],
)
def test_what_cannot_be_done_is_said_on_the_page(admin, fields, problem):
    refused = admin.fill_in("people", fields)
    assert refused.status_code == 400 and problem in refused.text


def test_the_trail_is_shown_page_by_page_and_by_person(admin, desk, monkeypatch):
    monkeypatch.setattr("web.desk.audit_page.LINES", 3)
    for number in range(5):
        Audit(desk).record(None, "sign_in_failed", f"name{number}<b>")
    page = admin.get("/desk/audit").text
    assert "name4&lt;b&gt;" in page and "name1" not in page
    older = re.search(r'href="(audit\?[^"]*before=\d+[^"]*)"', page)[1].replace("&amp;", "&")
    assert "name1" in admin.get(f"/desk/{older}").text
    own = admin.get("/desk/audit", params={"person": "王主任"}).text
    assert "signed in" in own and "name4" not in own
    assert admin.get("/desk/audit", params={"before": "1" * 30}).status_code == 200
