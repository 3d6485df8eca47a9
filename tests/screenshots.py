"""Pictures of the real window: ``python -m tests.screenshots`` writes PNGs into docs/screenshots.

Runs under a virtual screen (``make screenshots``) or with QT_QPA_PLATFORM=offscreen.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from ui import start, theme
from ui.settings import Settings
from ui.widgets.legend import Legend

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
SIZES = ((1280, 800), (1920, 1080))
NEAR_MISS = ("NCT06187961", "I12b")


def main(arguments: list[str]) -> int:
    """Write a picture of each screen for each size and theme, and one of the page of symbols."""
    folder = Path(arguments[0]) if arguments else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as store:
        take(opened("SAMPLE-02", Path(store)), folder)
    return 0


def take(startup: start.Startup, folder: Path) -> None:
    """Write the pictures and close the window."""
    for width, height in SIZES:
        startup.window.resize(width, height)
        for dark in (False, True):
            startup.theme.apply(dark)
            for name, show in SCREENS.items():
                if name in AT_ONE_SIZE and (width, height) != SIZES[0]:
                    continue
                show(startup)
                settle(1500)
                save(startup.window, folder / f"{name}-{width}x{height}{'-dark' * dark}.png")
                startup.workspace.end_what_if()
    startup.theme.apply(False)
    take_slides(startup, folder)
    legend = Legend(startup.window, startup.theme)
    legend.show()
    settle()
    save(legend, folder / "symbols.png")
    legend.close()
    startup.window.close()


def show_eligibility(startup: start.Startup) -> None:
    """Show why the near miss is ineligible."""
    startup.window.show_page("Eligibility", focus=False)
    startup.window.page.go_to(*NEAR_MISS)


def show_what_if(startup: start.Startup) -> None:
    """Show what would follow from another count of platelets."""
    show_eligibility(startup)
    startup.window.page.explanation.attempt.button.click()


def show_case(startup: start.Startup) -> None:
    """Show the laboratory table, the value in front that is too low."""
    startup.workspace.request_field("platelets")


def show_regimens(startup: start.Startup) -> None:
    """Show what each trial would mean by the hour, the long infusion pointed at."""
    startup.window.show_page("Regimens", focus=False)
    view = startup.window.regimens_page.content.hours
    view.go_to("ChiCTR2100041874|1|fluorouracil|1")
    view.pointed.emit(view.current)


def show_outcomes(startup: start.Startup) -> None:
    """Show the responses, the interval chosen that is called exact and is not."""
    startup.window.show_page("Outcomes", focus=False)
    settle(2000)  # the first chart loads what draws it
    startup.window.outcomes_page.content.chart.point_chosen.emit("ChiCTR2100041874:orr_mrecist")


def show_meeting(startup: start.Startup, tab: int = 0) -> None:
    """Show the sample meeting: what must be obtained before the day, the questions, the notes."""
    startup.window.show_page("Meeting", focus=False)
    settle(3000)  # the first time reads all cases of the agenda
    startup.window.meeting_page.content.show_tab(tab)


def show_images(startup: start.Startup) -> None:
    """Show what the board looks at."""
    show_meeting(startup, 1)


def show_decision(startup: start.Startup) -> None:
    """Show the decision, with the standard of care beside the trials."""
    show_meeting(startup, 2)


def take_slides(startup: start.Startup, folder: Path) -> None:
    """Write each slide of the first case of the sample meeting."""
    from ui.presentation.stage import Stage

    startup.window.present()
    settle(3000)
    stage = startup.window.findChild(Stage)
    assert stage is not None
    stage.showNormal()
    stage.resize(1280, 720)
    settle(2000)
    for number in range(1, 40):
        save(stage, folder / f"slide-{number:02}.png")
        before = stage.index
        stage.step(1)
        settle(1000)
        if stage.index != before:
            break
    stage.close()
    settle()


SCREENS = {
    "eligibility": show_eligibility,
    "what-if": show_what_if,
    "case": show_case,
    "regimens": show_regimens,
    "outcomes": show_outcomes,
    "meeting": show_meeting,
    "images": show_images,
    "decision": show_decision,
}
AT_ONE_SIZE = ("meeting", "images", "decision")


def opened(code: str, folder: Path) -> start.Startup:
    """Return the window on a new store, with a sample case chosen."""
    startup = start.Startup(folder / "cases.sqlite")
    for step in (start.application, start.bundled_font, light, start.workspace, start.window):
        step(startup)
    startup.window.complete()
    startup.workspace.open(folder / "cases.sqlite", code)
    settle()
    while not startup.workspace.background.idle:
        settle()
    startup.workspace.choose(code)
    settle()
    startup.window.message_bar.hide()
    return startup


def light(startup: start.Startup) -> None:
    """Begin with light colours, whatever the system says."""
    startup.settings = Settings(Path(startup.database or "").with_name("settings.json"))
    startup.theme = theme.Theme(startup.application, dark=False)


def settle(milliseconds: int = 300) -> None:
    """Let the window paint itself."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def save(widget, path: Path) -> None:
    """Write what a widget shows."""
    if not widget.grab().save(str(path)):
        raise SystemExit(f"{path} cannot be written; check the folder.")
    print(path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
