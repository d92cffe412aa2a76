"""Decides which columns of an export are which fields of an article: by their names and values, or by a given mapping."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from statistics import median
from typing import Any

from ingest.metadata.days import calendar_day
from ingest.metadata.papers import is_paper
from ingest.readers.base import FileUnreadable
from ingest.readers.statuses import status_numbers
from ingest.readers.values import Record, names_in, plain_value, text_parts, value_at
from rag.schema import WendaError

SAMPLE = 200  # first records of a file by which its columns are judged
FIELDS = tuple(
    "id text title subheadline byline date paper page section url lang status deleted embargo".split()
)

_LARGEST_MAPPING = 1 << 20  # bytes
_MOST_LISTED = 40  # columns in a message
_WRAPPERS = (
    "attributes",
    "fields",
    "_source",
    "article",
    "data",
    "node",
    "post",
    "properties",
    "item",
    "source",
)
_TEXT_IN_TWO = {"introtext", "fulltext"}  # Joomla: the beginning of a text, and the rest of a long one
_AMBIGUOUS = ("status", "state", "状态", "狀態")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_ASIDE = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_NOT_WORD = re.compile(r"[^\w\u3400-\u9fff]+|_{2,}")
_PREFIX = re.compile(
    r"^(?:(?:article|news|post|content|story|item|doc|document|entry|field|cms)_|文章|新闻|稿件|报道|新聞|報道)"
)
_DIGIT = re.compile(r"[\d一二三四五六七八九十]")
_DOMAIN = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


class FieldsUnusable(WendaError):
    """A mapping of columns to fields cannot be used. The message says why."""


@dataclass(frozen=True, slots=True)
class FieldMap:
    """Which columns of a file are which fields of its articles.

    Attributes:
        columns: by field, the names of its columns; of several, the first that a record fills in counts.
        unused: the columns that are no field.
        status_numbers: the statuses in the first records, if all of them are numbers.
    """

    columns: Mapping[str, tuple[str, ...]]
    unused: tuple[str, ...] = ()
    status_numbers: frozenset[str] = frozenset()


@dataclass
class _Column:
    """A column of the first records: its values, without empty ones, and the records that have them."""

    name: str
    values: dict[int, Any] = field(default_factory=dict)


def load_fields(path: Path) -> dict[str, tuple[str, ...]]:
    """The mapping in a YAML file: the column of each field, several in a list, or nothing to leave the field empty.

    Raises:
        FieldsUnusable: it cannot be read, is not such a mapping, or names a field that articles do not have.
    """
    import yaml

    try:
        if path.stat().st_size > _LARGEST_MAPPING:
            raise FieldsUnusable(f"{path}: too large for a mapping of fields.")
        given = yaml.safe_load(path.read_text("utf-8-sig"))
    except OSError as error:
        raise FieldsUnusable(f"{path}: cannot be read ({error.strerror}).") from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise FieldsUnusable(f"{path}: not YAML in UTF-8 ({' '.join(str(error).split())[:200]}).") from error
    if not isinstance(given, dict):
        raise FieldsUnusable(f"{path}: not a mapping. Write a line such as `text: 正文` for each field.")
    fields: dict[str, tuple[str, ...]] = {}
    for name, columns in given.items():
        known = {"headline": "title", "subtitle": "subheadline"}.get(str(name), str(name))
        if known not in FIELDS or known in fields:
            wrong = "twice the field" if known in fields else "no field"
            raise FieldsUnusable(f"{path}: {wrong} {name!r}; the fields are {', '.join(FIELDS)}.")
        listed = columns if isinstance(columns, list) else [] if columns is None else [columns]
        if not all(isinstance(column, str | int) and not isinstance(column, bool) for column in listed):
            raise FieldsUnusable(f"{path}: {name} must be the name of a column, or a list of names.")
        fields[known] = tuple(str(column) for column in listed)
    return fields


def map_columns(records: Sequence[Record], given: Mapping[str, tuple[str, ...]]) -> FieldMap:
    """The columns of a file, judged by its first records.

    Args:
        records: the first `SAMPLE` records, at least one.
        given: the columns that the user has named; the other fields are guessed.

    Raises:
        FileUnreadable: no column is known as the text, or the file lacks a column that the user has named. The message
            lists its columns.
    """
    columns = _columns_of(records)
    found = _listed(columns)
    for field_, names in given.items():
        if names and all(value_at(record, name) is None for record in records for name in names):
            raise FileUnreadable(
                f"the column {names[0]!r} that --fields names for {field_} is not there: {found}."
            )
    taken = {name for names in given.values() for name in names}
    guessed = _guess([column for column in columns.values() if column.name not in taken], set(given))
    mapped = {field_: given.get(field_) or guessed.get(field_, ()) for field_ in FIELDS}
    if set(columns) >= _TEXT_IN_TWO and _TEXT_IN_TWO & set(mapped["text"]) and "text" not in given:
        mapped["text"] = ("introtext+fulltext",)
    used = {part for names in mapped.values() for name in names for part in (name, *name.split("+"))}
    if not mapped["text"]:
        raise FileUnreadable(
            f"none of its fields is known as the text of an article; {found}. Name the fields in a file, a line such as "
            "`text: NAME` for each, and give it with --fields FILE.yaml."
        )
    unused = tuple(name for name in columns if name not in used)
    numbers = status_numbers(value for name in mapped["status"] for value in _values(records, name))
    return FieldMap({field_: names for field_, names in mapped.items() if names}, unused, numbers)


def has_text(records: Sequence[Record], given: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether records have a column that is known as the text of an article."""
    try:
        return bool(map_columns(records, given).columns["text"])
    except FileUnreadable:
        return False


def listed_columns(records: Sequence[Record]) -> str:
    """Which columns records have, for a message."""
    return _listed(_columns_of(records))


def _listed(columns: Mapping[str, object]) -> str:
    shown = [name if len(name) <= 60 else f"{name[:60]}…" for name in list(columns)[:_MOST_LISTED]]
    more = f" and {len(columns) - len(shown)} more" if len(columns) > len(shown) else ""
    return f"it has: {', '.join(shown) or 'none'}{more}"


def _columns_of(records: Sequence[Record]) -> dict[str, _Column]:
    columns: dict[str, _Column] = {}
    for number, record in enumerate(records):
        for name, value in _flat(record):
            column = columns.setdefault(name, _Column(name))
            if value not in (None, "", [], {}):
                column.values[number] = value
    return columns


def _values(records: Sequence[Record], name: str) -> Iterator[Any]:
    values = (value_at(record, name) for record in records)
    return (value for value in values if value not in (None, ""))


def _flat(record: Record, prefix: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Names and values of a record; those in an object that only wraps the article have its name before them."""
    for name, value in record.items():
        if depth < 2 and name in _WRAPPERS and isinstance(value, Mapping) and len(value) > 2:
            yield from _flat(value, f"{prefix}{name}.", depth + 1)
        else:
            yield f"{prefix}{name}", value


# --- the guess ---


def _guess(columns: Sequence[_Column], settled: set[str]) -> dict[str, tuple[str, ...]]:
    """The columns of each field that the user has not settled, surest first."""
    found: dict[str, list[tuple[int, _Column]]] = {}
    for column in columns:
        for field_, rank, is_likely in _meanings(column.name):
            if field_ not in settled and _fits(column, field_, rank, is_likely):
                found.setdefault(field_, []).append((rank + (1000 if is_likely else 0), column))
                break
    return {
        field_: _chosen(field_, sorted(ranked, key=lambda pair: pair[0])) for field_, ranked in found.items()
    }


def _chosen(field_: str, ranked: list[tuple[int, _Column]]) -> tuple[str, ...]:
    sure = [column for rank, column in ranked if rank < 1000]
    if field_ == "text" and len(sure) > 1:
        longest = max(map(_length, sure))
        sure = [column for column in sure if _length(column) * 5 >= longest] or sure
    return tuple(column.name for column in sure or [column for _, column in ranked[:1]])


def _length(column: _Column) -> float:
    """Median number of characters of a column's values."""
    lengths = [sum(map(len, text_parts(value))) for value in column.values.values()]
    return median(lengths) if lengths else 0.0


def _meanings(name: str) -> Iterator[tuple[str, int, bool]]:
    """The fields that a column of this name can be, each with the rank of the name, and whether it is only likely."""
    key = column_key(name.rpartition(".")[2])
    for meaning in dict.fromkeys((key, _PREFIX.sub("", key), *re.split(r"(?<=[\u4e00-\u9fff])_", key))):
        if "." in name and meaning == "name":
            continue
        yield from _known_names().get(meaning, ())


def known_field(name: str) -> str:
    """The field that a column of this name surely is; empty if there is none."""
    return next((field_ for field_, _, is_likely in _meanings(name) if not is_likely), "")


def column_key(name: str) -> str:
    """A column's name in the form in which names are compared: `PublishTime` and `publish time` are `publish_time`."""
    name = _ASIDE.sub("", unicodedata.normalize("NFKC", name[:200]))
    return _NOT_WORD.sub("_", _CAMEL.sub("_", name.strip().lstrip("\ufeff"))).strip("_").lower() or name


@cache
def _known_names() -> dict[str, list[tuple[str, int, bool]]]:
    table = tomllib.loads(resources.files("ingest.readers").joinpath("column_names.toml").read_text("utf-8"))
    known: dict[str, list[tuple[str, int, bool]]] = {}
    for is_likely in (False, True):
        for field_, lists in table.items():
            for rank, name in enumerate(lists["likely" if is_likely else "names"].split()):
                known.setdefault(name.strip("_"), []).append((field_, rank, is_likely))
    return known


def _fits(column: _Column, field_: str, rank: int, is_likely: bool) -> bool:
    """Whether a column's values can be those of a field. The surest name is believed: its bad values are reported."""
    values = list(column.values.values())
    if field_ == "status" and _is_ambiguous(column):
        return False
    if rank == 0 and not is_likely:
        return True
    if not values:
        return not is_likely
    texts = [text for value in values if (text := plain_value(value)) is not None]
    match field_:
        case "text":
            written = [text for value in values for text in text_parts(value) if not text.isdigit()]
            return any(len(text) > 1 and not _ADDRESS.fullmatch(text) for text in written)
        case "byline":
            return any(names_in(value) for value in values)
        case "date":
            return any(map(_is_day, values)) if is_likely else any(map(_looks_dated, texts))
        case "url":
            return any(map(_ADDRESS.match, texts))
        case "id":
            return bool(texts) and (not is_likely or len(set(texts)) == len(texts))
        case "paper" if is_likely or any(map(_DOMAIN.fullmatch, texts)):
            return bool(texts) and sum(map(is_paper, texts)) * 2 > len(texts)
        case "embargo":
            return all(map(_is_moment, texts))
        case "section" | "page" | "lang" | "paper" | "status" | "deleted":
            return bool(texts) and max(map(len, texts)) <= 60
    return bool(texts) and median(map(len, texts)) <= 300


def _is_ambiguous(column: _Column) -> bool:
    """Whether all statuses are 0: some systems number what is published so, others a draft."""
    numbers = status_numbers(column.values.values())
    return numbers == {"0"} and len(column.values) > 1 and column_key(column.name) in _AMBIGUOUS


def _looks_dated(text: str) -> bool:
    return len(text) > 3 and _DIGIT.search(text) is not None


def _is_moment(text: str) -> bool:
    return text in ("", "0", "null") or _looks_dated(text)


def _is_day(value: Any) -> bool:
    try:
        calendar_day(value if isinstance(value, int | float) else plain_value(value) or "", "UTC")
    except ValueError:
        return False
    return True
