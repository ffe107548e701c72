"""What is kept of the end of a run holds as long as its machine is the same."""

from kvm_guide.lab.judging.post_checks import lasting

_POOL = "/etc/libvirt/storage/default.xml"
_CONF = "/etc/libvirt/qemu.conf"


def machine(pool: str | None, conf: str) -> dict[str, dict[str, str]]:
    files = {_CONF: f"600 {conf}"} | ({} if pool is None else {_POOL: f"600 {pool}"})
    return {"packages": {"virt-manager": "4.1.0"}, "files": files}


def test_a_pool_that_libvirt_defined_again_with_another_uuid_is_the_same_machine() -> None:
    assert lasting(machine("aa", "cc")) == lasting(machine("bb", "cc"))


def test_a_pool_more_or_another_setting_is_another_machine() -> None:
    assert len({str(lasting(one)) for one in (machine("aa", "cc"), machine(None, "cc"), machine("aa", "dd"))}) == 3


def test_a_network_with_another_definition_is_another_machine() -> None:
    network = "/etc/libvirt/qemu/networks/default.xml"
    assert lasting({"files": {network: "600 aa"}}) != lasting({"files": {network: "600 bb"}})
