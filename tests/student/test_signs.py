"""Why a command failed, from its own words in both languages, and from the facts where it says nothing known."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.student.recorded import DONE, FRESH

from kvm_guide.chapters import GUIDE
from kvm_guide.student.obstacles import explain_failure

INSTALL = GUIDE.step("install-packages")
# English: apt's, dpkg's, glibc's and sudo's sources. Spanish: their catalogues in Debian 12
OUTPUTS = [
    ("Err:1 http://x bookworm InRelease\n  Temporary failure resolving 'x'", "no-network", True),
    ("Err:1 http://x bookworm InRelease\n  Fallo temporal al resolver «x»", "no-network", True),
    ("Could not connect to x:80 (192.0.2.1), connection timed out", "no-network", True),
    ("No se pudo conectar a x:80 (192.0.2.1), caducó el tiempo para conexión", "no-network", True),
    ("E: Failed to fetch http://x/y.deb  404  Not Found [IP: 192.0.2.1 80]", "old-index", False),
    ("E: Fallo al obtener http://x/y.deb  404  Not Found [IP: 192.0.2.1 80]", "old-index", False),
    ("E: dpkg was interrupted, you must manually run 'dpkg --configure -a'", "apt-broken", False),
    ("E: se interrumpió la ejecución de dpkg, debe ejecutar manualmente «dpkg --configure -a»", "apt-broken", False),
    ("E: You don't have enough free space in /var/cache/apt/archives/.", "no-room", True),
    ("E: No tiene suficiente espacio libre en /var/cache/apt/archives/.", "no-room", True),
    ("dpkg: error: failed to write (No space left on device)", "no-room", True),
    ("dpkg: error: fallo al escribir (No queda espacio en el dispositivo)", "no-room", True),
    ("E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 812", "apt-locked", True),
    ("E: No se pudo bloquear /var/lib/dpkg/lock-frontend.", "apt-locked", True),
    ("ana is not in the sudoers file.", "not-sudoer", False),
    ("ana no está en el archivo sudoers.", "not-sudoer", False),
    ("bash: line 1: sudo: command not found", "no-sudo", False),
    ("bash: línea 1: sudo: orden no encontrada", "no-sudo", False),
    ("sudo: 3 incorrect password attempts", "password", False),
    ("sudo: 3 intentos de contraseña incorrectos", "password", False),
    ("E: Unable to locate package virt-manager", "unknown-package", False),
    ("E: No se ha podido localizar el paquete virt-manager", "unknown-package", False),
    ("Media change: please insert the disc labeled", "disc", False),
    ("Cambio de medio: Inserte el disco etiquetado como", "disc", False),
    ("E: Release file for http://x is not valid yet (invalid for another 3h)", "clock", True),
]


@pytest.mark.parametrize(("output", "obstacle", "surroundings"), OUTPUTS)
def test_a_commands_own_words_tell_why_it_failed(
    tmp_path: Path, output: str, obstacle: str, surroundings: bool
) -> None:
    explained = explain_failure(INSTALL, FRESH.facts(tmp_path), f"Reading package lists...\n{output}\n")
    assert explained
    assert (explained.id, explained.surroundings) == (obstacle, surroundings)


def test_what_the_facts_know_of_the_same_is_told_rather(tmp_path: Path) -> None:
    busy = replace(FRESH.facts(tmp_path), lock_holder="apt (99)")
    explained = explain_failure(INSTALL, busy, "E: Could not get lock /var/lib/dpkg/lock-frontend")
    assert explained
    assert "apt (99)" in explained.why.en


def test_without_a_sign_the_facts_explain_and_else_nothing_does(tmp_path: Path) -> None:
    explained = explain_failure(GUIDE.step("uri"), FRESH.facts(tmp_path), "error: whatever")
    assert explained
    assert explained.id == "not-installed"
    assert explain_failure(GUIDE.step("uri"), DONE.facts(tmp_path), "error: whatever") is None
