"""Each fact of the guide, held against the answer that a Debian 12 gave: that one passes, and a wrong one fails.

The answers in recorded/facts are those of the lab's machine, 2026-11-27; both languages' are the same.
"""

import re
from dataclasses import replace
from typing import Final

import pytest

from kvm_guide import paths
from kvm_guide.lab.judging.claims import fact_problems as problems
from kvm_guide.lessons import GUIDE
from kvm_guide.model.fact import Fact
from kvm_guide.model.step import LANGUAGES, Text
from kvm_guide.records import store

ANSWERS = paths.ROOT / "tests" / "recorded" / "facts"
# What a Debian would answer where the page were wrong: the word or number that matters, and another one
WRONG: Final = {
    "root-has-password": ("root P", "root L"),
    "sudo-is-a-group": ("%sudo", "%wheel"),
    "security-source": ("n=bookworm-security", "n=bookworm-updates"),
    "newest-kernel-pulled": ("linux-image-6.1.0", "linux-image-6.12.0"),
    "spanish-manuals-package": ("manpages-es:", "manpages:"),
    "address-by-dhcp": ("dhcp", "static"),
    "ssh-at-boot": ("enabled", "disabled"),
    "cache-listens-everywhere": ("0.0.0.0:3142", "127.0.0.1:3142"),
    "cache-keeps-files": ("1", "2"),
    "cache-starts-at-boot": ("enabled", "disabled"),
    "root-not-by-password": ("without-password", "yes"),
    "module-names": ("kvm-amd.ko", "kvm_amd.ko"),
    "qemu-without-kvm": ("tcg", "hvf"),
    "qemu-opens-kvm": ("/dev/kvm", "/dev/null"),
    "qemu-unprivileged": ("libvirt-qemu", "root"),
    "qemu-confined": ("enforce", "complain"),
    "cve-2026-53359": ("6.1.177-1", "6.1.178-1"),
    "cve-2026-64561": ("6.1.187-1", "6.1.18-1"),
    "foreign-disks": (" vmdk ", " "),
    "libvirt-socket": ("socket ", "regular file "),
    "libvirtd-package": ("libvirt-daemon:", "libvirt-daemon-system:"),
    "process-per-guest": ("-x86_64 ", "-i386 "),
    "networks-are-xml": ("<name>default</name>", "name: default"),
    "libvirtd-version": ("9.0.0", "9.10.0"),
    "no-virtqemud": ("No files found for virtqemud.service.", "# /lib/systemd/system/virtqemud.service"),
    "log-and-lock-daemons": ("/usr/sbin/virtlockd\n", ""),
    "log-and-lock-sockets": ("virtlogd.socket  virtlogd.service", "virtlogd.socket  libvirtd.service"),
    "libvirtd-by-socket": ("libvirtd.service", "virtqemud.service"),
    "libvirtd-timeout": ("120", "1200"),
    "qemu-img-package": ("qemu-utils", "qemu-system-x86"),
    "libvirt-guests-package": ("libvirt-daemon-system:", "libvirt-clients:"),
    "virt-install-package": ("virtinst:", "libvirt-clients:"),
    "clients-package": ("libvirt-clients: /usr/bin/virt-host-validate", "libvirt-daemon: /usr/bin/virt-host-validate"),
    "nesting-on": ("1", "0"),
    "fixed-kernels": ("6.1.177-1", "6.1.187-1"),
    "uname-is-no-version": ("6.1.192-2", "6.1.0-56"),
    "a-line-per-cpu": ("2 = 2", "4 = 2"),
    "egrep-silent": ("1", "2"),
    "module-by-itself": ("0085", "0084"),
    "qemu-kvm-virtual": ("not-installed", "installed"),
    "clients-come-along": ("libvirt-clients", "libvirt-clients-qemu"),
    "bridge-utils-holds": ("/sbin/brctl", "/sbin/bridge"),
    "guestfs-tools-pulled": ("guestmount", "libguestfs-rescue"),
    "kernel-recommended": ("linux-image-amd64", "linux-image-generic"),
    "osinfo-query-package": ("libosinfo-bin:", "osinfo-db-tools:"),
    "xorriso-comes-along": ("xorriso", "genisoimage"),
    "readme-of-2014": ("2014", "2024"),
    "bridge-utils-not-asked": ("libvirt-daemon: ", "libvirt-daemon: bridge-utils, "),
    "dnsmasq-recommended": ("Depends: adduser", "Depends: dnsmasq-base, adduser"),
    "also-recommended": ("libvirt-l10n", "libvirt-doc"),
    "extras-count": ("69", "70"),
    "extras-scheduled": ("/etc/cron.daily/mdadm", "/etc/cron.weekly/mdadm"),
    "enabled-by-package": ("enabled", "disabled"),
    "stops-after-120": ("--timeout 120", "--listen"),
    "guests-service": ("enabled", "disabled"),
    "guests-minutes": ("300", "30"),
    "getfacl-package": ("acl:", "coreutils:"),
    "session-by-default": ("session", "system"),
    "libvirt-group-allowed": ('"libvirt"', '"libvirt-qemu"'),
    "session-has-no-network": ("error: Network not found", "Active: yes"),
    "group-of-qemu": ("libvirt-qemu", "kvm"),
    "each-new-terminal": ("system", "session"),
    "home-is-closed": ("0700", "0755"),
    "network-off": ("Autostart:      no", "Autostart:      yes"),
    "three-times": ("3", "4"),
    "dhcp-range": ("122.254", "122.253"),
    "devices-as-root": ("PASS", "WARN"),
    "wrong-grep": ("0", "2"),
    "words-of-l10n": ("libvirt-l10n", "libvirt-clients"),
    "vmlinuz-link": ("vmlinuz-6.1.", "vmlinuz-6.12."),
    "vm-qemu-user": ("libvirt-qemu", "root"),
    "vm-default-pool": ("<path>/var/lib/libvirt/images</path>", "<path>/home/ana</path>"),
    "vm-autostart-link": ("/etc/libvirt/qemu/", "/etc/libvirt/lxc/"),
    "readmes": ("virt-manager/README.Debian", "virt-manager/README.md"),
}
FACTS = list(GUIDE.facts())


def answer(fact: Fact) -> str:
    """What a Debian 12 answered: as it was written down here, else as the record has it."""
    file = ANSWERS / f"{fact.id}.txt"
    if file.is_file():
        return file.read_text(encoding="utf-8")
    known = store.read(paths.RECORDS, GUIDE.lesson_of(fact.after).id, "es")
    entry = known.record.fact(fact.id) if known else None
    assert entry is not None, f"no answer to {fact.id} is known yet: run scripts/verify, or write it into {file}"
    return entry.output


def test_the_guide_has_facts_on_each_page_and_an_answer_and_a_wrong_one_for_each() -> None:
    assert len(FACTS) >= 25
    assert all(lesson.facts for lesson in GUIDE.lessons if lesson.number <= 5)
    ids = {fact.id for fact in FACTS}
    assert set(WRONG) == ids, "a fact without a wrong answer, or one for no fact"
    assert {file.stem for file in ANSWERS.iterdir()} <= ids, "an answer to no fact"


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.id)
def test_the_real_answer_passes_and_a_wrong_one_is_refused(fact: Fact) -> None:
    seen = answer(fact)
    old, new = WRONG[fact.id]
    assert old in seen
    wrong = seen.replace(old, new)
    for language in LANGUAGES:
        assert problems(fact, language, fact.exit_status, seen) == []
        assert problems(fact, language, fact.exit_status, wrong), wrong
        assert problems(fact, language, fact.exit_status, ""), "no answer at all would do"
        assert problems(fact, language, fact.exit_status, "\n\n")
        assert problems(fact, language, fact.exit_status + 1, seen) == [
            f"it ended with {fact.exit_status + 1}, not {fact.exit_status}"
        ]


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.id)
def test_each_thing_that_must_come_is_missed(fact: Fact) -> None:
    for pattern in fact.patterns("es"):
        rest = "\n".join(line for line in answer(fact).splitlines() if not re.search(pattern, line))
        assert f"no line of its output matches {pattern!r}" in problems(fact, "es", fact.exit_status, rest)


# What would change a machine, or wait for somebody
_CHANGES = re.compile(
    r"(?<![\w./-])(?:sudo|apt(?:-get)? (?:install|update)|rm|mv|cp|tee|touch|mkdir|chmod|chown|usermod|kill|sed -i"
    r"|systemctl (?:start|stop|enable|disable)|virsh (?:[^|;]* )?(?:net-)?(?:start|destroy|define|undefine|autostart))"
    r"(?![\w-])|>(?!/dev/null|&1)"
)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.id)
def test_a_probe_only_reads_and_is_one_line(fact: Fact) -> None:
    assert not _CHANGES.search(re.sub(r"'[^']*'", "''", fact.probe)), "outside quotation marks it names a change"
    assert "\n" not in fact.probe


@pytest.mark.parametrize("probe", ["sudo true", "virsh net-start default", "ls > /tmp/x", "systemctl stop libvirtd"])
def test_what_changes_a_machine_is_seen(probe: str) -> None:
    assert _CHANGES.search(probe)


def test_a_fact_that_speaks_the_reader_s_language_is_judged_in_it() -> None:
    fact = replace(FACTS[0], expect=(Text(es="^sí$", en="^yes$"),))
    assert not problems(fact, "es", 0, "sí")
    assert problems(fact, "en", 0, "sí")
