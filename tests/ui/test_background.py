"""The background: in order, on one worker, answers on the thread of the screen."""

import sys
import threading

import pytest

from hccreview.errors import ReviewError
from ui import crash
from ui.background import DATA, IDLE, QUESTION, Background
from ui.messages import Messages


@pytest.fixture
def background(qapp):
    background = Background(Messages())
    yield background
    background.close()


def test_the_answer_comes_home_on_the_thread_of_the_screen(background, qtbot):
    seen = []
    background.run(lambda _: threading.current_thread().name, lambda name: seen.append(
        (name, threading.current_thread() is threading.main_thread())))  # fmt: skip
    qtbot.waitUntil(lambda: background.idle)
    assert seen == [("hccreview-data_0", True)]


def test_data_goes_before_questions_and_these_before_what_can_wait(background, qtbot):
    gate, order = threading.Event(), []
    background.run(lambda _: gate.wait(5))
    for number, rank in enumerate((IDLE, QUESTION, DATA, IDLE, DATA)):
        background.run(lambda _, number=number: order.append(number), rank=rank)
    gate.set()
    qtbot.waitUntil(lambda: background.idle)
    assert order == [2, 4, 1, 0, 3]


def test_cancelled_work_does_not_begin_and_its_answer_is_dropped(background, qtbot):
    gate, done = threading.Event(), list[object]()
    running = background.run(lambda _: gate.wait(5), done.append)
    waiting = background.run(lambda _: done.append("begun"), done.append)
    running.cancel()
    waiting.cancel()
    gate.set()
    qtbot.waitUntil(lambda: background.idle)
    assert done == []


def test_no_answer_comes_before_its_work_is_handed_over(background, qtbot):
    early, handed_over = list[int](), set[int]()
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # the worker is done before `run` goes on
    try:
        for number in range(300):
            background.run(
                lambda _, number=number: number,
                lambda number: early.append(number) if number not in handed_over else None,
            )
            handed_over.add(number)
        qtbot.waitUntil(lambda: background.idle)
    finally:
        sys.setswitchinterval(before)
    assert early == []


def test_long_work_tells_its_progress(background, qtbot):
    heard = []
    background.progressed.connect(lambda task, done, total: heard.append((task.title, done, total)))
    background.run(lambda task: [task.told(n, 2) for n in range(2)], title="Importing")
    qtbot.waitUntil(lambda: background.idle)
    assert heard == [("Importing", 0, 2), ("Importing", 1, 2)]


def test_a_review_error_is_a_sentence_in_the_bar(qtbot, qapp):
    messages, told = Messages(), list[str]()
    messages.problem_told.connect(told.append)
    background = Background(messages)

    def refuse(_):
        raise ReviewError("The disk is full.")

    background.run(refuse)
    background.run(refuse, failed=lambda sentence: told.append(f"own: {sentence}"))
    qtbot.waitUntil(lambda: background.idle)
    background.close()
    assert told == ["The disk is full.", "own: The disk is full."]


def test_any_other_error_is_raised_on_the_screen_and_the_worker_goes_on(background, qtbot):
    done: list[object] = []
    with qtbot.captureExceptions() as caught:
        background.run(lambda _: [][1])
        background.run(lambda _: 1, done.append)
        qtbot.waitUntil(lambda: background.idle)
    assert [kind for kind, *_ in caught] == [IndexError]
    assert done == [1]


def test_closing_finishes_data_drops_the_rest_and_takes_no_more(background):
    done: list[object] = []
    background.run(lambda _: "data", done.append)
    background.run(lambda _: "idle", done.append, rank=IDLE)
    background.close()
    assert background.run(lambda _: "late", done.append).cancelled
    assert done == ["data"]
    assert "hccreview-data_0" not in {thread.name for thread in threading.enumerate()}


def test_a_mistake_is_reported_without_message_or_value(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    messages, told = Messages(), list[str]()
    messages.problem_told.connect(told.append)
    crash.install(messages, lambda: None, tmp_path)
    try:
        dict[str, int]()["Kingfisher"]
    except KeyError as error:
        try:
            raise ValueError("Heron is 58") from error
        except ValueError as second:
            sys.excepthook(ValueError, second, second.__traceback__)
    (report,) = tmp_path.glob("mistake-*.txt")
    text = report.read_text("utf-8") + capsys.readouterr().err
    assert "ValueError" in text and "KeyError" in text and "test_background.py" in text
    assert "Kingfisher" not in text and "Heron" not in text
    assert "(ValueError)" in told[0] and str(report) in told[0]
