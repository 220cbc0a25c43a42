"""Knows how the words of documents are kept searchable: `document_search` is filled by the database itself.

Whoever writes a document need not know of it. It holds what counts as a policy: what was screened out is not found.
SQLite keeps an FTS5 index beside `documents` and no second copy of the text; PostgreSQL a table of its own with a GIN
index. The triggers hold nothing, so they are treated like views: each migration drops them first and makes them anew
after, because SQLite changes a table by writing it anew and forgets its triggers.
"""

from sqlalchemy import Connection, text

TABLE = "document_search"

# PostgreSQL refuses a text whose words take more than a megabyte, and so would refuse the document: no policy that was
# seen has half as many letters as this.
MOST_LETTERS = 200_000

_SQLITE = {
    "document_search_added": f"""
        CREATE TRIGGER document_search_added AFTER INSERT ON documents WHEN new.screened IS NULL BEGIN
            INSERT INTO {TABLE} (rowid, text, language) VALUES (new.id, new.text, new.language);
        END""",
    "document_search_gone": f"""
        CREATE TRIGGER document_search_gone AFTER DELETE ON documents WHEN old.screened IS NULL BEGIN
            INSERT INTO {TABLE} ({TABLE}, rowid, text, language) VALUES ('delete', old.id, old.text, old.language);
        END""",
    # One trigger for both steps: SQLite does not say in which order it runs two.
    "document_search_changed": f"""
        CREATE TRIGGER document_search_changed AFTER UPDATE OF text, language, screened ON documents BEGIN
            INSERT INTO {TABLE} ({TABLE}, rowid, text, language)
                SELECT 'delete', old.id, old.text, old.language WHERE old.screened IS NULL;
            INSERT INTO {TABLE} (rowid, text, language)
                SELECT new.id, new.text, new.language WHERE new.screened IS NULL;
        END""",
}

_POSTGRESQL = (
    f"""
    CREATE OR REPLACE FUNCTION document_search_follows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'INSERT' THEN
            DELETE FROM {TABLE} WHERE document_id = OLD.id;
        END IF;
        IF TG_OP <> 'DELETE' AND NEW.screened IS NULL THEN
            INSERT INTO {TABLE} (document_id, language, words)
            VALUES (NEW.id, NEW.language, to_tsvector('simple', left(NEW.text, {MOST_LETTERS})));
        END IF;
        RETURN NULL;
    END $$""",
    """
    CREATE TRIGGER document_search_follows AFTER INSERT OR DELETE OR UPDATE OF text, language, screened ON documents
    FOR EACH ROW EXECUTE FUNCTION document_search_follows()""",
)


def is_of_search(name: str) -> bool:
    """Whether a table is the search index or one of those in which SQLite keeps it."""
    return name == TABLE or name.startswith(f"{TABLE}_")


def drop_triggers(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("DROP FUNCTION IF EXISTS document_search_follows() CASCADE"))
        return
    for name in _SQLITE:
        connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))


def create_triggers(connection: Connection) -> None:
    for statement in _POSTGRESQL if connection.dialect.name == "postgresql" else _SQLITE.values():
        connection.exec_driver_sql(statement)
