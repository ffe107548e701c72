"""Troubles with snapshots, linked disks and changes of a disk. Data only.

The messages are those of Debian 12's catalogues and programs (libvirt 9.0, virt-manager 4.1, QEMU 7.2, systemd 252).
"""

from typing import Final

from kvm_guide.model.step import Text
from kvm_guide.troubles.model import Area, Message, Trouble

TROUBLES: Final[tuple[Trouble, ...]] = (
    Trouble(
        id="snapshot-raw",
        area=Area.STORAGE,
        title=Text(es="Un disco raw no admite instantáneas", en="A raw disk takes no snapshots"),
        messages=(
            Message(
                "virsh",
                "unsupported configuration: internal snapshot for disk {disk} unsupported for storage type {format}",
                "configuración no soportada: Instantánea interna para disco {disk} no tiene soporte para tipo de "
                "almacenaje {format}",
                later="configuración no admitida: Instantánea interna para disco {disk} no tiene soporte para tipo de "
                "almacenamiento {format}",
            ),
        ),
        cause=Text(
            es="Las instantáneas se guardan dentro del disco, y solo el formato qcow2 tiene dónde.",
            en="Snapshots are kept inside the disk, and only the format qcow2 has room for them.",
        ),
        cure=Text(
            es="Con el huésped apagado, convierte el disco y ponle el nuevo al huésped. Cambia los nombres por los "
            "tuyos. Un lector de CD con la ISO puesta también es raw: sácala.",
            en="With the guest off, convert the disk and give the guest the new one. Change the names to yours. A "
            "CD drive with its ISO in is raw too: take it out.",
        ),
        command="sudo qemu-img convert -O qcow2 /var/lib/libvirt/images/disk.img /var/lib/libvirt/images/disk.qcow2",
        source="https://libvirt.org/formatsnapshot.html",
    ),
    Trouble(
        id="snapshot-no-disk",
        area=Area.STORAGE,
        title=Text(
            es="No hay un disco en el que guardar la instantánea", en="There is no disk to keep the snapshot in"
        ),
        messages=(
            Message(
                "virsh",
                "unsupported configuration: internal and full system snapshots require all disks to be selected for "
                "snapshot",
                "configuración no soportada: internal and full system snapshots require all disks to be selected for "
                "snapshot",
            ),
        ),
        cause=Text(
            es="La instantánea se guarda dentro de los discos, y el huésped no tiene ninguno, o alguno se dejó fuera.",
            en="The snapshot is kept inside the disks, and the guest has none, or one was left out.",
        ),
        cure=Text(
            es="Mira qué discos tiene. Sin un disco qcow2 no hay dónde guardarla. Cambia first-guest por el nombre "
            "del tuyo.",
            en="See which disks it has. Without a qcow2 disk there is nowhere to keep it. Change first-guest to the "
            "name of yours.",
        ),
        command="virsh domblklist first-guest",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/src/qemu/qemu_snapshot.c",
    ),
    Trouble(
        id="snapshot-uefi",
        area=Area.STORAGE,
        title=Text(
            es="Un huésped con UEFI no admite instantáneas internas", en="A guest with UEFI takes no internal snapshots"
        ),
        messages=(
            Message(
                "virsh",
                "Operation not supported: internal snapshots of a VM with pflash based firmware are not supported",
                "Operación no tiene soporte: internal snapshots of a VM with pflash based firmware are not supported",
            ),
        ),
        cause=Text(
            es="Los ajustes de UEFI están en un fichero aparte, que una instantánea interna no guarda, y libvirt 9 "
            "lo prohíbe.",
            en="UEFI's settings are in a file of their own, which an internal snapshot does not keep, and libvirt 9 "
            "forbids it.",
        ),
        cure=Text(
            es="Apágalo y haz una externa, solo del disco. Volver a ella es a mano: este libvirt no sabe. Cambia "
            "first-guest por el nombre del tuyo.",
            en="Shut it down and make an external one, of the disk only. Going back to it is by hand: this libvirt "
            "cannot. Change first-guest to the name of yours.",
        ),
        command="virsh snapshot-create-as first-guest before --disk-only --atomic",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/src/qemu/qemu_snapshot.c",
    ),
    Trouble(
        id="snapshot-external",
        area=Area.STORAGE,
        title=Text(
            es="libvirt 9 no vuelve a una instantánea externa", en="libvirt 9 cannot go back to an external snapshot"
        ),
        messages=(
            Message(
                "virsh",
                "unsupported configuration: revert to external snapshot not supported yet",
                "configuración no soportada: revert to external snapshot not supported yet",
            ),
        ),
        cause=Text(
            es="Una instantánea externa es un fichero nuevo encima del disco, y este libvirt no sabe deshacerlo.",
            en="An external snapshot is a new file on top of the disk, and this libvirt cannot undo that.",
        ),
        cure=Text(
            es="Con el huésped apagado, ponle otra vez el fichero de antes como disco: virt-xml con --edit --disk "
            "path=. Mira cuál es con esta orden. Cambia first-guest por el nombre del tuyo.",
            en="With the guest off, give it the earlier file as its disk again: virt-xml with --edit --disk path=. "
            "See which one it is with this command. Change first-guest to the name of yours.",
        ),
        command="virsh domblklist first-guest",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/src/qemu/qemu_snapshot.c",
    ),
    Trouble(
        id="snapshot-missing",
        area=Area.STORAGE,
        title=Text(es="El huésped no tiene esa instantánea", en="The guest does not have that snapshot"),
        messages=(
            Message(
                "virsh",
                "Domain snapshot not found: no domain snapshot with matching name '{snapshot}'",
                "No se ha encontrado la captura instantánea del dominio: no existe una captura instantánea "
                "coincidente con el nombre '{snapshot}'",
            ),
        ),
        cause=Text(
            es="El nombre tiene una errata, o la instantánea es de otro huésped.",
            en="The name has a slip in it, or the snapshot is another guest's.",
        ),
        cure=Text(
            es="Mira las suyas. Cambia first-guest por el nombre del tuyo.",
            en="Look at the ones it has. Change first-guest to the name of yours.",
        ),
        command="virsh snapshot-list first-guest",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/src/qemu/qemu_snapshot.c",
    ),
    Trouble(
        id="snapshot-exists",
        area=Area.STORAGE,
        title=Text(es="Ya hay una instantánea con ese nombre", en="There is a snapshot with that name already"),
        messages=(
            Message(
                "virsh",
                "operation failed: domain moment {snapshot} already exists",
                "Falló la operación: domain moment {snapshot} already exists",
            ),
        ),
        cause=Text(
            es="Dos instantáneas de un huésped no pueden llamarse igual.",
            en="Two snapshots of one guest cannot have one name.",
        ),
        cure=Text(
            es="Mira las que tiene y elige otro nombre. Cambia first-guest por el nombre del tuyo.",
            en="Look at those it has and choose another name. Change first-guest to the name of yours.",
        ),
        command="virsh snapshot-list first-guest",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/src/conf/virdomainmomentobjlist.c",
    ),
    Trouble(
        id="backing-missing",
        area=Area.STORAGE,
        title=Text(es="Falta el disco en el que se apoya", en="The disk it is based on is missing"),
        messages=(
            Message("qemu-img", "Could not open backing file: Could not open '{file}': No such file or directory"),
            Message(
                "virsh",
                "Cannot access backing file '{file}' of storage file '{file}' (as uid:{uid}, gid:{gid}): No such "
                "file or directory",
                "Cannot access backing file '{file}' of storage file '{file}' (as uid:{uid}, gid:{gid}): No existe "
                "el fichero o el directorio",
            ),
        ),
        cause=Text(
            es="Es un disco enlazado: guarda solo lo que cambia sobre otro, la base, que se movió o se borró.",
            en="It is a linked disk: it keeps only what changes on top of another, the base, which was moved or "
            "deleted.",
        ),
        cure=Text(
            es="Mira de qué base depende y devuélvela a su sitio. Cambia el nombre por el tuyo.",
            en="See which base it depends on and put that back. Change the name to yours.",
        ),
        command="sudo qemu-img info -U /var/lib/libvirt/images/disk.qcow2",
        source="https://libvirt.org/kbase/backing_chains.html",
    ),
    Trouble(
        id="backing-format",
        area=Area.STORAGE,
        title=Text(es="No se ha dicho el formato de la base", en="The base's format was not given"),
        messages=(
            Message("qemu-img", "Backing file specified without backing format"),
            Message(
                "virsh",
                "Requested operation is not valid: format of backing image '{file}' of image '{file}' was not "
                "specified in the image metadata (See https://libvirt.org/kbase/backing_chains.html for "
                "troubleshooting)",
                "La información solicitada no es válida: format of backing image '{file}' of image '{file}' was not "
                "specified in the image metadata (See https://libvirt.org/kbase/backing_chains.html for "
                "troubleshooting)",
            ),
        ),
        cause=Text(
            es="Al crear un disco enlazado hay que decir también el formato de la base: adivinarlo no es seguro.",
            en="When you create a linked disk you have to give the base's format too: guessing it is not safe.",
        ),
        cure=Text(
            es="Añade -F qcow2 a la orden, o dilo ahora en el disco ya creado. Cambia los nombres por los tuyos.",
            en="Add -F qcow2 to the command, or say it now in the disk that exists. Change the names to yours.",
        ),
        command="sudo qemu-img rebase -u -b base.qcow2 -F qcow2 /var/lib/libvirt/images/disk.qcow2",
        source="https://libvirt.org/kbase/backing_chains.html",
    ),
    Trouble(
        id="shrink",
        area=Area.STORAGE,
        title=Text(es="qemu-img no encoge el disco sin permiso", en="qemu-img does not shrink the disk unasked"),
        messages=(Message("qemu-img", "Use the --shrink option to perform a shrink operation."),),
        cause=Text(
            es="El tamaño pedido es menor que el actual. Encoger el disco corta lo que hay al final, y con ello tus "
            "datos.",
            en="The size asked for is smaller than the present one. Shrinking the disk cuts off what is at its end, "
            "and your data with it.",
        ),
        cure=Text(
            es="Para añadir sitio escribe un más: +10G. Encoge solo si antes redujiste las particiones de dentro.",
            en="To add room write a plus: +10G. Shrink only if you reduced the partitions inside first.",
        ),
        command="sudo qemu-img resize /var/lib/libvirt/images/disk.qcow2 +10G",
        source="https://www.qemu.org/docs/master/tools/qemu-img.html",
    ),
    Trouble(
        id="target-taken",
        area=Area.STORAGE,
        title=Text(es="El huésped ya tiene un disco con ese nombre", en="The guest has a disk with that name already"),
        messages=(
            Message(
                "virsh",
                "Requested operation is not valid: target {device} already exists",
                "La información solicitada no es válida: el destino {device} ya existe",
            ),
        ),
        cause=Text(
            es="El nombre que va a ver el huésped, vda o vdb, ya está cogido.",
            en="The name that the guest will see, vda or vdb, is taken.",
        ),
        cure=Text(
            es="Mira los que tiene y usa la letra siguiente. Cambia first-guest por el nombre del tuyo.",
            en="Look at those it has and use the next letter. Change first-guest to the name of yours.",
        ),
        command="virsh domblklist first-guest",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/src/qemu/qemu_driver.c",
    ),
    Trouble(
        id="clone-running",
        area=Area.STORAGE,
        title=Text(es="No se clona un huésped encendido", en="A running guest is not cloned"),
        messages=(Message("virt-clone", "Domain to clone must be shutoff."),),
        cause=Text(
            es="Copiar un disco mientras se escribe en él daría una copia rota.",
            en="Copying a disk while it is written would give a broken copy.",
        ),
        cure=Text(
            es="Apágalo, espera a que se apague y repite la orden. Cambia first-guest por el nombre del tuyo.",
            en="Shut it down, wait until it is off and repeat the command. Change first-guest to the name of yours.",
        ),
        command="virsh shutdown first-guest",
        source="https://github.com/virt-manager/virt-manager/blob/v4.1.0/virtinst/cloner.py",
    ),
)
