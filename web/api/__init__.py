"""The doors for other programs: REST under `/api/v1`, OpenAI's protocol under `/v1`, and MCP at `/mcp`.

They are skins over `rag.service.Assistant`: they translate what is asked and what is answered, and decide who may ask.
"""

from web.api.mounting import mount_api

__all__ = ["mount_api"]
