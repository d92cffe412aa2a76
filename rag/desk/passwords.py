"""Passwords: hashed with argon2id, checked in the same time whether a user exists or not, and made where nobody chooses one."""

from __future__ import annotations

import secrets
import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from rag.schema import WendaError

SHORTEST, LONGEST = 10, 200
DIFFERENT_CHARACTERS = 5
AT_ONCE = 2
"""Each check takes 64 MiB; more at once wait, so that a flood of sign-ins takes no more memory."""

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that look alike
_hasher = PasswordHasher()  # RFC 9106, second recommended choice
_turns = threading.Semaphore(AT_ONCE)


class PasswordTooWeak(WendaError):
    """A password that others could guess.

    Attributes:
        reason: key of the reason, for pages in other languages.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def require_good(password: str, name: str) -> None:
    """Refuse a password that is too short, too long, nearly one character, or the user's name.

    Raises:
        PasswordTooWeak
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise PasswordTooWeak("password_length", f"A password has {SHORTEST} to {LONGEST} characters.")
    if len(set(password)) < DIFFERENT_CHARACTERS:
        raise PasswordTooWeak(
            "password_simple", f"A password has at least {DIFFERENT_CHARACTERS} different characters."
        )
    if name.casefold() in password.casefold() and len(password) - len(name) < SHORTEST:
        raise PasswordTooWeak("password_name", "A password is not the name with a little more.")


def make_password() -> str:
    """A random password that can be read aloud: four groups of four characters, 79 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def hash_password(password: str) -> str:
    with _turns:
        return _hasher.hash(_canonical(password))


def is_right(password: str, password_hash: str) -> bool:
    """Whether a password is the one of a hash.

    Args:
        password_hash: empty: the user does not exist or has no password; takes as long as if it had.
    """
    with _turns:
        try:
            return _hasher.verify(password_hash or _nobodys(), _canonical(password)) and bool(password_hash)
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(password_hash: str) -> bool:
    """Whether a hash was made with other parameters than today's, and should be made anew."""
    return _hasher.check_needs_rehash(password_hash)


def _canonical(password: str) -> bytes:
    """The same bytes for the same characters, whatever keyboard they were typed on."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace")


@cache
def _nobodys() -> str:
    return _hasher.hash(secrets.token_bytes(16))
