"""The model named in the settings, its address and its key."""

from __future__ import annotations

import pytest
from failing_server import END, KEY, piece, serving, stream

from rag.config import Settings, SettingsInvalid
from rag.llm import LanguageModel, LlmUnusable

ANSWER = stream(piece("你好"), END)


def asked_with(**settings):
    """The `Authorization` header of one request with these settings."""
    with serving(ANSWER) as (address, asked):
        settings = {"llm_url": address, "llm_timeout": 5} | settings
        LanguageModel.load(Settings(_env_file=None, llm="openai:m", **settings)).invoke("你好")
    return asked[0]


@pytest.fixture(autouse=True)
def _no_variables_of_openai(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)


def test_the_key_is_sent():
    assert asked_with(llm_key=KEY) == f"Bearer {KEY}"


def test_the_key_can_be_in_a_file(tmp_path):
    (tmp_path / "key").write_text(f"{KEY}\n")
    assert asked_with(llm_key_file=tmp_path / "key") == f"Bearer {KEY}"


def test_a_server_in_the_house_needs_no_key():
    assert asked_with() == "Bearer none"


def test_the_variables_of_openai_count_as_well(monkeypatch):
    with serving(ANSWER) as (address, asked):
        monkeypatch.setenv("OPENAI_BASE_URL", address)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        assert LanguageModel.load(Settings(_env_file=None, llm="openai:m")).invoke("你好") == "你好"
    assert asked == [f"Bearer {KEY}"]


@pytest.mark.parametrize("content", [None, "two\nlines", "ключ"])
def test_a_file_without_a_key_is_told(tmp_path, content):
    if content is not None:
        (tmp_path / "key").write_text(content)
    with pytest.raises(SettingsInvalid, match="key"):
        Settings(_env_file=None, llm_key_file=tmp_path / "key").read_llm_key()


def test_an_address_without_http_is_told(monkeypatch):
    monkeypatch.setenv("WENDA_LLM_URL", "model.example/v1")
    with pytest.raises(SettingsInvalid, match="WENDA_LLM_URL: it must start with http://"):
        Settings.load()


@pytest.mark.parametrize("name", ["nowhere:m", "openai:m", "anthropic:m"])
def test_a_model_that_cannot_be_used_is_told_with_what_to_do(name):
    """The provider is unknown, the key is missing, the package is not installed."""
    with pytest.raises(LlmUnusable, match=f"WENDA_LLM={name}"):
        LanguageModel.load(Settings(_env_file=None, llm=name))
