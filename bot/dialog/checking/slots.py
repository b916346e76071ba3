"""Every slot that is said or used has been set on every way there.

Rules: a conversation comes into a dialog by a call (what it `takes` is set), or from outside (nothing is set). From
there the ways are followed: an answer sets its slot, `find` sets what it finds, a guard like `place is not empty` makes
sure of a name. A condition may read what is not set (it is then empty); sentences, arguments and cards may not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.dialog.loading.prose import state_prose
from bot.dialog.mark import Mark
from bot.dialog.model import Bot, Dialog, Prose, State, Value
from bot.dialog.strict.errors import WARNING, Faults
from bot.dialog.ways import CANCELLED, GIVEN, entries, outcomes, target, ways


@dataclass(frozen=True, slots=True)
class Step:
    """A way inside one dialog, with the names that are set, and those that are not any more, once it was taken."""

    start: str
    to: str
    sets: frozenset[str]
    drops: frozenset[str]


@dataclass(frozen=True, slots=True)
class Use:
    """A name that must be set where it stands; `late`: only after the state's own question, action or call."""

    name: str
    mark: Mark
    late: bool = False


def check_slots(bot: Bot, dialog: Dialog, faults: Faults, broken: Collection[str] = ()) -> None:
    """The slots and found rows of one dialog. `broken` names the dialogs that could not be read whole: what they give
    is not missed."""
    entry = _entries(bot, dialog)
    sound = bot.dialogs.keys() - set(broken)
    steps = [step for state in dialog.states.values() for step in _steps(bot, dialog, state, sound)]
    uses = {state.name: tuple(_uses(state)) for state in dialog.states.values()}
    found = {find.into for state in dialog.states.values() for find in state.finds}
    for name in {*dialog.slots, *found}:
        if not any(use.name == name for used in uses.values() for use in used):
            continue
        users = {state for state, used in uses.items() if any(use.name == name for use in used)}
        for state, path in _unset(name, dialog, entry, steps).items():
            if users.intersection(path[:-1]):
                continue  # told where the name is first missing
            for use in uses[state]:
                if use.name == name and not (use.late and _sets_itself(dialog.states[state], name)):
                    way = " → ".join(path)
                    faults.add(
                        use.mark,
                        "D129",
                        f'"{name}" is not set on the way {way}: ask for it before, or turn off with a row '
                        f"{{if: {name} is empty, to: …}}",
                    )
    _unused(dialog, uses, faults)


def _entries(bot: Bot, dialog: Dialog) -> Mapping[str, frozenset[str]]:
    """The states where a conversation comes in, with what is certainly set there."""
    found: dict[str, frozenset[str]] = {}

    def add(state: str, names: frozenset[str]) -> None:
        found[state] = found[state] & names if state in found else names

    stars = {to for link, to in bot.links.items() if link.endswith("*")}
    for home, state in entries(bot):
        if home == dialog.name:
            passed = dialog.takes[:1] if f"{home}.{state}" in stars else ()
            add(state, frozenset(passed))
    for other in bot.dialogs.values():
        for one in other.states.values():
            for way in ways(other, one):
                if way.to is not None and way.to[0] == dialog.name and "." in way.row.to:
                    add(way.to[1], frozenset())
            if one.call is not None and one.call.dialog == dialog.name:
                add(dialog.start, frozenset(dialog.takes) & frozenset(one.call.arguments))
    return found


def _steps(bot: Bot, dialog: Dialog, state: State, sound: Collection[str]) -> Iterator[Step]:
    finds = frozenset(find.into for find in state.finds)
    if state.call is not None and state.call.dialog not in sound:
        finds = frozenset(dialog.slots)  # what it would have given is not missed: what is wrong with it is told
    ruled_out: dict[str | None, frozenset[str]] = {}
    for way in ways(dialog, state):
        sets, drops = _effect(bot, state, way.key)
        when = way.row.when
        guarded = ruled_out.get(way.key, frozenset())
        sure = guarded | (_firsts(when.sure) if when is not None else frozenset())
        ruled_out[way.key] = guarded | (_firsts(when.sure_not) if when is not None else frozenset())
        if way.to is not None and "." not in way.row.to:
            yield Step(state.name, way.to[1], finds | sets | sure, drops - sure)
    if state.wait is not None:
        to = target(dialog.name, state.wait.to)
        if to is not None and to[0] == dialog.name:
            yield Step(state.name, to[1], finds, frozenset())


def _firsts(paths: Iterable[tuple[str, ...]]) -> frozenset[str]:
    return frozenset(path[0] for path in paths)


def _effect(bot: Bot, state: State, key: str | None) -> tuple[frozenset[str], frozenset[str]]:
    """What is set, and what no more, when `key` came of the state (None: anything that has no way of its own)."""
    nothing: frozenset[str] = frozenset()
    if state.do is not None and state.do.into is not None:
        return frozenset({state.do.into}), nothing
    slot = _own_slot(state)
    if slot is None:
        return nothing, nothing
    own = state.go.by if state.go is not None else {}
    keys = (key,) if key is not None else tuple(one for one in outcomes(state, bot, {}) if one not in own)
    kept = all(_sets(state, one) for one in keys)
    name = frozenset({slot})
    if kept:
        return name, nothing
    # A choice beside a typed question takes an earlier answer away; a cancelled call leaves it.
    return nothing, (name if state.ask is not None else nothing)


def _own_slot(state: State) -> str | None:
    """The slot that the state's question, action or call writes."""
    if state.ask is not None:
        return state.ask.slot
    if state.call is not None:
        return state.call.into
    return state.do.into if state.do is not None else None


def _sets(state: State, key: str | None) -> bool:
    if state.ask is not None:
        return state.ask.kind == "choices" or key == GIVEN
    return key != CANCELLED


def _sets_itself(state: State, name: str) -> bool:
    return _own_slot(state) == name


def _uses(state: State) -> Iterator[Use]:
    for find in state.finds:
        for key, value in find.arguments.items():
            yield from _values((value,), find.marks.get(key, find.mark))
    for prose in state_prose(state):
        yield from _said(prose)
    for show in state.show:
        if show.rows is not None:
            yield Use(show.rows, show.mark)
    if state.ask is not None and state.ask.rows is not None:
        yield Use(state.ask.rows, state.ask.rows_mark or state.ask.mark)
    if state.do is not None:
        yield from _values(state.do.arguments.values(), state.do.mark)
    if state.call is not None:
        yield from _values(state.call.arguments.values(), state.call.mark)
    if state.give is not None and state.give.path:
        yield Use(state.give.path[0], state.give_mark or state.mark, late=True)


def _said(prose: Prose) -> Iterator[Use]:
    names = (*prose.names, *((prose.count,) if prose.count is not None else ()))
    for name in dict.fromkeys(name.split(".")[0] for name in names):
        yield Use(name, prose.place_of(f"{{{name}"))


def _values(values: Iterable[Value], mark: Mark) -> Iterator[Use]:
    for value in values:
        if value.path:
            yield Use(value.path[0], mark)


def _unset(
    name: str, dialog: Dialog, entry: Mapping[str, frozenset[str]], steps: Iterable[Step]
) -> Mapping[str, tuple[str, ...]]:
    """The states that can be entered without the name being set, each with the shortest way there. A state that finds
    the name itself does not count for what it says, and neither for what follows."""
    finds = {state.name for state in dialog.states.values() if any(find.into == name for find in state.finds)}
    paths: dict[str, tuple[str, ...]] = {state: (state,) for state, names in entry.items() if name not in names}
    by_start: dict[str, list[Step]] = {}
    reached = _reached(entry, steps)
    for step in steps:
        by_start.setdefault(step.start, []).append(step)
        if name in step.drops and step.start in reached:
            paths.setdefault(step.to, (step.start, step.to))
    todo = sorted(paths, key=lambda state: len(paths[state]))
    for state in todo:
        for step in by_start.get(state, ()):
            if name not in step.sets and step.to not in paths:
                paths[step.to] = (*paths[state], step.to)
                todo.append(step.to)
    return {state: path for state, path in paths.items() if state not in finds and state in dialog.states}


def _reached(entry: Iterable[str], steps: Iterable[Step]) -> set[str]:
    steps = list(steps)
    reached = set(entry)
    while True:
        more = {step.to for step in steps if step.start in reached} - reached
        if not more:
            return reached
        reached |= more


def _unused(dialog: Dialog, uses: Mapping[str, tuple[Use, ...]], faults: Faults) -> None:
    """A slot that nobody writes or reads."""
    used = {use.name for found in uses.values() for use in found} | set(dialog.takes) | {dialog.gives}
    for state in dialog.states.values():
        used.add(_own_slot(state))
        for rows in state.go.by.values() if state.go is not None else ():
            used |= {path[0] for row in rows if row.when is not None for path in row.when.names}
    for rules in dialog.rules.values():
        used |= {path[0] for row in rules.rows if row.when is not None for path in row.when.names}
    for name, mark in dialog.slot_marks.items():
        if name not in used:
            faults.add(mark, "D144", f'the slot "{name}" is never used: delete it', WARNING)
