"""Signing in: passwords, sessions, and how often somebody may try."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, update

from rag.database import reading, writing
from rag.desk import (
    ADDRESS_TRIES,
    COMMAND_LINE,
    NAME_TRIES,
    SESSION_SECONDS,
    TRIES_SECONDS,
    Audit,
    Person,
    ProvidedUser,
    Sessions,
    SignIn,
    SignInFailed,
    TooManyTries,
    claimed_role,
    tables,
)

ADMIN, CHECKER, PASSWORD = "王主任", "李敏", "correct-horse-1"
HERE = "10.0.0.1"


def stored_hash(desk, name):
    with reading(desk.engine) as connection:
        return connection.execute(
            select(tables.users.c.password_hash).where(tables.users.c.name == name)
        ).scalar_one()


def test_the_right_password_starts_a_session_of_the_person(desk, users):
    token = SignIn(desk).with_password(" 李敏 ", PASSWORD, HERE)
    assert Sessions(desk).person(token) == Person(CHECKER, "checker")
    assert Sessions(desk).person(token + "x") is None
    assert Sessions(desk).person("") is None


def test_the_database_has_neither_passwords_nor_tokens(desk, users):
    token = SignIn(desk).with_password(CHECKER, PASSWORD, HERE)
    assert stored_hash(desk, CHECKER).startswith("$argon2id$")
    with reading(desk.engine) as connection:
        (row,) = connection.execute(select(tables.sessions)).all()
    assert token not in str(row)


@pytest.mark.parametrize("name", [CHECKER, "nobody"])
def test_a_wrong_password_and_an_unknown_name_are_refused_alike(desk, users, name):
    with pytest.raises(SignInFailed) as refused:
        SignIn(desk).with_password(name, "wrong-horse-1", HERE)
    assert str(refused.value) == "The name or the password is wrong."


def test_an_unknown_name_costs_a_hash_like_a_known_one(desk, users, monkeypatch):
    checked = []
    verify = PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "verify", lambda *a: checked.append(1) or verify(*a))
    for name in (CHECKER, "nobody"):
        with pytest.raises(SignInFailed):
            SignIn(desk).with_password(name, "wrong-horse-1", HERE)
    assert checked == [1, 1]


def test_a_user_without_a_password_cannot_sign_in_with_an_empty_one(desk, users):
    users.add("陈默", "checker", None, by=COMMAND_LINE)
    with pytest.raises(SignInFailed):
        SignIn(desk).with_password("陈默", "", HERE)


def test_a_hash_of_old_parameters_is_made_anew_at_the_next_sign_in(desk, users):
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with writing(desk.engine) as connection:
        connection.execute(
            update(tables.users).where(tables.users.c.name == CHECKER).values(password_hash=old)
        )
    SignIn(desk).with_password(CHECKER, PASSWORD, HERE)
    assert stored_hash(desk, CHECKER) != old
    SignIn(desk).with_password(CHECKER, PASSWORD, HERE)


def test_disabling_and_resetting_end_all_sessions_of_the_user_at_once(desk, users):
    sign_in, sessions = SignIn(desk), Sessions(desk)
    boss = sign_in.with_password(ADMIN, PASSWORD, HERE)
    one, other = (sign_in.with_password(CHECKER, PASSWORD, HERE) for _ in range(2))
    users.reset(CHECKER, "another-horse-2", by=COMMAND_LINE)
    assert sessions.person(one) is sessions.person(other) is None
    again = sign_in.with_password(CHECKER, "another-horse-2", HERE)
    users.disable(CHECKER, by=COMMAND_LINE)
    assert sessions.person(again) is None
    with pytest.raises(SignInFailed):
        sign_in.with_password(CHECKER, "another-horse-2", HERE)
    assert sessions.person(boss) == Person(ADMIN, "admin")


def test_a_new_role_counts_in_open_sessions(desk, users):
    token = SignIn(desk).with_password(CHECKER, PASSWORD, HERE)
    users.set_role(CHECKER, "editor", by=COMMAND_LINE)
    assert Sessions(desk).person(token) == Person(CHECKER, "editor")


def test_a_session_lasts_twelve_hours(desk, users, clock):
    token = SignIn(desk).with_password(CHECKER, PASSWORD, HERE)
    clock.now += timedelta(seconds=SESSION_SECONDS - 1)
    assert Sessions(desk).person(token)
    clock.now += timedelta(seconds=2)
    assert Sessions(desk).person(token) is None
    SignIn(desk).with_password(ADMIN, PASSWORD, HERE)
    with reading(desk.engine) as connection:
        assert len(connection.execute(select(tables.sessions)).all()) == 1  # the ended one is forgotten


def fail(desk, name, address=HERE):
    with pytest.raises(SignInFailed):
        SignIn(desk).with_password(name, "wrong-horse-1", address)


def fake_failures(desk, monkeypatch):
    """Wrong passwords cost nothing, so that many can be tried."""
    monkeypatch.setattr("rag.desk.sign_in.is_right", lambda password, _: password == PASSWORD)


def test_after_ten_wrong_passwords_a_name_must_wait_wherever_the_next_comes_from(
    desk, users, clock, monkeypatch
):
    fake_failures(desk, monkeypatch)
    for number in range(NAME_TRIES):
        fail(desk, CHECKER, f"10.0.1.{number}")
    clock.now += timedelta(seconds=100)
    with pytest.raises(TooManyTries) as refused:
        SignIn(desk).with_password(CHECKER.upper(), PASSWORD, "10.0.2.1")
    assert refused.value.seconds == TRIES_SECONDS - 100
    SignIn(desk).with_password(ADMIN, PASSWORD, HERE)
    clock.now += timedelta(seconds=TRIES_SECONDS - 99)
    SignIn(desk).with_password(CHECKER, PASSWORD, HERE)


def test_an_address_that_tries_many_names_must_wait(desk, users, monkeypatch):
    fake_failures(desk, monkeypatch)
    for number in range(ADDRESS_TRIES):
        fail(desk, f"name{number}", "203.0.113.5")
    with pytest.raises(TooManyTries):
        SignIn(desk).with_password(CHECKER, PASSWORD, "203.0.113.5")
    SignIn(desk).with_password(CHECKER, PASSWORD, HERE)


def test_a_sign_in_forgets_the_failures_before_it(desk, users, monkeypatch):
    fake_failures(desk, monkeypatch)
    for _ in range(3):
        for _ in range(NAME_TRIES - 1):
            fail(desk, CHECKER)
        SignIn(desk).with_password(CHECKER, PASSWORD, HERE)


def test_tries_at_once_all_count(desk, users, monkeypatch):
    fake_failures(desk, monkeypatch)
    outcomes = []

    def attempt():
        try:
            SignIn(desk).with_password(CHECKER, "wrong-horse-1", HERE)
        except (SignInFailed, TooManyTries) as error:
            outcomes.append(type(error))

    threads = [threading.Thread(target=attempt) for _ in range(NAME_TRIES + 6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count(SignInFailed) == NAME_TRIES
    assert outcomes.count(TooManyTries) == 6


def test_sign_ins_are_in_the_trail_but_no_password_typed_into_the_wrong_field(desk, users, monkeypatch):
    SignIn(desk).with_password(CHECKER, PASSWORD, HERE)
    fail(desk, CHECKER)
    fail(desk, "my-secret-password")
    entries = Audit(desk).entries(3)
    assert [(e.person, e.action, e.subject) for e in entries] == [
        ("", "sign_in_failed", ""),
        ("", "sign_in_failed", CHECKER),
        (CHECKER, "signed_in", CHECKER),
    ]


# --- the newsroom's own provider ---


def provided(subject="https://id.example 1", *names, role=None):
    return ProvidedUser(subject, names, role)


def test_the_providers_user_is_found_by_name_or_address_once_and_by_its_id_from_then_on(desk, users):
    sign_in, sessions = SignIn(desk), Sessions(desk)
    token = sign_in.with_provider(provided("https://id.example 1", "", "Li.Min@paper.example"))
    assert sessions.person(token) == Person(CHECKER, "checker")
    assert sign_in.with_provider(provided("https://id.example 1", "renamed there"))
    with pytest.raises(SignInFailed):  # somebody else, who took the address over
        sign_in.with_provider(provided("https://id.example 2", "", "li.min@paper.example"))


@pytest.mark.parametrize("names", [(), ("",), ("nobody",), (CHECKER, ADMIN)])
def test_who_is_nobody_here_or_two_people_is_not_signed_in(desk, users, names):
    with pytest.raises(SignInFailed):
        SignIn(desk).with_provider(provided("https://id.example 9", *names))
    assert len(users.all()) == 2


def test_the_providers_role_counts_but_never_takes_the_last_admin(desk, users):
    sign_in, sessions = SignIn(desk), Sessions(desk)
    token = sign_in.with_provider(provided("https://id.example 1", CHECKER, role="editor"))
    assert sessions.person(token) == Person(CHECKER, "editor")
    token = sign_in.with_provider(provided("https://id.example 2", ADMIN, role="checker"))
    assert sessions.person(token) == Person(ADMIN, "admin")


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({"roles": ["staff", "editor", "checker"]}, "editor"),
        ({"roles": "admin"}, "admin"),
        ({"roles": "root"}, None),
        ({"roles": None}, None),
        ({}, None),
    ],
)
def test_the_highest_role_of_a_claim_counts(claims, role):
    assert claimed_role(claims, "roles") == role
    assert claimed_role(claims, "") is None
