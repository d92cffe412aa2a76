"""How much one may ask: the first questions at once, then as they come back; each key, address and tab for itself."""

from __future__ import annotations

import pytest

from rag.config import Settings, SettingsInvalid
from rag.limits import Asker, TooMany, quotas
from rag.limits.quotas import Quotas
from rag.schema.quota import Quota

ANY = Quota()


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def tab(name: str, address: str = "") -> Asker:
    return Asker("page", session=name, address=address)


def refusal(counted: Quotas, asker: Asker) -> TooMany:
    with pytest.raises(TooMany) as refused:
        counted.count(asker)
    return refused.value


def test_the_questions_of_a_minute_can_come_at_once_and_come_back_evenly(clock):
    counted = Quotas(Quota(minute=3), ANY, ANY, clock)
    for _ in range(3):
        counted.count(tab("a"))
    assert refusal(counted, tab("a")).retry_after == 20
    clock.now += 19
    assert refusal(counted, tab("a")).retry_after == 1
    clock.now += 1
    counted.count(tab("a"))
    refusal(counted, tab("a"))


def test_a_day_has_its_own_limit(clock):
    counted = Quotas(Quota(minute=10, day=4), ANY, ANY, clock)
    for _ in range(4):
        counted.count(tab("a"))
    refused = refusal(counted, tab("a"))
    assert (refused.limit, refused.retry_after) == ("day", 6 * 60 * 60)


def test_a_question_that_is_refused_costs_nothing(clock):
    counted = Quotas(Quota(minute=1), Quota(minute=2), ANY, clock)
    counted.count(tab("a", "203.0.113.7"))
    for _ in range(5):
        refusal(counted, tab("a", "203.0.113.7"))
    counted.count(tab("b", "203.0.113.7"))
    refusal(counted, tab("c", "203.0.113.7"))


def test_each_tab_each_address_and_each_key_counts_for_itself(clock):
    counted = Quotas(Quota(minute=1), Quota(minute=2), Quota(minute=1), clock)
    counted.count(tab("a", "203.0.113.7"))
    counted.count(tab("b", "203.0.113.7"))
    counted.count(tab("c", "203.0.113.8"))
    counted.count(Asker("rest", key="radio", address="203.0.113.7"))
    counted.count(Asker("rest", key="paper", address="203.0.113.7"))
    refusal(counted, Asker("rest", key="paper", address="203.0.113.9"))


def test_a_key_can_have_a_quota_of_its_own(clock):
    counted = Quotas(ANY, ANY, Quota(minute=1), clock)
    radio = Asker("rest", key="radio", quota=Quota(minute=2))
    counted.count(radio)
    counted.count(radio)
    refusal(counted, radio)


def test_staff_are_not_counted(clock):
    counted = Quotas(Quota(minute=1), Quota(minute=1), ANY, clock)
    for _ in range(5):
        counted.count(Asker("page", role="staff", session="a", address="203.0.113.7"))


def test_so_many_at_once_and_no_more_until_one_is_done(clock):
    counted = Quotas(Quota(at_once=2), ANY, ANY, clock)
    with counted.held(tab("a")):
        with counted.held(tab("a")):
            with pytest.raises(TooMany) as refused, counted.held(tab("a")):
                pass
            assert refused.value.limit == "at_once"
            with counted.held(tab("b")):
                pass
        with counted.held(tab("a")):
            pass


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:1:2::5", "2001:db8:1:2:ffff::9"),  # one household has 2^64 addresses
        ("203.0.113.7", "::ffff:203.0.113.7"),
    ],
)
def test_addresses_of_one_connection_are_one(clock, one, other):
    counted = Quotas(ANY, Quota(minute=1), ANY, clock)
    counted.count(tab("", one))
    refusal(counted, tab("", other))


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "", "testclient"])
def test_this_machine_has_no_limit_because_a_proxy_on_it_asks_for_everybody(clock, address):
    counted = Quotas(ANY, Quota(minute=1, at_once=1), ANY, clock)
    for _ in range(5):
        counted.count(tab("", address))


def test_what_is_remembered_is_bounded(clock, monkeypatch):
    monkeypatch.setattr(quotas, "MOST_BUCKETS", 100)
    counted = Quotas(Quota(minute=1), Quota(minute=1000), ANY, clock)
    for number in range(1000):
        counted.count(tab(str(number), "203.0.113.7"))
    assert len(counted._buckets) == 100
    refusal(counted, tab("new", "203.0.113.7"))  # whoever goes on asking is not forgotten


def test_nothing_about_an_asker_gets_into_a_log_by_accident():
    asker = Asker("page", session="a-session", address="203.0.113.7")
    assert "a-session" not in repr(asker) and "203.0.113.7" not in repr(asker)


@pytest.mark.parametrize("text", ["12 a minute, 300 a day, 2 at once", "2 at once", ""])
def test_a_quota_is_written_as_it_is_read(text):
    assert str(Quota.parse(text)) == text


@pytest.mark.parametrize(
    "text", ["12", "12 an hour", "0 a day", "-1 a day", "2 a day, 3 a day", "many a day"]
)
def test_a_quota_that_is_written_otherwise_is_refused_with_an_example(text, monkeypatch):
    monkeypatch.setenv("WENDA_SESSION_LIMIT", text)
    with pytest.raises(SettingsInvalid, match=r"WENDA_SESSION_LIMIT: .* write it like `12 a minute"):
        Settings.load()


def test_a_proxy_that_is_no_address_is_refused(monkeypatch):
    monkeypatch.setenv("WENDA_TRUSTED_PROXIES", "127.0.0.1 proxy.example")
    with pytest.raises(SettingsInvalid, match=r"WENDA_TRUSTED_PROXIES: 'proxy\.example' is neither"):
        Settings.load()
