"""Troubles with pools, volumes and room on the disk. Data only.

The messages are those of Debian 12's catalogues and programs (libvirt 9.0, virt-manager 4.1, QEMU 7.2, systemd 252).
"""

from typing import Final

from kvm_guide.model.step import Text
from kvm_guide.troubles.model import Area, Message, Trouble

TROUBLES: Final[tuple[Trouble, ...]] = (
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
