"""What the reader types: one module a lesson, data only."""

from typing import Final

from kvm_guide.lessons import first_vm, install, requirements
from kvm_guide.model.lesson import Guide, Lesson
from kvm_guide.model.step import Text

GUIDE: Final = Guide(
    lessons=(
        Lesson("what-is-kvm", 1, "que-es-kvm", Text(es="Qué es KVM", en="What KVM is")),
        Lesson("advantages", 2, "ventajas", Text(es="Ventajas e inconvenientes", en="Advantages and drawbacks")),
        Lesson(
            "components",
            3,
            "componentes",
            Text(
                es="QEMU, libvirt, libvirtd, virsh y virt-manager",
                en="QEMU, libvirt, libvirtd, virsh and virt-manager",
            ),
        ),
        requirements.LESSON,
        install.LESSON,
        first_vm.LESSON,
    )
)
