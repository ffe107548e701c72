"""A command in running text is a step's, or the helper's, or stands on the list of mentions with one of few reasons."""

import re
from collections.abc import Iterator
from typing import Final

from kvm_guide.helper.cli.examples import EXAMPLES
from kvm_guide.model.lesson import Guide
from kvm_guide.site.checks.built import Built, page_name, source_of
from kvm_guide.site.checks.listed import Listed, ListedEntry
from kvm_guide.site.checks.prose import Block, squeezed, words
from kvm_guide.site.dom import Tag, Text

FILE: Final = "mentions.toml"
REASONS: Final = {
    "named": "it is only named: nobody is told to type it",
    "wrong": "it is shown as an error not to copy",
    "elsewhere": "it is typed where the lab cannot",
    "part": "it is a part of a step's command, explained",
    "shown": "it stands in what a program shows",
}
# Programs that readers of such a guide type; with an argument, each is a command. Those of the steps are known too.
_PROGRAMS: Final = words(
    """
    sudo su doas virsh virt-install virt-clone virt-xml virt-viewer virt-manager virt-host-validate virt-what
    virt-top virt-sysprep virt-customize virt-builder virt-df qemu-img qemu-nbd qemu-io qemu-system-x86_64
    guestfish guestmount osinfo-query apt apt-get apt-cache apt-mark aptitude dpkg dpkg-query systemctl service
    journalctl loginctl timedatectl hostnamectl systemd-detect-virt modprobe insmod rmmod lsmod modinfo dmesg
    lscpu lspci lsusb lsblk dmidecode usermod adduser gpasswd newgrp groups id getent chown chmod chgrp setfacl
    getfacl ls cat less zless more head tail tee cp mv rm ln mkdir rmdir touch nano vi vim grep egrep fgrep
    zgrep sed awk cut sort uniq wc find xargs echo printf export unset source alias cd pwd env which whereis
    command type test mount umount df du free ip ifconfig brctl bridge ping ss netstat nmcli ifup ifdown
    iptables nft sysctl uname reboot shutdown poweroff kill pkill killall ps top htop ssh scp rsync wget curl
    tar gzip zcat unzip python3 pip pip3 git make man update-grub update-initramfs grub-install swapon dd
    sha256sum kvm-ok pvesm qm pct wsl bcdedit msinfo32 powershell dism VBoxManage vboxmanage vmrun openstack
    gcloud aws az docker podman snap flatpak bash sh aa-status aa-complain apparmor_status aa-disable xterm tmux
    screen
    """
)
# Programs whose names a sentence may have after "sudo".
_ALSO_WORDS: Final = words("command type test more screen make which id groups service find man less head sort")
_SUBCOMMANDS: Final = (
    r"virsh\s+(?:list|start|stop|destroy|define|undefine|edit|shutdown|reboot|console|uri|net-[a-z]+|pool-[a-z]+|"
    r"vol-[a-z]+|snapshot-[a-z]+|dom[a-z]+|capabilities|autostart|dumpxml)",
    r"(?:apt|apt-get)\s+(?:install|remove|purge|update|upgrade|autoremove|full-upgrade|search|show|policy)",
    r"systemctl\s+(?:start|stop|restart|enable|disable|status|mask|unmask|daemon-reload|is-active)",
    r"sudo\s+(?:-\w+\s+)?[a-z][\w.-]*/?(?=\s+\S)",
    r"modprobe\s+-?\w*kvm\w*",
    r"VBoxManage\s+[a-z]\w+",
)
_PLAIN: Final = re.compile(rf"(?<![\w-])(?:{'|'.join(_SUBCOMMANDS)})(?![\w-])")
_BEFORE: Final = re.compile(r"\A(?:(?:\$|#|>|&)\s+|[A-Z_][A-Z0-9_]*=\S*\s+)+")
_OPTION: Final = re.compile(r"\A[a-z][\w.+/-]*\s(?:.*\s)?--?[A-Za-z]")
_SIGNS: Final = re.compile(r"\A[a-z][\w.+/-]*\s.*(?:\||&&|>>?|;)\s*\S")
_CMDLET: Final = re.compile(r"\A[A-Z][a-z]+-[A-Z][A-Za-z]+(?:\s|\Z)")
_PATH: Final = re.compile(r"\A(?:\.{0,2}/|~/)?(?:[\w.-]+/)*([\w.+-]+)\Z")
_TOLD: Final = re.compile(
    r"(?:escribes?|escribir|escribe|tecleas?|teclear|ejecutas?|ejecutar|ejecuta|lanza|type|types|run|runs|enter|execute)"
    r"(?:\s+(?:la orden|the command|otra vez|again))?:?\s*\Z",
    re.IGNORECASE,
)


def problems(built: Built) -> Iterator[str]:
    """The commands in running text that are nobody's."""
    listed = Listed.read(built.list_file(FILE), "mention", ("page", "text"), ("reason",))
    for key, entry in listed.entries.items():
        if entry.values["reason"] not in REASONS:
            yield f"{listed.name}: {' · '.join(key)} has a reason of its own: use one of {', '.join(REASONS)}"
    for where, entry in missing(built, listed):
        page, text = entry.values["page"], entry.values["text"]
        yield (
            f"{where} has the command {text!r} in running text, and no step has it: show it as a step, or list it in "
            f"{listed.name} ([[mention]] page = {page!r}, text, and a reason: {', '.join(REASONS)})"
        )
    yield from listed.unused("no page has it as a command in its text that is no step's")


def missing(built: Built, listed: Listed) -> Iterator[tuple[str, ListedEntry]]:
    """The commands in running text that no step and no entry of `listed` has, and where each stands."""
    known = typed(built.sources.guide)
    programs = _PROGRAMS | {_program(command) for command in known}
    for path, written in built.written.items():
        for block in written:
            for found in commands(block, programs):
                entry = ListedEntry({"page": page_name(path), "text": found})
                if found not in known and not listed.holds(entry):
                    yield f"{source_of(path)}: {block.kind} {block.place()}", entry


def typed(guide: Guide) -> frozenset[str]:
    """What readers type as steps or as commands of the helper, white space as one space."""
    steps = [command for step in guide.steps() for command in (step.command, step.undo) if command]
    return frozenset(squeezed(command.replace("\\\n", " ")) for command in steps) | {
        squeezed(example.command) for example in EXAMPLES.values()
    }


def commands(block: Block, programs: frozenset[str]) -> Iterator[str]:
    """The commands in the text of `block`: as code, where it has arguments or the reader is told to type it; in plain
    text, where a program is named with what it is to do."""
    before = ""
    quoted = block.standing_in("code")
    for piece in block.pieces:
        if isinstance(piece, Tag) and piece.name == "code":
            code = squeezed(piece.get_text())
            if is_command(code, programs) or (_TOLD.search(before) and _is_program(code, programs)):
                yield code
            before = ""
        elif isinstance(piece, Text) and id(piece) not in quoted:
            before = piece
    for found in _PLAIN.finditer(block.text(code=False)):
        first, *rest = found[0].split()
        if first != "sudo" or rest[-1] in programs - _ALSO_WORDS:
            yield found[0]


def is_command(code: str, programs: frozenset[str]) -> bool:
    """Whether `code` is a command with its arguments."""
    bare = _BEFORE.sub("", code)
    first, _, rest = bare.partition(" ")
    if not rest:
        return bool(_CMDLET.match(bare)) or bare.endswith(".exe")
    if _program(bare) in programs or first.strip("\"'").endswith(".exe"):
        return True
    return bool(_OPTION.match(bare) or _SIGNS.match(bare) or _CMDLET.match(bare))


def _is_program(code: str, programs: frozenset[str]) -> bool:
    # `sudo` on its own is the word before a command
    if code == "sudo" or code.startswith("-"):
        return False
    return _program(code) in programs or "/" in code or (" " in code and code[0].islower())


def _program(command: str) -> str:
    first = _BEFORE.sub("", command).partition(" ")[0]
    path = _PATH.match(first)
    return path[1] if path else first
