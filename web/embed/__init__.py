"""The panel that other sites show: one script tag makes a button, and a small page of its own over the answers' stream."""

from web.embed.mounting import PATHS, mount_embed

__all__ = ["PATHS", "mount_embed"]
