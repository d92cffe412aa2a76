"""The door for programs that speak OpenAI's protocol: `/v1/chat/completions` and `/v1/models`.

The model is called `wenda`. It answers the last message from the archive, with the messages before it as the conversation.
Instructions (system messages) change nothing: what is said was printed.
"""

from web.api.openai.routes import PATH, openai_app

__all__ = ["PATH", "openai_app"]
