"""The base class of what pages, journal and API exchange."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """Cannot be changed, and has no fields but its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)
