"""What the guard answers to who may not pass."""

from __future__ import annotations

from starlette.responses import HTMLResponse, JSONResponse, Response

Said = tuple[str, str, str, str]
"""Title and text in Chinese, title and text in English; HTML."""

PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY"}

NEEDS_KEY: Said = (
    "核查页需要钥匙",
    "请打开带钥匙的链接：它在启动 <code>python app.py</code> 时印在终端里，钥匙也保存在数据文件夹的 "
    "<code>check_key</code> 文件中（或由 <code>WENDA_CHECK_KEY</code> 设定）。浏览器须允许 Cookie；"
    "十二小时后或重启后请再次打开该链接。",
    "The checking page needs its key",
    "Open the link that holds the key: <code>python app.py</code> prints it in the terminal at start, and the "
    "key is kept in the file <code>check_key</code> of the data folder (or set as "
    "<code>WENDA_CHECK_KEY</code>). Cookies must be allowed; after twelve hours or a restart, open that "
    "link again.",
)
WRONG_KEY: Said = (
    "钥匙不对",
    "链接里的钥匙不是现在的这一把。请用最近一次启动时印在终端里的链接。",
    "That key is wrong",
    "The key in the link is not the present one. Use the link that was printed at the last start.",
)
TOO_MANY: Said = (
    "试得太多了",
    "请五分钟后再试。",
    "Too many tries",
    "Try again in five minutes.",
)
OTHER_ORIGIN: Said = (
    "请求来自别的网站",
    "核查页只接受它自己的页面发来的改动。如果经由代理访问，请让代理转发 Host。",
    "This came from another site",
    "The checking page takes changes from its own page alone. Behind a proxy, let it forward Host.",
)


_ENDED = "会话已结束，请重新打开带钥匙的链接。 The session has ended: open the link with the key again."


def refused(status: int, said: Said) -> Response:
    """A small page that says, in Chinese and in English, why and what to do."""
    title, text, title_en, text_en = said
    page = (
        f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<style>body{font:16px/1.7 system-ui,sans-serif;max-width:36em;margin:12vh auto;padding:0 1.2em;"
        "color:#222}h1{font-size:1.3em;margin:1.4em 0 .3em}p{margin:0}code{background:#eee;padding:.1em .3em}"
        f'</style><h1>{title}</h1><p>{text}</p><div lang="en"><h1>{title_en}</h1><p>{text_en}</p></div></html>'
    )
    return HTMLResponse(page, status, headers=PRIVATE)


def ended() -> Response:
    """The same to a page that is open already, in the form in which Gradio's script shows it."""
    return JSONResponse({"detail": _ENDED}, 403, headers=PRIVATE)
