"""Every action of the window: text, shortcut, icon and tooltip, in one table.

Single letters are safe as shortcuts: a text field that has the focus takes them as text first.
"""

from __future__ import annotations

from ganlab.app.rooms.table import ROOMS, key_of
from ganlab.values import dataclass

MOST_TURNS = 4
"""No game has more turns in an iteration."""
TURN_STEPS = tuple(f"step_turn_{number}" for number in range(1, MOST_TURNS + 1))
"""The actions that take a single turn: words, key and colour are those of the game's rules."""


@dataclass(frozen=True)
class ActionSpec:
    """One line of the table."""

    name: str
    text: str
    tooltip: str
    keys: str = ""
    """Its shortcuts, separated by blanks; the first is the one that is shown."""
    icon: str = ""
    color: str = "text"
    """The palette's colour of its icon."""
    checkable: bool = False
    short: str = ""
    """The text on its button in the transport; "" leaves the icon alone there."""
    repeats: bool = False
    """Whether holding the keys down does it again and again."""


_ = ActionSpec  # keeps the lines of the table short
MENUS: dict[str, tuple[ActionSpec | None, ...]] = {
    "File": (
        _("new", "New", "Start from a preset", "Ctrl+N", "new"),
        _("open", "Open…", "Open a saved run, an experiment or a file of images", "Ctrl+O", "open"),
        _("open_images", "Open Images…", "Play with a folder of pictures of one size"),
        None,
        _("save", "Save", "Save the experiment, its networks and its history", "Ctrl+S", "save"),
        _("save_as", "Save As…", "Save under another name", "Ctrl+Shift+S"),
        _("save_experiment", "Save Experiment…", "Write the settings alone as .json, without "
          "networks and curves: the recipe, to be played again"),
        None,
        _("export_picture", "Export Picture…", "Write what is on screen as PNG or SVG",
          "Ctrl+E", "picture"),
        _("export_curves", "Export Curves…", "Write every measured curve as CSV", icon="curve"),
        _("export_animation", "Export Animation…", "Write the last frames as a GIF", icon="film"),
        _("export_generator", "Export Generator…", "Write G as files that run without ganlab: "
          "ONNX, PyTorch, weights, pictures"),
        None,
        _("quit", "Quit", "Close ganlab", "Ctrl+Q"),
    ),
    "Edit": (
        _("undo", "Undo", "Take back the last change of the experiment, or of the bench",
          "Ctrl+Z", "undo"),
        _("redo", "Redo", "Make the change again", "Ctrl+Shift+Z Ctrl+Y", "redo"),
        None,
        _("draw", "Draw a Target", "Draw on the plane what the generator learns to imitate",
          "Ctrl+D", "draw"),
        _("import_points", "Import Points…", "Take points from a CSV or NumPy file as the target",
          "Ctrl+I", "points"),
    ),
    "Train": (
        _("play", "Play", "Let the game go on, or hold it where it is", "Space", "play"),
        *(_(name, "Step", "A single turn", icon="step", repeats=True) for name in TURN_STEPS),
        _("step_all", "Step", "One iteration", "S", "step", repeats=True),
        None,
        _("reset", "Reset", "Back to step 0 and the same initial weights; Undo brings "
          "back the trained ones", "R", "reset"),
        _("new_seed", "New Seed", "Start again with other initial weights and other noise",
          "N", "seed", short="New seed"),
        None,
        _("slow_motion", "Slow Motion", "Walk through the stages of each turn",
          "W", checkable=True, short="slow"),
        _("speed_up", "Faster", "More steps a second", "+ =", repeats=True),
        _("speed_down", "Slower", "Fewer steps a second", "-", repeats=True),
        None,
        _("restore_good", "Restore the Last Good State",
          "Go back to the best of the last states that were sound", icon="restore"),
        _("resume", "Resume", "Start another engine from the last checkpoint", icon="play"),
        None,
        _("latent", "Explore Latent Space…", "Drag through all that a generator of images can draw",
          "Ctrl+L"),
        _("evaluate", "How Good Is It…", "Measure the generator of images: does it draw every "
          "digit, how real do they look, are they copies?", "Ctrl+G"),
    ),
    "View": (
        *(_(f"room_{name}", room.title, room.about, key_of(name), checkable=True)
          for name, room in ROOMS.items()),
        None,
        _("theme_system", "Follow the System", "Light or dark, as the system is", checkable=True),
        _("theme_light", "Light", "Dark text on a light ground", checkable=True),
        _("theme_dark", "Dark", "Light text on a dark ground", checkable=True),
        None,
        _("zoom_in", "Zoom In", "Draw everything larger: letters, controls and pictures",
          "Ctrl++ Ctrl+="),
        _("zoom_out", "Zoom Out", "Draw everything smaller", "Ctrl+-"),
        _("zoom_reset", "Actual Size", "Draw everything as large as it was made", "Ctrl+0"),
        None,
        _("full_screen", "Full Screen", "Fill the screen, for a projector", "F11", checkable=True),
        _("reset_layout", "Reset Layout", "Put every panel back in its place"),
    ),
    "Help": (
        _("tour", "Tour", "Two minutes: what to press, and what to look at"),
        _("glossary", "Glossary", "Every word that the window uses, with its formula"),
        _("shortcuts", "Keyboard Shortcuts", "Every key and what it does", "F1", "help"),
        _("about", "About ganlab", "Version, licence and what ganlab stands on"),
    ),
}  # fmt: skip
"""Every action by its menu, in the menu's order; None is a separator."""
