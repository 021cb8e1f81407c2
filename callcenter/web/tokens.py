"""Tokens for programs: `callcenter token --role supervisor` prints one.

A token is a session without a password's way in, sent as `Authorization: Bearer …`. It has the
rights of the account it is made for, and ends by its time or when the account is closed.
"""

from datetime import timedelta

from callcenter.errors import SettingsInvalid
from callcenter.staff import Account
from callcenter.web.ports import Accounts
from callcenter.web.sign_in import SignIns

ROLES = ("agent", "supervisor", "qa", "admin")
USUALLY_LASTS = timedelta(days=90)


async def make_token(
    accounts: Accounts,
    *,
    role: str = "",
    work_number: str = "",
    lasts: timedelta = USUALLY_LASTS,
) -> str:
    """A new token, for this work number, else for the first account of this role.

    Raises SettingsInvalid when there is no such account, Unavailable without database.
    """
    account = await _account(accounts, role, work_number)
    token, _ = await SignIns(accounts).open(account, lasts)
    return token


async def _account(accounts: Accounts, role: str, work_number: str) -> Account:
    if work_number:
        account = await accounts.find(work_number)
        if account is None:
            raise SettingsInvalid(f"token: nobody signs in as {work_number}")
        if role and account.role != role:
            raise SettingsInvalid(f"token: {work_number} is {account.role}, not {role}")
        return account
    if role not in ROLES:
        raise SettingsInvalid(f"token --role {role}: no such role; roles are {', '.join(ROLES)}")
    known = await accounts.of_agents()
    found = sorted(one for one, account in known.items() if account.role == role)
    if not found:
        raise SettingsInvalid(f"token: nobody has the role {role}; make an account for it first")
    return known[found[0]]
