"""What PostgreSQL's errors mean for the person who runs Wenda."""

from __future__ import annotations

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError

from rag.database.backend import Failure

ADVICE = {
    "full": "The server's disk is full. Free some space there and run the same command again: nothing was lost.",
    "connections": "The server has too many connections: run fewer processes, or raise its max_connections.",
    "locked": "Another program is writing to it. Wait until it has finished, then try again.",
    "stopping": "The server is being started or stopped. Try again in a moment.",
    "login": "Correct the user and the password in WENDA_ARCHIVE, or what the server's pg_hba.conf allows.",
    "missing": "Create the database: createdb --encoding=UTF8 NAME",
    "tables": "Its tables were deleted or moved while it was in use. Restore a backup of the database.",
    "rights": "Let the user create schemas: GRANT CREATE ON DATABASE name TO user",
    "too_long": "A name, address or id in what is being added is too long: PostgreSQL takes some 2,700 bytes.",
    "read_only": "The server takes no changes: name the primary server in WENDA_ARCHIVE.",
    "unreachable": "Check that the server runs and that WENDA_ARCHIVE names it, then try again.",
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html
BY_SQLSTATE = {
    "53100": "full",
    "53300": "connections",
    "55P03": "locked",
    "40P01": "locked",
    "57P01": "stopping",
    "57P02": "stopping",
    "57P03": "stopping",
    "28000": "login",
    "28P01": "login",
    "3D000": "missing",
    "42P01": "tables",
    "3F000": "tables",
    "42501": "rights",
    "54000": "too_long",
    "25006": "read_only",
}
# An error while connecting has no code, only the server's words.
BY_WORDS = {
    "too many connections": "connections",
    "too many clients": "connections",
    "remaining connection slots": "connections",
    "starting up": "stopping",
    "shutting down": "stopping",
    "recovery mode": "stopping",
    "authentication": "login",
    "no password": "login",
    "pg_hba.conf": "login",
    "role ": "login",
    "does not exist": "missing",
}
DAMAGED = ("XX001", "XX002")


def explain(error: DBAPIError) -> Failure | None:
    """See `Backend.explain`."""
    code = getattr(error.orig, "sqlstate", None)
    reason = " ".join(str(error.orig).split())
    if code in DAMAGED:
        return Failure(reason, damaged=True)
    if code in BY_SQLSTATE:
        return Failure(reason, ADVICE[BY_SQLSTATE[code]])
    if isinstance(error, DataError | IntegrityError | ProgrammingError):
        return None
    kind = "unreachable" if code else next((BY_WORDS[w] for w in BY_WORDS if w in reason), "unreachable")
    return Failure(reason, ADVICE[kind])
