"""Works are done in processes of their own: each by one, a few at a time."""

import subprocess
import sys
import time
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from ctrack import clock
from ctrack.domain.errors import DomainError
from ctrack.domain.works import (
    AT_ONCE,
    DEAD_AFTER,
    KEPT_FOR,
    MOST_OF_ONE,
    TIMES_TRIED,
    WorkState,
)
from ctrack.extensions import db, transaction
from ctrack.models import Work
from ctrack.services import works
from ctrack.services.background import files, starting

PATIENCE = 120

DRAINING = """
import os, sys, time
from ctrack import create_app
from ctrack.extensions import write_transaction
from ctrack.services import works
from ctrack.services.background.draining import drain

def asleep(work_id, token, report):
    report(3, 10)
    time.sleep(600)

def dies(work_id, token, report):
    os.kill(os.getpid(), 9)

def quick(work_id, token, report):
    report(5, 5)
    with write_transaction():
        works.end(work_id, token)

with create_app().app_context():
    drain({"asleep": asleep, "dies": dies, "quick": quick}[sys.argv[1]])
"""


@pytest.fixture
def asked(make):
    """Gives a work that somebody has asked for."""

    def ask(number=1, by=None):
        with transaction():
            work = works.ask(
                "file",
                {"address": f"/statistics/workbook.xlsx?number={number}"},
                title="Statistics",
                language="en",
                by=by or make.User(),
            )
        return work.id

    return ask


@pytest.fixture
def process(app, context):
    """Starts processes that do what waits, and ends them after the test."""
    started = []

    def start(doer):
        started.append(
            subprocess.Popen(
                [sys.executable, "-c", DRAINING, doer],
                env=starting.environment(),
                stderr=subprocess.DEVNULL,
            )
        )
        return started[-1]

    yield start
    for each in started:
        if each.poll() is None:
            each.terminate()
        each.wait(PATIENCE)


def work(number):
    db.session.rollback()
    return db.session.scalar(
        select(Work).where(Work.id == number).execution_options(populate_existing=True)
    )


def until(condition):
    """Wait for it; fails when it does not come."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it has not come"
        time.sleep(0.1)


def lost_sight_of(number):
    """Nothing has been heard of the work for as long as it takes."""
    with transaction():
        db.session.execute(
            update(Work)
            .where(Work.id == number)
            .values(alive_at=clock.now() - DEAD_AFTER - timedelta(seconds=1))
        )


def test_what_waits_is_done_and_the_process_ends(asked, process):
    first, second = asked(1), asked(2)

    assert process("quick").wait(PATIENCE) == 0

    assert work(first).state is WorkState.DONE
    assert work(second).state is WorkState.DONE
    assert work(second).share == 1


def test_it_tells_how_far_it_has_come(asked, process):
    number = asked()
    process("asleep")

    until(lambda: work(number).share == 0.3)
    assert work(number).state is WorkState.RUNNING


def test_a_work_that_is_cancelled_ends_with_its_process(asked, process):
    number = asked()
    doing = process("asleep")
    until(lambda: work(number).done)

    with transaction():
        works.remove(work(number))

    assert doing.wait(PATIENCE) == 0
    lock = files.lock_of(number)
    assert lock
    lock.close()


def test_no_more_are_done_at_a_time_than_the_machine_has_places(asked, process):
    numbers = [asked(n) for n in range(AT_ONCE + 1)]
    for _ in numbers:
        process("asleep")
        time.sleep(0.3)

    until(lambda: sum(work(n).state is WorkState.RUNNING for n in numbers) == AT_ONCE)
    time.sleep(1)
    assert sum(work(n).state is WorkState.RUNNING for n in numbers) == AT_ONCE
    with files.a_place() as is_free:
        assert not is_free


def test_one_that_is_told_to_end_leaves_the_work_to_the_next(asked, process):
    number = asked()
    doing = process("asleep")
    until(lambda: work(number).done)

    doing.terminate()
    doing.wait(PATIENCE)

    assert work(number).state is WorkState.WAITING
    assert work(number).tries == 0
    assert process("quick").wait(PATIENCE) == 0
    assert work(number).state is WorkState.DONE


def test_one_that_dies_leaves_the_work_to_the_next(asked, process):
    number = asked()
    doing = process("asleep")
    until(lambda: work(number).done)

    doing.kill()
    doing.wait(PATIENCE)
    until(lambda: _nobody_is_busy_with(number))
    lost_sight_of(number)

    assert process("quick").wait(PATIENCE) == 0
    assert work(number).state is WorkState.DONE
    assert work(number).tries == 2


def _nobody_is_busy_with(number):
    lock = files.lock_of(number)
    if lock:
        lock.close()
    return lock is not None


def test_a_work_that_dies_each_time_has_failed_in_the_end(asked, process):
    number = asked()

    assert process("dies").wait(PATIENCE) == 0

    assert work(number).state is WorkState.FAILED
    assert work(number).tries == TIMES_TRIED


def test_nobody_takes_up_what_somebody_still_does(asked, process):
    number = asked()
    lock = files.lock_of(number)
    with transaction():
        works.take_up(number)
    lost_sight_of(number)

    assert process("quick").wait(PATIENCE) == 0
    assert work(number).state is WorkState.RUNNING

    lock.close()
    assert process("quick").wait(PATIENCE) == 0
    assert work(number).state is WorkState.DONE


def test_two_cannot_take_up_the_same(asked):
    number = asked()
    with transaction():
        works.take_up(number)

    with pytest.raises(works.NotOurs), transaction():
        works.take_up(number)


def test_whoever_was_thought_dead_stores_no_second_end(asked):
    number = asked()
    with transaction():
        first = works.take_up(number)
    with transaction():
        assert works.was_cut_off(number)
    with transaction():
        second = works.take_up(number)

    with pytest.raises(works.NotOurs), transaction():
        works.end(number, first, size=1)
    with transaction():
        works.end(number, second, size=2)

    assert work(number).size == 2


def test_the_same_is_not_asked_for_twice(asked, make):
    person = make.User()

    assert asked(1, person) == asked(1, person)
    assert asked(1, person) != asked(1)


def test_a_person_has_so_many_under_way_and_no_more(asked, make):
    person = make.User()
    for number in range(MOST_OF_ONE):
        asked(number, person)

    with pytest.raises(DomainError, match="under way"):
        asked(MOST_OF_ONE, person)


def test_what_ended_long_ago_is_deleted_with_its_file(asked):
    number = asked()
    with transaction():
        token = works.take_up(number)
    with transaction():
        works.end(number, token, file_name="statistics.xlsx")
    path = files.path_of(number, token)
    path.write_bytes(b"x")
    with transaction():
        works.clear_old()
    assert path.exists()

    with transaction():
        work(number).ended_at = clock.now() - KEPT_FOR - timedelta(minutes=1)
    with transaction():
        works.clear_old()

    assert work(number) is None
    assert not path.exists()
