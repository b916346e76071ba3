"""What was read is kept for the next start, and is believed only while it is whole, ours and of these files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.snapshot import keep_snapshot, key_of, read_snapshot

KEY = b"k" * 32
HELD = ("a", [1, {"b": (2.5, None)}])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "var" / "content.bin"
    keep_snapshot(path, KEY, HELD)
    return path


def test_what_was_kept_is_read_by_its_key_alone(file: Path) -> None:
    assert read_snapshot(file, KEY) == HELD
    assert read_snapshot(file, b"x" * 32) is None
    assert [path.name for path in file.parent.iterdir()] == ["content.bin"]
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert read_snapshot(tmp_path / "content.bin", KEY) is None


def test_a_file_cut_off_anywhere_holds_nothing(file: Path) -> None:
    whole = file.read_bytes()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        assert read_snapshot(file, KEY) is None, length


def test_a_file_with_one_byte_changed_holds_nothing(file: Path) -> None:
    whole = file.read_bytes()
    for at in range(len(whole)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert read_snapshot(file, KEY) is None, at


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_may_write_is_not_believed(file: Path, mode: int) -> None:
    file.chmod(mode)
    assert read_snapshot(file, KEY) is None


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file away")
def test_a_file_of_another_user_is_not_believed(file: Path) -> None:
    os.chown(file, 12345, -1)
    assert read_snapshot(file, KEY) is None


def _linked(file: Path) -> None:
    file.rename(file.with_name("elsewhere"))
    file.symlink_to("elsewhere")


def _a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _a_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file, 0o600)


@pytest.mark.parametrize("becomes", [_linked, _a_folder, _a_pipe])
def test_what_is_no_plain_file_is_not_read(file: Path, becomes: Callable[[Path], None]) -> None:
    becomes(file)
    assert read_snapshot(file, KEY) is None


def test_a_place_that_can_not_be_written_keeps_nothing_and_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file where the folder should be")
    keep_snapshot(tmp_path / "var" / "content.bin", KEY, HELD)
    assert read_snapshot(tmp_path / "var" / "content.bin", KEY) is None


def test_the_key_knows_every_byte_every_name_and_what_else_decides(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    one = tmp_path / "deep" / "one.yaml"
    one.write_text("ab")
    keys = [key_of([tmp_path], ["nb"]), key_of([tmp_path], ["en"])]
    one.write_text("ac")
    keys.append(key_of([tmp_path], ["nb"]))
    (tmp_path / "two.yaml").touch()
    keys.append(key_of([tmp_path], ["nb"]))
    (tmp_path / "two.yaml").rename(tmp_path / "six.yaml")
    keys.append(key_of([tmp_path], ["nb"]))
    assert len(set(keys)) == len(keys)
    assert key_of([tmp_path], ["nb"]) == keys[-1]
