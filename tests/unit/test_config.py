"""The settings: defaults, overriding, and every way to get one wrong."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from bot.config import PREFIX, Settings, SettingsError, keys, load_settings

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text("web:\n  port: 9000\n", encoding="utf-8")
    return path


def lines_of(path: Path, environ: dict[str, str]) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        load_settings(path, environ)
    return caught.value.lines


def test_the_shipped_file_says_the_defaults() -> None:
    settings = load_settings(ROOT / "config.yaml", {})
    plain = Settings()
    assert settings.model_dump(exclude={"database", "paths"}) == plain.model_dump(exclude={"database", "paths"})
    assert settings.database.file == ROOT / "var/dugnad.db"
    assert settings.paths.dialogs == ROOT / "dialogs"


def test_the_shipped_file_names_every_key() -> None:
    text = (ROOT / "config.yaml").read_text(encoding="utf-8")
    for key in keys():
        last = key.name.rpartition(".")[2]
        assert f"{last}_file:" in text if key.secret else f"{last}:" in text, key.name


def test_every_key_of_the_shipped_file_has_a_comment_above_it() -> None:
    lines = (ROOT / "config.yaml").read_text(encoding="utf-8").splitlines()
    values = [number for number, line in enumerate(lines) if ":" in line and not line.lstrip().startswith("#")]
    paths = lines.index("paths:")
    for number in values:
        is_part = lines[number].endswith(":") and not lines[number].startswith(" ")
        assert is_part or lines[number - 1].lstrip().startswith("#") or paths < number <= paths + 4, lines[number]


def test_file_then_variable(file: Path) -> None:
    assert load_settings(file, {}).web.port == 9000
    assert load_settings(file, {"DUGNAD_WEB__PORT": "9001"}).web.port == 9001


def test_levels_and_types_from_variables(file: Path) -> None:
    settings = load_settings(
        file,
        {
            "DUGNAD_TIMEZONE": "Asia/Damascus",
            "DUGNAD_KNOWLEDGE__AS_OF": "2015-12-01",
            "DUGNAD_DELIVERY__PER_SECOND": "0.5",
            "DUGNAD_WEB__PUBLIC_URL": "https://help.example.org/",
            "DUGNAD_TELEGRAM__MODE": "webhook",
        },
    )
    assert settings.timezone == "Asia/Damascus"
    assert settings.knowledge.day == datetime.date(2015, 12, 1)
    assert settings.delivery.per_second == 0.5
    assert settings.web.public_url == "https://help.example.org"
    assert settings.telegram.mode == "webhook"


def test_relative_paths_start_at_the_file(file: Path) -> None:
    settings = load_settings(file, {"DUGNAD_DATABASE__URL": "sqlite:///x/y.db", "DUGNAD_PATHS__DATA": "facts"})
    assert settings.database.url == f"sqlite:///{file.parent}/x/y.db"
    assert settings.paths.data == file.parent / "facts"
    assert load_settings(file, {"DUGNAD_DATABASE__URL": "sqlite:////srv/y.db"}).database.file == Path("/srv/y.db")


def test_a_server_may_keep_the_data(file: Path) -> None:
    url = "postgresql://dugnad:secret@db.example.org/dugnad"
    settings = load_settings(file, {"DUGNAD_DATABASE__URL": url})
    assert settings.database.url == url
    assert settings.database.file is None


def test_a_wrong_address_of_a_server_is_not_shown_with_its_password(file: Path) -> None:
    (line,) = lines_of(file, {"DUGNAD_DATABASE__URL": "postgersql://dugnad:secret@db.example.org/dugnad"})
    assert "postgresql://NAME@HOST/DATABASE" in line
    assert "secret" not in line


def test_empty_means_not_set_where_that_is_possible(file: Path) -> None:
    settings = load_settings(file, {"DUGNAD_TELEGRAM__TOKEN": "", "DUGNAD_WEB__PUBLIC_URL": ""})
    assert settings.telegram.token is None
    assert settings.web.public_url is None
    assert lines_of(file, {"DUGNAD_WEB__HOST": ""}) == (
        "DUGNAD_WEB__HOST: S102 web.host: expected a host name or address, found nothing",
    )


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("DUGNAD_WEB__PORT", "eighty", "expected a port from 0 to 65535"),
        ("DUGNAD_WEB__PORT", "70000", "expected a port from 0 to 65535"),
        ("DUGNAD_WEB__PUBLIC_URL", "help.example.org", "expected an address like https://"),
        ("DUGNAD_TELEGRAM__MODE", "pull", "expected polling or webhook"),
        ("DUGNAD_TELEGRAM__API_BASE_URL", "ftp://x", "expected an address like http://"),
        ("DUGNAD_DELIVERY__PER_SECOND", "0", "expected a number above 0"),
        ("DUGNAD_DELIVERY__PER_SECOND", "nan", "expected a number above 0"),
        ("DUGNAD_KNOWLEDGE__AS_OF", "today", "expected a day like 2015-10-20 (`today` comes with"),
        ("DUGNAD_KNOWLEDGE__AS_OF", "2015-02-30", "expected a day like 2015-10-20"),
        ("DUGNAD_KNOWLEDGE__AS_OF", "20151020", "expected a day like 2015-10-20"),
        ("DUGNAD_TIMEZONE", "Oslo", "expected a time zone like Europe/Oslo"),
        ("DUGNAD_TIMEZONE", "../../etc/passwd", "expected a time zone like Europe/Oslo"),
        ("DUGNAD_TIMEZONE", "Europe", "expected a time zone like Europe/Oslo"),
        ("DUGNAD_DATABASE__URL", "mysql://x", "expected sqlite:///FILE"),
        ("DUGNAD_DATABASE__URL", "sqlite:///", "expected sqlite:///FILE"),
        ("DUGNAD_LOG__LEVEL", "loud", "expected debug, info, warning or error"),
    ],
)
def test_a_wrong_variable_is_told_with_what_was_expected(file: Path, variable: str, value: str, expected: str) -> None:
    (line,) = lines_of(file, {variable: value})
    name = variable.removeprefix(PREFIX).replace("__", ".").lower()
    assert line.startswith(f"{variable}: S102 {name}: {expected}")
    assert f'found "{value}"' in line


def test_a_wrong_key_is_told_with_its_place(file: Path) -> None:
    file.write_text("web:\n  port: eighty\n", encoding="utf-8")
    assert lines_of(file, {}) == (
        f'{file}:2:9: S102 web.port: expected a port from 0 to 65535 (0: any free one), found "eighty"',
    )


def test_everything_wrong_is_told_at_once(file: Path) -> None:
    file.write_text("wbe: {port: 1}\nweb:\n  prot: 8080\n  host: [a]\ntelegram: polling\n", encoding="utf-8")
    lines = lines_of(file, {"DUGNAD_WEB__PROT": "1", "DUGNAD_TIMEZONE": "Oslo", "DUGNAD_COLOUR": "blue"})
    assert lines[0] == f'{file}:1:1: S101 unknown key "wbe"; did you mean "web"?'
    assert lines[1] == f'{file}:3:3: S101 unknown key "web.prot"; did you mean "web.port"?'
    assert lines[2] == f"{file}:4:9: S102 web.host: expected one value here"
    assert lines[3] == f"{file}:5:11: S102 telegram: expected keys below here"
    assert "DUGNAD_WEB__PROT: S101 unknown variable; did you mean DUGNAD_WEB__PORT?" in lines
    assert any(line.startswith("DUGNAD_COLOUR: S101 unknown variable") for line in lines)
    assert any(line.startswith("DUGNAD_TIMEZONE: S102") for line in lines)


def test_the_file_is_read_strictly(file: Path) -> None:
    file.write_text("web:\n  port: 1\n  port: 2\n", encoding="utf-8")
    (line,) = lines_of(file, {})
    assert line.startswith(f"{file}:3:3: Y")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    (line,) = lines_of(tmp_path / "none.yaml", {})
    assert "none.yaml" in line


def test_an_empty_file_means_the_defaults(file: Path) -> None:
    file.write_text("# nothing\n", encoding="utf-8")
    assert load_settings(file, {}).web.port == 8080


def test_a_secret_in_the_file_is_refused_and_never_shown(file: Path) -> None:
    file.write_text("telegram:\n  token: 123:abc\n", encoding="utf-8")
    (line,) = lines_of(file, {})
    assert line.startswith(f"{file}:2:10: S103 telegram.token: a secret does not stand in this file")
    assert "DUGNAD_TELEGRAM__TOKEN" in line
    assert "abc" not in line


def test_a_secret_comes_from_its_variable_or_its_file(file: Path) -> None:
    token = load_settings(file, {"DUGNAD_TELEGRAM__TOKEN": "123:abc"}).telegram.token
    assert token is not None
    assert token.get_secret_value() == "123:abc"
    (file.parent / "token").write_text("456:def\n", encoding="utf-8")
    settings = load_settings(file, {"DUGNAD_TELEGRAM__TOKEN_FILE": "token"})
    assert settings.telegram.token is not None
    assert settings.telegram.token.get_secret_value() == "456:def"
    assert "456" not in repr(settings)


def test_a_secrets_file_that_cannot_be_read_is_told(file: Path) -> None:
    (line,) = lines_of(file, {"DUGNAD_TELEGRAM__TOKEN_FILE": "none"})
    assert line.startswith("DUGNAD_TELEGRAM__TOKEN_FILE: S104 telegram.token_file: the file none cannot be read")


def test_a_secret_given_twice_is_told(file: Path) -> None:
    (file.parent / "token").write_text("456:def\n", encoding="utf-8")
    (line,) = lines_of(file, {"DUGNAD_TELEGRAM__TOKEN_FILE": "token", "DUGNAD_TELEGRAM__TOKEN": "1:a"})
    assert "keep one of the two" in line
    assert "1:a" not in line


def test_a_webhook_secret_that_telegram_would_refuse_is_told_without_showing_it(file: Path) -> None:
    (line,) = lines_of(file, {"DUGNAD_TELEGRAM__WEBHOOK_SECRET": "not so secret!"})
    assert line == (
        "DUGNAD_TELEGRAM__WEBHOOK_SECRET: S102 telegram.webhook_secret: expected 1 to 256 letters, digits, _ and -"
    )


def test_every_key_says_what_it_means_and_what_is_expected() -> None:
    for key in keys():
        assert key.field.description, key.name
        assert key.expected, key.name


def test_a_webhook_needs_an_address_and_a_secret(file: Path) -> None:
    hooked = {"DUGNAD_TELEGRAM__TOKEN": "123:abc", "DUGNAD_TELEGRAM__MODE": "webhook"}
    address, secret = lines_of(file, hooked)
    start = "DUGNAD_TELEGRAM__MODE: S105 telegram.mode: webhook needs "
    assert address.startswith(f"{start}web.public_url")
    assert address.endswith("; set DUGNAD_WEB__PUBLIC_URL")
    assert secret.startswith(f"{start}telegram.webhook_secret")
    assert secret.endswith("; set DUGNAD_TELEGRAM__WEBHOOK_SECRET")
    given = {"DUGNAD_WEB__PUBLIC_URL": "https://help.example.org", "DUGNAD_TELEGRAM__WEBHOOK_SECRET": "abc"}
    assert load_settings(file, hooked | given).telegram.mode == "webhook"
