"""The sentences of the steps, of the chapters and of the helper's commands: in both languages, and in each its own."""

from collections.abc import Iterator

from kvm_guide.helper.cli.commands import COMMANDS
from kvm_guide.helper.cli.examples import EXAMPLES
from kvm_guide.model.step import LANGUAGES, Text
from kvm_guide.questions.model import Question
from kvm_guide.site.checks.built import Built
from kvm_guide.site.checks.text.language import speaks, untranslated
from kvm_guide.troubles import TROUBLES

_CHAPTERS = "scripts/kvm_guide/lessons/"
_QUESTIONS = "scripts/kvm_guide/questions/"
_STUDENT = "scripts/kvm_guide/helper/"


def problems(built: Built) -> Iterator[str]:
    """What is wrong with the sentences that are data."""
    for place, text in _texts(built):
        if not text.es.strip() or not text.en.strip():
            yield f"{place} has no text in one language: write it"
        elif untranslated(text):
            yield f"{place} says {text.es!r} in both languages: translate it"
        for language in LANGUAGES:
            if speaks(text.in_(language)) not in (language, None):
                yield f"{place}: {text.in_(language)!r} stands for {language} and is not in it: translate it"


def _texts(built: Built) -> Iterator[tuple[str, Text]]:
    guide = built.sources.guide
    for lesson in guide.lessons:
        yield f"{_CHAPTERS}: chapter {lesson.number}", lesson.title
    for step in guide.steps():
        yield f"{_CHAPTERS}: the title of the step {step.id}", step.title
        yield f"{_CHAPTERS}: the reason of the step {step.id}", step.why
        if step.not_run:
            yield f"{_CHAPTERS}: why the step {step.id} is not run", step.not_run
    for trouble in TROUBLES:
        place = f"scripts/kvm_guide/troubles/: {trouble.id}"
        yield from ((place, trouble.title), (place, trouble.cause), (place, trouble.cure))
    for study in built.sources.studied:
        for text in (*study.opening.able, *study.opening.needs):
            yield f"{_QUESTIONS}: the opening of {study.lesson}", text
        for question in study.questions:
            yield from ((f"{_QUESTIONS}: {question.id}", text) for text in _of_question(question))
    for command in COMMANDS:
        yield f"{_STUDENT}commands.py: {command.name}", command.summary
        for option in command.options:
            yield f"{_STUDENT}commands.py: {command.name} {option.flag}", option.help
    for name, example in EXAMPLES.items():
        yield f"{_STUDENT}examples.py: {name}", example.title


def _of_question(question: Question) -> Iterator[Text]:
    yield from (question.ask, question.because)
    for choice in question.choices:
        yield from (one for one in (choice.text, choice.why_not) if isinstance(one, Text))
    yield from (word for word in question.accepted if isinstance(word, Text))
