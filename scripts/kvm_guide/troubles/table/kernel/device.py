"""Troubles with /dev/kvm, and what QEMU says when it is started by hand. Data only."""

from typing import Final

from kvm_guide.model.step import Text
from kvm_guide.troubles.model import Area, BroughtAbout, Message, Trouble
from kvm_guide.troubles.table.states import EMULATOR, MODULE_BACK, NO_MODULE, OUTSIDE, READY

_QEMU: Final = "qemu-system-x86: usr/bin/qemu-system-x86_64"

# QEMU speaks English only, whatever the system's language.
TROUBLES: Final[tuple[Trouble, ...]] = (
    Trouble(
        id="device",
        area=Area.KERNEL,
        title=Text(es="Falta /dev/kvm", en="/dev/kvm is missing"),
        messages=(
            Message("qemu", "Could not access KVM kernel module: No such file or directory"),
            Message("qemu", "qemu-system-x86_64: failed to initialize kvm: No such file or directory"),
            Message("qemu", "Could not access KVM kernel module: No such device"),
            Message("kvm-ok", "INFO: /dev/kvm does not exist"),
        ),
        cause=Text(
            es="El dispositivo lo crea el módulo de KVM, y el módulo no se cargó. Si el fichero está y aun así sale "
            "«No such device», no hay nada detrás.",
            en="KVM's module makes the device, and the module did not load. If the file is there and the message "
            "still says “No such device”, nothing is behind it.",
        ),
        cure=Text(
            es="Mira el módulo con este paso. Si no sale, la CPU no muestra la extensión. Si sale y aun así falta el "
            "dispositivo, descárgalo y vuelve a cargarlo: sudo modprobe -r kvm_intel && sudo modprobe kvm_intel, o "
            "kvm_amd con AMD.",
            en="Look at the module with this step. If it does not show, the CPU does not show the extension. If it "
            "does and the device is still missing, unload it and load it again: sudo modprobe -r kvm_intel && sudo "
            "modprobe kvm_intel, or kvm_amd with AMD.",
        ),
        step="kvm-module",
        source=_QEMU,
        page="requisitos/#module",
        brought=BroughtAbout(
            after=READY,
            spoil=NO_MODULE,
            command=EMULATOR,
            cure=MODULE_BACK,
            then="test -w /dev/kvm",
        ),
    ),
    Trouble(
        id="kvm-closed",
        area=Area.KERNEL,
        title=Text(es="No puedes abrir /dev/kvm", en="You cannot open /dev/kvm"),
        messages=(
            Message("qemu", "Could not access KVM kernel module: Permission denied"),
            Message("qemu", "qemu-system-x86_64: failed to initialize kvm: Permission denied"),
        ),
        cause=Text(
            es="/dev/kvm es de root y del grupo kvm, y en el escritorio también de quien está sentado delante. Tu "
            "sesión no es de ninguno, o alguien cambió sus permisos.",
            en="/dev/kvm belongs to root and the group kvm, and at a desktop also to whoever sits there. Your session "
            "is none of them, or somebody changed its permissions.",
        ),
        cure=Text(
            es="Si la orden id no nombra kvm, entra en el grupo con este paso, y después cierra la sesión y vuelve a "
            "entrar. Si ya lo nombra, devuélvele los permisos de Debian: sudo chgrp kvm /dev/kvm && sudo chmod 660 "
            "/dev/kvm",
            en="If the command id does not name kvm, join the group with this step, then log out and log in again. If "
            "it does, give it back Debian's permissions: sudo chgrp kvm /dev/kvm && sudo chmod 660 /dev/kvm",
        ),
        step="add-groups",
        source=f"{_QEMU}; udev: lib/udev/rules.d/50-udev-default.rules",
        page="instalacion/#permissions",
        brought=BroughtAbout(
            after=OUTSIDE,
            command=EMULATOR,
            then="test -w /dev/kvm",
            cure_login=True,
        ),
    ),
    Trouble(
        id="kvm-busy",
        area=Area.KERNEL,
        title=Text(es="Otro hipervisor tiene ocupada la CPU", en="Another hypervisor holds the CPU"),
        messages=(
            Message("qemu", "ioctl(KVM_CREATE_VM) failed: 16 Device or resource busy"),
            Message("qemu", "qemu-system-x86_64: failed to initialize kvm: Device or resource busy"),
        ),
        cause=Text(
            es="En esta máquina funciona también una máquina virtual de VirtualBox o VMware, y solo uno puede usar "
            "VT-x o AMD-V a la vez.",
            en="A virtual machine of VirtualBox or VMware is running on this machine too, and only one of them can use "
            "VT-x or AMD-V at a time.",
        ),
        cure=Text(
            es="Apágala y empieza otra vez. Esta orden dice cuáles de VirtualBox funcionan.",
            en="Shut it down and start again. This command tells which of VirtualBox's are running.",
        ),
        command="VBoxManage list runningvms",
        source="https://github.com/kubernetes/minikube/issues/4913",
        surroundings=True,
        page="requisitos/#kvm-beside-virtualbox",
    ),
    Trouble(
        id="qemu-accelerator",
        area=Area.KERNEL,
        title=Text(es="Ese QEMU no puede usar KVM", en="That QEMU cannot use KVM"),
        messages=(
            Message("qemu", "qemu-system-{name}: -accel kvm: invalid accelerator kvm"),
            Message("qemu", "qemu-system-{name}: invalid accelerator kvm"),
        ),
        cause=Text(
            es="KVM solo ejecuta huéspedes del mismo tipo de procesador: en un PC, los de qemu-system-x86_64. Los "
            "demás QEMU (aarch64, riscv64 …) emulan.",
            en="KVM only runs guests of the same kind of processor: on a PC, those of qemu-system-x86_64. The other "
            "QEMUs (aarch64, riscv64 …) emulate.",
        ),
        cure=Text(
            es="Usa qemu-system-x86_64, o quita -accel kvm y acepta que irá despacio.",
            en="Use qemu-system-x86_64, or leave out -accel kvm and accept that it is slow.",
        ),
        source="https://www.qemu.org/docs/master/system/introduction.html",
    ),
    Trouble(
        id="qemu-cpu-host",
        area=Area.KERNEL,
        title=Text(es="Pediste la CPU del anfitrión sin KVM", en="You asked for the host's CPU without KVM"),
        messages=(Message("qemu", "qemu-system-x86_64: CPU model 'host' requires KVM or HVF"),),
        cause=Text(
            es="Con -cpu host el huésped usa tu CPU tal cual, y eso solo se puede con KVM: la orden no lleva -accel "
            "kvm.",
            en="With -cpu host the guest uses your CPU as it is, and that takes KVM: the command has no -accel kvm.",
        ),
        cure=Text(
            es="Añade -accel kvm a la orden. Donde no hay KVM, usa -cpu max.",
            en="Add -accel kvm to the command. Where there is no KVM, use -cpu max.",
        ),
        source=_QEMU,
    ),
    Trouble(
        id="qemu-memory",
        area=Area.KERNEL,
        title=Text(es="No hay memoria para el huésped", en="There is no memory for the guest"),
        messages=(Message("qemu", "qemu-system-x86_64: cannot set up guest memory 'pc.ram': Cannot allocate memory"),),
        cause=Text(
            es="El huésped pide más memoria de la que tiene libre esta máquina.",
            en="The guest asks for more memory than this machine has to spare.",
        ),
        cure=Text(
            es="Dale menos, apaga otros huéspedes, o da más memoria a esta máquina en su anfitrión. Esta orden dice "
            "cuánta queda, en la columna available.",
            en="Give it less, shut other guests down, or give this machine more memory at its host. This command tells "
            "how much is left, in the column available.",
        ),
        command="LC_ALL=C free -h",
        source=_QEMU,
        surroundings=True,
        page="requisitos/#ram",
    ),
    Trouble(
        id="qemu-display",
        area=Area.KERNEL,
        title=Text(es="QEMU no tiene dónde abrir su ventana", en="QEMU has nowhere to open its window"),
        messages=(Message("qemu", "gtk initialization failed"),),
        cause=Text(
            es="Lo arrancaste por ssh o en una consola sin escritorio, y quiere abrir una ventana.",
            en="You started it over ssh or on a console without a desktop, and it wants to open a window.",
        ),
        cure=Text(
            es="Añade -nographic para usar la terminal (se sale con Ctrl+A y después X), o -display none.",
            en="Add -nographic to use the terminal (you leave with Ctrl+A and then X), or -display none.",
        ),
        source="https://www.qemu.org/docs/master/system/mux-chardev.html",
    ),
)
