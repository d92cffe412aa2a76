"""If questions must stay inside, a language model elsewhere is refused at the start."""

from __future__ import annotations

import pytest

from rag.config import Settings
from rag.llm import LanguageModel, QuestionsWouldLeave, require_inside

VARIABLES = (
    "OPENAI_BASE_URL OLLAMA_HOST HTTP_PROXY HTTPS_PROXY ALL_PROXY http_proxy https_proxy all_proxy NO_PROXY no_proxy "
    "LANGSMITH_TRACING LANGCHAIN_TRACING_V2 LANGSMITH_TRACING_V2 LANGCHAIN_TRACING"
).split()


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def load(url="", llm="openai:m", inside=True):
    return LanguageModel.load(
        Settings(_env_file=None, llm=llm, llm_url=url, llm_key="k", questions_stay_inside=inside)
    )


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "10.1.2.3",
        "172.20.0.5",
        "192.168.1.9",
        "[::1]",
        "[fd00::1]",
        "[::ffff:10.0.0.1]",
    ],
)
def test_a_model_in_the_house_is_used(host):
    assert load(f"http://{host}:8000/v1").name == "openai:m"


@pytest.mark.parametrize(
    "host",
    ["8.8.8.8", "172.32.0.1", "203.0.113.7", "[2001:4860::1]", "[::ffff:8.8.8.8]", "0.0.0.0", "100.64.0.1"],
)
def test_a_model_elsewhere_is_refused(host):
    with pytest.raises(QuestionsWouldLeave, match="set WENDA_LLM_URL"):
        load(f"http://{host}/v1")


@pytest.mark.parametrize("llm", ["openai:m", "deepseek:m", "anthropic:m"])
def test_a_provider_without_an_address_is_refused(llm):
    with pytest.raises(QuestionsWouldLeave, match="set WENDA_LLM_URL"):
        load(llm=llm)


def test_the_address_in_the_providers_own_variable_counts(monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", "http://8.8.8.8/v1")
    with pytest.raises(QuestionsWouldLeave):
        load()
    monkeypatch.setenv("OPENAI_BASE_URL", "http://10.0.0.1/v1")
    assert load()


def test_an_unknown_name_is_refused(monkeypatch):
    with pytest.raises(QuestionsWouldLeave, match="not known"):
        load("http://model.invalid/v1")


def test_a_proxy_is_refused_unless_the_server_is_exempt(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    with pytest.raises(QuestionsWouldLeave, match="NO_PROXY"):
        load("http://10.0.0.1/v1")
    monkeypatch.setenv("no_proxy", "10.0.0.1")
    assert load("http://10.0.0.1/v1")


def test_langsmith_tracing_is_refused_even_without_a_model(monkeypatch):
    monkeypatch.setattr("rag.llm.inside.tracing_is_enabled", lambda: True)  # LangSmith caches its environment
    with pytest.raises(QuestionsWouldLeave, match="LANGSMITH_TRACING"):
        require_inside(Settings(_env_file=None, questions_stay_inside=True))


def test_a_model_elsewhere_may_be_used_if_questions_may_leave():
    assert load("http://8.8.8.8/v1", inside=False)
