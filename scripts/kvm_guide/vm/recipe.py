"""What the lab's images of Debian are made of.

The one with a desktop is near to a student's desktop install: a kernel, a user with sudo, an Xfce desktop and what it
brings; without the office suite, the browser and the services that only cost time (LAB measurements: a minimal image
has to fetch 635 packages in the install step, a full desktop boots in three minutes).
"""

from dataclasses import dataclass, replace
from typing import Final

from kvm_guide.model.release import DEFAULT, Release

USER: Final = "ana"
HOME: Final = f"/home/{USER}"
PASSWORD: Final = "ana"
SUDOERS: Final = "sudo"
GROUPS: Final = (SUDOERS, "cdrom", "audio", "video", "plugdev", "netdev")
DISK: Final = "16G"
NAME: Final = "desktop"
"""The image of who names none."""
MAX_AGE_DAYS: Final = 7

SYSTEM: Final = (
    "linux-image-amd64",
    "locales",
    "sudo",
    "ifupdown",
    "isc-dhcp-client",
    "bash-completion",
    "man-db",
    "less",
    "nano",
    "openssh-client",
    "python3",
    "ca-certificates",
    "dbus",
    "dbus-user-session",
    "libpam-systemd",
    "polkitd",
    "pkexec",
    "apparmor",
    "systemd-timesyncd",
    "xz-utils",
    "lz4",
    "zstd",
    "wget",
    "curl",
    "bzip2",
    "pciutils",
    "usbutils",
    "file",
    "gettext-base",
    "libwww-perl",
    "libxml2-utils",
    "netcat-openbsd",
    "python3-requests",
)
DESKTOP: Final = (
    "xfce4-session",
    "xfwm4",
    "xfce4-panel",
    "xfdesktop4",
    "thunar",
    "xfce4-terminal",
    "xfce4-screenshooter",
    "udisks2",
    "gvfs",
    "pipewire-pulse",
    "xserver-xorg-core",
    "xserver-xorg-input-libinput",
    "libgl1-mesa-dri",
    "mesa-vulkan-drivers",
    "va-driver-all",
    "vdpau-driver-all",
    "gstreamer1.0-libav",
    "gstreamer1.0-plugins-good",
    "gstreamer1.0-plugins-base",
    "gstreamer1.0-gl",
    "at-spi2-core",
    "adwaita-icon-theme",
    "gnome-themes-extra",
    "dconf-gsettings-backend",
    "python3-gi",
    "python3-cairo",
    "python3-gi-cairo",
    "gir1.2-gtk-3.0",
    "gir1.2-gstreamer-1.0",
    "libayatana-appindicator3-1",
    "libgtksourceview-4-0",
    "libsdl2-2.0-0",
    "librsvg2-common",
    "fonts-dejavu-core",
    "fonts-noto-mono",
    "fonts-urw-base35",
    "ghostscript",
    "grub-pc-bin",
    "grub2-common",
    "os-prober",
    "libnl-route-3-200",
    "libpcap0.8",
    "libpcsclite1",
    "libnetfilter-conntrack3",
    "libbrlapi0.8",
    "libburn4",
    "libisofs6",
    "libjson-glib-1.0-0",
    "libboost-iostreams1.74.0",
    "libboost-thread1.74.0",
    "libsndio7.0",
    "libxslt1.1",
    "libyajl2",
    "libxml-parser-perl",
    "lightdm",
    "lightdm-gtk-greeter",
    "policykit-1-gnome",
)
"""Each is of what `apt-get -s install task-desktop task-xfce-desktop` names: the rest of those only costs time."""
KEPT_OUT: Final = ("desktop-base", "plymouth", "xserver-xorg")
"""What the display manager recommends: a splash screen at every boot, and the drivers of every graphics card."""
INSTALLER: Final = ("lvm2", "binutils")
"""lvm2: the installer's guided partitioning with LVM; binutils: building VirtualBox's guest additions."""
HARNESS: Final = ("qemu-guest-agent",)
"""What only the lab needs: the agent it asks."""
WINDOWS: Final = ("xvfb", "xdotool", "gir1.2-atspi-2.0")
"""The same, for windows: the screen virt-manager opens on, and what names the things on a screen."""
STARTER: Final = ("grub-pc",)


@dataclass(frozen=True)
class Recipe:
    """What an image is made of. desktop: it has one. grub: it has a partition table, and can boot from its own disk.

    bare: as Debian's installer leaves it where root was given a password (`PASSWORD`): the reader may not use sudo, apt
    looks for the installation disc, and it speaks English only. release: whose packages.
    """

    packages: tuple[str, ...]
    units: tuple[str, ...] = ()
    desktop: bool = False
    grub: bool = False
    bare: bool = False
    release: Release = DEFAULT

    @property
    def disc(self) -> str:
        """As the installer calls the disc that it was started from, among apt's sources."""
        told = f"{self.release.number}.0.0 _{self.release.codename.title()}_"
        return f"cdrom:[Debian GNU/Linux {told} - Official amd64 DVD Binary-1 with firmware]/"


_RECIPES: Final = {
    "desktop": Recipe((*SYSTEM, *DESKTOP, *INSTALLER, *HARNESS, *WINDOWS), ("lab-windows.service",), desktop=True),
    "server": Recipe((*SYSTEM, *INSTALLER, *HARNESS, *STARTER), grub=True),
    "bare": Recipe((*SYSTEM, *INSTALLER, *HARNESS, *STARTER), grub=True, bare=True),
}
NAMES: Final = tuple(_RECIPES)
"""As machines call their images (model/machine.py)."""


def named(name: str, release: Release = DEFAULT) -> Recipe:
    """The recipe called `name`, of the packages of `release`. Raises KeyError."""
    made = _RECIPES[name]
    packages = (release.renamed.get(package, package) for package in made.packages)
    return replace(made, packages=tuple(package for package in packages if package), release=release)


UNITS_OFF: Final = (
    "apt-daily.timer",
    "apt-daily-upgrade.timer",
    "man-db.timer",
    "e2scrub_all.timer",
    "e2scrub_reap.service",
    "fstrim.timer",
    "getty@tty1.service",
    "avahi-daemon.service",
    "avahi-daemon.socket",
    "exim4.service",
)

DEBCONF: Final = (
    "man-db man-db/auto-update boolean false",
    # The first disk's boot record is written by the build, and by the reader's own grub-install
    "grub-pc grub-pc/install_devices_empty boolean true",
)

# init_on_free: what the guest has freed is zero, and zeros are not saved. norandmaps: QEMU translates what a program
# does for the addresses it is at, and at the same ones once (measured: half the time of what starts many programs)
KERNEL_OPTIONS: Final = "console=ttyS0 net.ifnames=0 mitigations=off init_on_free=1 norandmaps quiet"

INITRAMFS: Final = "MODULES=list\nCOMPRESS=lz4\n"
INITRAMFS_MODULES: Final = ("virtio_pci", "virtio_blk", "ext4", "crc32c_generic")
"""What the lab's machine needs to find its disk: of an initramfs with everything, unpacking alone takes seconds."""

GUIDE_PACKAGES: Final = (
    "qemu-system-x86",
    "libvirt-daemon-system",
    "libvirt-clients",
    "dnsmasq-base",
    "virtinst",
    "virt-manager",
    "bridge-utils",
    "libguestfs-tools",
    "genisoimage",
    "libosinfo-bin",
)
"""The packages the guide is about: their versions stand in each record."""
