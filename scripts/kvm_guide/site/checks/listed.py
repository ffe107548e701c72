"""The lists of what may pass, in TOML: each entry stands for one exact text, and one that nothing needs fails."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class ListedEntry:
    """One entry of a list: its keys and what they say."""

    values: dict[str, str]


@dataclass
class Listed:
    """The entries called `table` in `file`, of which each is known by its `keys`."""

    file: Path
    table: str
    keys: tuple[str, ...]
    entries: dict[tuple[str, ...], ListedEntry] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    used: set[tuple[str, ...]] = field(default_factory=set)

    @classmethod
    def read(cls, file: Path, table: str, keys: tuple[str, ...], also: tuple[str, ...] = ()) -> "Listed":
        """The list in `file`; empty where there is none. also: keys that an entry must have beside `keys`."""
        listed = cls(file, table, keys)
        try:
            plain = tomllib.loads(file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return listed
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            listed.wrong.append(f"{listed.name} does not parse ({error}): correct it")
            return listed
        for number, one in enumerate(plain.get(table, []), start=1):
            values = {str(key): str(text) for key, text in one.items()} if isinstance(one, dict) else {}
            if set(values) != {*keys, *also} or not all(values.values()):
                wanted = ", ".join([*keys, *also])
                listed.wrong.append(f"{listed.name}: [[{table}]] number {number} must have {wanted}, and nothing else")
            else:
                listed.entries[listed._key(values)] = ListedEntry(values)
        return listed

    @property
    def name(self) -> str:
        """Its file, as authors name it."""
        return f"scripts/kvm_guide/site/lists/{self.file.name}"

    def holds(self, entry: ListedEntry) -> bool:
        """Whether the list has `entry`, which is needed: it counts as used."""
        key = self._key(entry.values)
        if key in self.entries:
            self.used.add(key)
        return key in self.entries

    def unused(self, why: str) -> list[str]:
        """A sentence about each entry that was never needed, because of `why`, and about each that is wrong."""
        return self.wrong + [
            f"{self.name}: {' · '.join(key)} is listed, and {why}: remove it" for key in self.entries.keys() - self.used
        ]

    def _key(self, values: dict[str, str]) -> tuple[str, ...]:
        return tuple(values[key] for key in self.keys)
