"""The names of newspapers, as a masthead prints them. Chinese lines are in simplified script."""

from __future__ import annotations

import re

from ingest.metadata.page_numbers import is_section

_CHINESE = r"[\u4e00-\u9fff]{2,8}(?:日报|晚报|晨报|早报|时报|商报|周报|都市报|快报|新报|午报|导报)"
_TITLES = (
    "Courier|Times|Post|Herald|Gazette|Tribune|Journal|Chronicle|News|Daily|Weekly|Observer|Standard|Star|Sun|Mail|"
    "Telegraph|Examiner|Inquirer|Enquirer|Register|Sentinel|Record|Press|Bulletin|Dispatch|Globe|Mercury|Echo|Argus|"
    "Advertiser|Independent|Guardian|Reporter|Leader|Express|Citizen|Banner|Ledger|Bee|Messenger"
)
_TITLE = rf"(?:{_TITLES}|{_TITLES.upper()})"
_TOWN = r"[A-Z][A-Za-z.'’-]{1,20}"
_ENGLISH = (
    rf"(?:(?:T(?:he|HE) )?(?:{_TOWN} ){{1,3}}{_TITLE}"
    rf"|T(?:he|HE) {_TITLE}(?: (?:of|OF) {_TOWN}(?: {_TOWN})?)?)(?![A-Za-z])"
)
_NAME = re.compile(rf"[《]?(?P<paper>{_CHINESE}|{_ENGLISH})[》]?")
_NAME_INSIDE = re.compile(rf"(?:^|(?<=\s))(?P<paper>{_CHINESE}(?=\s|$)|{_ENGLISH})")


def is_paper(line: str) -> bool:
    """Whether a line is only the name of a paper: ``栖川日报``, ``PINEVALE COURIER``."""
    return _NAME.fullmatch(line) is not None and not is_section(line)


def find_paper(line: str) -> re.Match[str] | None:
    """The name of a paper (group `paper`) in a line of furniture."""
    found = (match for match in (_NAME.fullmatch(line), *_NAME_INSIDE.finditer(line)) if match)
    return next((match for match in found if not is_section(match["paper"])), None)
