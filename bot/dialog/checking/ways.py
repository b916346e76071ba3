"""Where the dialogs lead: totality, dead targets, what can never be reached, and going round without a question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.dialog.mark import Mark
from bot.dialog.model import Bot, Dialog, Row, RuleRow, State
from bot.dialog.ports import ActionSpec
from bot.dialog.strict.errors import WARNING, Faults, did_you_mean, nearest
from bot.dialog.ways import CANCELLED, END, GIVEN, Place, ends_without, entries, followers, outcomes, target, ways

_WHAT = {"do": "outcome", "call": "outcome", "ask": "answer"}


def check_dialog_ways(
    bot: Bot, dialog: Dialog, actions: Mapping[str, ActionSpec], broken: frozenset[str], faults: Faults
) -> None:
    """The ways of one dialog: targets that exist, tables that are total, nothing left open. `broken` names the dialogs
    that could not be read whole: what they should hold is not missed."""
    _gives(dialog, faults)
    for state in dialog.states.values():
        for way in ways(dialog, state):
            _target(bot, dialog, way.row.to, way.row.to_mark or way.row.mark, broken, faults)
        if state.wait is not None:
            _target(bot, dialog, state.wait.to, state.wait.mark or state.mark, broken, faults)
        if state.go is not None:
            for rows in state.go.by.values():
                _total(rows, "to", faults)
            if state.call is None or state.call.dialog not in broken:  # else nobody knows what it comes to
                _keys(bot, dialog, state, actions, faults)
    for rules in dialog.rules.values():
        if not rules.rows:
            faults.add(rules.mark, "D123", f'the rule "{rules.name}" has no rows')
        _total(rules.rows, "is", faults)


def _gives(dialog: Dialog, faults: Faults) -> None:
    """What the dialog gives back is one slot of its own."""
    gives = [state for state in dialog.states.values() if state.give is not None]
    for state in gives:
        literal = state.give.literal if state.give is not None else None
        if isinstance(literal, str):
            known = did_you_mean(literal, dialog.slots)
            message = f'give names a slot of this dialog, and there is no slot "{literal}"{known}'
            faults.add(state.give_mark or state.mark, "D141", message)
        elif state.give is not None and state.give.path != (dialog.gives,) and dialog.gives is not None:
            said = ".".join(state.give.path) or str(state.give.literal)
            faults.add(
                state.give_mark or state.mark,
                "D141",
                f'this dialog gives "{dialog.gives}" elsewhere, and here "{said}": it can give one slot',
            )
        elif dialog.gives is None:
            faults.add(state.give_mark or state.mark, "D141", "give names a slot of this dialog")


def _target(bot: Bot, dialog: Dialog, to: str, mark: Mark, broken: frozenset[str], faults: Faults) -> None:
    place = target(dialog.name, to)
    if place is None or place[0] in broken:
        return
    home = bot.dialogs.get(place[0])
    if home is None:
        faults.add(mark, "D120", f'there is no dialog "{place[0]}"{did_you_mean(place[0], bot.dialogs)}')
    elif place[1] not in home.states:
        options = [*home.states, END] if home is dialog else list(home.states)
        where = "this dialog" if home is dialog else f'the dialog "{home.name}"'
        faults.add(mark, "D120", f'there is no state "{place[1]}" in {where}{did_you_mean(place[1], options)}')


def _total(rows: tuple[Row, ...] | tuple[RuleRow, ...], word: str, faults: Faults) -> None:
    """The last row has no condition, and only the last."""
    for row in rows[:-1]:
        if row.when is None:
            faults.add(
                row.mark, "D124", "this row has no condition, so the rows below are never reached: move it to the end"
            )
    if rows and rows[-1].when is not None:
        faults.add(
            rows[-1].mark,
            "D123",
            f"the last row has a condition: add a row without if below it ({{{word}: …}}) for all else",
        )


def _keys(bot: Bot, dialog: Dialog, state: State, actions: Mapping[str, ActionSpec], faults: Faults) -> None:
    """Every choice and outcome has a way, and every way a choice or outcome."""
    if state.go is None or None in state.go.by:
        return
    kind = next((name for name in ("do", "call", "ask") if getattr(state, name) is not None), None)
    if kind is None:
        mark = state.go.mark or state.mark
        faults.add(
            mark, "D122", "nothing is asked or done here, so there is nothing to tell apart: go leads to one state"
        )
        return
    possible = outcomes(state, bot, actions)
    if not possible:
        return  # the action or dialog is not known, which is told elsewhere
    what = _WHAT[kind]
    allowed = {*possible, GIVEN, CANCELLED} if kind == "call" and GIVEN in possible else {*possible}
    slips = _misspelt(dialog, state)
    for key, mark in state.go.keys.items():
        if key not in allowed and key not in slips.values():
            faults.add(mark, "D122", f'there is no {what} "{key}" here{did_you_mean(key, possible)}')
    meant = {nearest(key, possible) for key in state.go.keys if key not in allowed}
    for key in possible:
        if key not in state.go.keys and key not in meant and slips.get(key) not in state.go.keys:
            faults.add(state.go.mark or state.mark, "D121", f'the {what} "{key}" leads nowhere: add {key}: … to go')


def _misspelt(dialog: Dialog, state: State) -> Mapping[str, str | None]:
    """The choices that are no option of their slot, each with the option that was meant: that is told of the choice."""
    slot = dialog.slots.get(state.ask.slot or "") if state.ask is not None else None
    if state.ask is None or slot is None or not slot.options:
        return {}
    return {one.id: nearest(one.id, slot.options) for one in state.ask.choices if one.id not in slot.options}


def check_reach(bot: Bot, faults: Faults) -> None:
    """What no conversation can come to: a warning, it harms nobody."""
    seen: set[Place] = set()
    todo = list(entries(bot))
    while todo:
        place = todo.pop()
        dialog = bot.dialogs.get(place[0])
        state = dialog.states.get(place[1]) if dialog is not None else None
        if place in seen or dialog is None or state is None:
            continue
        seen.add(place)
        todo.extend(followers(dialog, state, bot))
    for dialog in bot.dialogs.values():
        unreached = [state for state in dialog.states.values() if (dialog.name, state.name) not in seen]
        if len(unreached) == len(dialog.states) and unreached:
            faults.add(dialog.mark, "D126", f'nothing leads to the dialog "{dialog.name}"', WARNING)
            continue
        for state in unreached:
            faults.add(state.mark, "D125", f'nothing leads to the state "{state.name}"', WARNING)


def check_rounds(bot: Bot, faults: Faults) -> None:
    """Every cycle contains a question, and no dialog calls itself."""
    if _recursion(bot, faults):
        return
    passable = _passable(bot)
    graph = {
        (dialog.name, state.name): tuple(_silent(bot, dialog, state, passable))
        for dialog in bot.dialogs.values()
        for state in dialog.states.values()
    }
    told: set[Place] = set()
    for start in graph:
        round_ = _round(graph, start)
        if round_ is not None and not told.intersection(round_):
            told.update(round_)
            home = bot.dialogs[start[0]]
            path = " → ".join(
                state if dialog == start[0] else f"{dialog}.{state}" for dialog, state in (*round_, start)
            )
            faults.add(home.states[start[1]].mark, "D127", f"this goes round for ever without asking anything: {path}")


def _silent(bot: Bot, dialog: Dialog, state: State, passable: set[str]) -> Iterator[Place]:
    """The places that can come next without a question being asked in between."""
    if state.ask is not None:
        return
    if state.call is not None:
        callee = bot.dialogs.get(state.call.dialog)
        if callee is not None:
            yield callee.name, callee.start
        if callee is None or callee.name not in passable:
            return
    yield from (way.to for way in ways(dialog, state) if way.to is not None)


def _passable(bot: Bot) -> set[str]:
    """The dialogs that can be passed from start to end without a question."""
    passable: set[str] = set()
    while True:
        found = {d.name for d in bot.dialogs.values() if d.name not in passable and _passes(bot, d, passable)}
        if not found:
            return passable
        passable |= found


def _passes(bot: Bot, dialog: Dialog, passable: set[str]) -> bool:
    seen: set[str] = set()
    todo = [dialog.start]
    while todo:
        state = dialog.states.get(todo.pop())
        if state is None or state.name in seen or state.ask is not None:
            continue
        seen.add(state.name)
        if state.call is not None and state.call.dialog not in passable:
            continue
        if state.give is not None or ends_without(state):
            return True
        todo.extend(way.to[1] for way in ways(dialog, state) if way.to is not None and way.to[0] == dialog.name)
    return False


def _round(graph: Mapping[Place, tuple[Place, ...]], start: Place) -> tuple[Place, ...] | None:
    """The shortest way from a place back to itself."""
    before: dict[Place, Place | None] = {start: None}
    todo = [start]
    for place in todo:
        for following in graph.get(place, ()):
            if following == start:
                path: list[Place] = []
                at: Place | None = place
                while at is not None:
                    path.append(at)
                    at = before[at]
                return tuple(reversed(path))
            if following not in before:
                before[following] = place
                todo.append(following)
    return None


def _recursion(bot: Bot, faults: Faults) -> bool:
    """Whether a dialog is inside itself: then it goes round as well, which need not be told."""
    calls: dict[Place, tuple[Place, ...]] = {}
    for dialog in bot.dialogs.values():
        called = {state.call.dialog for state in dialog.states.values() if state.call is not None}
        calls[(dialog.name, "")] = tuple((name, "") for name in sorted(called))
    told: set[Place] = set()
    for start in calls:
        round_ = _round(calls, start)
        if round_ is None or told.intersection(round_):
            continue
        told.update(round_)
        following = (*round_, start)[1][0]
        states = bot.dialogs[start[0]].states.values()
        mark = next(s.call.mark for s in states if s.call is not None and s.call.dialog == following)
        path = " → ".join(name for name, _ in (*round_, start))
        faults.add(mark, "D128", f"a dialog cannot be inside itself: {path}; lead on with go instead of call")
    return bool(told)
