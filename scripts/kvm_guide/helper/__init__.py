"""The student's helper, `kvm-guide`: the guide's steps on the student's own Debian. Standard library only.

It looks (`facts`, `checking`, `obstacles`), does (`running`), takes back (`undoing`) and tells (`showing`, `report`);
`cli` is the way in.
"""
