"""The strict reader: what stands there is what is read, every fault has its place, and nothing but faults comes out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from planting import ACTIONS, SMALL, SmallBase, check

from bot.dialog import (
    ContentErrors,
    Faults,
    Fields,
    ListNode,
    MapNode,
    TextNode,
    check_loaded,
    fields,
    nearest,
    parse_yaml,
    plain,
    read_bot,
    read_date,
    read_flag,
    read_int,
    read_number,
    read_word,
    read_yaml,
    yaml_files,
)


def parse(text: str) -> tuple[object, list[str]]:
    faults = Faults()
    node = parse_yaml(text, "a.yaml", faults)
    return plain(node), [f"{fault.mark.line}:{fault.mark.column} {fault.code}" for fault in faults]


@pytest.mark.parametrize(
    "written",
    [
        "no",
        "yes",
        "on",
        "true",
        "null",
        "~",
        "0150",
        "17:00",
        "+47 22 00 00 00",
        "1e3",
        "0x1F",
        "2015-10-20",
        "1_000",
        ".5",
        "=",
    ],
)
def test_a_scalar_is_the_text_that_stands_there(written: str) -> None:
    assert parse(f"a: {written}\n") == ({"a": written}, [])


def test_nodes_know_their_place_and_whether_they_were_quoted() -> None:
    node = parse_yaml('a: "x y"\nlist:\n  - one\n  - |\n    two\n', "a.yaml", Faults())
    assert isinstance(node, MapNode)
    quoted, listed = node.entries["a"], node.entries["list"]
    assert isinstance(quoted, TextNode)
    assert (str(quoted.mark), quoted.quoted) == ("a.yaml:1:4", True)
    assert isinstance(listed, ListNode)
    one, two = listed.items
    assert isinstance(one, TextNode)
    assert isinstance(two, TextNode)
    assert (str(one.mark), one.quoted, two.text, two.quoted) == ("a.yaml:3:5", False, "two\n", True)
    assert str(node.keys["list"]) == "a.yaml:2:1"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: 1\nb: 2\na: 3\n", "3:1 Y013"),
        ("a: &x 1\n", "1:4 Y009"),
        ("a: [1, 2]\nb: *x\n", "2:4 Y009"),
        ("a: !!str 1\n", "1:4 Y010"),
        ("a: !x [1]\n", "1:4 Y010"),
        ("a:\n  <<: 3\n", "2:3 Y012"),
        ("? [a]\n: b\n", "1:3 Y011"),
        ("a: 1\n---\nb: 2\n", "2:1 Y008"),
        ("a:\n\tb: 1\n", "2:1 Y007"),
        ("a: x\x07y\n", "1:5 Y006"),
        ("a: b: c\n", "1:5 Y001"),
        ('a: 1\nb: "never closed\nc: 3\n', "2:4 Y001"),
        ("a: [1, 2\nb: 3\n", "1:4 Y001"),
        ("a: @x\n", "1:4 Y001"),
        ("a: 1\nb\nc: 3\n", "2:1 Y001"),
        ("a: 'don't'\n", "1:8 Y001"),
        ("a: 1\n b: 2\n", "2:2 Y001"),
        ("a: " + "[" * 40 + "]" * 40 + "\n", "1:33 Y002"),
    ],
)
def test_what_the_language_does_not_have_is_told_with_its_place(text: str, told: str) -> None:
    assert parse(text)[1] == [told]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: Where: there\n", "put quotes around this sentence"),
        ('a: "never closed\n', "never closed"),
        ("a:\n\tb: 1\n", "indent with spaces"),
        ("a: 1\na: 2\n", "first on line 1"),
        ("a: &x 1\n", "&x"),
    ],
)
def test_a_fault_says_what_to_do(text: str, words: str) -> None:
    faults = Faults()
    parse_yaml(text, "a.yaml", faults)
    assert words in faults.found[0].message


def test_bytes_that_are_not_utf8_are_told_where_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes('a: "å"\nb: "r'.encode() + b'\xe5de"\n')
    with pytest.raises(ContentErrors) as caught:
        read_yaml(path)
    (error,) = caught.value.errors
    assert (error.mark.line, error.mark.column, error.code) == (2, 6, "Y005")


def test_a_mark_of_byte_order_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: b\r\nc: d\r\n")
    assert plain(read_yaml(path)) == {"a": "b", "c": "d"}


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(ContentErrors, match=r"gone\.yaml:1:1: Y003 .*No such file"):
        read_yaml(tmp_path / "gone.yaml")
    (tmp_path / "folder.yaml").mkdir()
    with pytest.raises(ContentErrors, match="Y003"):
        read_yaml(tmp_path / "folder.yaml")


def test_a_file_of_absurd_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"#" * 4_000_001)
    with pytest.raises(ContentErrors, match="Y004"):
        read_yaml(path)


def test_files_come_in_order_and_hidden_ones_not_at_all(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yaml", ".x.yaml", "c.txt"):
        (tmp_path / name).touch()
    assert [path.name for path in yaml_files(tmp_path)] == ["a.yaml", "b.yaml"]


def test_errors_are_sorted_and_each_told_once() -> None:
    faults = Faults()
    for text in ("b: 1\nb: 2\n", "a: 1\na: 2\n"):
        parse_yaml(text, text[0], faults)
        parse_yaml(text, text[0], faults)
    error = ContentErrors(faults.found)
    assert [str(one.mark) for one in error.errors] == ["a:2:1", "b:2:1"]
    assert str(error).startswith("a:2:1: Y013 the key")


# Typed reading


def read(text: str) -> tuple[Fields, Faults]:
    faults = Faults()
    return fields(
        parse_yaml(text, "a.yaml", faults),
        faults,
        allowed=("name", "many", "day", "on", "tags", "sub"),
        required=("name",),
    ), faults


def test_fields_are_read_by_key_and_type() -> None:
    top, faults = read('name: "Å"\nmany: 12\nday: 2015-10-20\non: yes\ntags: [a, b]\nsub: {name: x}\n')
    assert (top.text("name"), top.int("many"), str(top.date("day")), top.flag("on")) == ("Å", 12, "2015-10-20", True)
    assert (top.words("tags"), top.words("name"), top.texts("name")) == (("a", "b"), (), ("Å",))
    assert [fault.code for fault in faults] == ["Y105"], "Å is no word"
    sub = top.fields("sub", allowed=("name",))
    assert sub.text("name") == "x"
    assert list(sub) == ["name"]
    assert "many" not in sub


def test_what_is_not_there_reads_as_nothing() -> None:
    top, faults = read("name: x\n")
    read_all = (
        top.int("many"),
        top.date("day"),
        top.flag("on"),
        top.words("tags"),
        list(top.entries("sub")),
        top.number("many"),
    )
    assert read_all == (None, None, False, (), [], None)
    assert len(faults) == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("nam: x\n", ['a.yaml:1:1: Y109 unknown key "nam"; did you mean "name"?']),
        ("name:\n", ['a.yaml:1:1: Y110 the key "name" has no value']),
        ("[a]\n", ["a.yaml:1:1: Y108 expected a mapping (key: value), found a list"]),
    ],
)
def test_keys_are_checked(text: str, told: list[str]) -> None:
    assert [str(fault) for fault in read(text)[1]] == told


@pytest.mark.parametrize("text", ["name: [1\n", "\tname: x\n", "a: 1\na: 2\n"])
def test_nothing_is_missed_in_a_file_that_could_not_be_read(text: str) -> None:
    assert "Y110" not in [fault.code for fault in read(text)[1]]


@pytest.mark.parametrize(
    ("reader", "text", "value", "code"),
    [
        (read_int, "12", 12, None),
        (read_int, "-3", -3, None),
        (read_int, "1.5", None, "Y102"),
        (read_int, "twelve", None, "Y102"),
        (read_int, "٣", None, "Y102"),
        (read_number, "59.91", 59.91, None),
        (read_number, "1e400", None, "Y102"),
        (read_date, "2015-02-30", None, "Y103"),
        (read_date, "20.10.2015", None, "Y103"),
        (read_flag, "no", False, None),
        (read_flag, "nope", False, "Y104"),
        (read_word, "give-oslo", "give-oslo", None),
        (read_word, "Give oslo", "", "Y105"),
    ],
)
def test_values_are_read_or_told(reader: object, text: str, value: object, code: str | None) -> None:
    faults = Faults()
    node = parse_yaml(f"- {text}\n", "a.yaml", faults)
    assert isinstance(node, ListNode)
    assert callable(reader)
    assert reader(node.items[0], faults) == value
    assert [(fault.code, str(fault.mark)) for fault in faults] == ([(code, "a.yaml:1:3")] if code else [])


def test_bounds_and_options_are_told() -> None:
    faults = Faults()
    node = parse_yaml("- 12\n- moss\n", "a.yaml", faults)
    assert isinstance(node, ListNode)
    assert read_int(node.items[0], faults, 1, 10) is None
    assert read_word(node.items[1], faults, ("oslo", "mosss")) == ""
    assert [fault.message for fault in faults] == [
        "expected a number from 1 up to 10, found 12",
        '"moss" is not known here; did you mean "mosss"?',
    ]


def test_a_list_where_a_text_belongs_is_told_and_the_other_way() -> None:
    top, faults = read("name: [x]\ntags:\n  x: y\n")
    assert (top.text("name"), top.words("tags"), top.items("tags")) == ("", (), ())
    assert [str(fault) for fault in faults] == [
        "a.yaml:1:7: Y101 expected text here, found a list",
        "a.yaml:3:3: Y107 expected a list ([a, b] or lines that begin with -), found a mapping",
    ]


def test_the_nearest_word_is_one_that_could_be_meant() -> None:
    assert nearest("gve", ["give", "centre"]) == "give"
    assert nearest("Give", ["give"]) == "give"
    assert nearest("qqq", ["give", "centre"]) is None
    assert nearest("give", []) is None


# Whatever is in a file


def absorb(raw: bytes, directory: Path) -> None:
    """Reads the bytes as each kind of file; anything but faults raised here fails the test."""
    for name in ("_bot.yaml", "_cards.yaml", "give.yaml"):
        (directory / name).write_bytes(raw)
    faults = Faults()
    loaded = read_bot(directory, faults)
    for fault in (*faults, *check_loaded(loaded, SmallBase(), ACTIONS)):
        assert fault.mark.line >= 1
        assert fault.mark.column >= 1


@settings(deadline=None, max_examples=60)
@given(raw=st.binary(max_size=300))
def test_no_bytes_make_the_reader_raise(raw: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    absorb(raw, tmp_path_factory.mktemp("any"))


SIGNS = st.sampled_from(
    [
        "dialog: ",
        "states:\n  ",
        "a",
        "ask: ",
        "{",
        "}",
        "[",
        "]",
        ": ",
        "\n",
        "  ",
        "- ",
        '"',
        "'",
        "&a ",
        "*a",
        "<<: ",
        "!t ",
        "go: ",
        "find: ",
        "if: ",
        "say: ",
        "slots: ",
        "rules: ",
        "cards:\n  ",
        "of: ",
        "lines: ",
        "everywhere: ",
        "#",
        ",",
        "|\n",
        ">\n",
        "? ",
        "---\n",
        "one_of: ",
        "int: ",
        "show: ",
        "do: ",
        "call: ",
        "give: ",
        "end: ",
        "retry: ",
        "wait: ",
        "links: ",
        "moved: ",
        "é",
        "\t",
        "3",
    ]
)


@settings(deadline=None, max_examples=60)
@given(parts=st.lists(SIGNS, max_size=40))
def test_no_yaml_makes_the_loader_raise(parts: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    absorb("".join(parts).encode(), tmp_path_factory.mktemp("any"))


TREES = st.recursive(
    st.sampled_from(["a", "3", '"A sentence."', "yes", "{x}", "a == b", "topic x", "place", "choice", ""]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(
            st.sampled_from(
                [
                    "dialog",
                    "start",
                    "states",
                    "a",
                    "say",
                    "ask",
                    "go",
                    "if",
                    "to",
                    "find",
                    "slots",
                    "rules",
                    "is",
                    "one_of",
                    "ref",
                    "type",
                    "choices",
                    "from",
                    "into",
                    "show",
                    "do",
                    "call",
                    "cards",
                    "of",
                    "lines",
                    "label",
                    "everywhere",
                    "command",
                    "words",
                    "links",
                    "sentences",
                    "unknown",
                    "languages",
                    "limits",
                    "hops",
                    "retry",
                    "wait",
                    "after",
                    "one",
                    "other",
                    "count",
                    "takes",
                    "int",
                ]
            ),
            inner,
            max_size=5,
        ).map(lambda entries: "{" + ", ".join(f"{key}: {value}" for key, value in entries.items()) + "}"),
    ),
    max_leaves=25,
)


@settings(deadline=None, max_examples=60)
@given(tree=TREES)
def test_no_shape_makes_the_loader_raise(tree: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    absorb(tree.encode(), tmp_path_factory.mktemp("any"))


LINES = [path.read_text(encoding="utf-8").splitlines(keepends=True) for path in sorted(SMALL.glob("*.yaml"))]
FILES = [path.name for path in sorted(SMALL.glob("*.yaml"))]


@settings(deadline=None, max_examples=60)
@given(
    file=st.integers(0, len(FILES) - 1),
    line=st.integers(0, 60),
    how=st.sampled_from(["drop", "twice", "indent", "cut", "swap"]),
)
def test_no_slip_in_a_line_makes_the_check_raise(
    file: int, line: int, how: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    directory = tmp_path_factory.mktemp("slip")
    for name, lines in zip(FILES, LINES, strict=True):
        (directory / name).write_text("".join(lines), encoding="utf-8")
    lines = list(LINES[file])
    at = line % len(lines)
    old = lines[at]
    lines[at] = {
        "drop": "",
        "twice": old + old,
        "indent": f"  {old}",
        "cut": old[: len(old) // 2] + "\n",
        "swap": old[::-1],
    }[how]
    (directory / FILES[file]).write_text("".join(lines), encoding="utf-8")
    for fault in check(directory):
        assert fault.code
        assert fault.message
