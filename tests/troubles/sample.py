"""Some of Debian 12's messages, so that the matcher's tests do not depend on the table's text."""

from typing import Final

from kvm_guide.model.step import Text
from kvm_guide.troubles.model import Area, Message, Trouble


def _trouble(name: str, *messages: tuple[str, str | None]) -> Trouble:
    text = Text(es=name, en=name)
    made = tuple(Message("a program", en, es) for en, es in messages)
    return Trouble(name, Area.START, text, made, text, text, source="a test")


SAMPLE: Final = (
    _trouble(
        "not-sudoer",
        ("{user} is not in the sudoers file.", "{user} no está en el fichero sudoers."),
        (
            "Sorry, user {user} may not run sudo on {host}.",
            "Lo siento, el usuario {user} no puede ejecutar sudo en {host}.",
        ),
    ),
    _trouble("no-sudo", ("bash: sudo: command not found", "bash: sudo: orden no encontrada")),
    _trouble(
        "cdrom",
        (
            "E: The repository 'cdrom://[Debian GNU/Linux {version}] bookworm Release' does not have a Release file.",
            "E: El repositorio «cdrom://[Debian GNU/Linux {version}] bookworm Release» no tiene un fichero de"
            " Publicación.",
        ),
    ),
    _trouble("no-room", ("No space left on device", "No queda espacio en el dispositivo")),
    _trouble(
        "apt-locked",
        (
            "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process {pid} ({program})",
            "E: No se pudo bloquear /var/lib/dpkg/lock-frontend. Se encuentra bloqueado por"
            " el proceso {pid} ({program})",
        ),
    ),
    _trouble(
        "apt-broken",
        (
            "E: dpkg was interrupted, you must manually run 'sudo dpkg --configure -a' to correct the problem.",
            "E: se interrumpió la ejecución de dpkg, debe ejecutar manualmente"
            " «sudo dpkg --configure -a» para corregir el "
            "problema",
        ),
    ),
    _trouble("no-network", ("Temporary failure resolving '{host}'", "Fallo temporal al resolver «{host}»")),
    _trouble(
        "unknown-package",
        ("E: Unable to locate package {package}", "E: No se ha podido localizar el paquete {package}"),
    ),
    _trouble(
        "virtual-package",
        (
            "E: Package '{package}' has no installation candidate",
            "E: El paquete «{package}» no tiene un candidato para la instalación",
        ),
    ),
    _trouble("module", ("modprobe: ERROR: could not insert 'kvm_intel': Operation not supported", None)),
    _trouble("firmware", ("kvm: disabled by bios", None)),
    _trouble("device", ("Could not access KVM kernel module: No such file or directory", None)),
    _trouble("kvm-closed", ("Could not access KVM kernel module: Permission denied", None)),
    _trouble(
        "libvirt-silent",
        (
            "error: Failed to connect socket to '/var/run/libvirt/libvirt-sock': No such file or directory",
            "error: Falló al conectar con el socket a «/var/run/libvirt/libvirt-sock»: No existe el fichero"
            " o el directorio",
        ),
    ),
    _trouble(
        "group",
        (
            "error: Failed to connect socket to '/var/run/libvirt/libvirt-sock': Permission denied",
            "error: Falló al conectar con el socket a «/var/run/libvirt/libvirt-sock»: Permiso denegado",
        ),
        (
            "error: authentication unavailable: no polkit agent available to authenticate"
            " action 'org.libvirt.unix.manage'",
            "error: autenticación no disponible: no hay agente polkit disponible para autenticar la acción "
            "'org.libvirt.unix.manage'",
        ),
    ),
    _trouble("masked", ("Failed to start {unit}: Unit {unit} is masked.", None)),
    _trouble(
        "network-taken",
        (
            "error: internal error: Network is already in use by interface {interface}",
            "error: error interno: La red ya está siendo utilizada por la interfaz {interface}",
        ),
    ),
    _trouble(
        "network-off",
        (
            "error: Requested operation is not valid: network '{network}' is not active",
            "error: La operación solicitada no es válida: la red '{network}' no está activa",
        ),
    ),
    _trouble(
        "network-missing",
        (
            "error: Network not found: no network with matching name '{network}'",
            "error: No se encontró la red: no existe una red que coincida con el nombre '{network}'",
        ),
    ),
    _trouble("image-denied", ("Could not open '{path}': Permission denied", None)),
    _trouble(
        "no-domain",
        ("error: failed to get domain '{name}'", "error: falló al obtener el dominio '{name}'"),
        ("error: Domain not found: no domain with matching name '{name}'", None),
    ),
    _trouble(
        "in-use",
        ('Failed to get "write" lock\nIs another process using the image [{path}]?', None),
    ),
    _trouble("virtualbox-nesting-start", ("VBoxManage: error: {message} (VERR_CPUM_INVALID_HWVIRT_CONFIG)", None)),
    _trouble("virtualbox-vtx-taken", ("VT-x is being used by another hypervisor (VERR_VMX_IN_VMX_ROOT_MODE).", None)),
    _trouble(
        "os-variant", ("ERROR    --os-variant/--osinfo OS name is required, but no value was\nset or detected.", None)
    ),
)
