"""What the reader types: one module a chapter, data only."""

from typing import Final

from kvm_guide.lessons import install, requirements
from kvm_guide.model.step import Chapter, Guide, Text

GUIDE: Final = Guide(
    chapters=(
        Chapter(1, "que-es-kvm", Text(es="Qué es KVM", en="What KVM is")),
        Chapter(2, "ventajas", Text(es="Ventajas e inconvenientes", en="Advantages and drawbacks")),
        Chapter(
            3,
            "componentes",
            Text(
                es="QEMU, libvirt, libvirtd, virsh y virt-manager",
                en="QEMU, libvirt, libvirtd, virsh and virt-manager",
            ),
        ),
        requirements.CHAPTER,
        install.CHAPTER,
    )
)
