"""The dialog room: reads authored files strictly, holds the dialogs as data, and walks them as a pure state machine.

It imports nothing else of ours. The strict reader (`read_yaml`, `fields`, `Faults`) serves data and settings too.
"""

from bot.dialog.buttons import decode_press, encode_press
from bot.dialog.check import check_bot, check_loaded
from bot.dialog.check_texts import Said, Texts, check_texts
from bot.dialog.engine import Engine
from bot.dialog.errors import ERROR, WARNING, ContentError, ContentErrors, Faults, did_you_mean, nearest
from bot.dialog.fields import Fields, fields
from bot.dialog.loader import Loaded, load_bot, read_bot
from bot.dialog.mark import Mark
from bot.dialog.nodes import (
    ListNode,
    MapNode,
    Node,
    TextNode,
    plain,
    read_date,
    read_entries,
    read_flag,
    read_int,
    read_items,
    read_number,
    read_text,
    read_word,
)
from bot.dialog.prose import bot_labels, bot_prose
from bot.dialog.session_json import SessionError, session_from_json, session_to_json
from bot.dialog.yaml_reader import parse_yaml, read_yaml, yaml_files

__all__ = [
    "ERROR",
    "WARNING",
    "ContentError",
    "ContentErrors",
    "Engine",
    "Faults",
    "Fields",
    "ListNode",
    "Loaded",
    "MapNode",
    "Mark",
    "Node",
    "Said",
    "SessionError",
    "TextNode",
    "Texts",
    "bot_labels",
    "bot_prose",
    "check_bot",
    "check_loaded",
    "check_texts",
    "decode_press",
    "did_you_mean",
    "encode_press",
    "fields",
    "load_bot",
    "nearest",
    "parse_yaml",
    "plain",
    "read_bot",
    "read_date",
    "read_entries",
    "read_flag",
    "read_int",
    "read_items",
    "read_number",
    "read_text",
    "read_word",
    "read_yaml",
    "session_from_json",
    "session_to_json",
    "yaml_files",
]
