#!/usr/bin/env bash
# Lets this runner's user use /dev/kvm. The lab finds out by itself whether KVM works, and emulates where it does not.
set -euo pipefail
if [ ! -e /dev/kvm ]; then
  echo "no /dev/kvm here: the lab will emulate"
  exit 0
fi
rule='KERNEL=="kvm", GROUP="kvm", MODE="0666", OPTIONS+="static_node=kvm"'
echo "$rule" | sudo tee /etc/udev/rules.d/99-kvm-guide.rules
sudo udevadm control --reload-rules
sudo udevadm trigger --name-match=kvm --settle
ls -l /dev/kvm
