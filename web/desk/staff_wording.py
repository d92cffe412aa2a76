"""The fixed texts of the staff's plain pages, in Chinese and English."""

from __future__ import annotations

from web.desk.ruling_wording import TEXTS as RULING_TEXTS
from web.wording import Texts

TEXTS: Texts = {
    **RULING_TEXTS,
    "desk": ("闻答工作台", "Wenda desk"),
    # --- the head of each page ---
    "checking": ("核查", "Checking"),
    "people": ("人员", "People"),
    "board": ("有人问，没报道", "Asked, not reported"),
    "numbers": ("数字", "Numbers"),
    "audit": ("操作记录", "Audit trail"),
    "account": ("我的账号", "My account"),
    "sign_out": ("退出", "Sign out"),
    "pages": ("工作台页面", "Pages of the desk"),
    "with_key": ("凭钥匙进入", "in by the key"),
    "checker": ("核查员", "checker"),
    "editor": ("编辑", "editor"),
    "admin": ("管理员", "admin"),
    # --- signing in ---
    "sign_in": ("登录", "Sign in"),
    "name": ("姓名", "Name"),
    "password": ("密码", "Password"),
    "with_provider": ("用单位账号登录", "Sign in with the newsroom's account"),
    "forgotten": (
        "忘了密码？请管理员在“人员”页重设，或在服务器上运行 python -m rag users reset 姓名。",
        "Forgotten the password? An admin resets it on the page “People”, or on the server: “python -m rag users reset NAME”.",
    ),
    "no_users": (
        "这里还没有用户：请打开启动时印在终端里的带钥匙的链接，或先运行 python -m rag users add 姓名 --role admin。",
        "There are no users yet: open the link with the key that the start has printed, or first run "
        "“python -m rag users add NAME --role admin”.",
    ),
    "sign_in_failed": (
        "姓名或密码不对，或账号已停用。",
        "The name or the password is wrong, or the account is disabled.",
    ),
    "key_retired": (
        "这里已有用户，钥匙不再能打开工作台：请用自己的姓名和密码登录。没有账号的，请管理员在“人员”页添加，"
        "或在服务器上运行 python -m rag users add 姓名。",
        "There are users now, and the key no longer opens the desk: sign in with your name and password. Who has none is "
        "added by an admin on the page “People”, or with “python -m rag users add NAME” on the server.",
    ),
    "provider_failed": (
        "单位账号没有登录成功：这里没有对应的用户，或账号已停用，或单位的登录服务出了错。",
        "The newsroom's account did not sign in: there is no such user here, the user is disabled, or the newsroom's "
        "sign-in service failed.",
    ),
    "too_many_tries": (
        "试得太多了，请 {minutes} 分钟后再试。",
        "Too many tries. Try again in {minutes} minutes.",
    ),
    # --- the own account ---
    "role": ("角色", "Role"),
    "email": ("电子邮箱", "E-mail address"),
    "change_password": ("修改密码", "Change the password"),
    "old_password": ("现在的密码", "Present password"),
    "new_password": ("新密码", "New password"),
    "again": ("再输一遍新密码", "New password again"),
    "password_rules": ("至少 10 个字符。", "At least 10 characters."),
    "other_sessions": (
        "改密码后，别处的登录都会失效。",
        "Changing the password signs you out everywhere else.",
    ),
    "save": ("保存", "Save"),
    "everywhere": ("在所有设备上退出", "Sign out everywhere"),
    "passwords_differ": ("两遍新密码不一样。", "The two new passwords differ."),
    "old_password_wrong": ("现在的密码不对。", "The present password is wrong."),
    "too_many_tries_later": (
        "试得太多了，请过一刻钟再试。",
        "Too many tries. Try again in a quarter of an hour.",
    ),
    "password_length": ("密码要有 10 到 200 个字符。", "A password has 10 to 200 characters."),
    "password_simple": ("密码至少要有 5 个不同的字符。", "A password has at least 5 different characters."),
    "password_name": ("密码不能只是姓名加几个字。", "A password is not the name with a little more."),
    # --- people ---
    "add": ("添加用户", "Add a user"),
    "add_hint": (
        "密码由系统生成，只显示一次；请当面或用电话告诉本人，并请其登录后修改。",
        "A password is made and shown once: tell it to the person, who changes it after the first sign-in.",
    ),
    "email_hint": (
        "可不填；用单位账号登录时据此认人。",
        "Optional; tells who signs in with the newsroom's account.",
    ),
    "state": ("状态", "State"),
    "active": ("可登录", "active"),
    "disabled": ("已停用 {moment}", "disabled {moment}"),
    "since": ("添加于", "Added"),
    "change": ("更改", "Change"),
    "disable": ("停用", "Disable"),
    "enable": ("启用", "Enable"),
    "reset": ("重设密码", "Reset the password"),
    "set_role": ("改角色", "Set the role"),
    "role_of": ("{name} 的角色", "role of {name}"),
    "of": ("{action}：{name}", "{action}: {name}"),
    "made_password": ("{name} 的新密码（只显示这一次）：", "New password of {name}, shown this once:"),
    "roles_mean": (
        "核查员看回答、给判定、处理读者报告；编辑还可以导出；管理员还管人员和操作记录。",
        "A checker reads answers, gives verdicts and handles reports; an editor also exports; an admin also manages people "
        "and sees the audit trail.",
    ),
    "name_taken": ("已有同名用户。", "There is a user of this name already."),
    "name_unusable": (
        "姓名要有 1 到 80 个字符，以文字或数字开头。",
        "A name has 1 to 80 characters and begins with a letter or digit.",
    ),
    "last_admin": (
        "这是最后一位管理员，不能停用或改角色：请先让别人当管理员。",
        "This is the last admin and cannot be disabled or changed: make somebody else an admin first.",
    ),
    "list_changed": ("名单已变，请再看一遍。", "The list has changed. Look at it again."),
    # --- the audit trail ---
    "person": ("人员", "Person"),
    "everybody": ("所有人", "everybody"),
    "nobody": ("（未登录或凭钥匙）", "(not signed in, or by the key)"),
    "command_line": ("（命令行）", "(command line)"),
    "from_provider": ("（单位账号）", "(the newsroom's provider)"),
    "show": ("显示", "Show"),
    "when": ("时间", "When"),
    "did": ("操作", "What"),
    "to": ("对象", "To what"),
    "details": ("详情", "Details"),
    "older": ("更早的记录", "Older lines"),
    "nothing": ("没有记录。", "There is nothing."),
    "did_signed_in": ("登录", "signed in"),
    "did_sign_in_failed": ("登录失败", "failed to sign in"),
    "did_signed_out": ("退出", "signed out"),
    "did_signed_out_everywhere": ("在所有设备上退出", "signed out everywhere"),
    "did_user_added": ("添加用户", "added a user"),
    "did_user_disabled": ("停用用户", "disabled a user"),
    "did_user_enabled": ("启用用户", "enabled a user"),
    "did_role_changed": ("改角色", "changed a role"),
    "did_password_reset": ("重设密码", "reset a password"),
    "did_password_changed": ("修改自己的密码", "changed the own password"),
    "did_verdict": ("判定", "gave a verdict"),
    "did_decided": ("裁定", "decided between two verdicts"),
    "did_noted": ("写备注", "wrote a note"),
    "did_point_marked": ("标记五项", "marked a point"),
    "did_verdict_undone": ("撤销判定", "took a verdict back"),
    "did_reports_handled": ("处理读者报告", "handled reports"),
    "did_board_reported": ("标为已报道", "marked a question as reported since"),
    "did_board_dismissed": ("标为不报道", "marked a question as not ours"),
    "did_board_undone": ("撤销对一组问题的处理", "undid what was decided about a question"),
    "did_exported": ("导出", "exported"),
    "did_words_erased": ("应提问者要求删除回答", "erased an answer at the asker's request"),
}
