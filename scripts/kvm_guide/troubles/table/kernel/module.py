"""Troubles with the CPU's extension and the kernel and its module. Data only."""

from typing import Final

from kvm_guide.model.step import Text
from kvm_guide.troubles.model import Area, BroughtAbout, Message, Trouble
from kvm_guide.troubles.table.states import FRESH, MODULE_BACK, NO_MODULE, READY

_KERNEL: Final = "linux-image-amd64: kernel/arch/x86/kvm/kvm.ko"
_KMOD: Final = "kmod: bin/kmod"

# modprobe and the kernel speak English only, whatever the system's language.
TROUBLES: Final[tuple[Trouble, ...]] = (
    Trouble(
        id="firmware",
        area=Area.KERNEL,
        title=Text(es="La virtualización está apagada en el firmware", en="Virtualisation is off in the firmware"),
        messages=(
            Message("linux", "kvm: support for '{module}' disabled by bios"),
            Message("linux", "kvm: disabled by bios"),
            Message("linux", "x86/cpu: VMX (outside TXT) disabled by BIOS"),
            Message("kvm-ok", "INFO: KVM ({name}) is disabled by your BIOS"),
        ),
        cause=Text(
            es="La CPU tiene VT-x (vmx) o AMD-V (svm), pero el firmware (BIOS o UEFI) la tiene apagada.",
            en="The CPU has VT-x (vmx) or AMD-V (svm), but the firmware (BIOS or UEFI) keeps it off.",
        ),
        cure=Text(
            es="Entra en el firmware al encender (suele ser con F2, Supr o F10) y activa «Intel Virtualization "
            "Technology», «VT-x», «AMD-V» o «SVM Mode». Guarda, apaga del todo y vuelve a encender.",
            en="Enter the firmware when you switch on (usually with F2, Del or F10) and turn “Intel Virtualization "
            "Technology”, “VT-x”, “AMD-V” or “SVM Mode” on. Save, power off altogether and switch on again.",
        ),
        source=f"{_KERNEL}; https://github.com/torvalds/linux/blob/v6.1/arch/x86/kernel/cpu/feat_ctl.c; "
        "cpu-checker: usr/sbin/kvm-ok",
        page="requisitos/#on-metal",
    ),
    Trouble(
        id="nesting",
        area=Area.KERNEL,
        title=Text(
            es="A esta máquina virtual no le llega la virtualización", en="This virtual machine gets no virtualisation"
        ),
        messages=(
            Message("linux", "kvm: no hardware support for '{module}'"),
            Message("kvm-ok", "INFO: Your CPU does not support KVM extensions"),
        ),
        cause=Text(
            es="La CPU que ve Debian no muestra VT-x (vmx) ni AMD-V (svm). En una máquina virtual, la virtualización "
            "anidada está desactivada; en un ordenador real, la apagó el firmware o el módulo es el del otro "
            "fabricante.",
            en="The CPU that Debian sees shows neither VT-x (vmx) nor AMD-V (svm). In a virtual machine, nested "
            "virtualisation is off; on a real computer, the firmware has it off or the module is the other maker's.",
        ),
        cure=Text(
            es="Apaga la máquina y activa la virtualización anidada en su anfitrión: la página dice cómo en "
            "VirtualBox, Hyper-V, VMware y Proxmox. Este paso dice dónde estás.",
            en="Power the machine off and turn nested virtualisation on at its host: the page says how in VirtualBox, "
            "Hyper-V, VMware and Proxmox. This step tells where you are.",
        ),
        step="where-it-runs",
        source=_KERNEL,
        page="requisitos/#where",
        brought=BroughtAbout(
            after=FRESH,
            bare=True,
            step="cpu-flags",
            shown=False,
            elsewhere=True,
            check="cpu-flags",
            run="cpu-flags",
        ),
    ),
    Trouble(
        id="module",
        area=Area.KERNEL,
        title=Text(es="El módulo de KVM no se carga", en="KVM's module does not load"),
        messages=(
            Message("modprobe", "modprobe: ERROR: could not insert 'kvm_intel': Operation not supported"),
            Message("modprobe", "modprobe: ERROR: could not insert 'kvm_amd': Operation not supported"),
        ),
        cause=Text(
            es="El módulo no encuentra la extensión de la CPU: está apagada en el firmware, no llega a esta máquina "
            "virtual, o el módulo es el del otro fabricante.",
            en="The module does not find the CPU's extension: it is off in the firmware, does not reach this virtual "
            "machine, or the module is the other maker's.",
        ),
        cure=Text(
            es="Con Intel el módulo es kvm_intel; con AMD, kvm_amd. Esta orden dice la causa: «disabled by bios» es el "
            "firmware, y «no hardware support», la virtualización anidada o el otro fabricante.",
            en="With Intel the module is kvm_intel; with AMD, kvm_amd. This command tells the cause: “disabled by "
            "bios” is the firmware, “no hardware support” nested virtualisation or the other maker.",
        ),
        command="sudo dmesg | grep -i kvm",
        source=f"{_KMOD}; {_KERNEL}",
        page="requisitos/#module",
        brought=BroughtAbout(
            after=FRESH,
            spoil=NO_MODULE,
            step="kvm-module",
            shown=False,
            cure=MODULE_BACK,
            check="kvm-module",
            run="kvm-module",
        ),
    ),
    Trouble(
        id="module-not-loaded",
        area=Area.KERNEL,
        title=Text(es="El módulo de KVM no está cargado", en="KVM's module is not loaded"),
        messages=(),
        cause=Text(
            es="La CPU muestra la extensión, pero nadie cargó el módulo que la usa, o alguien lo descargó.",
            en="The CPU shows the extension, but nobody loaded the module that uses it, or somebody unloaded it.",
        ),
        cure=Text(
            es="Cárgalo: sudo modprobe kvm_intel con Intel, sudo modprobe kvm_amd con AMD. Si responde «Operation not "
            "supported», la función está bloqueada en el firmware.",
            en="Load it: sudo modprobe kvm_intel with Intel, sudo modprobe kvm_amd with AMD. If it answers “Operation "
            "not supported”, the feature is locked in the firmware.",
        ),
        source=_KMOD,
        page="requisitos/#module",
    ),
    Trouble(
        id="kernel-replaced",
        area=Area.KERNEL,
        title=Text(es="El núcleo se actualizó y falta reiniciar", en="The kernel was updated and a restart is needed"),
        messages=(
            Message("modprobe", "modprobe: FATAL: Module kvm_intel not found in directory /lib/modules/{version}"),
            Message("modprobe", "modprobe: FATAL: Module kvm_amd not found in directory /lib/modules/{version}"),
        ),
        cause=Text(
            es="El núcleo que está funcionando ya no tiene sus ficheros en el disco: una actualización los quitó. En "
            "un contenedor o en WSL2 nunca estuvieron.",
            en="The running kernel's files are gone from the disk: an update removed them. In a container or in WSL2 "
            "they never were there.",
        ),
        cure=Text(
            es="Reinicia, y Debian arrancará con el núcleo que sí tiene sus módulos.",
            en="Restart, and Debian boots the kernel that has its modules.",
        ),
        command="sudo reboot",
        source=_KMOD,
        page="requisitos/#module",
    ),
    Trouble(
        id="module-rights",
        area=Area.KERNEL,
        title=Text(es="modprobe necesita sudo", en="modprobe needs sudo"),
        messages=(
            Message("modprobe", "modprobe: ERROR: could not insert 'kvm_intel': Operation not permitted"),
            Message("modprobe", "modprobe: ERROR: could not insert 'kvm_amd': Operation not permitted"),
        ),
        cause=Text(
            es="Solo root puede cargar módulos, y escribiste la orden sin sudo.",
            en="Only root may load modules, and you typed the command without sudo.",
        ),
        cure=Text(
            es="Escríbela con sudo delante. Debian carga el módulo al arrancar: casi nunca hace falta.",
            en="Type it with sudo before it. Debian loads the module while it boots: it is hardly ever needed.",
        ),
        source="https://manpages.debian.org/bookworm/manpages-dev/init_module.2.en.html",
        page="requisitos/#module",
        brought=BroughtAbout(
            after=READY,
            spoil=NO_MODULE,
            command="/usr/sbin/modprobe kvm_amd",
            cure=MODULE_BACK,
            then="test -w /dev/kvm",
        ),
    ),
    Trouble(
        id="module-in-use",
        area=Area.KERNEL,
        title=Text(es="El módulo de KVM está en uso", en="KVM's module is in use"),
        messages=(
            Message("modprobe", "modprobe: FATAL: Module kvm_intel is in use."),
            Message("modprobe", "modprobe: FATAL: Module kvm_amd is in use."),
        ),
        cause=Text(
            es="Un huésped está funcionando, y su QEMU tiene abierto /dev/kvm.",
            en="A guest is running, and its QEMU holds /dev/kvm open.",
        ),
        cure=Text(
            es="Mira con esta orden cuál es, y apágalo antes de descargar el módulo.",
            en="See with this command which it is, and shut it down before you unload the module.",
        ),
        command="virsh -c qemu:///system list",
        source=_KMOD,
        page="requisitos/#module",
    ),
    Trouble(
        id="dmesg-rights",
        area=Area.KERNEL,
        title=Text(es="dmesg necesita sudo", en="dmesg needs sudo"),
        messages=(
            Message(
                "dmesg",
                "dmesg: read kernel buffer failed: Operation not permitted",
                "dmesg: fallo al leer el «buffer» del núcleo: Operación no permitida",
            ),
        ),
        cause=Text(
            es="En Debian solo root puede leer los mensajes del núcleo.",
            en="On Debian only root may read the kernel's messages.",
        ),
        cure=Text(es="Escribe la orden con sudo delante.", en="Type the command with sudo before it."),
        command="sudo dmesg",
        source="linux-image-amd64: boot/config (CONFIG_SECURITY_DMESG_RESTRICT=y); "
        "util-linux-locales: usr/share/locale/es/LC_MESSAGES/util-linux.mo",
        page="requisitos/#module",
    ),
    Trouble(
        id="kernel-fixes",
        area=Area.KERNEL,
        title=Text(es="Al núcleo le faltan arreglos de seguridad", en="The kernel lacks security fixes"),
        messages=(),
        cause=Text(
            es="El núcleo que está funcionando es anterior a 6.1.187-1. Dos fallos públicos de 2026 (CVE-2026-53359 y "
            "CVE-2026-64561) dejan que un huésped con virtualización anidada escape a su anfitrión.",
            en="The running kernel is older than 6.1.187-1. Two public flaws of 2026 (CVE-2026-53359 and "
            "CVE-2026-64561) let a guest with nested virtualisation escape to its host.",
        ),
        cure=Text(
            es="Actualiza con esta orden y reinicia después: sin reiniciar sigue funcionando el núcleo viejo.",
            en="Update with this command and restart afterwards: until then the old kernel goes on running.",
        ),
        command="sudo apt update && sudo apt upgrade",
        source="linux-libc-dev: usr/share/doc/linux-libc-dev/changelog.Debian.gz",
        page="requisitos/#kernel-security",
    ),
    Trouble(
        id="soft-lockup",
        area=Area.KERNEL,
        title=Text(es="El núcleo dice que una CPU está atascada", en="The kernel says that a CPU is stuck"),
        messages=(
            Message("linux", "watchdog: BUG: soft lockup - CPU#{number} stuck for {number}s! [{program}:{number}]"),
        ),
        cause=Text(
            es="Una CPU no avanzó en muchos segundos. En una máquina virtual casi siempre es que el anfitrión no le "
            "dio tiempo: va cargado, estuvo en pausa, o la virtualización anidada se atascó.",
            en="A CPU made no progress for many seconds. In a virtual machine the host nearly always gave it no time: "
            "it is busy, was paused, or nested virtualisation got stuck.",
        ),
        cure=Text(
            es="Guarda el trabajo. Apaga la máquina y dale menos CPU que núcleos tiene el anfitrión; cierra allí lo "
            "que no uses. Si se repite en VirtualBox, usa Debian en un ordenador real.",
            en="Save your work. Power the machine off and give it fewer CPUs than the host has cores; close there what "
            "you do not use. If it comes back in VirtualBox, use Debian on a real computer.",
        ),
        source="https://docs.kernel.org/admin-guide/lockup-watchdogs.html",
        page="requisitos/#in-virtualbox",
    ),
)
