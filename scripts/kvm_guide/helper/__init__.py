"""The student's helper, `kvm-guide`: the guide's steps on the student's own Debian. Standard library only.

It looks (`diagnosis`), does and takes back (`execute`) and tells (`output`); `cli` is the way in, and `source` what it
knows of the guide.
"""
