"""The runs that are asked for, a lesson in a language each; those that do not need each other go side by side."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Final

from kvm_guide.errors import Exit
from kvm_guide.model.lesson import Guide, Lesson
from kvm_guide.model.release import NUMBERS
from kvm_guide.model.step import LANGUAGES, Language

SIDE_BY_SIDE: Final = max(2, os.cpu_count() or 1)
"""How many at once: a machine has two processors, of which a guest installs on one."""


@dataclass(frozen=True)
class Job:
    """A lesson's run in one language. after: the job from whose end it goes on, where that is asked for too."""

    lesson: Lesson
    language: Language
    after: "Job | None" = None

    @property
    def name(self) -> str:
        """As its record is called."""
        return f"{self.lesson.id}.{self.language}"


def jobs(
    guide: Guide, lessons: Iterable[Lesson], languages: Iterable[Language], names: Iterable[str] = ()
) -> list[Job]:
    """A job for each of `lessons` in each of `languages`, each after the one it goes on from.

    names: beside them, single jobs that are called so.
    """
    wanted = {f"{lesson.id}.{language}" for lesson in lessons for language in languages} | set(names)
    found: list[Job] = []
    for language in LANGUAGES:
        made: dict[str, Job] = {}
        for lesson in guide.lessons:
            if f"{lesson.id}.{language}" in wanted:
                nearest = next((one.id for one in reversed(guide.branch(lesson)[:-1]) if one.id in made), None)
                made[lesson.id] = Job(lesson, language, made[nearest] if nearest else None)
        found += made.values()
    return found


def matrix(guide: Guide, languages: Iterable[Language], releases: Iterable[str] = NUMBERS) -> list[dict[str, str]]:
    """What CI runs, a job each: every lesson of `guide` that types something, in each language, on each release."""
    return [
        {"release": release, "lesson": job.lesson.id, "language": job.language}
        for release in releases
        for job in jobs(guide, guide.run(), languages)
    ]


def run(asked: Iterable[Job], work: Callable[[Job], int], side_by_side: int = SIDE_BY_SIDE) -> Mapping[Job, int | None]:
    """Do `work` for each job and return the exit codes; None: it waits for one that failed before it.

    A job begins when the one it goes on from has ended well; of several, that with the most to come after it.
    """
    codes: dict[Job, int | None] = {}
    wanted = list(asked)
    todo = sorted(wanted, key=lambda job: _to_come(job, wanted), reverse=True)
    running: dict[Future[int], Job] = {}
    with ThreadPoolExecutor(side_by_side) as pool:
        while todo or running:
            for job in list(todo):
                if job.after is None or codes.get(job.after) == Exit.OK:
                    if len(running) < side_by_side:
                        todo.remove(job)
                        running[pool.submit(work, job)] = job
                elif job.after in codes:
                    todo.remove(job)
                    codes[job] = None
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                codes[running.pop(future)] = future.result()
    return codes


def _to_come(job: Job, asked: Sequence[Job]) -> int:
    """About how much is to be done from `job` to the end of its branch: what is typed and asked in it, as a number."""
    after = max((_to_come(one, asked) for one in asked if one.after == job), default=0)
    return len(job.lesson.run()) + len(job.lesson.facts) + after
