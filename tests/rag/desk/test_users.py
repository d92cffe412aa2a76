"""Who may use the desk: names, roles, and the last admin."""

from __future__ import annotations

import pytest

from rag.desk import COMMAND_LINE, Audit, Desk, PasswordTooWeak, Person, Users, make_password

ADMIN, CHECKER, PASSWORD = "王主任", "李敏", "correct-horse-1"


def test_the_first_user_must_be_an_admin(desk):
    users = Users(desk)
    with pytest.raises(Users.LastAdmin, match="first user must be an admin"):
        users.add(CHECKER, "checker", PASSWORD, by=COMMAND_LINE)
    assert not users.exist()
    users.add(ADMIN, "admin", PASSWORD, by=COMMAND_LINE)
    assert users.exist()


def test_a_name_is_the_same_in_capitals_full_width_letters_and_with_more_spaces(users):
    users.add("Li  Ｍin", "editor", PASSWORD, by=COMMAND_LINE)
    assert users.get("LI MIN").name == "Li Min"
    with pytest.raises(Users.Exists):
        users.add("li min", "checker", PASSWORD, by=COMMAND_LINE)


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\x00b", "a\u202eb", "=HYPERLINK()", "(command line)"])
def test_what_is_no_name_is_refused(users, name):
    with pytest.raises(Users.NameUnusable):
        users.add(name, "checker", PASSWORD, by=COMMAND_LINE)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short", "password_length"),
        ("x" * 201, "password_length"),
        ("ababababab", "password_simple"),
        ("李敏李敏李敏12345", None),
        ("Li Min 123", "password_name"),
        ("密码也可以是十个汉字呀", None),
    ],
)
def test_a_password_that_others_could_guess_is_refused(users, password, reason):
    def add() -> None:
        users.add("li min", "checker", password, by=COMMAND_LINE)

    if reason is None:
        add()
        return
    with pytest.raises(PasswordTooWeak) as refused:
        add()
    assert refused.value.reason == reason


def test_made_passwords_differ_and_are_good_ones(users):
    made = {make_password() for _ in range(50)}
    assert len(made) == 50
    users.add("新人", "checker", made.pop(), by=COMMAND_LINE)


def test_the_last_admin_can_neither_be_disabled_nor_get_another_role(users):
    for change in (
        lambda: users.disable(ADMIN, by=Person(ADMIN, "admin")),
        lambda: users.set_role(ADMIN, "editor", by=Person(ADMIN, "admin")),
    ):
        with pytest.raises(Users.LastAdmin):
            change()
    users.set_role(CHECKER, "admin", by=COMMAND_LINE)
    users.disable(ADMIN, by=COMMAND_LINE)
    with pytest.raises(Users.LastAdmin):
        users.disable(CHECKER, by=COMMAND_LINE)
    users.enable(ADMIN, by=COMMAND_LINE)
    users.disable(CHECKER, by=COMMAND_LINE)


def test_unknown_names_are_told(users):
    for change in (users.disable, users.enable):
        with pytest.raises(Users.NotFound, match="users list"):
            change("nobody", by=COMMAND_LINE)


def test_every_change_is_in_the_audit_trail_with_who_did_it(users, desk: Desk):
    boss = Person(ADMIN, "admin")
    users.set_role(CHECKER, "editor", by=boss)
    users.reset(CHECKER, "another-horse-2", by=boss)
    users.disable(CHECKER, by=boss)
    with pytest.raises(Users.LastAdmin):
        users.disable(ADMIN, by=boss)  # what fails is not in it
    found = Audit(desk).entries(10, person=ADMIN)
    assert [(e.action, e.subject, e.details) for e in found] == [
        ("user_disabled", CHECKER, {}),
        ("password_reset", CHECKER, {}),
        ("role_changed", CHECKER, {"from": "checker", "to": "editor"}),
    ]
    assert "(command line)" in Audit(desk).people()


def test_the_trail_is_read_page_by_page(users, desk: Desk):
    audit = Audit(desk)
    for number in range(5):
        audit.record(Person(CHECKER, "checker"), "verdict", f"a{number}")
    first = audit.entries(2, person=CHECKER)
    second = audit.entries(2, before=first[-1].number, person=CHECKER)
    assert [e.subject for e in (*first, *second)] == ["a4", "a3", "a2", "a1"]
