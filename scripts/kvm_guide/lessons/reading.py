"""Chapters 1 to 3, which are for reading: nothing is typed in them."""

from typing import Final

from kvm_guide.lessons.facts import advantages, components, kvm
from kvm_guide.model.lesson import Lesson
from kvm_guide.model.step import Text

LESSONS: Final = (
    Lesson(
        id="what-is-kvm",
        number=1,
        page="que-es-kvm",
        title=Text(es="Qué es KVM", en="What KVM is"),
        facts=kvm.FACTS,
        teaches=Text(
            es="Qué pone KVM en una máquina virtual y qué pone QEMU.",
            en="What KVM gives a virtual machine, and what QEMU gives it.",
        ),
    ),
    Lesson(
        id="advantages",
        number=2,
        page="ventajas",
        title=Text(es="Ventajas e inconvenientes de KVM", en="Advantages and drawbacks of KVM"),
        short=Text(es="Ventajas e inconvenientes", en="Advantages and drawbacks"),
        facts=advantages.FACTS,
        teaches=Text(
            es="Seis razones a favor y seis en contra, sin exagerar.",
            en="Six reasons for and six against, without exaggerating.",
        ),
    ),
    Lesson(
        id="components",
        number=3,
        page="componentes",
        title=Text(
            es="QEMU, libvirt, libvirtd, virsh y virt-manager", en="QEMU, libvirt, libvirtd, virsh and virt-manager"
        ),
        short=Text(es="QEMU, libvirt y compañía", en="QEMU, libvirt and friends"),
        facts=components.FACTS,
        teaches=Text(es="Quién habla con quién, con un esquema.", en="Who talks to whom, with a diagram."),
    ),
)
