"""The newsroom's own database: its users with their sessions, the keys of other programs, the audit trail, and what editors
decided about questions and answers.

It is a third database beside archive and journal: an SQLite file in the data folder, or a schema of its own in the PostgreSQL
database that has the archive. It outlives the journal, which forgets after WENDA_JOURNAL_DAYS.
"""

from rag.desk.audit import Action, Audit, AuditEntry, Detail
from rag.desk.decisions import Decision, Decisions
from rag.desk.desk import DESK_FILE, Desk
from rag.desk.erasure import ErasedWordings, erase_articles, erase_questions
from rag.desk.keys import SCOPES, ApiKey, Keys, Scope
from rag.desk.passwords import PasswordTooWeak, make_password
from rag.desk.person import ROLES, Person, Role
from rag.desk.question_key import question_key
from rag.desk.question_vectors import QuestionVectors
from rag.desk.ruling import Excluded, Quote, RuledStatement, Ruling, RulingContent, Wording
from rag.desk.rulings import Rulings
from rag.desk.sessions import KEY_PERSON, SESSION_SECONDS, Sessions
from rag.desk.sign_in import KeyRefused, ProvidedUser, SignIn, SignInFailed, claimed_role
from rag.desk.tables import DeskUnusable
from rag.desk.tries import ADDRESS_TRIES, NAME_TRIES, TRIES_SECONDS, TooManyTries
from rag.desk.users import COMMAND_LINE, User, Users

__all__ = [
    "ADDRESS_TRIES",
    "COMMAND_LINE",
    "DESK_FILE",
    "KEY_PERSON",
    "NAME_TRIES",
    "ROLES",
    "SCOPES",
    "SESSION_SECONDS",
    "TRIES_SECONDS",
    "Action",
    "ApiKey",
    "Audit",
    "AuditEntry",
    "Decision",
    "Decisions",
    "Desk",
    "DeskUnusable",
    "Detail",
    "ErasedWordings",
    "Excluded",
    "KeyRefused",
    "Keys",
    "PasswordTooWeak",
    "Person",
    "ProvidedUser",
    "QuestionVectors",
    "Quote",
    "Role",
    "RuledStatement",
    "Ruling",
    "RulingContent",
    "Rulings",
    "Scope",
    "Sessions",
    "SignIn",
    "SignInFailed",
    "TooManyTries",
    "User",
    "Users",
    "Wording",
    "claimed_role",
    "erase_articles",
    "erase_questions",
    "make_password",
    "question_key",
]
