"""Why a command failed, by the last lines of what it wrote itself, in the languages of the guide.

The Spanish is that of Debian 12's catalogues (apt 2.6, glibc 2.36, bash 5.2); what they lack shows in English there.
"""

import re
from collections.abc import Sequence
from typing import Final

from kvm_guide.chapters import GUIDE
from kvm_guide.step import Text
from kvm_guide.student.aptwork import REPAIR
from kvm_guide.student.obstacle import Obstacle

_PACKAGES: Final = "instalacion/#packages"


def _sign(
    name: str, patterns: Sequence[str], why: Text, cure: Text, command: str | None, anchor: str, *, surroundings: bool
) -> tuple[re.Pattern[str], Obstacle]:
    """`patterns`: any of them, anywhere in the output, is the sign."""
    obstacle = Obstacle(name, why, cure, command, anchor, surroundings=surroundings)
    return re.compile("|".join(patterns)), obstacle


# The first that matches is the cause: what comes further down is what the earlier ones lead to.
SIGNS: Final = (
    _sign(
        "not-sudoer",
        (r"not in the sudoers file", r"no \w+ en el (archivo|fichero) sudoers", r"may not run sudo"),
        Text(es="Tu usuario no puede usar sudo.", en="Your user may not use sudo."),
        Text(
            es="Escribe esta orden con la contraseña de root, y después cierra la sesión y vuelve a entrar.",
            en="Type this command with root's password, then log out and log in again.",
        ),
        'su -c "/usr/sbin/usermod -aG sudo $USER"',
        "instalacion/#machine-needs",
        surroundings=False,
    ),
    _sign(
        "no-sudo",
        (r"sudo: command not found", r"sudo: orden no encontrada"),
        Text(es="Esta máquina no tiene sudo.", en="This machine has no sudo."),
        Text(
            es="Instálalo con la contraseña de root, y después cierra la sesión y vuelve a entrar.",
            en="Install it with root's password, then log out and log in again.",
        ),
        'su -c "apt install -y sudo && /usr/sbin/usermod -aG sudo $USER"',
        "instalacion/#machine-needs",
        surroundings=False,
    ),
    _sign(
        "password",
        (r"sudo: \d+ incorrect password attempt", r"sudo: \d+ intentos? de contraseña incorrect"),
        Text(es="sudo no aceptó la contraseña.", en="sudo did not accept the password."),
        Text(
            es="Es la de tu propio usuario, no la de root. Inténtalo otra vez.",
            en="It is your own user's, not root's. Try again.",
        ),
        None,
        "instalacion/#machine-needs",
        surroundings=False,
    ),
    _sign(
        "no-room",
        (r"No space left on device", r"No queda espacio en el dispositivo", r"enough free space", r"espacio libre en"),
        Text(es="El disco está lleno.", en="The disk is full."),
        Text(
            es="Haz sitio: esta orden borra lo que apt ya no necesita. Si no basta, amplía el disco.",
            en="Make room: this command deletes what apt needs no more. If that is not enough, enlarge the disk.",
        ),
        "sudo apt-get clean",
        "requisitos/#disk",
        surroundings=True,
    ),
    _sign(
        "apt-locked",
        (r"Could not get lock", r"No se pudo bloquear", r"dpkg frontend lock"),
        Text(es="Otro programa está usando apt.", en="Another program is using apt."),
        Text(
            es="Espera a que termine y empieza otra vez; no lo mates.",
            en="Wait until it ends and start again; do not kill it.",
        ),
        None,
        _PACKAGES,
        surroundings=True,
    ),
    _sign(
        "apt-broken",
        (r"dpkg was interrupted", r"interrumpió la ejecución de dpkg", r"apt --fix-broken install"),
        Text(es="Una instalación anterior se quedó a medias.", en="An earlier install was left half done."),
        Text(es="Termínala con esta orden.", en="Finish it with this command."),
        REPAIR,
        _PACKAGES,
        surroundings=False,
    ),
    _sign(
        "clock",
        (r"is not valid yet",),
        Text(es="El reloj de esta máquina va atrasado.", en="This machine's clock is slow."),
        Text(es="Ponlo en hora con esta orden y espera un minuto.", en="Set it with this command and wait a minute."),
        "sudo timedatectl set-ntp true",
        _PACKAGES,
        surroundings=True,
    ),
    _sign(
        "no-network",
        (
            r"Temporary failure resolving",
            r"Fallo temporal al resolver",
            r"Could not resolve",
            r"No se pudo resolver",
            r"Could not connect to",
            r"Unable to connect to",
            r"No se pudo conectar a",
            r"Cannot initiate the connection",
            r"No se puede iniciar la conexión",
            r"Something wicked happened resolving",
            r"Algo raro pasó al resolver",
            r"Network is unreachable",
            r"La red es inaccesible",
            r"Connection timed out",
            r"Connection failed",
            r"Falló la conexión",
            r"Expiró el tiempo de conexión",
        ),
        Text(
            es="No hay red: esta máquina no llega al servidor de paquetes.",
            en="No network: this machine cannot reach the server of packages.",
        ),
        Text(
            es="Mira si está conectada (el cable, el wifi, la red de la máquina virtual) y empieza otra vez.",
            en="See whether it is connected (cable, wifi, the virtual machine's network) and start again.",
        ),
        "ip -br address",
        "instalacion/#machine-needs",
        surroundings=True,
    ),
    _sign(
        "old-index",
        (r"\b404\s+Not Found",),
        Text(
            es="El índice de paquetes es viejo: apt pide ficheros que ya no existen.",
            en="The package index is old: apt asks for files that are gone.",
        ),
        Text(es="Actualízalo y empieza otra vez.", en="Update it and start again."),
        GUIDE.step("update-index").command,
        "instalacion/#update-index",
        surroundings=False,
    ),
    _sign(
        "disc",
        (r"insert the disc", r"Inserte el disco"),
        Text(
            es="apt busca los paquetes en el DVD con el que instalaste Debian.",
            en="apt looks for the packages on the DVD that you installed Debian from.",
        ),
        Text(es="Quita el DVD de sus fuentes y empieza otra vez.", en="Take the DVD off its sources and start again."),
        "sudo sed -i '/^deb cdrom:/s/^/# /' /etc/apt/sources.list",
        _PACKAGES,
        surroundings=False,
    ),
    _sign(
        "unknown-package",
        (
            r"Unable to locate package",
            r"No se ha podido localizar el paquete",
            r"no installation candidate",
            r"un candidato para la instalación",
        ),
        Text(
            es="apt no conoce ese paquete: su índice está vacío, o sus fuentes no son las de Debian 12.",
            en="apt does not know that package: its index is empty, or its sources are not Debian 12's.",
        ),
        Text(es="Actualiza el índice y empieza otra vez.", en="Update the index and start again."),
        GUIDE.step("update-index").command,
        "instalacion/#update-index",
        surroundings=False,
    ),
)


def explain(output: str) -> Obstacle | None:
    """The obstacle whose sign stands in `output`; None where none does."""
    return next((obstacle for pattern, obstacle in SIGNS if pattern.search(output)), None)
