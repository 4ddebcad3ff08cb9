"""What the window says about its run, held against what is so."""

from __future__ import annotations

from ganlab.app.rooms.table import ROOMS
from ganlab.app.shell.application import Laboratory
from ganlab.experiment import Change, compare
from ganlab.lab.files.archive import ArchiveError, load_run
from ganlab.lab.frame import State

AT_REST = (State.IDLE, State.PAUSED)


def false_claims(lab: Laboratory) -> list[str]:
    """What the window says now and is not so: of its title, its file, "modified" and the step."""
    window, controller, files = lab.window, lab.controller, lab.dialogs.files
    said = window.windowTitle().replace("[*][*]", "[*]")
    claims = [
        (said == f"{files.name}[*] — ganlab", f"the title is {said}, the run {files.name}"),
        (
            window.isWindowModified() == controller.modified,
            f"the title's mark says {window.isWindowModified()}, not {controller.modified}",
        ),
    ]
    rooms, said_room = window.rooms, window.transport.rooms.button.accessibleName()
    stage = window.body.stage.currentWidget()
    claims += [
        (said_room == f"Room: {ROOMS[rooms.current].title}", f"{said_room} is not {rooms.current}"),
        (stage is rooms[rooms.current].stage, f"the stage is not that of {rooms.current}"),
    ]
    resting = controller.state in AT_REST
    if resting:
        shown = window.transport.steps.text()
        claims.append(
            (shown == f"{controller.step:,}", f"step {controller.step:,} is shown as {shown}")
        )
    if files.path is not None:
        claims += _of_the_file(lab, resting)
    return [words for so, words in claims if not so]


def _of_the_file(lab: Laboratory, resting: bool) -> list[tuple[bool, str]]:
    controller, path = lab.controller, lab.dialogs.files.path
    assert path is not None
    try:
        run = load_run(path)
    except ArchiveError as error:
        return [(False, f"the run is said to live in {path.name}: {error}")]
    same = compare(run.experiment, controller.experiment) is not Change.REBUILD
    claims = [(same, f"{path.name} holds a run of another kind than the window")]
    if not controller.modified and resting:
        step = run.checkpoint.step if run.checkpoint else 0
        other = [
            name
            for name in type(run.experiment).model_fields
            if getattr(run.experiment, name) != getattr(controller.experiment, name)
        ]
        claims += [
            (not other, f"{path.name} holds other settings: {', '.join(other)}"),
            (step == controller.step, f"{path.name} is at {step}, the window at {controller.step}"),
        ]
    return claims
