"""The steps of the guide from whose machines the lab brings troubles about, and what several of them type."""

from typing import Final

FRESH: Final = "software-missing"
"""The last step of chapter 4: nothing has been installed."""
INDEXED: Final = "qemu-kvm-name"
"""The package index is today's, and nothing has been installed."""
OUTSIDE: Final = "validate-without-kvm"
"""All is installed, and the reader is in no group yet."""
JOINED: Final = "add-groups"
"""The reader has just joined the groups, and has not logged in since."""
READY: Final = "network-after"
"""All but virt-manager: the reader is in the groups, the network runs."""
STARTED: Final = "vm-start"
"""The guest of chapter 6 is on."""
SHUT_OFF: Final = "vm-list-all"
"""The guest of chapter 6 is defined, and off."""

NO_MODULE: Final = "modprobe -r kvm_amd; modprobe -r kvm_intel; ! grep -q '^kvm_' /proc/modules"
MODULE_BACK: Final = "sudo modprobe kvm_amd || sudo modprobe kvm_intel"
EMULATOR: Final = "timeout 20 qemu-system-x86_64 -accel kvm -machine pc -display none -S -monitor none -serial none"
POLKIT: Final = ((r"(Password|Contrase\S+): ?", ""),)
"""At polkit's question the reader only presses Enter."""
