"""A command as the reader copies it, with exactly its text behind the copy button. The page's script colours it."""

from markupsafe import Markup

from kvm_guide.model.step import Place
from kvm_guide.site.render.templates import render


def block(command: str | None, place: Place) -> Markup:
    """`command`, typed at `place`, in a block to which the page's script adds a copy button.

    None: a script writes the command; until then the block is hidden, and has nothing to copy.
    """
    return render("command", command=command, shell="powershell" if place is Place.WINDOWS_HOST else "bash")
