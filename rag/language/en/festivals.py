"""English names of the festivals, as patterns."""

from __future__ import annotations

NAMES = {
    "spring_festival": "spring festival|chinese new year(?!'s eve)|lunar new year(?!'s eve)",
    "national_day": "national day",
    "labour_day": "labou?r day|may day",
    "new_year": "new year's day",
    "qingming": "qingming festival|tomb.sweeping day",
    "dragon_boat": "dragon boat festival",
    "mid_autumn": "mid-autumn festival",
    "lantern": "lantern festival",
    "new_years_eve": "(?:chinese|lunar) new year's eve",
    "mothers_day": "mother's day",
    "fathers_day": "father's day",
    "childrens_day": "children's day",
    "teachers_day": "teachers' day",
    "christmas_eve": "christmas eve",
    "christmas": "christmas(?! eve)(?: day)?",
}
