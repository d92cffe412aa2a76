"""What the desk's keys do, in Chinese and English: in a word on the page, and at length in the help."""

from __future__ import annotations

from web.wording import Texts

KEYS: Texts = {
    "help": ("按键", "Keys"),
    "close": ("关闭", "Close"),
    "key_verdict": ("判定", "verdict"),
    "key_undo": ("撤销", "undo"),
    "key_step": ("下/上一句", "statement"),
    "key_skip": ("跳过", "skip"),
    "key_back": ("返回", "back"),
    "key_note": ("备注", "note"),
    "key_points": ("五项", "points"),
    "key_line": ("选原文", "line"),
    "key_queue": ("换列", "queue"),
    "key_help": ("按键", "keys"),
    "key_verdict_long": (
        "给这一句判定，接着到下一句或下一条",
        "Give the verdict, and go on to the next statement or answer",
    ),
    "key_undo_long": (
        "撤销上一个判定；再按，撤销更早的",
        "Take back the last verdict; again, the one before it",
    ),
    "key_step_long": ("下一句、上一句，最接近的原文也在内", "Next and previous statement or nearest line"),
    "key_skip_long": ("跳过，看这一列的下一条", "Skip to the queue's next answer"),
    "key_back_long": ("回到刚才看的那一条", "Back to the answer shown before"),
    "key_note_long": ("写备注，Enter 保存，Esc 离开", "Write a note; Enter saves it, Esc leaves the field"),
    "key_points_long": (
        "五项：按一次有问题，两次没有问题，三次取消",
        "Five points: once for a fault, twice for no fault, three times for no mark",
    ),
    "key_line_long": (
        "未作答的：选出本应引用的那一行（↑ ↓ Enter，可搜索）",
        "For a declined question: choose the line that answers it (↑ ↓ Enter, or search)",
    ),
    "key_queue_long": ("上一列、下一列", "Previous and next queue"),
    "key_help_long": ("打开这张表，Esc 关闭", "This list; Esc closes it"),
}
