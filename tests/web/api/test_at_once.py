"""Many programs at once: each gets the answer to its own question."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

from httpx_sse import connect_sse
from served import RESERVOIRS


def test_twenty_programs_at_once_get_the_answers_to_their_own_questions(program):
    asked = [f"{name}湾水库总库容{way}？" for name in RESERVOIRS for way in ("多少万立方米", "有多大")]

    def whole(question: str) -> str:
        return program().post("/api/v1/ask", json={"question": question}).text

    def streamed(question: str) -> str:
        with connect_sse(program(), "POST", "/api/v1/ask/stream", json={"question": question}) as source:
            return "\n".join(event.data for event in source.iter_sse())

    with ThreadPoolExecutor(len(asked)) as threads:
        got = [
            threads.submit(ask, question) for ask, question in zip([whole, streamed] * 10, asked, strict=True)
        ]
    for question, answer in zip(asked, got, strict=True):
        last = json.loads(answer.result().splitlines()[-1])
        assert last["question"] == question
        assert RESERVOIRS[question[0]].rstrip("。") in last["text"]
        others = [name for name in RESERVOIRS if name != question[0] and RESERVOIRS[name] in last["text"]]
        assert not others
