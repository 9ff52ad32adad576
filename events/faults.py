"""The faults of a store as codes, each with one sentence in Chinese and one in English. Standard library only.

A sentence says what is wrong, where, and what to do. ``{where}`` is the path or the server; ``{why}`` is the
driver's own short word, where it helps.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Language = Literal["zh", "en"]

FaultCode = Literal[
    "missing",
    "bad-address",
    "no-permission",
    "read-only",
    "disk-full",
    "input-output",
    "network-drive",
    "unreachable",
    "driver-missing",
    "no-upgrade",
    "locked",
    "corrupt",
    "not-ours",
    "empty",
    "too-new",
    "outcome-unknown",
]

SENTENCES: dict[FaultCode, dict[Language, str]] = {
    "missing": {
        "zh": "没有这个数据文件：{where}。请核对 --db 或 TRACKER_DB，或先用 init 建账。",
        "en": "There is no such store: {where}. Check --db or TRACKER_DB, or open a ledger with init first.",
    },
    "bad-address": {
        "zh": "看不懂的数据库地址：{where}。可用 sqlite:////绝对路径.db、文件路径或 postgresql+psycopg://…。",
        "en": "Not a store's address: {where}. Use sqlite:////absolute/path.db, a path, or postgresql+psycopg://….",
    },
    "no-permission": {
        "zh": "没有权限打开：{where}。请检查文件和目录的权限，或数据库账号的授权。",
        "en": "No permission to open {where}. Check the rights on the file, its directory, or the database role.",
    },
    "read-only": {
        "zh": "只读，不能写入：{where}。请检查文件、目录和磁盘是否只读；没有记录任何内容。",
        "en": "Read-only, cannot be written: {where}. Check the file, its directory and the disk; nothing was recorded.",
    },
    "disk-full": {
        "zh": "磁盘已满或超出配额：{where}。请腾出空间后重试；没有记录任何内容。",
        "en": "No room left on the disk, or over the quota: {where}. Free some space and try again; nothing was recorded.",
    },
    "input-output": {
        "zh": "读写磁盘出错：{where}（{why}）。请检查磁盘和存储空间；没有记录任何内容。",
        "en": "The disk failed to read or write: {where} ({why}). Check the disk and its space; nothing was recorded.",
    },
    "network-drive": {
        "zh": "数据文件在网络盘上（{why}）：{where}。网络盘会损坏数据，请放在本机磁盘，多人共用请改用 PostgreSQL。",
        "en": "The file is on a network drive ({why}): {where}. That corrupts data: use a local disk, "
        "or PostgreSQL for several people.",
    },
    "unreachable": {
        "zh": "连不上数据库：{where}（{why}）。请检查服务器、网络和账号。",
        "en": "The database cannot be reached: {where} ({why}). Check the server, the network and the account.",
    },
    "driver-missing": {
        "zh": "缺少数据库驱动 {why}，打不开 {where}。请重新安装本程序。",
        "en": "The database driver {why} is missing, {where} cannot be opened. Install the program again.",
    },
    "no-upgrade": {
        "zh": "数据文件是旧版的，而且只读，不能升级：{where}。请先取得写权限。",
        "en": "The store is of an older version and read-only, so it cannot be upgraded: {where}. Make it writable.",
    },
    "locked": {
        "zh": "数据正被别的程序占用：{where}。请稍后重试；没有记录任何内容。",
        "en": "Another program holds the store: {where}. Try again in a moment; nothing was recorded.",
    },
    "corrupt": {
        "zh": "数据已损坏：{where}（{why}）。不要再写入；请从备份恢复（restore）。",
        "en": "The store is damaged: {where} ({why}). Do not write to it; restore a backup (restore).",
    },
    "not-ours": {
        "zh": "这不是本程序的数据：{where}（{why}）。请核对 --db 或 TRACKER_DB。",
        "en": "This is not a store of this program: {where} ({why}). Check --db or TRACKER_DB.",
    },
    "empty": {
        "zh": "数据文件是空的：{where}。若是新文件请先用 init 建账，否则请从备份恢复（restore）。",
        "en": "The store is empty: {where}. If it is new, open a ledger with init; otherwise restore a backup (restore).",
    },
    "too-new": {
        "zh": "数据由更新版本的程序写成（{why}），本程序不能打开：{where}。请升级本程序。",
        "en": "A newer version of the program wrote this store ({why}): {where}. Upgrade this program.",
    },
    "outcome-unknown": {
        "zh": "不能确定是否已记录：{where}（{why}）。请用同一个 --key 重试，不会重复记录。",
        "en": "It is not known whether it was recorded: {where} ({why}). Try again with the same --key: it counts once.",
    },
}
"""Every fault's sentence in both languages."""


def sentence(code: FaultCode, language: Language, facts: Mapping[str, str]) -> str:
    """The fault's sentence with its facts filled in; a fact that is missing shows as a question mark."""
    known = {"where": "?", "why": "?"} | {name: _one_line(text) for name, text in facts.items()}
    return SENTENCES[code][language].format(**known)


def _one_line(text: str) -> str:
    return " ".join(text.split())
