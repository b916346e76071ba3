"""The documentation and the frame: they name everything that there is, and nothing that there is not."""

from __future__ import annotations

import ast
import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
import typer

from bot.cli import app
from bot.config import Key, keys, load_settings
from bot.content import check_content

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-data.txt")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
# Where a distribution's name is not that of the module.
MODULES = {"pyyaml": "yaml", "python-telegram-bot": "telegram"}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def commands() -> Iterator[tuple[str, list[str]]]:
    """Every command as it is typed (`db status`), with its options."""
    group = typer.main.get_command(app)
    for name, command in group.commands.items():
        below = getattr(command, "commands", None)
        for inner, leaf in ({"": command} if below is None else below).items():
            options = [option for parameter in leaf.params for option in parameter.opts if option.startswith("--")]
            yield f"{name} {inner}".strip(), options


def verbs() -> list[str]:
    return re.findall(r"^([a-z]+):.*## ", read("Makefile"), re.MULTILINE)


def docs_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_script", ROOT / "scripts/docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("key", list(keys()), ids=lambda key: key.name)
def test_every_setting_is_documented(key: Key) -> None:
    page = read("docs/configuration.md")
    assert f"| `{key.name}` | `{key.variable}`" in page


@pytest.mark.parametrize(("command", "options"), list(commands()), ids=[name for name, _ in commands()])
def test_every_command_is_documented(command: str, options: list[str]) -> None:
    page = read("docs/commands.md")
    (line,) = [line for line in page.splitlines() if re.match(rf"\| `dugnad {re.escape(command)}[ `]", line)]
    for option in options:
        assert option in line or option in ("--config", "--json", "--help"), f"{command} {option}"


def test_every_documented_command_exists() -> None:
    known = {command for command, _ in commands()}
    documented = set(re.findall(r"^\| `dugnad ([a-z0-9]+(?: [a-z]+)?)", read("docs/commands.md"), re.MULTILINE))
    assert documented == known


def test_every_command_has_help_and_json() -> None:
    for command, options in commands():
        assert "--json" in options, command


def test_every_verb_is_documented() -> None:
    assert verbs(), "the Makefile has lost its verbs"
    for verb in verbs():
        assert f"`make {verb}`" in read("CONTRIBUTING.md") or verb == "help", verb
    for verb in ("run", "test", "check", "fix", "bench", "docs", "install"):
        assert f"make {verb}" in read("README.md"), verb


def test_the_readme_shows_the_two_commands_before_everything_else() -> None:
    code = [line.strip() for line in read("README.md").splitlines() if line.startswith("    ")]
    assert code[0].startswith("make run")
    assert code[1].startswith("make test")


def test_ci_calls_the_readmes_test_command_and_then_the_checks() -> None:
    script = read(".ci/run")
    assert script.index("\nmake test ") < script.index("\nmake check ")


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.name)
def test_links_between_pages_lead_somewhere(file: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", file.read_text(encoding="utf-8"))
    dead = [
        link
        for link in links
        if not link.startswith(("http:", "https:", "mailto:")) and not (file.parent / link).exists()
    ]
    assert dead == []


def test_the_example_of_the_dialog_language_is_right(tmp_path: Path) -> None:
    for folder in ("dialogs", "data", "locales"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    example = re.search(r"```yaml\n(dialog: give.*?)```", read("docs/dialogs.md"), re.DOTALL)
    assert example is not None
    (tmp_path / "dialogs/give.yaml").write_text(example[1], encoding="utf-8")
    (tmp_path / "config.yaml").write_text("", encoding="utf-8")
    problems = check_content(load_settings(tmp_path / "config.yaml", {}), date(2026, 1, 1))
    said = [problem for problem in problems if problem.code != "T203"]  # nobody translates an example
    assert [str(problem) for problem in said if problem.file.endswith("dialogs/give.yaml")] == []


def test_generated_pages_are_fresh() -> None:
    stale = [path.name for path, text in docs_script().pages().items() if path.read_text(encoding="utf-8") != text]
    assert stale == [], "run `make docs`"


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_pin_everything_with_hashes(lock: str) -> None:
    entries = re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"(?m)^ *#.*\n", "", read(lock)))
    pinned = [entry for entry in entries if entry.strip()]
    assert len(pinned) > 1
    for entry in pinned:
        assert re.match(r"[A-Za-z0-9._-]+==", entry), entry[:60]
        assert "--hash=sha256:" in entry, entry[:60]


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_name_no_index(lock: str) -> None:
    assert not re.search(r"https?:|file://|index-url|find-links|trusted-host", read(lock))


def test_what_runs_and_what_is_tested_are_the_same_versions() -> None:
    pins = [dict(re.findall(r"(?m)^([A-Za-z0-9._-]+)==([^\s;\\]+)", read(lock))) for lock in LOCKS[:2]]
    assert pins[0].items() <= pins[1].items()


def test_the_program_imports_only_what_it_declares() -> None:
    declared = {re.match(r"[a-z0-9-]+", entry.lower())[0] for entry in PROJECT["project"]["dependencies"]}
    modules = {MODULES.get(name, name.replace("-", "_")) for name in declared}
    for path in sorted((ROOT / "bot").rglob("*.py")):
        if "testing" in path.parts:
            continue
        for name in imported(path):
            assert name in modules or name in sys.stdlib_module_names or name == "bot", f"{path}: {name}"


def test_the_program_declares_only_what_it_imports() -> None:
    used = {name for path in (ROOT / "bot").rglob("*.py") for name in imported(path)}
    declared = {re.match(r"[a-z0-9-]+", entry.lower())[0] for entry in PROJECT["project"]["dependencies"]}
    unused = {name for name in declared if MODULES.get(name, name.replace("-", "_")) not in used}
    assert unused <= {"tzdata"}, "tzdata is read by zoneinfo; everything else is imported somewhere"


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def test_nothing_generated_is_in_the_tree() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:  # an unpacked release has no history to ask
        pytest.skip("not a git checkout")
    wrong = [
        name for name in listed.stdout.splitlines() if re.search(r"(^|/)(\.venv|__pycache__|var)/|\.(pyc|mo|db)$", name)
    ]
    assert wrong == []
