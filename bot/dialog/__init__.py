"""The dialog room: reads authored files strictly, holds the dialogs as data, and walks them as a pure state machine.

The shapes that everybody speaks of stand here (model, events, effects, session, ports); each work with them has a room:
strict, deciding, loading, turning, replaying, checking, exploring, drawing (docs/rooms.md).

It imports nothing else of ours. The strict reader (`read_yaml`, `fields`, `Faults`) serves data and settings too.
"""

from bot.dialog.buttons import decode_own, decode_press, encode_press, own_press
from bot.dialog.checking.check import check_bot, check_loaded
from bot.dialog.checking.said import Said, Texts
from bot.dialog.checking.texts import check_texts
from bot.dialog.codes import state_code
from bot.dialog.drawing.graph import graph
from bot.dialog.exploring.explore import Explored, explore
from bot.dialog.exploring.reaching import shortest_ways
from bot.dialog.loading.loader import Loaded, check_link, load_bot, read_bot
from bot.dialog.loading.prose import TAG, bot_labels, bot_prose
from bot.dialog.loading.schema import json_schema
from bot.dialog.loading.shapes import SHAPES
from bot.dialog.mark import Mark
from bot.dialog.ports import ActionSpec, Ears, KnowledgeBase, Table
from bot.dialog.replaying.plan import Plan, Planned, plan, plan_session
from bot.dialog.replaying.repro import talk_of
from bot.dialog.session import Entry, Frame, Session
from bot.dialog.session_json import SessionError, session_from_json, session_to_json
from bot.dialog.strict.errors import ERROR, WARNING, ContentError, ContentErrors, Faults, also_at, did_you_mean, nearest
from bot.dialog.strict.fields import Fields, fields
from bot.dialog.strict.nodes import (
    ListNode,
    MapNode,
    Node,
    TextNode,
    is_lost,
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
from bot.dialog.strict.yaml_reader import parse_yaml, read_yaml, tell_unread, yaml_files
from bot.dialog.turning.answers import latin_digits
from bot.dialog.turning.dates import read_date as typed_date
from bot.dialog.turning.engine import Engine
from bot.dialog.turning.turn import EXPIRE

__all__ = [
    "ERROR",
    "EXPIRE",
    "SHAPES",
    "TAG",
    "WARNING",
    "ActionSpec",
    "ContentError",
    "ContentErrors",
    "Ears",
    "Engine",
    "Entry",
    "Explored",
    "Faults",
    "Fields",
    "Frame",
    "KnowledgeBase",
    "ListNode",
    "Loaded",
    "MapNode",
    "Mark",
    "Node",
    "Plan",
    "Planned",
    "Said",
    "Session",
    "SessionError",
    "Table",
    "TextNode",
    "Texts",
    "also_at",
    "bot_labels",
    "bot_prose",
    "check_bot",
    "check_link",
    "check_loaded",
    "check_texts",
    "decode_own",
    "decode_press",
    "did_you_mean",
    "encode_press",
    "explore",
    "fields",
    "graph",
    "is_lost",
    "json_schema",
    "latin_digits",
    "load_bot",
    "nearest",
    "own_press",
    "parse_yaml",
    "plain",
    "plan",
    "plan_session",
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
    "shortest_ways",
    "state_code",
    "talk_of",
    "tell_unread",
    "typed_date",
    "yaml_files",
]
