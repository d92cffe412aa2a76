"""The assistant inside somebody else's chain or agent."""

from __future__ import annotations

import pytest
from langchain.agents import create_agent
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage
from papers import SAMPLE, assistant_over

from ingest.readers.options import ReadOptions

QUESTION = "白鹭大桥全长多少米？"


class ScriptedModel(GenericFakeChatModel):
    """Somebody's model: it calls the tool, then says something."""

    def bind_tools(self, tools, **_):
        return self


@pytest.fixture(scope="module")
def bridge(tmp_path_factory, embedder):
    folder = tmp_path_factory.mktemp("bridge")
    assistant = assistant_over(folder, [SAMPLE / "pages" / "2023-03-20-01.txt"], ReadOptions(), embedder)
    yield assistant
    assistant.close()


def test_the_retriever_gives_documents(bridge):
    documents = bridge.as_retriever().invoke(QUESTION)
    assert any("612米" in document.page_content for document in documents)


def test_the_tool_gives_statements_with_their_sources(bridge):
    told = bridge.as_tool().invoke({"question": QUESTION})
    assert "612米" in told and "[1]" in told and "栖川日报" in told and "2023-03-20" in told


def test_the_tool_says_that_nothing_was_reported(bridge):
    told = bridge.as_tool().invoke({"question": "市长的电话号码是多少？"})
    assert told.startswith("报上没有直接的回答")


def test_an_agent_gets_checked_answers(bridge):
    call = {"name": "local_news", "args": {"question": QUESTION}, "id": "1"}
    model = ScriptedModel(messages=iter([AIMessage("", tool_calls=[call]), AIMessage("大桥全长612米。")]))
    agent = create_agent(model, tools=[bridge.as_tool()])
    messages = agent.invoke({"messages": [("user", QUESTION)]})["messages"]
    [answered] = [message for message in messages if message.type == "tool"]
    assert answered.artifact.status == "answered" and "612米" in answered.content
