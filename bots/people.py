"""In what role somebody asks: 市级商务主管部门, 平台企业. By digest of who it is; `/forget` deletes it."""

from __future__ import annotations

from enum import Enum

from sqlalchemy import delete, insert, select, update

from bots.moments import Clock, in_ms
from ingest.database import Database
from ingest.model import Level
from ingest.schema import people


class Role(Enum):
    """As users call themselves, and how questions say it."""

    PROVINCE = "省级"
    CITY = "市级"
    COUNTY = "县级"
    ENTERPRISE = "企业"

    @property
    def level(self) -> Level:
        return Level[self.name]

    @property
    def says(self) -> str:
        """What stands in front of a question that depends on who asks.

        >>> Role.CITY.says
        '我是市级商务主管部门，'
        """
        if self is Role.ENTERPRISE:
            return "我们是企业，"
        return f"我是{'区县' if self is Role.COUNTY else self.value}商务主管部门，"


def role_named(words: str) -> Role | None:
    """
    >>> role_named("市"), role_named("市商务局"), role_named("商家"), role_named("猫")
    (<Role.CITY: '市级'>, <Role.CITY: '市级'>, <Role.ENTERPRISE: '企业'>, None)
    """
    words = words.strip()
    for role, signs in SIGNS.items():
        if any(sign in words for sign in signs):
            return role
    return None


SIGNS = {
    Role.ENTERPRISE: ("企业", "商家", "商户", "平台", "公司", "店"),
    Role.COUNTY: ("县", "区"),
    Role.CITY: ("市",),
    Role.PROVINCE: ("省", "厅"),
}


class People:
    """Roles by sender. Safe to share between threads and processes."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def role(self, sender: str) -> Role | None:
        with self._database.reading() as connection:
            found = connection.scalar(select(people.c.role).where(people.c.key == sender))
        return None if found is None else Role[found]

    def set_role(self, sender: str, role: Role | None) -> None:
        """None forgets it."""
        with self._database.changing() as connection:
            if role is None:
                connection.execute(delete(people).where(people.c.key == sender))
                return
            values = {"role": role.name, "changed_at": in_ms(self._clock())}
            if not connection.execute(update(people).where(people.c.key == sender).values(**values)).rowcount:
                connection.execute(insert(people).values(key=sender, **values))
