"""JSON that is nested too deep is refused by every door, and hurts none."""

from __future__ import annotations

import pytest

NESTED = {
    "/api/v1/ask": '{{"question": "桥", "history": {}}}',
    "/api/v1/ask/stream": '{{"question": "桥", "filters": {}}}',
    "/api/v1/answers/x/report": '{{"reason": {}}}',
    "/v1/chat/completions": '{{"model": "wenda", "messages": {}}}',
    "/mcp": '{{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {{"name": "ask", "arguments": {}}}}}',
    "/embed/api/ask": '{{"question": "桥", "history": {}}}',
    "/gradio_api/queue/join": '{{"data": ["桥", {}], "fn_index": 0, "session_hash": "nested"}}',
    "/desk/gradio_api/queue/join": '{{"data": [{}], "fn_index": 0, "session_hash": "nested"}}',
}


@pytest.mark.parametrize("depth", [500, 10_000])
def test_json_that_is_nested_too_deep_is_refused_without_an_error_inside(site, program, depth, caplog):
    api = program()
    api.get(site.desk_url.removeprefix(site.url))  # the session of the desk
    for path, body in NESTED.items():
        for nested in ("[" * depth, "[" * depth + "]" * depth, '{"a":' * depth + "1" + "}" * depth):
            headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
            response = api.post(path, content=body.format(nested), headers={**headers, "Origin": site.url})
            is_error = 400 <= response.status_code < 500 or '"isError":true' in response.text
            assert is_error or (depth == 500 and "queue/join" in path), (path, response.text)
            assert "Traceback" not in response.text
    assert "Traceback" not in caplog.text
    assert api.get("/healthz").status_code == 200
