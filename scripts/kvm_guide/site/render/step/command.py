"""A command as the reader copies it, with exactly its text behind the copy button. The page's script colours it."""

from markupsafe import Markup

from kvm_guide.model.step import Place
from kvm_guide.site.render.templates import render


def block(command: str | None, place: Place, name: str | None = None) -> Markup:
    """`command`, typed at `place`, in a block to which the theme adds a copy button.

    None: a script writes the command; until then the block is hidden, and has nothing to copy. name: its id, where it
    is not the first below the nearest element with one: by that the theme's button finds what it copies.
    """
    return render("command", command=command, name=name, shell="powershell" if place is Place.WINDOWS_HOST else "bash")
