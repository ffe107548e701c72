"""Troubles with disks, pools, volumes and snapshots. Data only.

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
    Trouble(
        id="pool-missing",
        area=Area.STORAGE,
        title=Text(es="libvirt no tiene ese almacén (pool)", en="libvirt does not have that pool"),
        messages=(
            Message(
                "virsh",
                "Storage pool not found: no storage pool with matching name '{pool}'",
                "No se encontró grupo de almacenamiento: no existe un grupo de almacenamiento que se corresponda con "
                "el nombre '{pool}'",
            ),
            Message("virsh", "failed to get pool '{pool}'", "Falló al obtener grupo '{pool}'"),
        ),
        cause=Text(
            es="El almacén default no existe hasta que virt-manager o virt-install lo crean la primera vez. Otros "
            "hay que crearlos.",
            en="The pool default does not exist until virt-manager or virt-install create it the first time. Others "
            "have to be created.",
        ),
        cure=Text(
            es="Créalo y arráncalo. Si dice que otro almacén ya usa esa carpeta, usa ese: virt-install lo llama "
            "images.",
            en="Create it and start it. If it says that another pool uses that folder, use that one: virt-install "
            "calls it images.",
        ),
        command="virsh pool-define-as default dir --target /var/lib/libvirt/images \\\n  && virsh pool-start "
        "default && virsh pool-autostart default",
        source="https://libvirt.org/manpages/virsh.html",
    ),
    Trouble(
        id="pool-active",
        area=Area.STORAGE,
        title=Text(es="El almacén ya estaba activo", en="The pool was active already"),
        messages=(
            Message(
                "virsh",
                "Requested operation is not valid: storage pool '{pool}' is already active",
                "La información solicitada no es válida: el grupo de almacenamiento '{pool}' ya se encuentra activo",
            ),
        ),
        cause=Text(
            es="Alguien lo arrancó antes, o arranca solo.", en="Somebody started it before, or it starts by itself."
        ),
        cure=Text(
            es="No hay nada que arreglar. Míralo en la lista.", en="There is nothing to fix. See it in the list."
        ),
        command="virsh pool-list --all",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/src/storage/storage_driver.c",
    ),
    Trouble(
        id="pool-off",
        area=Area.STORAGE,
        title=Text(es="El almacén está parado", en="The pool is stopped"),
        messages=(
            Message(
                "virsh",
                "Requested operation is not valid: storage pool '{pool}' is not active",
                "La información solicitada no es válida: el grupo de almacenamiento '{pool}' no se encuentra activo",
            ),
        ),
        cause=Text(
            es="Un almacén parado no enseña ni crea volúmenes.", en="A stopped pool neither shows nor creates volumes."
        ),
        cure=Text(es="Arráncalo. Cambia default por su nombre.", en="Start it. Change default to its name."),
        command="virsh pool-start default && virsh pool-autostart default",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/src/storage/storage_driver.c",
    ),
    Trouble(
        id="pool-folder",
        area=Area.STORAGE,
        title=Text(es="La carpeta del almacén no existe", en="The pool's folder does not exist"),
        messages=(
            Message(
                "virsh",
                "cannot open directory '{folder}': No such file or directory",
                "cannot open directory '{folder}': No existe el fichero o el directorio",
            ),
        ),
        cause=Text(es="Definir un almacén no crea su carpeta.", en="Defining a pool does not create its folder."),
        cure=Text(
            es="Créala con esta orden y arranca el almacén. Cambia default por su nombre.",
            en="Create it with this command and start the pool. Change default to its name.",
        ),
        command="virsh pool-build default && virsh pool-start default",
        source="https://libvirt.org/manpages/virsh.html",
    ),
    Trouble(
        id="pool-conflict",
        area=Area.STORAGE,
        title=Text(es="Otro almacén ya usa esa carpeta", en="Another pool uses that folder"),
        messages=(
            Message(
                "virsh",
                "operation failed: Storage source conflict with pool: '{pool}'",
                "Falló la operación: Conflicto de fuente de almacenamiento con grupo: '{pool}'",
            ),
            Message(
                "virsh",
                "operation failed: pool '{pool}' already exists with uuid {uuid}",
                "Falló la operación: ya existe un grupo '{pool}' con uuid {uuid}",
            ),
        ),
        cause=Text(
            es="Dos almacenes no pueden tener la misma carpeta ni el mismo nombre. virt-install y virt-manager "
            "crean uno con el nombre de la carpeta de cada disco que usas.",
            en="Two pools cannot have one folder or one name. virt-install and virt-manager create one named after "
            "the folder of each disk that you use.",
        ),
        cure=Text(
            es="Usa el que ya existe, o dale otra carpeta al nuevo.",
            en="Use the one that is there, or give the new one another folder.",
        ),
        command="virsh pool-list --all",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/src/conf/virstorageobj.c",
    ),
    Trouble(
        id="volume-exists",
        area=Area.STORAGE,
        title=Text(es="Ya hay un volumen con ese nombre", en="There is a volume with that name already"),
        messages=(
            Message("virsh", "storage volume '{volume}' exists already"),
            Message(
                "virt-manager",
                "Name '{volume}' already in use by another volume.",
                "El nombre '{volume}' ya está siendo utilizado por otro volumen.",
            ),
        ),
        cause=Text(
            es="El almacén ya tiene un fichero que se llama así, quizá de un huésped que borraste sin sus discos.",
            en="The pool has a file of that name already, perhaps from a guest that you removed without its disks.",
        ),
        cure=Text(
            es="Mira los que hay y elige otro nombre, o borra el viejo con virsh vol-delete.",
            en="Look at those that are there and choose another name, or delete the old one with virsh vol-delete.",
        ),
        command="virsh vol-list default",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/src/storage/storage_driver.c",
    ),
    Trouble(
        id="volume-missing",
        area=Area.STORAGE,
        title=Text(es="El almacén no tiene ese volumen", en="The pool does not have that volume"),
        messages=(
            Message(
                "virsh",
                "Storage volume not found: no storage vol with matching name '{volume}'",
                "No se encontró volumen de almacenamiento: no existe un volumen de almacenamiento que se corresponda "
                "con el nombre '{volume}'",
            ),
            Message(
                "virsh",
                "Storage volume not found: no storage vol with matching path '{file}'",
                "No se encontró volumen de almacenamiento: no existe un volumen de almacenamiento que corresponda "
                "con el ruta  '{file}'",
            ),
            Message(
                "virsh",
                "failed to get vol '{volume}', specifying --{option} might help",
                "No se pudo obtener '{volume}' de volumen, si especifica --{option} podría ayudar",
            ),
        ),
        cause=Text(
            es="El nombre tiene una errata, falta decir el almacén con --pool, o el fichero se copió a la carpeta "
            "después de arrancar el almacén.",
            en="The name has a slip in it, the pool is not given with --pool, or the file was copied to the folder "
            "after the pool was started.",
        ),
        cure=Text(es="Vuelve a leer la carpeta y mira la lista.", en="Read the folder again and look at the list."),
        command="virsh pool-refresh default && virsh vol-list default",
        source="https://libvirt.org/manpages/virsh.html",
    ),
    Trouble(
        id="no-disk-space",
        area=Area.STORAGE,
        title=Text(es="No cabe el disco del huésped", en="The guest's disk does not fit"),
        messages=(
            Message(
                "virt-install",
                "There is not enough free space to create the disk.",
                "No hay espacio libre suficiente para crear el disco.",
            ),
            Message(
                "virt-manager",
                "There is not enough free space on the storage pool to create the volume. ({size} M requested "
                "allocation > {size} M available)",
                "No hay suficiente espacio libre en el grupo de almacenamiento para crear el volumen. ({size} M "
                "solicitados > {size} M disponibles)",
            ),
            Message(
                "virt-install",
                "The requested volume capacity will exceed the available pool space when the volume is fully "
                "allocated. ({size} M requested capacity > {size} M available)",
            ),
        ),
        cause=Text(
            es="La partición de /var/lib/libvirt/images no tiene tanto sitio libre.",
            en="The partition of /var/lib/libvirt/images does not have that much room.",
        ),
        cure=Text(
            es="Mira cuánto queda. Pide un disco más pequeño, o uno qcow2, que solo ocupa lo que se escribe en él.",
            en="See how much is left. Ask for a smaller disk, or a qcow2 one, which takes only what is written to it.",
        ),
        command="df -h /var/lib/libvirt/images",
        source="https://github.com/virt-manager/virt-manager/blob/v4.1.0/virtinst/diskbackend.py",
        page="requisitos/#disk",
        surroundings=True,
    ),
)
