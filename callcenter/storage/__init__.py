"""PostgreSQL: the only importer of SQLAlchemy and asyncpg. Pipe room."""
