"""How the steps speak SQL: one statement at a time, for the driver prepares each of them."""

from alembic import op


def run(sql: str) -> None:
    """Carry out statements that are parted by a blank line, in order."""
    for statement in sql.strip().split(";\n\n"):
        op.execute(statement.rstrip("; \n").replace(":", r"\:"))
