"""Lesson 6: the first virtual machine with a disk of its own, from making it to removing it."""

from typing import Final

from kvm_guide.model.fact import Fact
from kvm_guide.model.lesson import Lesson
from kvm_guide.model.step import Console, Step, Text, Work

_GUEST: Final = "first-vm"
_DISK: Final = f"/var/lib/libvirt/images/{_GUEST}.img"
_RUNNING: Final = f"LC_ALL=C virsh -c qemu:///system domstate {_GUEST} | grep -qx running"
# Up again, with nothing left to do: a machine is not kept well while its guest's CPU works
_ANSWERS: Final = (
    f"for i in $(seq 60); do ping -c 1 -W 2 $(virsh -c qemu:///system domifaddr {_GUEST} | grep -o '192[.0-9]*')"
    " && exit; done; exit 1"
)
_OFF: Final = f"LC_ALL=C virsh -c qemu:///system domstate {_GUEST} | grep -qx 'shut off'"
# busybox's shell asks the terminal where its cursor is, right after the prompt
_PROMPT: Final = r"# (\x1b\[6n)?$"
_LOGIN: Final = (("login: $", "root"), ("assword: $", "kvm"))
_LEAVING: Final = (_PROMPT, "exit")
# virsh says it in English in both languages; Enter then: the guest may have asked for a login before
_CONNECTED: Final = ("Escape character", "")

LESSON: Final = Lesson(
    id="first-vm",
    number=6,
    page="primera-maquina",
    title=Text(es="Tu primera máquina virtual", en="Your first virtual machine"),
    starts="install",
    teaches=Text(
        es="Crearla, entrar, apagarla y borrarla.", en="Making it, logging in, switching it off, removing it."
    ),
    optional=True,
    steps=(
        # A disk with a small Linux
        Step(
            id="vm-download",
            seat=True,
            command="apt download busybox-static",
            title=Text(es="Descargar el paquete del huésped", en="Download the guest's package"),
            why=Text(
                es="Deja el paquete en la carpeta donde estás, sin instalarlo en tu Debian.",
                en="Leaves the package in the folder you are in, without installing it on your Debian.",
            ),
            work=Work.DOWNLOAD,
            check="test -s ~/busybox-static_*_amd64.deb",
            undo="rm ~/busybox-static_*_amd64.deb",
        ),
        Step(
            id="vm-unpack",
            seat=True,
            command=(
                "dpkg-deb --extract busybox-static_*_amd64.deb first-vm\n"
                "mkdir -p first-vm/{dev,proc,sys,run,root,sbin,lib,usr/bin,usr/sbin,etc/acpi/PWRF}\n"
                "ln -sf ../bin/busybox first-vm/sbin/init\n"
                "cp /lib/modules/$(uname -r)/kernel/drivers/{acpi/button,input/evdev}.ko first-vm/lib\n"
                "cp /lib/modules/$(uname -r)/kernel/drivers/char/virtio_console.ko first-vm/lib"
            ),
            title=Text(es="Preparar sus carpetas", en="Prepare its folders"),
            why=Text(
                es="Lo que será la raíz del huésped: el programa, carpetas vacías y controladores de tu núcleo.",
                en="What will be the guest's root: the program, empty folders and drivers of your kernel.",
            ),
            check="cd ~/first-vm && test -x bin/busybox && test -s lib/evdev.ko && test -s lib/virtio_console.ko",
            undo="rm -r ~/first-vm",
            # There busybox lies below /usr, modules are compressed, and virtio_console is in the kernel itself
            on={
                "13": {
                    "command": "dpkg-deb --extract busybox-static_*_amd64.deb first-vm\n"
                    "mkdir -p first-vm/{dev,proc,sys,run,root,sbin,lib,usr/sbin,etc/acpi/PWRF}\n"
                    "ln -s usr/bin first-vm/bin\n"
                    "ln -sf ../bin/busybox first-vm/sbin/init\n"
                    "cp /lib/modules/$(uname -r)/kernel/drivers/{acpi/button,input/evdev}.ko.xz first-vm/lib\n"
                    "unxz first-vm/lib/*.xz",
                    "check": "cd ~/first-vm && test -x bin/busybox && test -s lib/evdev.ko",
                }
            },
        ),
        Step(
            id="vm-settings",
            seat=True,
            command=(
                "cat > first-vm/etc/inittab <<'END'\n"
                "::sysinit:/bin/busybox --install -s\n"
                "::sysinit:/bin/hostname first-vm\n"
                "::sysinit:/sbin/insmod /lib/button.ko\n"
                "::sysinit:/sbin/insmod /lib/evdev.ko\n"
                "::sysinit:/sbin/insmod /lib/virtio_console.ko\n"
                "::wait:/sbin/udhcpc -b -i eth0 -s /usr/share/doc/busybox-static/examples/udhcp/simple.script\n"
                "::respawn:/sbin/acpid -d 2>/dev/null\n"
                "hvc0::respawn:/sbin/getty 115200 hvc0\n"
                "::shutdown:/bin/umount -a -r\n"
                "END\n"
                "printf '#!/bin/sh\\npoweroff\\n' > first-vm/etc/acpi/PWRF/00000080\n"
                "chmod +x first-vm/etc/acpi/PWRF/00000080\n"
                'echo "root:$(openssl passwd -6 kvm):0:0:root:/root:/bin/sh" > first-vm/etc/passwd'
            ),
            title=Text(es="Decirle qué hace al arrancar", en="Tell it what to do at start-up"),
            why=Text(
                es="Su nombre, su red, su consola, qué hace el botón de apagado y la contraseña de root: kvm.",
                en="Its name, its network, its console, what the power button does and root's password: kvm.",
            ),
            check="grep -q hvc0 ~/first-vm/etc/inittab && grep -q '^root:' ~/first-vm/etc/passwd",
        ),
        Step(
            id="vm-disk",
            seat=True,
            command=f"sudo mke2fs -qF -t ext4 -d first-vm {_DISK} 64M",
            title=Text(es="Crear el disco", en="Make the disk"),
            why=Text(
                es="Un fichero de 64 MiB con un sistema de ficheros ext4, lleno con la carpeta.",
                en="A file of 64 MiB with an ext4 file system, filled with the folder.",
            ),
            check=f"test -f {_DISK} || ! virsh -c qemu:///system dominfo {_GUEST} >/dev/null 2>&1",
            removed_by="vm-undefine",
            momentary=True,
        ),
        # The guest
        Step(
            id="vm-install",
            seat=True,
            command=(
                f"virt-install --name {_GUEST} --virt-type kvm --memory 1024 --vcpus 1 --osinfo linux2022 --import \\\n"
                f"  --disk {_DISK},format=raw --network network=default \\\n"
                "  --graphics none --console pty,target.type=virtio --autoconsole text \\\n"
                '  --boot kernel=/vmlinuz,initrd=/initrd.img,kernel_args="root=/dev/vda rw net.ifnames=0"'
            ),
            title=Text(es="Crear el huésped y entrar en él", en="Make the guest and log in"),
            why=Text(
                es="Lo define, lo arranca y te lleva a su consola, donde entras con root y kvm.",
                en="Defines it, starts it and takes you to its console, where you log in as root with kvm.",
            ),
            work=Work.GUEST,
            console=Console(
                shows="login: $", typed=(*_LOGIN, (_PROMPT, "hostname"), (_PROMPT, "ip -4 address show eth0"), _LEAVING)
            ),
            expect=(r"^first-vm$", r"inet 192\.168\.12[23]\.\d+/24"),
            check=_RUNNING,
            removed_by="vm-undefine",
            momentary=True,
        ),
        Step(
            id="vm-list",
            seat=True,
            command="virsh list",
            title=Text(es="Ver la lista", en="See the list"),
            why=Text(es="Está en marcha, con un número.", en="It is running, and has a number."),
            expect=(Text(es=rf"^\s*\d+\s+{_GUEST}\s+ejecutando", en=rf"^\s*\d+\s+{_GUEST}\s+running"),),
            check=_RUNNING,
            momentary=True,
        ),
        Step(
            id="vm-info",
            seat=True,
            command=f"virsh dominfo {_GUEST}",
            title=Text(es="Ver su ficha", en="See its summary"),
            why=Text(
                es="CPU, memoria, si es permanente y si arranca sola.",
                en="CPUs, memory, whether it is persistent and whether it starts by itself.",
            ),
            expect=(_GUEST, r"1048576 KiB"),
            check=_RUNNING,
            momentary=True,
        ),
        Step(
            id="vm-address",
            seat=True,
            command=f"virsh domifaddr {_GUEST}",
            title=Text(es="Ver su dirección", en="See its address"),
            why=Text(
                es="La que le dio el DHCP de la red default.", en="The one that the network default's DHCP gave it."
            ),
            expect=(r"52:54:00(:[0-9a-f]{2}){3}\s+ipv4\s+192\.168\.12[23]\.\d+/24",),
            check=f"virsh -c qemu:///system domifaddr {_GUEST} | grep -q 192.168.12",
            momentary=True,
        ),
        Step(
            id="vm-xml",
            seat=True,
            command=f"virsh dumpxml {_GUEST}",
            title=Text(es="Ver su descripción en XML", en="See its description in XML"),
            why=Text(
                es="Todo lo que libvirt sabe del huésped; empieza por <domain>.",
                en="All that libvirt knows of the guest; it begins with <domain>.",
            ),
            expect=(r"^<domain type='kvm'", rf"<source file='{_DISK}'", r"<source network='default'"),
            check=f"virsh -c qemu:///system dumpxml {_GUEST} | grep -q '<domain'",
            momentary=True,
        ),
        Step(
            id="vm-window",
            seat=True,
            command="virt-manager",
            title=Text(es="Verlo en virt-manager", en="See it in virt-manager"),
            why=Text(
                es="La ventana lo muestra en su lista, en marcha.", en="The window shows it in its list, running."
            ),
            work=Work.WINDOW,
            window=Text(es=r"Gestor de m.quinas virtuales|Virtual Machine Manager", en=r"Virtual Machine Manager"),
            ready="grep -q 'conn=qemu:///system changed to state=Activ[eo]' ~/.cache/virt-manager/virt-manager.log"
            f" && grep -q 'domain={_GUEST} ' ~/.cache/virt-manager/virt-manager.log",
            check=_RUNNING,
            momentary=True,
            # Since virt-manager 5.0 it keeps the terminal until its window is closed
            on={"13": {"command": "virt-manager --fork"}},
        ),
        Step(
            id="vm-autostart",
            seat=True,
            command=f"virsh autostart {_GUEST}",
            title=Text(es="Que arranque con el anfitrión", en="Let it start with the host"),
            why=Text(
                es="No lo enciende ahora: lo encenderá libvirt la próxima vez que arranque tu Debian.",
                en="It does not start it now: libvirt will, the next time your Debian boots.",
            ),
            expect=(_GUEST,),
            check=f"LC_ALL=C virsh -c qemu:///system dominfo {_GUEST} | grep -Eq '^Autostart: +en'",
            removed_by="vm-undefine",
            momentary=True,
        ),
        # Off and on
        Step(
            id="vm-shutdown",
            seat=True,
            command=(
                f"virsh shutdown {_GUEST} &&\n"
                f"  timeout 120 sh -c 'until virsh list --state-shutoff --name | grep {_GUEST}; do sleep 2; done'"
            ),
            title=Text(es="Apagarlo y esperar", en="Shut it down and wait"),
            why=Text(
                es="shutdown pulsa su botón de apagado y vuelve enseguida; lo demás espera a que esté apagado.",
                en="shutdown presses its power button and returns at once; the rest waits until it is off.",
            ),
            work=Work.GUEST,
            expect=(rf"^{_GUEST}$",),
            check=_OFF,
            momentary=True,
        ),
        Step(
            id="vm-list-all",
            seat=True,
            command="virsh list --all",
            title=Text(es="Ver también los apagados", en="See those that are off too"),
            why=Text(
                es="Sin --all, un huésped apagado no sale.", en="Without --all, a guest that is off is not shown."
            ),
            expect=(Text(es=rf"^\s*-\s+{_GUEST}\s+apagado", en=rf"^\s*-\s+{_GUEST}\s+shut off"),),
            check=_OFF,
            momentary=True,
        ),
        Step(
            id="vm-start",
            seat=True,
            command=f"virsh start {_GUEST}",
            title=Text(es="Encenderlo otra vez", en="Start it again"),
            why=Text(
                es="Arranca el huésped que ya está definido, y vuelve enseguida.",
                en="Starts the guest that is defined already, and returns at once.",
            ),
            expect=(_GUEST,),
            check=_ANSWERS,
            momentary=True,
        ),
        Step(
            id="vm-console",
            seat=True,
            command=f"virsh console {_GUEST}",
            title=Text(es="Entrar por su consola", en="Log in by its console"),
            why=Text(
                es="La misma consola de antes; si no sale nada, pulsa Intro.",
                en="The same console as before; if nothing appears, press Enter.",
            ),
            work=Work.GUEST,
            console=Console(shows="login: $", typed=(_CONNECTED, *_LOGIN, (_PROMPT, "uptime"), _LEAVING)),
            expect=(r"\^\]", r"load average"),
            check=_RUNNING,
            momentary=True,
        ),
        # Taking it back
        Step(
            id="vm-destroy",
            seat=True,
            command=f"virsh destroy {_GUEST}",
            title=Text(es="Apagarlo de golpe", en="Switch it off at once"),
            why=Text(es="Como quitar el enchufe: no borra nada.", en="Like pulling the plug: it deletes nothing."),
            expect=(_GUEST,),
            check=_OFF,
            momentary=True,
        ),
        Step(
            id="vm-undefine",
            seat=True,
            command=f"virsh undefine {_GUEST} --remove-all-storage",
            title=Text(es="Borrarlo con su disco", en="Remove it with its disk"),
            why=Text(
                es="Borra la definición y los discos que son volúmenes de libvirt.",
                en="Deletes the definition and the disks that are volumes of libvirt.",
            ),
            expect=(_GUEST, r"vda"),
            check=f"! virsh -c qemu:///system dominfo {_GUEST} >/dev/null 2>&1 && ! test -e {_DISK}",
            momentary=True,
        ),
    ),
    facts=(
        Fact(
            id="vm-qemu-user",
            after="vm-install",
            probe="ps -o user:20= -C qemu-system-x86_64",
            expect=(r"^libvirt-qemu$",),
        ),
        Fact(
            id="vm-default-pool",
            after="vm-install",
            probe="virsh -c qemu:///system pool-dumpxml default",
            expect=(r"<path>/var/lib/libvirt/images</path>",),
        ),
        Fact(
            id="vm-autostart-link",
            after="vm-autostart",
            probe=f"readlink /etc/libvirt/qemu/autostart/{_GUEST}.xml",
            expect=(rf"^/etc/libvirt/qemu/{_GUEST}\.xml$",),
            root=True,
        ),
    ),
)
