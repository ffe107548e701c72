"""Troubles with the files of disks: closed, missing, in use. Data only.

The messages are those of Debian 12's catalogues and programs (libvirt 9.0, virt-manager 4.1, QEMU 7.2, systemd 252).
"""

from typing import Final

from kvm_guide.model.step import Text
from kvm_guide.troubles.model import Area, BroughtAbout, Message, Trouble
from kvm_guide.troubles.table.states import SHUT_OFF

TROUBLES: Final[tuple[Trouble, ...]] = (
    Trouble(
        id="image-denied",
        area=Area.STORAGE,
        title=Text(es="QEMU no puede abrir el disco o la ISO", en="QEMU cannot open the disk or the ISO"),
        messages=(
            Message(
                "virsh",
                "Cannot access storage file '{file}' (as uid:{uid}, gid:{gid}): Permission denied",
                "Cannot access storage file '{file}' (as uid:{uid}, gid:{gid}): Permiso denegado",
            ),
            Message("qemu-system-x86_64", "Could not open '{file}': Permission denied"),
            Message(
                "virt-install",
                "{file} may not be accessible by the hypervisor. You will need to grant the '{user}' user search "
                "permissions for the following directories: {folder}",
            ),
            Message(
                "virt-manager",
                "The emulator may not have search permissions for the path '{file}'.",
                "El emulador podría no tener permisos de búsqueda para la ruta '{file}'.",
            ),
        ),
        cause=Text(
            es="QEMU corre como el usuario libvirt-qemu, que no puede entrar en tu carpeta personal.",
            en="QEMU runs as the user libvirt-qemu, which cannot enter your home folder.",
        ),
        cure=Text(
            es="Lleva el fichero a la carpeta de imágenes de libvirt y úsalo desde allí. Cambia el nombre por el tuyo.",
            en="Move the file to libvirt's folder of images and use it from there. Change the name to yours.",
        ),
        command="sudo mv ~/debian.iso /var/lib/libvirt/images/",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/src/storage_file/storage_source.c",
        page="instalacion/#qemu-user",
    ),
    Trouble(
        id="apparmor-denied",
        area=Area.STORAGE,
        title=Text(es="AppArmor no deja abrir un fichero", en="AppArmor does not let a file be opened"),
        messages=(
            Message("kernel", 'apparmor="DENIED" operation="open" profile="libvirt-{uuid}" name="{file}"'),
            Message(
                "virsh",
                "internal error: cannot load AppArmor profile '{profile}'",
                "error interno: No se  puede cargar perfil  AppArmor '{profile}'",
            ),
        ),
        cause=Text(
            es="AppArmor solo deja a cada huésped los ficheros que su definición nombra, y este no está en ella.",
            en="AppArmor leaves each guest only the files that its definition names, and this one is not in it.",
        ),
        cure=Text(
            es="Mira qué fichero fue. Añádelo al huésped como disco con virsh o virt-manager. No apagues AppArmor.",
            en="See which file it was. Add it to the guest as a disk with virsh or virt-manager. Do not switch "
            "AppArmor off.",
        ),
        command="sudo journalctl -k -g 'apparmor=.DENIED' --no-pager",
        source="https://libvirt.org/drvqemu.html",
        page="instalacion/#qemu-user",
    ),
    Trouble(
        id="image-missing",
        area=Area.STORAGE,
        title=Text(es="El fichero del disco ya no está", en="The disk's file is gone"),
        messages=(
            Message(
                "virsh",
                "Cannot access storage file '{file}' (as uid:{uid}, gid:{gid}): No such file or directory",
                "Cannot access storage file '{file}' (as uid:{uid}, gid:{gid}): No existe el fichero o el directorio",
            ),
            Message(
                "virsh",
                "Cannot access storage file '{file}': No such file or directory",
                "Cannot access storage file '{file}': No existe el fichero o el directorio",
            ),
            Message("qemu-system-x86_64", "Could not open '{file}': No such file or directory"),
        ),
        cause=Text(
            es="El huésped nombra un disco o una ISO que se movió o se borró.",
            en="The guest names a disk or an ISO that was moved or deleted.",
        ),
        cure=Text(
            es="Mira qué ficheros usa. Devuélvelo a su sitio; si era la ISO de instalar, sácala con virsh "
            "change-media y --eject. Cambia first-guest por el nombre del tuyo.",
            en="See which files it uses. Put it back; if it was the ISO of the install, take it out with virsh "
            "change-media and --eject. Change first-guest to the name of yours.",
        ),
        command="virsh domblklist first-guest",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/src/storage_file/storage_source.c",
        brought=BroughtAbout(
            after=SHUT_OFF,
            spoil="mv /var/lib/libvirt/images/first-vm.img /root/",
            command="virsh start first-vm",
            cure="sudo mv /root/first-vm.img /var/lib/libvirt/images/",
        ),
    ),
    Trouble(
        id="write-lock",
        area=Area.STORAGE,
        title=Text(es="Otro programa tiene abierto el disco", en="Another program has the disk open"),
        messages=(
            Message("qemu-img", 'Failed to get "write" lock'),
            Message("qemu-img", 'Failed to get shared "write" lock'),
            Message("qemu-img", "Is another process using the image [{file}]?"),
        ),
        cause=Text(
            es="El disco está en uso por un huésped encendido o por otra orden. QEMU lo bloquea para que dos no lo "
            "escriban a la vez.",
            en="The disk is in use by a running guest or by another command. QEMU locks it so that two do not write "
            "it at once.",
        ),
        cure=Text(
            es="Apaga el huésped que lo usa y repite la orden.",
            en="Shut down the guest that uses it and repeat the command.",
        ),
        step="guest-list",
        source="https://www.qemu.org/docs/master/system/images.html",
    ),
    Trouble(
        id="disk-in-use",
        area=Area.STORAGE,
        title=Text(es="El disco ya es de otro huésped", en="The disk belongs to another guest"),
        messages=(
            Message("virt-install", "Disk {file} is already in use by other guests {guest}."),
            Message(
                "virt-manager",
                "Disk '{file}' is already in use by other guests {guest}",
                "El disco '{file}' ya está siendo utilizado por otro huésped '{guest}'",
            ),
        ),
        cause=Text(
            es="Dos huéspedes con el mismo disco lo estropearían.", en="Two guests with one disk would ruin it."
        ),
        cure=Text(
            es="Usa otro fichero para el nuevo, o copia el disco con virt-clone y el otro huésped apagado.",
            en="Use another file for the new one, or copy the disk with virt-clone and the other guest off.",
        ),
        command="virsh list --all",
        source="https://manpages.debian.org/bookworm/virtinst/virt-install.1.en.html",
    ),
)
