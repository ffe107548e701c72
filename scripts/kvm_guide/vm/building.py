"""The shell script, for root, that makes an image of a recipe: the packages, the reader's user, and the disk."""

import shlex
from typing import Final

from kvm_guide.vm import recipe
from kvm_guide.vm.recipe import Recipe

# What AppArmor of the image's kernel can do, as that kernel tells it (/var/cache/apparmor/*/.features, once booted):
# the host's is another. Where it no longer fits, the profiles are compiled at the first boot, and nothing worse.
_APPARMOR: Final = "/usr/local/share/lab/apparmor-features"
_LABEL: Final = "debian"
_GRUB: Final = "/boot/grub/i386-pc"
_GRUB_TOLD: Final = "/etc/default/grub.d/lab.cfg"
# What finds grub.cfg; the rest is loaded from the disk
_GRUB_MODULES: Final = "biosdisk part_msdos ext2 search search_label normal configfile linux echo"
_MENU: Final = f"""set timeout=0
menuentry 'Debian GNU/Linux' {{
  search --no-floppy --label --set=root {_LABEL}
  linux /vmlinuz root=LABEL={_LABEL} rw {recipe.KERNEL_OPTIONS}
  initrd /initrd.img
}}
"""
_KEEP_OUT: Final = "".join(f"Package: {name}\\nPin: release *\\nPin-Priority: -1\\n\\n" for name in recipe.KEPT_OUT)


def script(of: Recipe) -> str:
    """What builds `of`. Its arguments: a folder to work in, the overlay's, and who is to own what comes of it."""
    setup = [
        'mkdir -p "$1/etc/initramfs-tools/conf.d"; echo COMPRESS=lz4 > "$1/etc/initramfs-tools/conf.d/lab"',
        f'printf "{_KEEP_OUT}" > "$1/etc/apt/preferences.d/lab"',
    ]
    hooks = [*(f"--setup-hook={one}" for one in setup), *(f"--customize-hook={one}" for one in _hooks(of))]
    # No mirror is named: mmdebstrap knows Debian's. The image keeps what apt was told, as a fresh install does.
    return f"""
work=$1 OVERLAY=$2 owner=$3
export OVERLAY
mkdir "$work/image"
mmdebstrap --mode=root --variant=important --components=main \\
  --aptopt='APT::Install-Recommends "true"' --dpkgopt=force-unsafe-io \\
  {" ".join(shlex.quote(hook) for hook in hooks)} \\
  --include={",".join(of.packages)} {of.release.codename} "$work/root"
chroot "$work/root" dpkg-query -W > "$work/packages"
cat "$work/root/etc/apt/sources.list" > "$work/sources"
cp -L "$work/root/vmlinuz" "$work/image/"
mv "$work/root/boot/lab.img" "$work/image/initrd.img"
truncate -s {recipe.DISK} "$work/disk.raw"
{_PARTITION if of.grub else _WHOLE}
qemu-img convert -O qcow2 "$work/disk.raw" "$work/image/disk.qcow2"
rm -rf "$work/root" "$work/disk.raw"
chown -R "$owner" "$work"
"""


_MKE2FS: Final = f'mke2fs -q -t ext4 -O ^has_journal -L {_LABEL} -d "$work/root"'
_WHOLE: Final = f'{_MKE2FS} "$work/disk.raw"'
# The file system begins where partitioning tools let the first one begin, at 1 MiB; before it, what `_grub` made
_PARTITION: Final = f"""mv "$work/root/lab-head" "$work/head"
{_MKE2FS} -E offset=1048576 "$work/disk.raw" "$(($(stat -c %s "$work/disk.raw") / 1024 - 1024))k"
dd if="$work/head" of="$work/disk.raw" bs=1M conv=notrunc status=none"""


def _hooks(of: Recipe) -> list[str]:
    off = " ".join(recipe.UNITS_OFF)
    groups = [group for group in recipe.GROUPS if not (of.bare and group == recipe.SUDOERS)]
    in_guest = [
        "rm /etc/apt/preferences.d/lab",
        *(_bare(of) if of.bare else []),
        "locale-gen >/dev/null",
        f"useradd -m -s /bin/bash -G {','.join(groups)} {recipe.USER}",
        # As Debian's installer leaves it, by adduser: a guest's disk in it is closed to libvirt-qemu
        f"chmod 0700 {recipe.HOME}",
        f"echo {recipe.USER}:{recipe.PASSWORD} | chpasswd",
        *(f"echo '{line}' | debconf-set-selections" for line in recipe.DEBCONF),
        "systemctl set-default multi-user.target",
        f"systemctl enable serial-getty@hvc0.service {' '.join(of.units)}",
        f"for unit in {off}; do systemctl disable $unit || true; done",
        # debconf was told after man-db had been configured, and man-db goes by this file
        "rm -f /var/lib/man-db/auto-update",
        # Two: a small one to start the lab's machine with, and the reader's, as a stock Debian makes it
        "rm /etc/initramfs-tools/conf.d/lab && cp -r /etc/initramfs-tools /tmp/lab-initramfs",
        f"printf '{recipe.INITRAMFS}' > /tmp/lab-initramfs/conf.d/lab",
        f"printf '%s\\n' {' '.join(recipe.INITRAMFS_MODULES)} >> /tmp/lab-initramfs/modules",
        'mkinitramfs -d /tmp/lab-initramfs -o /boot/lab.img "$(linux-version list | tail -n 1)"',
        *(_grub() if of.grub else ["rm -r /tmp/lab-initramfs && update-initramfs -u >/dev/null"]),
        # mke2fs keeps whole seconds of a folder's time, and fontconfig reads all fonts again where that is another.
        # Some folders of fonts are links
        *([_FONTS] if of.desktop else []),
        # As on any Debian that has booted before: compiling the profiles takes 11 to 17 s under emulation
        f"apparmor_parser --kernel-features {_APPARMOR} --write-cache --skip-kernel-load /etc/apparmor.d",
        # Two and a half minutes each time under emulation: the install and its undo would each do it
        "sed -i s/^update_initramfs=.*/update_initramfs=no/ /etc/initramfs-tools/update-initramfs.conf",
    ]
    return [
        'cp -r --no-preserve=mode,ownership "$OVERLAY/." "$1/"',
        'chmod +x "$1/usr/local/share/lab/terminal"',
        *(f'chroot "$1" sh -ec {shlex.quote(x)}' for x in in_guest),
    ]


def _bare(of: Recipe) -> list[str]:
    return [
        "sed -i 's/^es_ES/# &/' /etc/locale.gen",
        f"echo root:{recipe.PASSWORD} | chpasswd",
        f"sed -i '1i deb {of.disc} {of.release.codename} main' /etc/apt/sources.list",
    ]


_FONTS: Final = (
    "find -L /usr/share/fonts /usr/local/share/fonts -type d -exec touch -d @1700000000 {} + && fc-cache -fs"
)


def _grub() -> list[str]:
    """What puts GRUB onto the disk without one: its first sector, then, before the partition, what reads its menu.

    grub-install asks the kernel which disk the root is on; here there is none yet. It places the same two files.
    """
    return [
        # The small one is the machine's own: by the BIOS' calls GRUB reads slowly under emulation
        "rm -r /etc/initramfs-tools && mv /tmp/lab-initramfs /etc/initramfs-tools && update-initramfs -u >/dev/null",
        f"echo LABEL={_LABEL} / ext4 defaults,noatime 0 1 > /etc/fstab",
        "mkdir -p /etc/default/grub.d /boot/grub",
        f"echo GRUB_TIMEOUT=0 > {_GRUB_TOLD} && echo 'GRUB_CMDLINE_LINUX=\"{recipe.KERNEL_OPTIONS}\"' >> {_GRUB_TOLD}",
        f"cp -r /usr/lib/grub/i386-pc /boot/grub/ && printf %s {shlex.quote(_MENU)} > /boot/grub/grub.cfg",
        f"grub-mkimage -O i386-pc -p '(hd0,msdos1)/boot/grub' -o {_GRUB}/core.img {_GRUB_MODULES}",
        f"truncate -s {recipe.DISK} /lab-disk && echo 'start=2048, type=83, bootable' | sfdisk -q -X dos /lab-disk",
        f"dd if={_GRUB}/boot.img of=/lab-disk bs=440 count=1 conv=notrunc status=none",
        f"dd if={_GRUB}/core.img of=/lab-disk bs=512 seek=1 conv=notrunc status=none",
        "head -c 1M /lab-disk > /lab-head && rm /lab-disk",
    ]
