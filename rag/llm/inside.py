"""Refuses a language model outside of the house, if `WENDA_QUESTIONS_STAY_INSIDE` is set."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from langsmith.utils import tracing_is_enabled

from rag.config import Settings
from rag.schema import WendaError

# Loopback, RFC 1918, link-local and unique local addresses. `is_private` of `ipaddress` also has those for documentation.
_INSIDE = [
    ip_network(block)
    for block in (
        "127.0.0.0/8",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "169.254.0.0/16",
        "::1/128",
        "fc00::/7",
        "fe80::/10",
    )
]
_OLLAMA = "http://127.0.0.1:11434"


class QuestionsWouldLeave(WendaError):
    """Questions must stay inside, and these settings would send them elsewhere."""


def require_inside(settings: Settings) -> None:
    """If questions must stay inside, check that neither the language model nor a tracing service takes them elsewhere.

    The name of the model's server is resolved now, once.

    Raises:
        QuestionsWouldLeave
    """
    if not settings.questions_stay_inside:
        return
    if tracing_is_enabled():  # LangChain reports to it with or without a language model
        raise QuestionsWouldLeave(
            "WENDA_QUESTIONS_STAY_INSIDE is set, but LangSmith tracing would send the questions away: remove "
            "LANGSMITH_TRACING and LANGCHAIN_TRACING_V2 from the environment."
        )
    if settings.llm:
        _require_server_inside(settings)


def _require_server_inside(settings: Settings) -> None:
    host = urlsplit(_address(settings)).hostname or ""
    if not host or not all(_is_inside(address) for address in _resolved(host)):
        raise QuestionsWouldLeave(
            f"WENDA_QUESTIONS_STAY_INSIDE is set, but {host or settings.llm} is no address in the house: set WENDA_LLM_URL to a "
            "server at a loopback or private address, or leave WENDA_LLM empty."
        )
    if getproxies().keys() & {"http", "https", "all"} and not proxy_bypass(host):
        raise QuestionsWouldLeave(
            f"WENDA_QUESTIONS_STAY_INSIDE is set, but a proxy would carry the questions: add {host} to NO_PROXY."
        )


def _address(settings: Settings) -> str:
    """The address of the model's server; empty if the provider's own would be used."""
    if settings.llm_url:
        return settings.llm_url
    provider = settings.llm.partition(":")[0]
    if provider == "openai":
        return os.environ.get("OPENAI_BASE_URL", "")
    if provider == "ollama":
        host = os.environ.get("OLLAMA_HOST", "") or _OLLAMA
        return host if "://" in host else f"http://{host}"
    return ""


def _resolved(host: str) -> list[str]:
    """The addresses of a host.

    Raises:
        QuestionsWouldLeave: the name is not known.
    """
    with suppress(ValueError):
        return [str(ip_address(host))]
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]
    except OSError as error:
        raise QuestionsWouldLeave(
            f"WENDA_QUESTIONS_STAY_INSIDE is set, but the address of {host} is not known: correct WENDA_LLM_URL."
        ) from error


def _is_inside(address: str) -> bool:
    found = ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None) or found
    return any(mapped in block for block in _INSIDE if block.version == mapped.version)
