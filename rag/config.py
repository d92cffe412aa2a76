"""All settings of the project, read from environment variables (``WENDA_…``) and from ``.env``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from rag.schema import WendaError
from rag.schema.quota import Quota


class SettingsInvalid(WendaError):
    """A setting has an invalid value."""


class Settings(BaseSettings):
    """Every setting of the project. A test checks that README and ``.env.example`` document each of them."""

    model_config = SettingsConfigDict(
        env_prefix="WENDA_", env_file=".env", extra="ignore", frozen=True, hide_input_in_errors=True
    )

    data_dir: Path = Field(Path("data"), description="archive, indexes, source files and journal")
    archive: SecretStr = Field(
        SecretStr(""),
        description="PostgreSQL database of archive and journal; empty: SQLite files in the data folder",
    )
    vectors: str = Field(
        "", description="Chroma servers with the vector index, `http://…:8000`; empty: in the data folder"
    )
    words: SecretStr = Field(
        SecretStr(""), description="PostgreSQL database with the word index; empty: in the data folder"
    )
    cache_dir: Path = Field(Path("~/.cache/wenda"), description="models, shared by all data folders")
    embedding_model: str = Field(
        "embedded", description="`embedded`, a sentence-transformers folder, or a hub id"
    )
    reader: str = Field(
        "embedded", description="`embedded`, the folder or hub id of a CrossEncoder, or `none`"
    )
    llm: str = Field("", description="empty: extractive answers; else `openai:MODEL`, `ollama:MODEL` …")
    llm_url: str = Field("", description="address of the language model's server, e.g. `https://…/v1`")
    llm_key: SecretStr = Field(SecretStr(""), description="key of the language model")
    llm_key_file: Path | None = Field(None, description="file with the key, instead of `WENDA_LLM_KEY`")
    llm_timeout: float = Field(
        20, gt=0, description="seconds until the first statement; without one by then, the model is not used"
    )
    llm_context: int = Field(3000, ge=200, description="most tokens of passages that the model reads")
    questions_stay_inside: bool = Field(
        False, description="refuse a language model outside of loopback and private addresses"
    )
    paper: str = Field("", description="name of the paper, for files that do not contain it")
    city: str = Field("", description="name of the place, shown in the page's title")
    timezone: str = Field("Asia/Shanghai", description="time zone of `today`", validate_default=True)
    contact: str = Field("", description="shown when nothing was reported, e.g. `12345 市民热线`")
    check_key: SecretStr = Field(
        SecretStr(""),
        description="key of the desk while it has no users; created at the first start if not set",
    )
    oidc_issuer: str = Field(
        "", description="address of the newsroom's OpenID provider; empty: passwords only"
    )
    oidc_client_id: str = Field("", description="what Wenda is called at the provider")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="Wenda's secret at the provider")
    oidc_role_claim: str = Field(
        "", description="claim with `checker`, `editor` or `admin`; empty: roles are set here"
    )
    second_reader: float = Field(
        0.1, ge=0, le=1, description="share of the answers that a second person checks too; 0: none"
    )
    host: str = Field("127.0.0.1", description="address to serve on")
    port: int = Field(7860, ge=1, le=65535, description="port to serve on")
    hostnames: str = Field(
        "", description="names by which the site is reached, e.g. `news.example`, separated by spaces"
    )
    trusted_proxies: str = Field(
        "127.0.0.1 ::1", description="addresses or networks of proxies whose X-Forwarded-For is believed"
    )
    api: Literal["off", "keys", "open"] = Field(
        "keys", description="whether other programs may ask: not at all, with a key, or anybody"
    )
    embed_origins: str = Field(
        "", description="sites that may show the panel, e.g. `https://news.example`, separated by spaces"
    )
    session_limit: str = Field(
        "12 a minute, 300 a day, 2 at once", description="most questions from one browser tab"
    )
    address_limit: str = Field(
        "60 a minute, 3000 a day, 20 at once", description="most questions from one network address"
    )
    key_limit: str = Field(
        "60 a minute, 10000 a day, 8 at once",
        description="most questions with a key that has no limit of its own",
    )
    decline_below: float = Field(
        0.10, ge=0, le=1, description="confidence below which the answer is `not reported`"
    )
    page_pictures: Literal["everyone", "staff"] = Field(
        "everyone", description="who may see the pictures of printed pages"
    )
    fetch_private: bool = Field(
        False, description="whether feeds and pages may be fetched from this machine and its network"
    )
    answers_kept: int = Field(
        256, ge=0, description="answers to give again while nothing they hang on has changed; 0: none"
    )
    journal_days: int = Field(365, ge=1, description="days that answers stay in the journal")
    audit_days: int = Field(730, ge=1, description="days that lines stay in the audit trail")

    @classmethod
    def load(cls) -> Settings:
        """Read the settings from the environment and ``.env``.

        Raises:
            SettingsInvalid: a setting has an invalid value, or ``.env`` is not UTF-8.
        """
        try:
            return cls()
        except ValidationError as error:
            problems = "; ".join(_describe(part) for part in error.errors())
            raise SettingsInvalid(f"{problems}. Correct it in the environment or in .env.") from error
        except UnicodeDecodeError as error:
            raise SettingsInvalid("The file .env is not UTF-8. Save it as UTF-8.") from error

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            advice = (
                "write it like Asia/Shanghai"
                if available_timezones()
                else "this computer has no time zone data: install it with `pip install tzdata`"
            )
            raise ValueError(f"{name!r} is not a time zone; {advice}") from error
        return name

    @field_validator("llm_key_file", mode="before")
    @classmethod
    def _none_if_empty(cls, path: Any) -> Any:
        return path or None

    @field_validator("llm_url", "oidc_issuer")
    @classmethod
    def _with_scheme(cls, address: str) -> str:
        if address and not address.startswith(("http://", "https://")):
            raise ValueError("it must start with http:// or https://")
        return address

    @field_validator("vectors")
    @classmethod
    def _server_addresses(cls, addresses: str) -> str:
        for address in addresses.split():
            if not address.startswith(("http://", "https://")):
                raise ValueError("each must start with http:// or https://; several are separated by spaces")
        return addresses

    @field_validator("session_limit", "address_limit", "key_limit")
    @classmethod
    def _quota(cls, limit: str) -> str:
        Quota.parse(limit)
        return limit

    @field_validator("embed_origins")
    @classmethod
    def _origins(cls, origins: str) -> str:
        for origin in origins.split():
            parts = urlsplit(origin)
            if parts.scheme not in ("http", "https") or origin != f"{parts.scheme}://{parts.netloc}":
                raise ValueError(
                    f"{origin!r} is no origin; write it like https://news.example, without a path"
                )
        return origins

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, addresses: str) -> str:
        for address in addresses.split():
            try:
                ip_network(address)
            except ValueError as error:
                raise ValueError(
                    f"{address!r} is neither an address nor a network like 172.16.0.0/12"
                ) from error
        return addresses

    @field_validator("archive", "words")
    @classmethod
    def _postgresql_url(cls, address: SecretStr) -> SecretStr:
        if not address.get_secret_value():
            return address
        try:
            url = make_url(address.get_secret_value())
        except (ArgumentError, ValueError):
            url = None
        if url is None or url.drivername != "postgresql+psycopg" or not url.database:
            raise ValueError(
                "it must be postgresql+psycopg://USER:PASSWORD@HOST/DATABASE, or empty for the data folder"
            )
        return address

    @field_validator("data_dir", "cache_dir")
    @classmethod
    def _absolute(cls, path: Path) -> Path:
        return path.expanduser().absolute()

    def read_llm_key(self) -> str:
        """The key of the language model; empty if none is set.

        Raises:
            SettingsInvalid: the key's file cannot be read, or this is no key.
        """
        key = self.llm_key.get_secret_value()
        if not key and self.llm_key_file is not None:
            try:
                key = self.llm_key_file.expanduser().read_text("utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise SettingsInvalid(
                    f"WENDA_LLM_KEY_FILE: {self.llm_key_file} cannot be read; it must be a text file with the key alone."
                ) from error
        key = key.strip()
        if not (key.isascii() and key.isprintable()):
            raise SettingsInvalid(
                "The key of the language model has characters or lines that no key has: copy it again."
            )
        return key

    def today(self) -> date:
        """Today's date in the configured time zone. Entry points call this once and pass the date on."""
        return datetime.now(ZoneInfo(self.timezone)).date()


def _describe(error: Mapping[str, Any]) -> str:
    """A pydantic error as `WENDA_NAME: message`."""
    setting = "_".join(str(part) for part in error["loc"]).upper()
    return f"WENDA_{setting}: {error['msg'].removeprefix('Value error, ')}"
