"""What the lab's Debian is made of: data only.

It is near to a student's desktop install: a kernel, a user with sudo, and the libraries that an Xfce desktop
brings; without the office suite, the browser and the services that only cost time (LAB measurements: a
minimal image has to fetch 635 packages in the install step, a full desktop boots in three minutes).
"""

from typing import Final

SUITE: Final = "bookworm"
USER: Final = "ana"
PASSWORD: Final = "ana"
GROUPS: Final = ("sudo", "cdrom", "audio", "video", "plugdev", "netdev")
DISK: Final = "16G"
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
)
"""Each is of what `apt-get -s install task-desktop task-xfce-desktop` names: the rest of those only costs time."""
INSTALLER: Final = ("lvm2", "binutils")
"""lvm2: the installer's guided partitioning with LVM; binutils: building VirtualBox's guest additions."""
HARNESS: Final = ("qemu-guest-agent", "xvfb", "xdotool")
"""What only the lab needs: the agent it asks, and the screen virt-manager opens on."""

PACKAGES: Final = (*SYSTEM, *DESKTOP, *INSTALLER, *HARNESS)

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

DEBCONF: Final = ("man-db man-db/auto-update boolean false",)

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
