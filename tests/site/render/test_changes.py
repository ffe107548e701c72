"""The short line of what changed: names of what a reader cares about, counts of the rest. Lines as a real run wrote."""

import pytest

from kvm_guide.records.types import Changes
from kvm_guide.site.render.step.changes import box, listed, short
from kvm_guide.site.render.words import WORDS

INSTALL = Changes(
    packages=[f"+ package-{number}: 1:2.0" for number in range(95)],
    units=[
        "+ blk-availability.service: enabled active",
        "+ libvirt-guests.service: enabled active",
        "+ libvirtd-admin.socket: enabled active",
        "+ libvirtd.service: enabled active",
        "+ machines.target: enabled",
    ],
    accounts=[
        "+ group libvirt",
        "+ group libvirt-qemu: libvirt-qemu",
        "+ group rdma",
        "+ user dnsmasq: /var/lib/misc:/usr/sbin/nologin",
        "+ user libvirt-qemu: /var/lib/libvirt:/usr/sbin/nologin",
    ],
    networks=["+ network default: defined"],
    files=["+ /etc/libvirt/a", "~ /etc/group"],
)


@pytest.mark.parametrize(
    ("changes", "es", "en"),
    [
        (
            INSTALL,
            "+95 paquetes, servicio libvirtd activo, +4 unidades de systemd, grupo libvirt creado, "
            "+4 usuarios y grupos, red default definida, +1 ~1 ficheros en /etc",
            "+95 packages, service libvirtd active, +4 systemd units, group libvirt created, "
            "+4 users and groups, network default defined, +1 ~1 files in /etc",
        ),
        (
            Changes(packages=["+ a", "- b", "~ c", "+ d"]),
            "+2 −1 ~1 paquetes",
            "+2 −1 ~1 packages",
        ),
        (
            Changes(accounts=["~ group kvm: ana", "~ group libvirt: ana"]),
            "usuario en los grupos kvm, libvirt",
            "user in the groups kvm, libvirt",
        ),
        (
            Changes(accounts=["~ group kvm: ana"]),
            "usuario en el grupo kvm",
            "user in the group kvm",
        ),
        (
            Changes(accounts=["~ group kvm", "- group x", "- user y"]),
            "grupo kvm sin miembros, grupo x borrado, usuario y borrado",
            "group kvm without members, group x deleted, user y deleted",
        ),
        (
            Changes(networks=["+ interface virbr0", "~ network default: defined active"], sockets=["+ tcp 1.2.3.4:53"]),
            "interfaz virbr0, red default activa, +1 puerto o socket a la escucha",
            "interface virbr0, network default active, +1 listening port or socket",
        ),
        (
            Changes(networks=["~ network default: defined autostart active"]),
            "red default activa y con inicio automático",
            "network default active and starting automatically",
        ),
        (
            Changes(networks=["- interface virbr0", "~ network default: defined", "- network x"]),
            "sin interfaz virbr0, red default parada, red x borrada",
            "no interface virbr0, network default stopped, network x deleted",
        ),
        (
            Changes(units=["~ libvirtd.service: enabled", "+ x.timer: enabled", "- y.socket"]),
            "servicio libvirtd habilitado, pero parado, temporizador x habilitado, socket y desactivado",
            "service libvirtd enabled, but stopped, timer x enabled, socket y disabled",
        ),
        (
            Changes(units=["~ a.service: masked", "+ machines.target: enabled"]),
            "servicio a bloqueado, machines.target habilitado",
            "service a masked, machines.target enabled",
        ),
        (
            Changes(files=["~ /home/ana/.bashrc", "+ /etc/x"]),
            "+1 fichero en /etc, ~1 fichero de tu carpeta personal",
            "+1 file in /etc, ~1 file in your home folder",
        ),
    ],
)
def test_the_short_line(changes: Changes, es: str, en: str) -> None:
    assert short(changes, WORDS["es"]) == es
    assert short(changes, WORDS["en"]) == en


def test_the_list_behind_has_every_line() -> None:
    lines = listed(INSTALL, WORDS["es"]).split("\n")
    assert sum(line[:2] in ("+ ", "~ ") for line in lines) == 95 + 5 + 5 + 1 + 2
    assert [line for line in lines if line.endswith(":")][1] == "Unidades de systemd:"


def test_a_long_list_is_a_link_away_and_what_stays_on_the_page_is_its_beginning() -> None:
    text = listed(INSTALL, WORDS["es"])
    html = box(text, WORDS["es"], "../proofs/install.changes.txt")
    assert "+ package-0: 1:2.0" in html
    assert "package-50" not in html
    assert html.count('href="../proofs/install.changes.txt"') == 1
    whole = box(text, WORDS["es"], None)
    assert "package-50" in whole
    assert "href" not in whole
    short_one = box(listed(Changes(packages=["+ a"]), WORDS["es"]), WORDS["es"], "x")
    assert "+ a" in short_one
    assert "href" not in short_one


@pytest.mark.parametrize("line", ["+ ", "", "x", "+ {0}.{n}: {}", "+ a: b: c", "* group x", "~ network "])
def test_a_line_of_another_form_breaks_nothing(line: str) -> None:
    changes = Changes(units=[line], accounts=[line], networks=[line], files=[line], packages=[line])
    assert short(changes, WORDS["en"])
